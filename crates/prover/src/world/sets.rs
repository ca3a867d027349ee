//! Sets: membership, and what is said of some or all elements.

use ward_compiler::model::Ty;

use super::{Body, MOST_TERMS, Quantified, Truth, Val, World};
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
        if let Some(known) = self.members.get(&(set, value)) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.members.insert((set, value), bit);
        bit
    }

    /// Whether a set has no elements.
    pub(super) fn is_empty(&mut self, set: TermId) -> Bit {
        if let Some(known) = self.empty.get(&set) {
            return *known;
        }
        let bit = self.circuit.fresh();
        self.empty.insert(set, bit);
        bit
    }

    /// The terms that may be elements of a set, each with the bit that says so.
    pub fn members_of(&self, set: TermId) -> Vec<(TermId, Bit)> {
        let mut members: Vec<_> = self
            .members
            .iter()
            .filter(|((of, _), _)| *of == set)
            .map(|((_, value), bit)| (*value, *bit))
            .collect();
        members.sort_unstable_by_key(|(value, _)| *value);
        members
    }

    /// Whether an entity lies in one of a set.
    pub(super) fn in_one_of(&mut self, inner: &Val, set: &Val, ty: &Ty) -> Truth {
        let element = match ty {
            Ty::Set(element) => (**element).clone(),
            other => other.clone(),
        };
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
        self.circuit.implies(some, some_not_false);
        if let Val::Term(term, _) = &set {
            for (claimed, certain) in [(some, true), (some_not_false, false)] {
                let witness = self.witness(element.clone());
                let value = Val::Term(witness, 0);
                let truth = self.body(&body, &value);
                let member = self.member(*term, witness);
                self.circuit.implies(claimed, member);
                self.circuit.implies(claimed, if certain { truth.yes } else { !truth.no });
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

    /// Says of every term of its sort what a quantifier says of every element.
    pub(super) fn instantiate(&mut self) {
        let mut done: Vec<usize> = Vec::new();
        loop {
            let mut progress = false;
            let mut at = 0;
            while at < self.quantified.len() {
                if done.len() <= at {
                    done.push(0);
                }
                let terms = self.terms.len().min(MOST_TERMS);
                let from = done[at];
                done[at] = terms;
                for index in from..terms {
                    progress |=
                        self.instantiate_with(at, TermId(u32::try_from(index).unwrap_or(u32::MAX)));
                }
                at += 1;
            }
            if self.terms.len() > MOST_TERMS {
                self.approximated("a quantifier whose body leads back to what it ranges over");
                return;
            }
            if !progress {
                return;
            }
        }
    }

    fn instantiate_with(&mut self, at: usize, term: TermId) -> bool {
        let Val::Term(set, _) = self.quantified[at].set else { return false };
        if !fits(self.ty(term), &self.quantified[at].element) {
            return false;
        }
        let (body, some, some_not_false) = (
            self.quantified[at].body.clone(),
            self.quantified[at].some,
            self.quantified[at].some_not_false,
        );
        let truth = self.body(&body, &Val::Term(term, 0));
        let (member, defined) = (self.member(set, term), self.defined(term));
        self.circuit.all_imply(&[member, defined, truth.yes], some);
        self.circuit.all_imply(&[member, defined, !truth.no], some_not_false);
        true
    }

    /// Equal sets have the same elements.
    pub(super) fn same_members_if(&mut self, condition: Bit, left: TermId, right: TermId) {
        let values: Vec<TermId> = self
            .members
            .keys()
            .filter(|(set, _)| *set == left || *set == right)
            .map(|(_, value)| *value)
            .collect();
        let mut values = values;
        values.sort_unstable();
        values.dedup();
        for value in values {
            let (a, b) = (self.member(left, value), self.member(right, value));
            self.circuit.same_if(&[condition], a, b);
        }
    }

    /// Equal values are elements of the same sets.
    pub(super) fn member_axioms(&mut self) {
        let mut members: Vec<(TermId, TermId)> = self.members.keys().copied().collect();
        members.sort_unstable();
        for (set, value) in &members {
            if let Some(empty) = self.empty.get(set).copied() {
                let member = self.member(*set, *value);
                let defined = self.defined(*value);
                self.circuit.assert(&[!empty, !member, !defined]);
            }
        }
        for (at, (set, left)) in members.iter().enumerate() {
            for (_, right) in members[at + 1..].iter().filter(|(other, _)| other == set) {
                let same = self.equal_bit(*left, 0, *right, 0);
                let (a, b) = (self.member(*set, *left), self.member(*set, *right));
                let known = [self.defined(*left), self.defined(*right)];
                self.circuit.same_if(&[same, known[0], known[1]], a, b);
            }
        }
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
