//! Whole data: everything referred to is stored, and everything required is given: properties,
//! parameters, context fields, and the fields of each record that is given or required.
//! [`crate::evidence::Whole`] keeps evidence whole while it shrinks.

use ward_compiler::model::Ty;

use super::state::Facts;
use crate::term::{Function, Term, TermId};

impl Facts<'_> {
    /// States that a term is stored, with all around it, and given where it has to be.
    pub fn is_whole(&mut self, id: TermId) {
        if !self.entity_types(id).is_empty() {
            let bits = [self.is_known(id), self.is_complete(id)];
            bits.into_iter().for_each(|bit| self.circuit.assert(&[bit]));
        }
        if self.is_required(id) {
            // Required of what is there: a property of an absent one is absent with it.
            let there = match self.terms[id] {
                Term::Of(_, of) => self.defined(of),
                _ => self.circuit.yes(),
            };
            let defined = self.defined(id);
            self.circuit.implies(there, defined);
        }
    }

    /// Whether a value has to be given: a property or parameter that isn't optional.
    fn is_required(&self, id: TermId) -> bool {
        let schema = &self.policy.schema;
        match &self.terms[id] {
            Term::Of(Function::Property(name, _, _), of) => {
                self.entity_types(*of).iter().all(|ty| {
                    schema
                        .ty(*ty)
                        .properties
                        .get(&**name)
                        .is_some_and(|property| !property.optional)
                })
            }
            Term::Of(Function::Field(index), of) => match self.ty(*of) {
                Ty::Record(fields) => {
                    fields.get(*index as usize).is_some_and(|field| !field.optional)
                }
                _ => false,
            },
            Term::Param(id, _) => {
                let on = schema.action(self.action()).on.get(&self.target.ty);
                on.and_then(|on| on.params.get(id)).is_some_and(|param| !param.optional)
            }
            Term::Context(id, _) => !schema.context[id.index()].optional,
            Term::Now(_) => true,
            // Times whose day the calendar lacks aren't whole; what is computed may go beyond it.
            Term::Of(Function::TimePart(_), of) => {
                *self.ty(id) != Ty::Bool && self.is_stored_value(*of)
            }
            _ => false,
        }
    }
}
