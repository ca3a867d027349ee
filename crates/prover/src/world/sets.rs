//! Sets: membership, and what is said of some or all elements.

use ward_compiler::model::Ty;

use super::{Body, MOST_TERMS, Quantified, Truth, Val, World};
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::term::TermId;

impl World<'_> {
    /// Whether a set contains a value.
    pub(super) fn contains(&mut self, set: &Val, value: &Val) -> Truth {
        match (set, value) {
            (Val::List(parts), value) => {
                let truths: Vec<Truth> = parts.iter().map(|part| self.equal(part, value)).collect();
                self.any(&truths)
            }
            (Val::Term(set, _), Val::Term(value, 0)) => {
                let fact = self.member(*set, *value);
                let (set_known, value_known) = (self.defined(*set), self.defined(*value));
                let known = self.circuit.and([set_known, value_known]);
                let truth = self.known_if(known, fact);
                // Nothing is in an empty set, whatever it is.
                let empty = self.is_empty(*set);
                let none = self.circuit.and([set_known, empty]);
                Truth { yes: truth.yes, no: self.circuit.or([truth.no, none]) }
            }
            _ => {
                self.approximated("a computed value in a set");
                self.free_truth()
            }
        }
    }

    /// Whether a term is an element of a set.
    pub fn member(&mut self, set: TermId, value: TermId) -> Bit {
        let of_set = self.members.entry(set).or_default();
        if let Some(known) = of_set.get(&value) {
            return *known;
        }
        let bit = self.circuit.fresh();
        of_set.insert(value, bit);
        bit
    }

    /// Whether a set has no elements.
    pub(super) fn is_empty(&mut self, set: TermId) -> Bit {
        if let Some(known) = self.empty.get(&set) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.empty.insert(set, bit);
        if let Ty::Set(element) = self.ty(set).clone() {
            let witness = self.witness((*element).clone());
            let member = self.member(set, witness);
            self.law(Axiom::NotEmpty, &[bit, member]);
        }
        bit
    }

    /// The terms that may be elements of a set, each with the bit that says so.
    pub fn members_of(&self, set: TermId) -> Vec<(TermId, Bit)> {
        let of_set = self.members.get(&set);
        of_set.into_iter().flatten().map(|(value, bit)| (*value, *bit)).collect()
    }

    /// Whether an entity lies in one of a set.
    pub(super) fn in_one_of(&mut self, inner: &Val, set: &Val, element: Ty) -> Truth {
        self.quantified(false, set.clone(), element, Body::Holds(inner.clone()))
    }

    /// Something of one element, or of all.
    pub(super) fn quantified(&mut self, all: bool, set: Val, element: Ty, body: Body) -> Truth {
        if let Val::List(parts) = &set {
            let truths: Vec<Truth> =
                parts.clone().iter().map(|part| self.body(&body, part)).collect();
            return if all { self.all(&truths) } else { self.any(&truths) };
        }
        let negated = matches!(&body, Body::Condition(..)) && all;
        let truth = self.some_element(set, element, body, negated);
        if negated { truth.negated() } else { truth }
    }

    /// Something of one element at least; of its opposite where negated. A witness stands for
    /// the element that makes it true, another for one that keeps it from being false; that no
    /// other does is said for each term when all terms are known.
    fn some_element(&mut self, set: Val, element: Ty, body: Body, negated: bool) -> Truth {
        let body = if negated { body.negated() } else { body };
        let (some, some_not_false) = (self.circuit.fresh(), self.circuit.fresh());
        self.law(Axiom::TrueOrFalse, &[!some, some_not_false]);
        if let Val::Term(term, _) = &set {
            for (claimed, certain) in [(some, true), (some_not_false, false)] {
                let witness = self.witness(element.clone());
                let value = Val::Term(witness, 0);
                let truth = self.body(&body, &value);
                let member = self.member(*term, witness);
                self.law(Axiom::Witness, &[!claimed, member]);
                let so = if certain { truth.yes } else { !truth.no };
                self.law(Axiom::Witness, &[!claimed, so]);
            }
        }
        let known = self.val_defined(&set);
        self.quantified.push(Quantified { set, element, body, some, some_not_false });
        Truth {
            yes: self.circuit.and([known, some]),
            no: self.circuit.and([known, !some_not_false]),
        }
    }

    fn body(&mut self, body: &Body, element: &Val) -> Truth {
        match body {
            Body::Holds(inner) => self.lies_in(&inner.clone(), element),
            Body::Condition(condition, env) => {
                let mut env = env.clone();
                env.variables.push(element.clone());
                self.truth(*condition, &env)
            }
            Body::Not(inner) => self.body(inner, element).negated(),
        }
    }

    /// Says of what is an element in the last solution what quantifiers say of every element,
    /// where the solution denies it.
    pub(super) fn instantiate(&mut self) -> bool {
        let mut broken = false;
        for at in 0..self.quantified.len() {
            let Val::Term(set, _) = self.quantified[at].set else { continue };
            for (term, member) in self.members_of(set) {
                let is_member =
                    self.circuit.value(member) && self.circuit.value(self.defined(term));
                if is_member && !self.instances.contains(&(at, term)) {
                    if self.terms.len() > MOST_TERMS {
                        self.approximated("a quantifier whose body leads to more and more records");
                        return broken;
                    }
                    broken |= self.instantiate_with(at, term, member);
                }
            }
        }
        broken
    }

    fn instantiate_with(&mut self, at: usize, term: TermId, member: Bit) -> bool {
        let one = &self.quantified[at];
        let (some, some_not_false) = (one.some, one.some_not_false);
        let says_so = self.circuit.value(some) && self.circuit.value(some_not_false);
        if says_so || !fits(self.ty(term), &one.element) {
            return false;
        }
        let body = one.body.clone();
        self.instances.insert((at, term));
        let truth = self.body(&body, &Val::Term(term, 0));
        let defined = self.defined(term);
        let sure = self.law(Axiom::Element, &[!member, !defined, !truth.yes, some]);
        let perhaps = self.law(Axiom::Element, &[!member, !defined, truth.no, some_not_false]);
        sure | perhaps
    }

    /// Sets that are the same under a condition have the same elements.
    pub(super) fn alike_in_members(&mut self, condition: Bit, left: TermId, right: TermId) -> bool {
        if !self.circuit.value(condition) {
            return false;
        }
        let mut values: Vec<TermId> =
            [left, right].iter().flat_map(|set| self.members_of(*set)).map(|(of, _)| of).collect();
        values.sort_unstable();
        values.dedup();
        let mut broken = false;
        for value in values {
            let (a, b) = (self.member(left, value), self.member(right, value));
            broken |= self.demand_same(Axiom::Congruence, &[condition], a, b);
        }
        broken
    }

    /// An empty set has no elements, and equal values are elements of the same sets.
    pub(super) fn member_axioms(&mut self) -> bool {
        let sets: Vec<TermId> = self.members.keys().copied().collect();
        let mut broken = false;
        for set in sets {
            let (inside, outside): (Vec<_>, Vec<_>) = self
                .members_of(set)
                .into_iter()
                .partition(|(_, member)| self.circuit.value(*member));
            if let Some(empty) = self.empty.get(&set).copied() {
                for (value, member) in &inside {
                    let (defined, no) = (self.defined(*value), self.circuit.no());
                    broken |= self.demand(Axiom::Empty, &[empty, *member, defined], no);
                }
            }
            for (left, one) in &inside {
                for (right, two) in &outside {
                    broken |= self.alike_in_membership((*left, *one), (*right, *two));
                }
            }
        }
        for (condition, left, right) in self.linked_sets.clone() {
            broken |= self.alike_in_members(condition, left, right);
        }
        broken
    }

    fn alike_in_membership(
        &mut self,
        (left, one): (TermId, Bit),
        (right, two): (TermId, Bit),
    ) -> bool {
        let known = [self.defined(left), self.defined(right)];
        if !known.iter().all(|bit| self.circuit.value(*bit)) {
            return false;
        }
        if let Ty::Entity(_) | Ty::Text | Ty::Role | Ty::Ip | Ty::IpRange = self.ty(left) {
            let pair = (left.min(right), left.max(right));
            let same = self.same.get(&pair).copied().unwrap_or(self.circuit.no());
            return self.demand(Axiom::SameIsMember, &[same, known[0], known[1], one], two);
        }
        let same = self.equal_bit(left, 0, right, 0);
        self.law(Axiom::SameIsMember, &[!same, !known[0], !known[1], !one, two])
    }
}

impl Body {
    fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }
}

/// Whether a term of one type can be an element of another.
fn fits(ty: &Ty, element: &Ty) -> bool {
    match (ty, element) {
        (Ty::Entity(types), Ty::Entity(elements)) => types.iter().any(|ty| elements.contains(ty)),
        _ => ty == element,
    }
}
