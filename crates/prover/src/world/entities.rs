//! Entities: what they are, whether they are stored, which are the same, what lies in what.

use ward_compiler::model::{Constant, TypeId};

use super::{Truth, Val, World};
use crate::circuit::Bit;
use crate::term::{Function, Term, TermId};

impl World<'_> {
    /// Whether an entity is of a type.
    pub fn is_type(&mut self, term: TermId, ty: TypeId) -> Bit {
        match self.entity_types(term) {
            [only] => self.circuit.constant(*only == ty),
            types if !types.contains(&ty) => self.circuit.no(),
            _ => {
                if let Some(known) = self.of_type.get(&(term, ty)) {
                    return *known;
                }
                let bit = self.circuit.fresh();
                self.of_type.insert((term, ty), bit);
                bit
            }
        }
    }

    /// Whether an entity is stored or described by the request.
    pub fn is_known(&mut self, term: TermId) -> Bit {
        if matches!(self.terms[term.index()], Term::Subject | Term::Resource) {
            return self.circuit.yes();
        }
        if let Some(known) = self.known.get(&term) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.known.insert(term, bit);
        bit
    }

    /// Whether an entity and everything that it lies in are stored.
    pub fn is_complete(&mut self, term: TermId) -> Bit {
        if let Some(known) = self.complete.get(&term) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.complete.insert(term, bit);
        bit
    }

    /// Whether two entities are the same.
    pub fn is_same(&mut self, left: TermId, right: TermId) -> Bit {
        if left == right {
            return self.circuit.yes();
        }
        let pair = (left.min(right), left.max(right));
        if let Some(known) = self.same.get(&pair) {
            return *known;
        }
        let bit =
            if self.may_be_same(left, right) { self.circuit.fresh() } else { self.circuit.no() };
        self.same.insert(pair, bit);
        bit
    }

    fn may_be_same(&self, left: TermId, right: TermId) -> bool {
        let both_constant = matches!(
            (&self.terms[left.index()], &self.terms[right.index()]),
            (Term::Constant(Constant::Entity(..)), Term::Constant(Constant::Entity(..)))
        );
        // A record that is made has no stored entity that refers to it, but the request may.
        !both_constant
            && self.entity_types(left).iter().any(|ty| self.entity_types(right).contains(ty))
    }

    /// Whether an entity is, or lies in, another.
    pub fn is_inside(&mut self, inner: TermId, outer: TermId) -> Bit {
        if inner == outer {
            return self.circuit.yes();
        }
        if !self.may_lie_deeper(inner, outer) {
            return self.is_same(inner, outer);
        }
        if let Some(known) = self.inside.get(&(inner, outer)) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.inside.insert((inner, outer), bit);
        bit
    }

    /// Whether by the declarations one may lie in the other without being it.
    fn may_lie_deeper(&self, inner: TermId, outer: TermId) -> bool {
        let schema = &self.policy.schema;
        let ancestors = |ty: &TypeId| schema.ty(*ty).ancestors.clone();
        self.entity_types(inner)
            .iter()
            .any(|ty| self.entity_types(outer).iter().any(|outer| ancestors(ty).contains(outer)))
    }

    /// `x in E`: true, false for sure, or unknown because something above isn't stored.
    pub fn lies_in_term(&mut self, inner: TermId, outer: TermId) -> Truth {
        let inside = self.is_inside(inner, outer);
        let both = [self.defined(inner), self.defined(outer)];
        let sure = if self.may_lie_deeper(inner, outer) {
            self.is_sure(inner, outer)
        } else {
            self.circuit.yes()
        };
        let yes = self.circuit.and([both[0], both[1], inside]);
        let no = self.circuit.and([both[0], both[1], !inside, sure]);
        Truth { yes, no }
    }

    /// Whether it is sure that an entity doesn't lie in another it isn't known to lie in: all it
    /// lies in is stored, or its type can't.
    fn is_sure(&mut self, inner: TermId, outer: TermId) -> Bit {
        let (inner_types, outer_types) =
            (self.entity_types(inner).to_vec(), self.entity_types(outer).to_vec());
        let mut ways = vec![self.is_complete(inner)];
        for inner_ty in &inner_types {
            for outer_ty in &outer_types {
                if !self.policy.schema.ty(*inner_ty).ancestors.contains(outer_ty) {
                    let is = [self.is_type(inner, *inner_ty), self.is_type(outer, *outer_ty)];
                    ways.push(self.circuit.and(is));
                }
            }
        }
        self.circuit.or(ways)
    }

    /// `x in E` of values.
    pub(super) fn lies_in(&mut self, inner: &Val, outer: &Val) -> Truth {
        match (inner, outer) {
            (Val::Term(inner, _), Val::Term(outer, _)) => self.lies_in_term(*inner, *outer),
            _ => self.free_truth(),
        }
    }

    /// `x has site`, of a kind of container.
    pub(super) fn has_container(&mut self, term: TermId, ty: TypeId) -> Truth {
        if self.entity_types(term) == [ty] {
            let known = self.is_known(term);
            return Truth { yes: known, no: self.circuit.no() };
        }
        if let Some(known) = self.has_container.get(&(term, ty)) {
            return *known;
        }
        let truth = self.free_truth();
        self.has_container.insert((term, ty), truth);
        let (complete, known) = (self.is_complete(term), self.is_known(term));
        self.circuit.implies(truth.no, complete);
        self.circuit.implies(truth.yes, known);
        let nearest = self
            .term(Term::Of(Function::Container(ty), term), ward_compiler::model::Ty::entity(ty));
        let defined = self.defined(nearest);
        self.circuit.implies(defined, truth.yes);
        truth
    }

    /// What always holds among entities.
    pub(super) fn entity_axioms(&mut self) {
        let entities = self.entities();
        for term in &entities {
            self.single_axioms(*term);
        }
        for (at, left) in entities.iter().enumerate() {
            for right in &entities[at + 1..] {
                self.pair_axioms(*left, *right);
            }
        }
        self.triple_axioms(&entities);
        self.path_axioms();
    }

    fn single_axioms(&mut self, term: TermId) {
        let types = self.entity_types(term).to_vec();
        if types.len() > 1 {
            let bits: Vec<Bit> = types.iter().map(|ty| self.is_type(term, *ty)).collect();
            self.circuit.assert(&bits);
            for (at, left) in bits.iter().enumerate() {
                for right in &bits[at + 1..] {
                    self.circuit.assert(&[!*left, !*right]);
                }
            }
        }
        let (known, complete) = (self.is_known(term), self.is_complete(term));
        self.circuit.implies(complete, known);
        if types.iter().all(|ty| self.policy.schema.ty(*ty).containers.is_empty()) {
            self.circuit.implies(known, complete);
        }
        let lying: Vec<(TypeId, Truth)> = self
            .has_container
            .iter()
            .filter(|((of, _), _)| *of == term)
            .map(|((_, ty), truth)| (*ty, *truth))
            .collect();
        for (ty, truth) in lying {
            for outer in self.entities() {
                if self.entity_types(outer) == [ty] {
                    let inside = self.is_inside(term, outer);
                    let defined = self.defined(outer);
                    self.circuit.all_imply(&[truth.no, defined], !inside);
                }
            }
        }
    }

    fn pair_axioms(&mut self, left: TermId, right: TermId) {
        let same = self.is_same(left, right);
        if same != self.circuit.no() {
            let known = (self.is_known(left), self.is_known(right));
            self.circuit.same_if(&[same], known.0, known.1);
            let complete = (self.is_complete(left), self.is_complete(right));
            self.circuit.same_if(&[same], complete.0, complete.1);
            let types: Vec<TypeId> =
                self.entity_types(left).iter().chain(self.entity_types(right)).copied().collect();
            for ty in types {
                let is = (self.is_type(left, ty), self.is_type(right, ty));
                self.circuit.same_if(&[same], is.0, is.1);
            }
        }
        for (inner, outer) in [(left, right), (right, left)] {
            let inside = self.is_inside(inner, outer);
            self.circuit.implies(same, inside);
            // What isn't stored is known to lie in nothing.
            let known = self.is_known(inner);
            self.circuit.assert(&[!inside, same, known]);
            let complete = (self.is_complete(inner), self.is_complete(outer));
            self.circuit.all_imply(&[inside, complete.0], complete.1);
            self.type_of_containers(inner, outer, inside);
        }
        let both = [self.is_inside(left, right), self.is_inside(right, left)];
        self.circuit.all_imply(&both, same);
    }

    /// Where an entity may be of several types, containment is only as its type allows.
    fn type_of_containers(&mut self, inner: TermId, outer: TermId, inside: Bit) {
        let (inner_types, outer_types) =
            (self.entity_types(inner).to_vec(), self.entity_types(outer).to_vec());
        if inner_types.len() * outer_types.len() == 1 {
            return;
        }
        for inner_ty in &inner_types {
            for outer_ty in &outer_types {
                if !self.policy.schema.ty(*inner_ty).ancestors.contains(outer_ty) {
                    let is = [self.is_type(inner, *inner_ty), self.is_type(outer, *outer_ty)];
                    let same = self.is_same(inner, outer);
                    self.circuit.assert(&[!is[0], !is[1], !inside, same]);
                }
            }
        }
    }

    fn triple_axioms(&mut self, entities: &[TermId]) {
        for a in entities {
            for b in entities {
                if a == b {
                    continue;
                }
                let (ab_same, ab) = (self.is_same(*a, *b), self.is_inside(*a, *b));
                for c in entities {
                    if c == a || c == b {
                        continue;
                    }
                    if ab_same != self.circuit.no() && a < c {
                        let (bc, ac) = (self.is_same(*b, *c), self.is_same(*a, *c));
                        self.circuit.all_imply(&[ab_same, bc], ac);
                    }
                    if ab != self.circuit.no() {
                        let (bc, ac) = (self.is_inside(*b, *c), self.is_inside(*a, *c));
                        self.circuit.all_imply(&[ab, bc], ac);
                    }
                }
            }
        }
    }

    /// What always holds of properties and containers.
    fn path_axioms(&mut self) {
        let paths: Vec<(TermId, Function, TermId)> = self
            .ids()
            .filter_map(|id| match &self.terms[id.index()] {
                Term::Of(function, of) => Some((id, function.clone(), *of)),
                _ => None,
            })
            .collect();
        for (id, function, of) in &paths {
            self.path_axiom(*id, function, *of);
        }
        for (at, (left, function, left_of)) in paths.iter().enumerate() {
            for (right, other, right_of) in &paths[at + 1..] {
                if function == other
                    && left_of != right_of
                    && !self.entity_types(*left_of).is_empty()
                {
                    let same = self.is_same(*left_of, *right_of);
                    self.same_value_if(same, *left, *right);
                }
            }
        }
    }

    fn path_axiom(&mut self, id: TermId, function: &Function, of: TermId) {
        let (defined, base) = (self.defined(id), self.defined(of));
        self.circuit.implies(defined, base);
        match function {
            Function::Property(name, _, _) => {
                let known = self.is_known(of);
                self.circuit.implies(defined, known);
                for ty in self.entity_types(of).to_vec() {
                    let Some(property) = self.policy.schema.ty(ty).properties.get(&**name) else {
                        continue;
                    };
                    let is = self.is_type(of, ty);
                    if property.default.is_some() {
                        self.circuit.all_imply(&[is, known, base], defined);
                    }
                    if self.policy.schema.mirrored_container(ty, name).is_some()
                        && !self.entity_types(id).is_empty()
                    {
                        let inside = self.is_inside(of, id);
                        self.circuit.all_imply(&[is, defined], inside);
                    }
                }
            }
            Function::Container(_) if !self.entity_types(id).is_empty() => {
                let (inside, known) = (self.is_inside(of, id), self.is_known(of));
                self.circuit.implies(defined, inside);
                self.circuit.implies(defined, known);
            }
            _ => {}
        }
    }

    /// For evidence, wishes and no law: where a type lies in one kind of container only, and that
    /// again, up to a kind, an entity lies in nothing above its one nearest container of that
    /// kind but through that one. A record with several parents may do otherwise.
    pub fn one_way_up(&mut self) -> Vec<Bit> {
        let mut wishes = Vec::new();
        for id in self.ids() {
            let Term::Of(Function::Container(kind), of) = self.terms[id.index()] else { continue };
            let Some(below) = self.chain_below(of, kind) else { continue };
            let defined = self.defined(id);
            for outer in self.entities() {
                if outer == of || self.entity_types(outer).iter().any(|ty| below.contains(ty)) {
                    continue;
                }
                let (inside, through) = (self.is_inside(of, outer), self.is_inside(id, outer));
                wishes.push(self.circuit.or([!inside, !defined, through]));
            }
        }
        wishes
    }

    /// The kinds on the way from an entity up to a kind, where there is one way only.
    fn chain_below(&self, of: TermId, kind: TypeId) -> Option<Vec<TypeId>> {
        let [own] = self.entity_types(of) else { return None };
        let mut below = vec![*own];
        loop {
            match self.policy.schema.ty(*below.last()?).containers.as_slice() {
                [only] if *only == kind => return (!below.contains(&kind)).then_some(below),
                [only] if !below.contains(only) => below.push(*only),
                _ => return None,
            }
        }
    }
}
