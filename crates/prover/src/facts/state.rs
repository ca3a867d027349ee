//! The elementary facts of a question, and how they are asked for and stated.

use std::collections::BTreeSet;

use ward_compiler::model::{ActionId, Policy, Target, Ty, TypeId};

use super::elements::Elements;
use super::relations::Relations;
use super::scalars::Scalars;
use super::terms::Terms;
use super::truth::{Truth, Val};
use crate::axiom::Axiom;
use crate::circuit::{Bit, Circuit};
use crate::means::Means;
use crate::term::{Term, TermId};

/// All facts about the terms of one question, apart from what roles and conditions make of them.
pub struct Facts<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// What is asked about.
    pub target: Target,
    /// The circuit.
    pub circuit: Circuit,
    /// The terms.
    pub terms: Terms,
    pub(super) relations: Relations,
    pub(super) elements: Elements,
    pub(super) scalars: Scalars,
    /// Constructs that the circuit only approximates.
    pub constructs: BTreeSet<String>,
}

impl<'p> Facts<'p> {
    /// The facts about a target, nothing asserted yet.
    pub fn new(policy: &'p Policy, means: &Means, target: Target) -> Self {
        let mut facts = Self {
            policy,
            target,
            circuit: Circuit::new(means),
            terms: Terms::default(),
            relations: Relations::default(),
            elements: Elements::default(),
            scalars: Scalars::default(),
            constructs: BTreeSet::new(),
        };
        facts.subject();
        facts.resource();
        facts
    }

    /// The entity types that a term may be of.
    pub fn entity_types(&self, term: TermId) -> &[TypeId] {
        self.terms.entity_types(term)
    }

    /// The term, where there is one.
    pub fn find(&self, term: &Term) -> Option<TermId> {
        self.terms.find(term)
    }

    /// The term, made where it is new.
    pub fn term(&mut self, term: Term, ty: Ty) -> TermId {
        if let Some(known) = self.terms.find(&term) {
            return known;
        }
        let defined = self.definedness(&term);
        self.terms.add(term, ty, defined)
    }

    /// Who asks.
    pub fn subject(&mut self) -> TermId {
        let types = self.policy.schema.subject_types();
        self.term(Term::Subject, Ty::Entity(types.into()))
    }

    /// What is asked about.
    pub fn resource(&mut self) -> TermId {
        let ty = self.target.ty;
        self.term(Term::Resource, Ty::entity(ty))
    }

    /// Whether the action makes a record.
    pub fn makes_record(&self) -> bool {
        self.policy.schema.action(self.action()).on.get(&self.target.ty).is_some_and(|on| on.new)
    }

    /// The action that is asked for.
    pub fn action(&self) -> ActionId {
        self.target.action
    }

    /// Something of a type that is only known to be there.
    pub fn witness(&mut self, ty: Ty) -> TermId {
        let witness = self.terms.next_witness();
        self.term(witness, ty)
    }

    /// The bit that says whether a new term has a known value.
    fn definedness(&mut self, term: &Term) -> Bit {
        match term {
            Term::Subject | Term::Resource | Term::Constant(_) | Term::Witness(_) => {
                self.circuit.yes()
            }
            Term::Context(id, _) if self.policy.schema.context[id.index()].default.is_some() => {
                self.circuit.yes()
            }
            Term::Param(id, _) if self.param_has_default(*id) => self.circuit.yes(),
            _ => self.circuit.fresh(),
        }
    }

    fn param_has_default(&self, id: ward_compiler::model::ParamId) -> bool {
        let on = self.policy.schema.action(self.action()).on.get(&self.target.ty);
        on.and_then(|on| on.params.get(&id)).is_some_and(|param| param.default.is_some())
    }

    /// The type of a term.
    pub fn ty(&self, term: TermId) -> &Ty {
        self.terms.ty(term)
    }

    /// Whether the value of a term is known.
    pub fn defined(&self, term: TermId) -> Bit {
        self.terms.defined(term)
    }

    /// The terms.
    pub fn ids(&self) -> impl Iterator<Item = TermId> + use<> {
        self.terms.ids()
    }

    /// The terms that stand for entities.
    pub fn entities(&self) -> Vec<TermId> {
        self.ids().filter(|term| !self.entity_types(*term).is_empty()).collect()
    }

    /// True for sure.
    pub fn certainly(&self) -> Truth {
        Truth { yes: self.circuit.yes(), no: self.circuit.no() }
    }

    /// False for sure.
    pub fn never(&self) -> Truth {
        self.certainly().negated()
    }

