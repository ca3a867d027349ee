//! Two versions of a policy over the same data: what each of them makes of one value.
//!
//! A property whose default differs between two versions of a policy is two properties of the
//! world. Where the data give it both are what is given; where they don't, each is its default.
//! Context fields, parameters, and roles that hold under different conditions go by the same
//! pattern.

use ward_compiler::model::{Constant, ParamId, Property, PropertyId, Ty, TypeId};

use super::{Holdable, World};
use crate::circuit::Bit;
use crate::term::{Function, Term, TermId};

/// What becomes of a role's assignments from one version of it to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// What is held in one version is held in the other.
    Same,
    /// What is held in the first is held in the second.
    Wider,
    /// What is held in the second is held in the first.
    Narrower,
}

impl World<'_> {
    /// Links a property of two versions, on whatever the world reads it of.
    pub fn link_property(&mut self, old: &str, new: &str) {
        let mut done: Vec<TermId> = Vec::new();
        let mut at = 0;
        while at < self.terms.len() {
            let id = TermId(u32::try_from(at).unwrap_or(u32::MAX));
            at += 1;
            let Term::Of(Function::Property(name, ty, _), of) = self.terms[id.index()].clone()
            else {
                continue;
            };
            if (&*name != old && &*name != new) || done.contains(&of) {
                continue;
            }
            done.push(of);
            let declared: Vec<(TypeId, [Option<Property>; 2])> = self
                .entity_types(of)
                .iter()
                .map(|known| {
                    let properties = &self.policy.schema.ty(*known).properties;
                    (*known, [properties.get(old).cloned(), properties.get(new).cloned()])
                })
                .collect();
            let both = |own: &[Option<Property>; 2]| {
                own.iter().all(|one| one.as_ref().is_some_and(|one| one.ty == ty))
            };
            if !declared.iter().any(|(_, own)| both(own)) {
                continue;
            }
            let term = |world: &mut Self, name: &str| {
                world.term(Term::Of(Function::Property(name.into(), ty.clone(), 0), of), ty.clone())
            };
            let (left, right) = (term(self, old), term(self, new));
            let known = self.is_known(of);
            let cases: Vec<(Bit, Vec<Option<Constant>>)> = declared
                .into_iter()
                .filter(|(_, own)| both(own))
                .map(|(ty, own)| {
                    let is = self.is_type(of, ty);
                    let is = self.circuit.and([is, known]);
                    (is, own.into_iter().map(|one| one.and_then(|one| one.default)).collect())
                })
                .collect();
            self.link(left, right, &cases);
        }
    }

    /// Links a context field of two versions.
    pub fn link_context(&mut self, old: PropertyId, new: PropertyId) {
        let fields = [old, new].map(|id| self.policy.schema.context[id.index()].clone());
        let terms = [Term::Context(old), Term::Context(new)];
        self.link_given(&terms, &fields);
    }

    /// Links a parameter of two versions.
    pub fn link_param(&mut self, old: ParamId, new: ParamId) {
        let on = self.policy.schema.action(self.action()).on.get(&self.target.ty);
        let Some((Some(left), Some(right))) =
            on.map(|on| (on.params.get(&old), on.params.get(&new)))
        else {
            return;
        };
        let fields = [left.clone(), right.clone()];
        let terms =
            [Term::Param(old, fields[0].ty.clone()), Term::Param(new, fields[1].ty.clone())];
        self.link_given(&terms, &fields);
    }

    fn link_given(&mut self, terms: &[Term; 2], fields: &[Property; 2]) {
        let [left, right] = fields;
        if left.ty != right.ty || !terms.iter().any(|term| self.terms.contains(term)) {
            return;
        }
        let defaults = fields.iter().map(|field| field.default.clone()).collect();
        let [left, right] =
            [0, 1].map(|at: usize| self.term(terms[at].clone(), fields[at].ty.clone()));
        let yes = self.circuit.yes();
        self.link(left, right, &[(yes, defaults)]);
    }

    /// Either both are given and the same, or each is its default.
    fn link(&mut self, left: TermId, right: TermId, cases: &[(Bit, Vec<Option<Constant>>)]) {
        let given = self.circuit.fresh();
        let defined = [self.defined(left), self.defined(right)];
        defined.into_iter().for_each(|bit| self.circuit.implies(given, bit));
        self.same_value_if(given, left, right);
        for (case, defaults) in cases {
            let silent = self.circuit.and([!given, *case]);
            for (term, default) in [left, right].into_iter().zip(defaults) {
                self.is_default_if(silent, term, default.as_ref());
            }
        }
    }

    fn is_default_if(&mut self, condition: Bit, term: TermId, default: Option<&Constant>) {
        let defined = self.defined(term);
        match default {
            None => self.circuit.implies(condition, !defined),
            Some(Constant::Set(values)) if values.is_empty() => {
                let empty = self.is_empty(term);
                self.circuit.implies(condition, defined);
                self.circuit.implies(condition, empty);
            }
            Some(Constant::Set(_) | Constant::Record(_)) => {
                self.approximated("a default that is a set or a record");
                self.circuit.implies(condition, defined);
            }
            Some(constant) => {
                let ty: Ty = self.ty(term).clone();
                let constant = self.term(Term::Constant(constant.clone()), ty);
                self.same_value_if(condition, term, constant);
            }
        }
    }

    /// Links what is held in two versions.
    pub fn link_held(&mut self, old: Holdable, new: Holdable, law: Law) {
        let keys: Vec<_> = self
            .held_keys()
            .into_iter()
            .map(|(key, _)| key)
            .filter(|key| key.what == old || key.what == new)
            .collect();
        for key in keys {
            let (left, right) =
                (self.assigned(old, key.who, key.place), self.assigned(new, key.who, key.place));
            if law != Law::Narrower {
                self.circuit.implies(left.yes, right.yes);
                self.circuit.implies(right.no, left.no);
            }
            if law != Law::Wider {
                self.circuit.implies(right.yes, left.yes);
                self.circuit.implies(left.no, right.no);
            }
        }
    }
}
