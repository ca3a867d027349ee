//! The terms of a question.

use rustc_hash::{FxBuildHasher, FxHashMap};
use ward_compiler::model::{Ty, TypeId};

use crate::circuit::Bit;
use crate::term::{Function, Term, TermId};

/// Everything that has a value, each once, with its type.
#[derive(Default)]
pub struct Terms {
    all: indexmap::IndexSet<Term, FxBuildHasher>,
    types: Vec<Ty>,
    defined: Vec<Bit>,
    /// How many terms have had stated what holds of them by themselves.
    settled: usize,
    /// The paths that go on from a term.
    paths: FxHashMap<TermId, Vec<TermId>>,
    witnesses: u32,
    opaque: u32,
}

impl std::ops::Index<TermId> for Terms {
    type Output = Term;

    fn index(&self, id: TermId) -> &Term {
        &self.all[id.index()]
    }
}

impl Terms {
    /// Adds a term that isn't there yet; `defined` says whether it has a known value.
    pub(super) fn add(&mut self, term: Term, ty: Ty, defined: Bit) -> TermId {
        let (index, _) = self.all.insert_full(term);
        self.types.push(ty);
        self.defined.push(defined);
        id_of(index)
    }

    /// The term, where there is one.
    pub fn find(&self, term: &Term) -> Option<TermId> {
        self.all.get_index_of(term).map(id_of)
    }

    /// A term of which nothing is said but that it is there.
    pub(super) fn next_witness(&mut self) -> Term {
        self.witnesses += 1;
        Term::Witness(self.witnesses)
    }

    /// A term of which nothing is said.
    pub(super) fn next_opaque(&mut self) -> Term {
        self.opaque += 1;
        Term::Opaque(self.opaque)
    }

    /// A term of which it hasn't been stated what holds of it by itself.
    pub(super) fn next_unsettled(&mut self) -> Option<TermId> {
        let id = (self.settled < self.all.len()).then(|| id_of(self.settled))?;
        self.settled += 1;
        Some(id)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The terms, in the order in which they were made.
    pub fn ids(&self) -> impl Iterator<Item = TermId> + use<> {
        (0..self.all.len()).map(id_of)
    }

    /// The type of a term.
    pub fn ty(&self, term: TermId) -> &Ty {
        &self.types[term.index()]
    }

    /// Whether the value of a term is known.
    pub fn defined(&self, term: TermId) -> Bit {
        self.defined[term.index()]
    }

    /// The entity types that a term may be of.
    pub fn entity_types(&self, term: TermId) -> &[TypeId] {
        match self.ty(term) {
            Ty::Entity(types) => types,
            Ty::Bool
            | Ty::Int
            | Ty::Decimal
            | Ty::Text
            | Ty::Date
            | Ty::Time
            | Ty::Duration
            | Ty::Ip
            | Ty::IpRange
            | Ty::Role
            | Ty::Enum(_)
            | Ty::Set(_)
            | Ty::Record(_) => &[],
        }
    }

    /// The path that a term is.
    pub(super) fn path_of(&self, term: TermId) -> Option<&Function> {
        match &self[term] {
            Term::Of(function, _) => Some(function),
            Term::Subject
            | Term::Resource
            | Term::Constant(_)
            | Term::Witness(_)
            | Term::Opaque(_)
            | Term::Param(..)
            | Term::Context(..)
            | Term::Now(_)
            | Term::OfTwo(..) => None,
        }
    }

    /// Notes that a path goes on from a term.
    pub(super) fn add_path(&mut self, of: TermId, path: TermId) {
        self.paths.entry(of).or_default().push(path);
    }

    /// The paths that go on from a term.
    pub(super) fn paths_from(&self, of: TermId) -> Vec<TermId> {
        self.paths.get(&of).cloned().unwrap_or_default()
    }
}

fn id_of(index: usize) -> TermId {
    TermId(u32::try_from(index).unwrap_or(u32::MAX))
}