    /// All of them.
    pub fn all(&mut self, truths: &[Truth]) -> Truth {
        let yes = self.circuit.and(truths.iter().map(|truth| truth.yes));
        let no = self.circuit.or(truths.iter().map(|truth| truth.no));
        Truth { yes, no }
    }

    /// One of them.
    pub fn any(&mut self, truths: &[Truth]) -> Truth {
        let negated: Vec<_> = truths.iter().map(|truth| truth.negated()).collect();
        self.all(&negated).negated()
    }

    /// A two-valued fact that is known only under a condition.
    pub fn known_if(&mut self, condition: Bit, fact: Bit) -> Truth {
        Truth { yes: self.circuit.and([condition, fact]), no: self.circuit.and([condition, !fact]) }
    }

    /// Three-valued and otherwise free.
    pub fn free_truth(&mut self) -> Truth {
        let (yes, no) = (self.circuit.fresh(), self.circuit.fresh());
        self.law(Axiom::TrueOrFalse, &[!yes, !no]);
        Truth { yes, no }
    }

    /// Notes a construct that the circuit only approximates.
    pub fn approximated(&mut self, construct: impl Into<String>) {
        self.constructs.insert(construct.into());
    }

    /// A value of which nothing is said, nor whether it is known.
    pub fn opaque(&mut self, construct: &str, ty: Ty) -> Val {
        self.approximated(construct);
        let opaque = self.terms.next_opaque();
        Val::Term(self.term(opaque, ty), 0)
    }

    /// Whether the value is known.
    pub fn val_defined(&mut self, value: &Val) -> Bit {
        match value {
            Val::Term(term, _) => self.defined(*term),
            Val::List(parts) => {
                let bits: Vec<Bit> = parts.iter().map(|part| self.val_defined(part)).collect();
                self.circuit.and(bits)
            }
            Val::Truth(truth) => self.circuit.or([truth.yes, truth.no]),
        }
    }

    /// States an instance of an axiom; whether that says anything new.
    pub fn law(&mut self, axiom: Axiom, clause: &[Bit]) -> bool {
        self.circuit.law(axiom, clause)
    }

    /// States that some facts imply another, where the last solution says otherwise.
    pub fn demand(&mut self, axiom: Axiom, from: &[Bit], to: Bit) -> bool {
        self.circuit.budget().spend(1);
        let is_met = self.circuit.value(to) || from.iter().any(|bit| !self.circuit.value(*bit));
        if is_met {
            return false;
        }
        let clause: Vec<Bit> = from.iter().map(|bit| !*bit).chain([to]).collect();
        self.law(axiom, &clause)
    }

    /// States that two facts are the same under conditions, where the last solution says
    /// otherwise.
    pub fn demand_same(&mut self, axiom: Axiom, conditions: &[Bit], left: Bit, right: Bit) -> bool {
        let with = |bit: Bit| [conditions, &[bit]].concat();
        self.demand(axiom, &with(left), right) | self.demand(axiom, &with(right), left)
    }

    /// States that exactly one of these is so.
    pub(super) fn exactly_one(&mut self, axiom: Axiom, bits: &[Bit]) {
        self.law(axiom, bits);
        for (at, left) in bits.iter().enumerate() {
            for right in &bits[at + 1..] {
                self.law(axiom, &[!*left, !*right]);
            }
        }
    }

    /// States what holds of each new term by itself, one term at a time; the term.
    pub fn settle_next(&mut self) -> Option<TermId> {
        let id = self.terms.next_unsettled()?;
        if !self.entity_types(id).is_empty() {
            self.entity_axioms(id);
        }
        if let Term::Of(function, of) = self.terms[id].clone() {
            self.path_axioms(id, &function, of);
            self.terms.add_path(of, id);
        }
        if matches!(self.ty(id), Ty::Enum(_)) {
            self.enum_axioms(id);
        }
        Some(id)
    }

    /// States what the last solution breaks, of what always holds among these facts; `false` where
    /// it breaks nothing.
    pub fn refine(&mut self) -> bool {
        let mut broken = self.same_axioms();
        broken |= self.inside_axioms();
        broken |= self.containers_axioms();
        broken |= self.value_axioms();
        broken | self.member_axioms()
    }

    /// States that numbers can be put in an order, where those of the last solution can't.
    pub fn refine_order(&mut self) -> bool {
        let clause = self.impossible_order();
        clause.is_some_and(|clause| self.law(Axiom::Order, &clause))
    }
}
