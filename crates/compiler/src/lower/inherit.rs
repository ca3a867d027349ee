//! Which roles have what a role says, and under what further clauses.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Clause, Extension, RoleBits, RoleId, Target};
use crate::resolve::Compiler;

/// The roles that inherit a role's statements through the same narrowing extensions.
pub(super) struct Variant {
    /// The roles.
    pub holders: RoleBits,
    /// The extensions on the way that narrow: the extending role and which of its extensions.
    chain: Chain,
}

type Chain = Vec<(RoleId, usize)>;

impl Variant {
    /// The clauses that the way adds on a target; `None` where the way leaves the target out.
    pub(super) fn clauses(&self, compiler: &Compiler<'_>, target: Target) -> Option<Vec<Clause>> {
        let mut clauses = Vec::new();
        for (role, index) in &self.chain {
            clauses.extend(narrowed(&compiler.extensions[role.index()][*index], target)?);
        }
        Some(clauses)
    }
}

/// What one extension adds on a target.
fn narrowed(extension: &Extension, target: Target) -> Option<Vec<Clause>> {
    let mut clauses = Vec::new();
    if let Some(within) = &extension.within {
        clauses.push(within.get(&target.ty)?.clone());
    }
    for except in &extension.except {
        match except.get(&target) {
            None => {}
            Some(conditions) if conditions.is_empty() => return None,
            Some(conditions) => clauses.extend(conditions.iter().cloned()),
        }
    }
    Some(clauses)
}

/// For each role the ways in which others, and itself, have its statements.
pub(super) fn variants(compiler: &Compiler<'_>) -> Vec<Vec<Variant>> {
    let mut variants: Vec<BTreeMap<Chain, RoleBits>> = Vec::new();
    variants.resize_with(compiler.roles.len(), BTreeMap::new);
    for role in (0..compiler.roles.len()).map(RoleId::from_index) {
        for (parent, chain) in ways(compiler, role) {
            variants[parent.index()].entry(chain).or_default().insert(role);
        }
    }
    let variant = |(chain, holders)| Variant { holders, chain };
    variants.into_iter().map(|ways| ways.into_iter().map(variant).collect()).collect()
}

/// Every role that a role extends, itself included, with the narrowing extensions on the way.
fn ways(compiler: &Compiler<'_>, role: RoleId) -> BTreeSet<(RoleId, Chain)> {
    let mut found = BTreeSet::new();
    let mut open = vec![(role, Chain::new())];
    while let Some((at, chain)) = open.pop() {
        for (index, extension) in compiler.extensions[at.index()].iter().enumerate() {
            let mut chain = chain.clone();
            if !extension.is_plain() {
                chain.push((at, index));
            }
            open.push((extension.parent, chain));
        }
        found.insert((at, chain));
    }
    found
}
