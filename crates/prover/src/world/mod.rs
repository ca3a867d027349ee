//! Every data set and request that the declarations allow, as a circuit.
//!
//! A [`World`] has a bit for each elementary fact about the terms that a question mentions:
//! whether a value is known, whether two are the same, whether a record lies in another,
//! whether a role is held. What always holds among these facts is stated as axioms, those of
//! one term when it is made, those about several where a solution breaks them
//! ([`World::solve`]). Each axiom is valid, so whatever the circuit excludes is excluded; where
//! an axiom is missing, a solution may exist that no data show, and replaying it finds that out.

mod alike;
mod conditions;
mod entities;
mod holding;
mod numbers;
mod paths;
mod refine;
mod sets;
mod value_axioms;
mod values;
mod versions;
mod whole;

use std::collections::BTreeSet;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use ward_compiler::model::{
    ActionId, ConditionId, OverlayId, Policy, PropertyId, RoleId, ScopeId, Target, TextForm, Ty,
    TypeId,
};

use crate::axiom::{Axiom, Mutation, mutation};
use crate::circuit::{Bit, Circuit};
use crate::compare::Versions;
use crate::term::{Function, Term, TermId};

pub use conditions::Env;
pub use holding::{HeldKey, Holdable, Swap};
pub use versions::Law;

/// A map in the order in which it was filled.
type IndexMap<K, V> = indexmap::IndexMap<K, V, FxBuildHasher>;

/// With more terms than this, quantifiers aren't applied to any further ones.
const MOST_TERMS: usize = 64;

/// Conditions beyond so many bits are not followed.
const MOST_BITS: u32 = 200_000;

/// What two copies of data and request differ in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differing {
    /// A property of a type.
    Property(TypeId, String),
    /// A context field.
    Context(PropertyId),
    /// The time.
    Now,
}

/// Three-valued truth: a bit for true and a bit for false, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Truth {
    /// It is true.
    pub yes: Bit,
    /// It is false.
    pub no: Bit,
}

impl Truth {
    /// The opposite.
    pub fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }
}

/// A value: a term moved by an offset, a list, or a condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Val {
    /// A term; numbers, dates and times may be moved.
    Term(TermId, i64),
    /// A list.
    List(Vec<Val>),
    /// A condition.
    Truth(Truth),
}

/// A quantifier that is applied to every term of its sort.
struct Quantified {
    set: Val,
    element: Ty,
    body: Body,
    /// "one element makes it true"
    some: Bit,
    /// "one element keeps it from being false"
    some_not_false: Bit,
}

/// What is asked of each element of a set.
#[derive(Clone)]
enum Body {
    /// A condition of the policy.
    Condition(ConditionId, Env),
    /// That an entity lies in the element.
    Holds(Val),
    /// The opposite.
    Not(Box<Body>),
}

/// All facts about the terms of one question.
pub struct World<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// The circuit.
    pub circuit: Circuit,
    /// What is asked about.
    pub target: Target,
    /// The terms.
    pub terms: indexmap::IndexSet<Term, FxBuildHasher>,
    types: Vec<Ty>,
    defined: Vec<Bit>,
    /// How many terms have had stated what holds of them by themselves.
    settled: usize,
    /// The paths that go on from a term.
    paths: FxHashMap<TermId, Vec<TermId>>,
    /// Conditions that were made before.
    truths: FxHashMap<(ConditionId, Env), Truth>,
    /// Whether a condition may come to something else in the other copy.
    differing_conditions: FxHashMap<ConditionId, bool>,
    known: FxHashMap<TermId, Bit>,
    complete: FxHashMap<TermId, Bit>,
    of_type: FxHashMap<(TermId, TypeId), Bit>,
    same: IndexMap<(TermId, TermId), Bit>,
    inside: IndexMap<(TermId, TermId), Bit>,
    members: IndexMap<TermId, IndexMap<TermId, Bit>>,
    /// Sets that have the same elements under a condition.
    linked_sets: Vec<(Bit, TermId, TermId)>,
    empty: FxHashMap<TermId, Bit>,
    enum_values: FxHashMap<(TermId, u32), Bit>,
    booleans: FxHashMap<TermId, Bit>,
    has_container: IndexMap<(TermId, TypeId), Truth>,
    likes: IndexMap<(TermId, TextForm), Bit>,
    ranges: IndexMap<(TermId, TermId), Bit>,
    /// `a - b <= k` as bits.
    differences: IndexMap<(Option<TermId>, Option<TermId>, i64), Bit>,
    held: IndexMap<HeldKey, Truth>,
    outside: FxHashMap<(RoleId, OverlayId, u8), Bit>,
    /// Where a role that takes another's place is held through its assignments.
    taken: FxHashMap<(TermId, Option<TermId>), Truth>,
    circles: FxHashMap<(ScopeId, TermId, u8), Truth>,
    quantified: Vec<Quantified>,
    /// Which quantifiers were applied to which terms.
    instances: FxHashSet<(usize, TermId)>,
    witnesses: u32,
    mutation: Option<Mutation>,
    /// Only data are meant in which everything is stored and given, and no class is assigned.
    pub whole: bool,
    /// What two versions of a policy read differently.
    pub versions: Option<&'p Versions>,
    linked: FxHashSet<versions::Linked>,
    /// A role's assignments replaced by another's in the second copy.
    pub swap: Option<Swap>,
    /// What the two copies differ in, apart from roles.
    pub differing: Option<Differing>,
    /// Constructs that the circuit only approximates.
    pub constructs: BTreeSet<String>,
}

