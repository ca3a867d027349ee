//! What is read of things: properties, containers, and whether they are there; in which of two
//! copies of data and request.

use rustc_hash::FxHashSet;
use ward_compiler::model::{Access, Expr, ExprId, Ty, TypeId};

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
    pub(super) fn differs(&mut self, id: ExprId) -> bool {
        if let Some(known) = self.made.differing.get(&id) {
            return *known;
        }
        // Scopes may lean on themselves, so each expression is looked at once.
        let (mut open, mut seen) = (vec![id], FxHashSet::default());
        let mut differs = false;
        while let Some(one) = open.pop() {
            if !seen.insert(one) {
                continue;
            }
            differs |= self.differs_by_itself(one);
            open.extend(self.facts.policy.exprs.children(one));
            if let Expr::Within { scope, .. } = self.facts.policy.exprs.get(one) {
                open.extend(self.facts.policy.scope(*scope).on.values().map(|body| body.condition));
            }
        }
        self.made.differing.insert(id, differs);
        differs
    }

    fn differs_by_itself(&self, id: ExprId) -> bool {
        match self.facts.policy.exprs.get(id) {
            Expr::Holds { .. } => {
                self.setting.swap.is_some() || self.setting.differing == Some(Differing::Now)
            }
            Expr::Property { name, .. } | Expr::Has { name, .. } => {
                matches!(&self.setting.differing, Some(Differing::Property(_, other)) if **name == **other)
            }
            Expr::Context(field) | Expr::HasContext(field) => {
                self.setting.differing == Some(Differing::Context(*field))
            }
            Expr::Now | Expr::HasNow => self.setting.differing == Some(Differing::Now),
            _ => false,
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

    pub(super) fn has_given(&mut self, expr: &Expr, copy: u8) -> Truth {
        let bit = match expr {
            Expr::HasNow => {
                let copy = self.copy_of(&Differing::Now, copy);
                let now = self.facts.term(Term::Now(copy), Ty::Time);
                self.facts.defined(now)
            }
            Expr::HasContext(id) => {
                let ty = self.facts.policy.schema.context[id.index()].ty.clone();
                let copy = self.copy_of(&Differing::Context(*id), copy);
                let term = self.facts.term(Term::Context(*id, copy), ty);
                self.facts.defined(term)
            }
            Expr::HasParam(id) => {
                let on = self
                    .facts
                    .policy
                    .schema
                    .action(self.facts.action())
                    .on
                    .get(&self.facts.target.ty);
                let Some(ty) = on.and_then(|on| on.params.get(id)).map(|param| param.ty.clone())
                else {
                    return self.facts.never();
                };
                let term = self.facts.term(Term::Param(*id, ty.clone()), ty);
                self.facts.defined(term)
            }
            _ => self.facts.circuit.fresh(),
        };
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
