//! Entities: what they are, whether they are stored, which are the same, what lies in what.

use ward_compiler::model::{Constant, Ty, TypeId};

use super::state::Facts;
use super::truth::{Truth, Val};
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::term::{Function, Term, TermId};

impl Facts<'_> {
    /// Whether an entity is of a type.
    pub fn is_type(&mut self, term: TermId, ty: TypeId) -> Bit {
        match self.entity_types(term) {
            [only] => self.circuit.constant(*only == ty),
            types if !types.contains(&ty) => self.circuit.no(),
            _ => self.relations.of_type(&mut self.circuit, term, ty),
        }
    }

    /// Whether an entity is stored or described by the request.
    pub fn is_known(&mut self, term: TermId) -> Bit {
        if matches!(self.terms[term], Term::Subject | Term::Resource) {
            return self.circuit.yes();
        }
        self.relations.known(&mut self.circuit, term)
    }

    /// Whether an entity and everything that it lies in are stored.
    pub fn is_complete(&mut self, term: TermId) -> Bit {
        self.relations.complete(&mut self.circuit, term)
    }

    /// Whether two entities are the same.
    pub fn is_same(&mut self, left: TermId, right: TermId) -> Bit {
        if left == right {
            return self.circuit.yes();
        }
        let may = self.may_be_same(left, right);
        let circuit = &mut self.circuit;
        let make = || if may { circuit.fresh() } else { circuit.no() };
        self.relations.same(left, right, make)
    }

    fn may_be_same(&self, left: TermId, right: TermId) -> bool {
        let both_constant = matches!(
            (&self.terms[left], &self.terms[right]),
            (Term::Constant(Constant::Entity(..)), Term::Constant(Constant::Entity(..)))
        );
        let new = match (&self.terms[left], &self.terms[right]) {
            (Term::Resource, _) => self.may_be_new(right),
            (_, Term::Resource) => self.may_be_new(left),
            _ => true,
        };
        let can_be = !self.makes_record() || new;
        can_be
            && !both_constant
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
        self.relations.inside(&mut self.circuit, inner, outer)
    }

    /// Whether by the declarations one may lie in the other without being it.
    pub(super) fn may_lie_deeper(&self, inner: TermId, outer: TermId) -> bool {
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
        let doubtful = self.is_doubtful(inner, outer);
        let no = self.circuit.and([both[0], both[1], !inside, sure, !doubtful]);
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
    pub fn lies_in(&mut self, inner: &Val, outer: &Val) -> Truth {
        match (inner, outer) {
            (Val::Term(inner, _), Val::Term(outer, _)) => self.lies_in_term(*inner, *outer),
            _ => self.free_truth(),
        }
    }

    /// `x has site`, of a kind of container.
    pub fn has_container(&mut self, term: TermId, ty: TypeId) -> Truth {
        if self.entity_types(term) == [ty] {
            let known = self.is_known(term);
            return Truth { yes: known, no: self.circuit.no() };
        }
        if let Some(known) = self.relations.container(term, ty) {
            return known;
        }
        let truth = self.free_truth();
        self.relations.set_container(term, ty, truth);
        let (complete, known) = (self.is_complete(term), self.is_known(term));
        self.law(Axiom::HasContainer, &[!truth.no, complete]);
        self.law(Axiom::HasContainer, &[!truth.yes, known]);
        let nearest = self.term(Term::Of(Function::Container(ty), term), Ty::entity(ty));
        let defined = self.defined(nearest);
        self.law(Axiom::HasContainer, &[!defined, !known, truth.yes]);
        truth
    }

    /// What always holds of one entity.
    pub(super) fn entity_axioms(&mut self, term: TermId) {
        let types = self.entity_types(term).to_vec();
        if types.len() > 1 {
            let bits: Vec<Bit> = types.iter().map(|ty| self.is_type(term, *ty)).collect();
            self.exactly_one(Axiom::OneType, &bits);
        }
        let (known, complete) = (self.is_known(term), self.is_complete(term));
        self.law(Axiom::CompleteIsStored, &[!complete, known]);
    }

    /// What always holds of a path.
    pub(super) fn path_axioms(&mut self, id: TermId, function: &Function, of: TermId) {
        let (defined, base) = (self.defined(id), self.defined(of));
        self.law(Axiom::PathOfStored, &[!defined, base]);
        match function {
            Function::Property(name, _, _) => {
                let known = self.is_known(of);
                self.law(Axiom::PathOfStored, &[!defined, known]);
                for ty in self.entity_types(of).to_vec() {
                    self.property_axioms(ty, name, id, of);
                }
            }
            Function::Container(kind) => self.container_axioms(*kind, id, of),
            Function::Containers(kind) => {
                let (is, known) = (self.is_type(of, *kind), self.is_known(of));
                self.law(Axiom::PathOfStored, &[!defined, is, known]);
                self.law(Axiom::Nearest, &[!is, !base, defined]);
                let member = self.member(id, of);
                self.law(Axiom::Nearest, &[!is, !defined, member]);
            }
            Function::TimePart(_) => self.part_of_time(id, of),
            _ => {}
        }
    }

    /// What is of the kind is its own nearest container, stored or not; others have one only
    /// where they are stored.
    fn container_axioms(&mut self, kind: TypeId, id: TermId, of: TermId) {
        let (defined, base, known) = (self.defined(id), self.defined(of), self.is_known(of));
        let (is, inside) = (self.is_type(of, kind), self.is_inside(of, id));
        self.law(Axiom::Nearest, &[!defined, inside]);
        self.law(Axiom::PathOfStored, &[!defined, is, known]);
        if is != self.circuit.no() {
            let same = self.is_same(of, id);
            self.law(Axiom::Nearest, &[!is, !base, defined]);
            self.law(Axiom::Nearest, &[!is, !defined, same]);
        }
    }

    /// What is in the set of the nearest containers is around it; the one that is meant is in it.
    pub(super) fn containers_axioms(&mut self) -> bool {
        let mut broken = false;
        for set in self.ids() {
            let Term::Of(Function::Containers(kind), of) = self.terms[set] else { continue };
            let known = self.defined(set);
            for (element, member) in self.members_of(set) {
                let defined = self.defined(element);
                let of_kind = self.is_type(element, kind);
                let inside = self.is_inside(of, element);
                let is_member = [known, member, defined];
                broken |= self.demand(Axiom::Nearest, &is_member, of_kind);
                broken |= self.demand(Axiom::Nearest, &is_member, inside);
            }
            if let Some(one) = self.find(&Term::Of(Function::Container(kind), of)) {
                let (defined, member) = (self.defined(one), self.member(set, one));
                broken |= self.demand(Axiom::Nearest, &[defined], known);
                broken |= self.demand(Axiom::Nearest, &[defined], member);
            }
        }
        broken
    }

    fn property_axioms(&mut self, ty: TypeId, name: &str, id: TermId, of: TermId) {
        let Some(property) = self.policy.schema.ty(ty).properties.get(name) else { return };
        let (is, known, base) = (self.is_type(of, ty), self.is_known(of), self.defined(of));
        let defined = self.defined(id);
        if property.default.is_some() {
            self.law(Axiom::Default, &[!is, !known, !base, defined]);
        }
        let mirrors = self.policy.schema.mirrored_container(ty, name).is_some();
        if mirrors && !self.entity_types(id).is_empty() {
            let inside = self.is_inside(of, id);
            self.law(Axiom::Mirror, &[!is, !defined, inside]);
        }
    }

    /// For evidence, wishes and no law: where a type lies in one kind of container only, and that
    /// again, up to a kind, an entity lies in nothing above its one nearest container of that
    /// kind but through that one. A record with several parents may do otherwise.
    pub fn one_way_up(&mut self) -> Vec<Bit> {
        let mut wishes = Vec::new();
        for id in self.ids() {
            let Term::Of(Function::Container(kind), of) = self.terms[id] else { continue };
            let Some(below) = self.chain_below(of, kind) else { continue };
            let defined = self.defined(id);
            let around: Vec<(TermId, Bit)> = self.containers_of(of);
            for (outer, inside) in around {
                if outer == id || self.entity_types(outer).iter().any(|ty| below.contains(ty)) {
                    continue;
                }
                let through = self.is_inside(id, outer);
                wishes.push(self.circuit.or([!inside, !defined, through]));
            }
        }
        wishes
    }

    /// What an entity may lie in, each with the bit that says so.
    fn containers_of(&self, of: TermId) -> Vec<(TermId, Bit)> {
        let around = self.relations.all_inside().filter(|(inner, _, _)| *inner == of);
        around.map(|(_, outer, bit)| (outer, bit)).collect()
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