impl<'p> World<'p> {
    /// The facts about a target, nothing asserted yet.
    pub fn new(policy: &'p Policy, target: Target) -> Self {
        let mut world = Self {
            policy,
            circuit: Circuit::default(),
            target,
            terms: indexmap::IndexSet::default(),
            types: Vec::new(),
            defined: Vec::new(),
            settled: 0,
            paths: FxHashMap::default(),
            truths: FxHashMap::default(),
            differing_conditions: FxHashMap::default(),
            known: FxHashMap::default(),
            complete: FxHashMap::default(),
            of_type: FxHashMap::default(),
            same: IndexMap::default(),
            inside: IndexMap::default(),
            members: IndexMap::default(),
            linked_sets: Vec::new(),
            empty: FxHashMap::default(),
            enum_values: FxHashMap::default(),
            booleans: FxHashMap::default(),
            has_container: IndexMap::default(),
            likes: IndexMap::default(),
            ranges: IndexMap::default(),
            differences: IndexMap::default(),
            held: IndexMap::default(),
            outside: FxHashMap::default(),
            taken: FxHashMap::default(),
            circles: FxHashMap::default(),
            quantified: Vec::new(),
            instances: FxHashSet::default(),
            witnesses: 0,
            mutation: mutation(),
            whole: false,
            versions: None,
            linked: FxHashSet::default(),
            swap: None,
            differing: None,
            constructs: BTreeSet::new(),
        };
        world.subject();
        world.resource();
        world
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

    /// The term, made where it is new.
    pub fn term(&mut self, term: Term, ty: Ty) -> TermId {
        if let Some(index) = self.terms.get_index_of(&term) {
            return TermId(u32::try_from(index).unwrap_or(u32::MAX));
        }
        let defined = self.definedness(&term);
        let (index, _) = self.terms.insert_full(term);
        self.types.push(ty);
        self.defined.push(defined);
        TermId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The term, where there is one.
    pub fn find(&self, term: &Term) -> Option<TermId> {
        let index = self.terms.get_index_of(term)?;
        u32::try_from(index).ok().map(TermId)
    }

    /// Something of a type that is only known to be there.
    pub fn witness(&mut self, ty: Ty) -> TermId {
        self.witnesses += 1;
        self.term(Term::Witness(self.witnesses), ty)
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

    /// The path that a term is.
    fn path_of(&self, term: TermId) -> Option<&Function> {
        match &self.terms[term.index()] {
            Term::Of(function, _) => Some(function),
            _ => None,
        }
    }

    fn param_has_default(&self, id: ward_compiler::model::ParamId) -> bool {
        let on = self.policy.schema.action(self.action()).on.get(&self.target.ty);
        on.and_then(|on| on.params.get(&id)).is_some_and(|param| param.default.is_some())
    }

    /// The type of a term.
    pub fn ty(&self, term: TermId) -> &Ty {
        &self.types[term.index()]
    }

    /// Whether the value of a term is known.
    pub fn defined(&self, term: TermId) -> Bit {
        self.defined[term.index()]
    }

    /// The terms.
    pub fn ids(&self) -> impl Iterator<Item = TermId> + use<> {
        (0..u32::try_from(self.terms.len()).unwrap_or(u32::MAX)).map(TermId)
    }

    /// The entity types that a term may be of.
    pub fn entity_types(&self, term: TermId) -> &[TypeId] {
        match self.ty(term) {
            Ty::Entity(types) => types,
            _ => &[],
        }
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
}
