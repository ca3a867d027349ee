//! What is neither so nor not so of values that are known: whether something is the new record
//! that bears the same name, and whether records are the same that lack a field.

use ward_compiler::model::Ty;

use super::state::Facts;
use super::truth::Truth;
use crate::axiom::Axiom;
use crate::circuit::Bit;
use crate::term::{Function, Term, TermId};

impl Facts<'_> {
    /// Whether a term may be the record that the request makes: that record itself, who registers
    /// itself, or what was come to from one of them without leaving it. Whatever else there is may
    /// only bear its name.
    pub(super) fn may_be_new(&self, term: TermId) -> bool {
        let may = match &self.terms[term] {
            Term::Subject
            | Term::Resource
            | Term::Witness(_)
            | Term::Opaque(_)
            | Term::Of(Function::Container(_), _) => true,
            Term::Constant(_)
            | Term::Param(..)
            | Term::Context(..)
            | Term::Now(_)
            | Term::Of(..)
            | Term::OfTwo(..) => false,
        };
        may && self.makes_record() && self.entity_types(term).contains(&self.target.ty)
    }

    /// Whether it isn't known of two entities that aren't the same for sure whether they are.
    pub(super) fn is_doubtful(&mut self, left: TermId, right: TermId) -> Bit {
        let alike = self.entity_types(right).contains(&self.target.ty)
            && self.entity_types(left).contains(&self.target.ty);
        let may = self.may_be_new(left) || self.may_be_new(right);
        if left == right || !alike || !may {
            return self.circuit.no();
        }
        self.relations.doubtful(&mut self.circuit, left, right)
    }

    /// Whether an entity is one that the request describes and isn't stored, or may be: where it
    /// lies says nothing of what lies in it.
    pub(crate) fn is_described(&mut self, term: TermId) -> Bit {
        let (subject, resource) = (self.subject(), self.resource());
        let mut ways = Vec::new();
        for asked in [subject, resource] {
            let schema = &self.policy.schema;
            let mut types = self.entity_types(asked).iter();
            if types.any(|ty| schema.ty(*ty).external) || asked == resource && self.makes_record() {
                ways.push(self.is_same(asked, term));
            }
        }
        self.circuit.or(ways)
    }

    /// Whether two records, or sets, are the same: of what lacks a field that isn't known.
    pub(super) fn same_as_wholes(&mut self, left: TermId, right: TermId) -> Truth {
        let known = [self.defined(left), self.defined(right)];
        let known = self.circuit.and(known);
        let sure = self.relations.doubtful(&mut self.circuit, left, right);
        if left == right {
            let yes =
                if self.is_sure_of_itself(left) { known } else { self.circuit.and([known, sure]) };
            return Truth { yes, no: self.circuit.no() };
        }
        self.approximated("records and sets compared as wholes");
        let same = self.plain_same(left, right);
        Truth { yes: self.circuit.and([known, same]), no: self.circuit.and([known, !same, sure]) }
    }

    /// Whether a set equals itself whatever its elements lack.
    fn is_sure_of_itself(&self, term: TermId) -> bool {
        match self.ty(term) {
            Ty::Set(element) => match &**element {
                Ty::Entity(types) => !(self.makes_record() && types.contains(&self.target.ty)),
                Ty::Record(_) | Ty::Set(_) => false,
                _ => true,
            },
            Ty::Record(_) => false,
            _ => true,
        }
    }

    /// Whether it is known of a value that isn't surely in a set that it isn't.
    pub(super) fn is_sure_of_member(&mut self, set: TermId, value: TermId) -> Bit {
        match self.ty(value) {
            Ty::Record(_) | Ty::Set(_) => self.relations.doubtful(&mut self.circuit, set, value),
            Ty::Entity(types) if types.contains(&self.target.ty) && self.makes_record() => {
                let in_containers = matches!(
                    self.terms[set],
                    Term::Of(Function::Containers(_), _) | Term::Opaque(_)
                );
                if self.may_be_new(value) || in_containers {
                    self.relations.doubtful(&mut self.circuit, set, value)
                } else {
                    self.circuit.yes()
                }
            }
            _ => self.circuit.yes(),
        }
    }

    /// The fields of records that are the same values of the same entity are the same.
    pub(super) fn is_by_fields(&self, term: TermId) -> bool {
        matches!(self.ty(term), Ty::Record(_))
    }

    /// What an entity holds is told of it only where it is stored or described.
    pub(crate) fn told_of(&mut self, who: TermId, truth: Truth) -> Truth {
        let known = self.is_known(who);
        self.law(Axiom::OnlyStoredLies, &[!truth.no, known]);
        truth
    }
}
