//! Two versions of a policy over the same data: what each of them makes of one value.
//!
//! A property whose default differs between two versions of a policy is two properties of the
//! world. Where the data give it both are what is given; where they don't, each is its default.
//! Context fields, parameters, and roles that hold under different conditions go by the same
//! pattern.

use ward_compiler::model::{Constant, ParamId, Property, PropertyId, Ty, TypeId};

use super::held::HeldKey;
use super::setting::Linked;
use super::state::World;
use crate::circuit::Bit;
use crate::held::Holdable;
use crate::term::{Function, Term, TermId};
use crate::versions::Law;

impl World<'_> {
    /// Links what a term reads with what the other version reads in its place.
    pub(super) fn link_versions(&mut self, id: TermId) {
        let Some(versions) = self.setting.versions else { return };
        match self.facts.terms[id].clone() {
            Term::Of(Function::Property(name, ty, _), of) => {
                for (at, (old, new)) in versions.properties.iter().enumerate() {
                    if (name == *old || name == *new)
                        && self.setting.linked.insert(Linked::Property(at, of))
                    {
                        self.link_property((old, new), &ty, of);
                    }
                }
            }
            Term::Context(id, _) => {
                for (at, (old, new)) in versions.context.iter().enumerate() {
                    if (id == *old || id == *new) && self.setting.linked.insert(Linked::Context(at))
                    {
                        self.link_context(*old, *new);
                    }
                }
            }
            Term::Param(id, _) => {
                for (at, (old, new)) in versions.params.iter().enumerate() {
                    if (id == *old || id == *new) && self.setting.linked.insert(Linked::Param(at)) {
                        self.link_param(*old, *new);
                    }
                }
            }
            _ => {}
        }
    }

    /// Links a property of two versions.
    fn link_property(&mut self, (old, new): (&str, &str), ty: &Ty, of: TermId) {
        let declared: Vec<(TypeId, [Option<Property>; 2])> = self
            .facts
            .entity_types(of)
            .iter()
            .map(|known| {
                let properties = &self.facts.policy.schema.ty(*known).properties;
                (*known, [properties.get(old).cloned(), properties.get(new).cloned()])
            })
            .collect();
        let both = |own: &[Option<Property>; 2]| {
            own.iter().all(|one| one.as_ref().is_some_and(|one| one.ty == *ty))
        };
        if !declared.iter().any(|(_, own)| both(own)) {
            return;
        }
        let [left, right] = [old, new].map(|name| {
            self.facts
                .term(Term::Of(Function::Property(name.into(), ty.clone(), 0), of), ty.clone())
        });
        let known = self.facts.is_known(of);
        let cases: Vec<(Bit, Vec<Option<Constant>>)> = declared
            .into_iter()
            .filter(|(_, own)| both(own))
            .map(|(ty, own)| {
                let is = self.facts.is_type(of, ty);
                let is = self.facts.circuit.and([is, known]);
                (is, own.into_iter().map(|one| one.and_then(|one| one.default)).collect())
            })
            .collect();
        self.link(left, right, &cases);
    }

    fn link_context(&mut self, old: PropertyId, new: PropertyId) {
        let fields = [old, new].map(|id| self.facts.policy.schema.context[id.index()].clone());
        self.link_given([Term::Context(old, 0), Term::Context(new, 0)], &fields);
    }

    fn link_param(&mut self, old: ParamId, new: ParamId) {
        let on = self.facts.policy.schema.action(self.facts.action()).on.get(&self.facts.target.ty);
        let Some((Some(left), Some(right))) =
            on.map(|on| (on.params.get(&old), on.params.get(&new)))
        else {
            return;
        };
        let fields = [left.clone(), right.clone()];
        let terms =
            [Term::Param(old, fields[0].ty.clone()), Term::Param(new, fields[1].ty.clone())];
        self.link_given(terms, &fields);
    }

    fn link_given(&mut self, terms: [Term; 2], fields: &[Property; 2]) {
        let [left, right] = fields;
        if left.ty != right.ty {
            return;
        }
        let defaults = fields.iter().map(|field| field.default.clone()).collect();
        let [one, two] = terms;
        let (left, right) =
            (self.facts.term(one, left.ty.clone()), self.facts.term(two, right.ty.clone()));
        let yes = self.facts.circuit.yes();
        self.link(left, right, &[(yes, defaults)]);
    }

    /// Either both are given and the same, or each is its default.
    fn link(&mut self, left: TermId, right: TermId, cases: &[(Bit, Vec<Option<Constant>>)]) {
        let given = self.facts.circuit.fresh();
        let defined = [self.facts.defined(left), self.facts.defined(right)];
        defined.into_iter().for_each(|bit| self.facts.circuit.implies(given, bit));
        self.facts.same_value_if(given, left, right);
        for (case, defaults) in cases {
            let silent = self.facts.circuit.and([!given, *case]);
            for (term, default) in [left, right].into_iter().zip(defaults) {
                self.is_default_if(silent, term, default.as_ref());
            }
        }
    }

    fn is_default_if(&mut self, condition: Bit, term: TermId, default: Option<&Constant>) {
        let defined = self.facts.defined(term);
        match default {
            None => self.facts.circuit.implies(condition, !defined),
            Some(Constant::Set(values)) if values.is_empty() => {
                let empty = self.facts.is_empty(term);
                self.facts.circuit.implies(condition, defined);
                self.facts.circuit.implies(condition, empty);
            }
            Some(Constant::Set(_) | Constant::Record(_)) => {
                self.facts.approximated("a default that is a set or a record");
                self.facts.circuit.implies(condition, defined);
            }
            Some(constant) => {
                let ty: Ty = self.facts.ty(term).clone();
                let constant = self.facts.term(Term::Constant(constant.clone()), ty);
                self.facts.same_value_if(condition, term, constant);
            }
        }
    }

    /// Links what is held in two versions.
    pub(super) fn link_all_held(&mut self) {
        let Some(versions) = self.setting.versions else { return };
        for (at, (old, new, law)) in versions.held.iter().enumerate() {
            for (key, _) in self.held_keys() {
                let linked = Linked::Held(at, key.who, key.place);
                if (key.what == *old || key.what == *new) && self.setting.linked.insert(linked) {
                    self.link_held((*old, *new, *law), key);
                }
            }
        }
    }

    fn link_held(&mut self, (old, new, law): (Holdable, Holdable, Law), key: HeldKey) {
        let (left, right) =
            (self.assigned(old, key.who, key.place), self.assigned(new, key.who, key.place));
        if law != Law::Narrower {
            self.facts.circuit.implies(left.yes, right.yes);
            self.facts.circuit.implies(right.no, left.no);
        }
        if law != Law::Wider {
            self.facts.circuit.implies(right.yes, left.yes);
            self.facts.circuit.implies(left.no, right.no);
        }
    }
}
