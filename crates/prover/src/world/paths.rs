//! What is read of things: properties, containers, and whether they are there; in which of two
//! copies of data and request.

use rustc_hash::FxHashSet;
use ward_compiler::model::{Access, ConditionId, ParamId, Part, PropertyId, Reads, Ty, TypeId};

use super::setting::Differing;
use super::state::World;
use crate::axiom::Axiom;
use crate::facts::{Truth, Val};
use crate::term::{Function, Term, TermId};

impl World<'_> {
    /// Which copy something of the request is read in: one, where both agree on it.
    pub(super) fn copy_of(&self, what: &Differing, copy: u8) -> u8 {
        if self.setting.differing.as_ref() == Some(what) { copy } else { 0 }
    }

    /// Which copy of the data a property is read in.
    fn copy_of_property(&self, term: TermId, name: &str, copy: u8) -> u8 {
        match &self.setting.differing {
            Some(Differing::Property(ty, property))
                if property == name && self.facts.entity_types(term).contains(ty) =>
            {
                copy
            }
            _ => 0,
        }
    }

    /// Whether a condition may come to something else in the other copy.
    pub(super) fn differs(&mut self, id: ConditionId) -> bool {
        if let Some(known) = self.made.differing.get(&id) {
            return *known;
        }
        // Scopes may lean on themselves, so each condition and value is looked at once.
        let (mut open, mut seen) = (vec![Part::Condition(id)], FxHashSet::default());
        let mut differs = false;
        while let Some(one) = open.pop() {
            if !seen.insert(one) {
                continue;
            }
            open.extend(self.facts.policy.exprs.parts(one));
            let Some(reads) = self.facts.policy.exprs.reads(one) else { continue };
            differs |= self.reads_what_differs(reads);
            if let Reads::Scope(scope) = reads {
                let bodies = self.facts.policy.scope(scope).on.values();
                open.extend(bodies.map(|body| Part::Condition(body.condition)));
            }
        }
        self.made.differing.insert(id, differs);
        differs
    }

    fn reads_what_differs(&self, reads: Reads<'_>) -> bool {
        match reads {
            Reads::Property { name, .. } => {
                matches!(&self.setting.differing, Some(Differing::Property(_, other)) if name == other)
            }
            Reads::Context(field) => self.setting.differing == Some(Differing::Context(field)),
            Reads::Now => self.setting.differing == Some(Differing::Now),
            Reads::Holdings { .. } => {
                self.setting.swap.is_some() || self.setting.differing == Some(Differing::Now)
            }
            Reads::Param(_)
            | Reads::Subject
            | Reads::Resource
            | Reads::Place
            | Reads::Variable
            | Reads::Scope(_) => false,
        }
    }

    pub(super) fn property(
        &mut self,
        of: &Val,
        name: &std::sync::Arc<str>,
        access: &[(TypeId, Access)],
        ty: Ty,
        copy: u8,
    ) -> Val {
        let Val::Term(term, _) = of else {
            return self.facts.opaque("a path that begins at a computed value", ty);
        };
        if let [(own, Access::Container(container))] = access
            && own == container
            && self.facts.entity_types(*term) == [*own]
        {
            return Val::Term(*term, 0);
        }
        let container = access.iter().find_map(|(_, access)| match access {
            Access::Container(container) => Some(*container),
            Access::Property(_) => None,
        });
        let function = match container {
            Some(container)
                if access.iter().all(|(_, access)| *access == Access::Container(container)) =>
            {
                Function::Container(container)
            }
            Some(_) => {
                return self.facts.opaque(
                    "a name that is a property on one type and a container on another",
                    ty,
                );
            }
            None => Function::Property(
                name.clone(),
                ty.clone(),
                self.copy_of_property(*term, name, copy),
            ),
        };
        let made = self.facts.term(Term::Of(function, *term), ty);
        self.limit_to_types(made, *term, access);
        Val::Term(made, 0)
    }

    /// A name that only some of the types have is unknown on the others.
    fn limit_to_types(&mut self, made: TermId, of: TermId, access: &[(TypeId, Access)]) {
        let lacking: Vec<TypeId> = self
            .facts
            .entity_types(of)
            .iter()
            .copied()
            .filter(|ty| !access.iter().any(|(known, _)| known == ty))
            .collect();
        for ty in lacking {
            let is = self.facts.is_type(of, ty);
            let defined = self.facts.defined(made);
            self.facts.law(Axiom::PathOfStored, &[!is, !defined]);
        }
    }

    pub(super) fn has_now(&mut self, copy: u8) -> Truth {
        let copy = self.copy_of(&Differing::Now, copy);
        let now = self.facts.term(Term::Now(copy), Ty::Time);
        self.is_given(now)
    }

    pub(super) fn has_context(&mut self, id: PropertyId, copy: u8) -> Truth {
        let ty = self.facts.policy.schema.context[id.index()].ty.clone();
        let copy = self.copy_of(&Differing::Context(id), copy);
        let term = self.facts.term(Term::Context(id, copy), ty);
        self.is_given(term)
    }

    pub(super) fn has_param(&mut self, id: ParamId) -> Truth {
        let on = self.facts.policy.schema.action(self.facts.action()).on.get(&self.facts.target.ty);
        let Some(ty) = on.and_then(|on| on.params.get(&id)).map(|param| param.ty.clone()) else {
            return self.facts.never();
        };
        let term = self.facts.term(Term::Param(id, ty.clone()), ty);
        self.is_given(term)
    }

    /// Whether the request gives something, which is always known.
    fn is_given(&self, term: TermId) -> Truth {
        let bit = self.facts.defined(term);
        Truth { yes: bit, no: !bit }
    }

    pub(super) fn has(
        &mut self,
        of: &Val,
        access: &[(TypeId, Access)],
        name: &std::sync::Arc<str>,
        copy: u8,
    ) -> Truth {
        let Val::Term(term, _) = of else { return self.facts.free_truth() };
        let mut truths = Vec::new();
        for (ty, access) in access {
            let truth = match access {
                Access::Property(id) => {
                    let declared = self.facts.policy.schema.property(*ty, *id).ty.clone();
                    let function = Function::Property(
                        name.clone(),
                        declared.clone(),
                        self.copy_of_property(*term, name, copy),
                    );
                    let made = self.facts.term(Term::Of(function, *term), declared);
                    let (known, defined, whole) = (
                        self.facts.is_known(*term),
                        self.facts.defined(made),
                        self.facts.defined(*term),
                    );
                    let known = self.facts.circuit.and([known, whole]);
                    self.facts.known_if(known, defined)
                }
                Access::Container(container) => {
                    let (truth, whole) =
                        (self.facts.has_container(*term, *container), self.facts.defined(*term));
                    Truth {
                        yes: self.facts.circuit.and([whole, truth.yes]),
                        no: self.facts.circuit.and([whole, truth.no]),
                    }
                }
            };
            let is = self.facts.is_type(*term, *ty);
            truths.push(Truth {
                yes: self.facts.circuit.and([is, truth.yes]),
                no: self.facts.circuit.and([is, truth.no]),
            });
        }
        for ty in self.facts.entity_types(*term).to_vec() {
            if !access.iter().any(|(known, _)| *known == ty) {
                let none = [
                    self.facts.is_type(*term, ty),
                    self.facts.is_known(*term),
                    self.facts.defined(*term),
                ];
                truths
                    .push(Truth { yes: self.facts.circuit.no(), no: self.facts.circuit.and(none) });
            }
        }
        let yes = self.facts.circuit.or(truths.iter().map(|truth| truth.yes));
        let no = self.facts.circuit.or(truths.iter().map(|truth| truth.no));
        Truth { yes, no }
    }
}
