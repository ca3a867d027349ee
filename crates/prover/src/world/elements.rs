//! Something of one element of a set, or of all.

use ward_compiler::model::{OverlayId, Ty};

use super::MOST_TERMS;
use super::quantifiers::{Body, Quantified};
use super::state::World;
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::facts::{Truth, Val};
use crate::term::TermId;

impl World<'_> {
    /// Whether an entity lies in one of a set.
    pub(super) fn in_one_of(
        &mut self,
        reader: Option<OverlayId>,
        inner: &Val,
        set: &Val,
        element: Ty,
    ) -> Truth {
        self.quantified(false, set.clone(), element, Body::Holds(inner.clone(), reader))
    }

    /// Something of one element, or of all.
    pub(super) fn quantified(&mut self, all: bool, set: Val, element: Ty, body: Body) -> Truth {
        if let Val::List(parts) = &set {
            let truths: Vec<Truth> =
                parts.clone().iter().map(|part| self.body(&body, part)).collect();
            return if all { self.facts.all(&truths) } else { self.facts.any(&truths) };
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
        let (some, some_not_false) = (self.facts.circuit.fresh(), self.facts.circuit.fresh());
        self.facts.law(Axiom::TrueOrFalse, &[!some, some_not_false]);
        if let Val::Term(term, _) = &set {
            for (claimed, certain) in [(some, true), (some_not_false, false)] {
                let witness = self.facts.witness(element.clone());
                let value = Val::Term(witness, 0);
                let truth = self.body(&body, &value);
                let member = self.facts.member(*term, witness);
                self.facts.law(Axiom::Witness, &[!claimed, member]);
                let so = if certain { truth.yes } else { !truth.no };
                self.facts.law(Axiom::Witness, &[!claimed, so]);
            }
        }
        let known = self.facts.val_defined(&set);
        self.quantifiers.all.push(Quantified { set, element, body, some, some_not_false });
        Truth {
            yes: self.facts.circuit.and([known, some]),
            no: self.facts.circuit.and([known, !some_not_false]),
        }
    }

    fn body(&mut self, body: &Body, element: &Val) -> Truth {
        match body {
            Body::Holds(inner, reader) => self.lies_in_for(*reader, inner, element),
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
        for at in 0..self.quantifiers.all.len() {
            let Val::Term(set, _) = self.quantifiers.all[at].set else { continue };
            for (term, member) in self.facts.members_of(set) {
                let is_member = self.facts.circuit.value(member)
                    && self.facts.circuit.value(self.facts.defined(term));
                if is_member && !self.quantifiers.instances.contains(&(at, term)) {
                    if self.facts.terms.len() > MOST_TERMS {
                        self.facts
                            .approximated("a quantifier whose body leads to more and more records");
                        return broken;
                    }
                    broken |= self.instantiate_with(at, term, member);
                }
            }
        }
        broken
    }

    fn instantiate_with(&mut self, at: usize, term: TermId, member: Bit) -> bool {
        let one = &self.quantifiers.all[at];
        let (some, some_not_false) = (one.some, one.some_not_false);
        let says_so = self.facts.circuit.value(some) && self.facts.circuit.value(some_not_false);
        if says_so || !fits(self.facts.ty(term), &one.element) {
            return false;
        }
        let body = one.body.clone();
        self.quantifiers.instances.insert((at, term));
        let truth = self.body(&body, &Val::Term(term, 0));
        let defined = self.facts.defined(term);
        let sure = self.facts.law(Axiom::Element, &[!member, !defined, !truth.yes, some]);
        let perhaps =
            self.facts.law(Axiom::Element, &[!member, !defined, truth.no, some_not_false]);
        sure | perhaps
    }
}

/// Whether a term of one type can be an element of another.
fn fits(ty: &Ty, element: &Ty) -> bool {
    match (ty, element) {
        (Ty::Entity(types), Ty::Entity(elements)) => types.iter().any(|ty| elements.contains(ty)),
        _ => ty == element,
    }
}
