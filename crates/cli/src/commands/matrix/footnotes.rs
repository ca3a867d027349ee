//! Numbered conditions, and the scopes that they name.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use ward_compiler::Policy;
use ward_compiler::model::{Clause, ConditionId, Part, Reads, ScopeId};

use super::select::full_name;

/// Conditions in the order in which the table first meets them; equal ones share a number.
#[derive(Debug, Default)]
pub struct Footnotes {
    texts: IndexSet<String>,
    /// The conditions that the texts are about.
    pub conditions: Vec<ConditionId>,
}

impl Footnotes {
    /// The number of a condition.
    pub fn number(&mut self, text: String, clauses: &[Clause]) -> usize {
        let (index, new) = self.texts.insert_full(text);
        if new {
            self.conditions.extend(clauses.iter().map(|clause| clause.condition));
        }
        index + 1
    }

    /// All of them.
    pub fn texts(self) -> Vec<String> {
        self.texts.into_iter().collect()
    }
}

/// A scope with its definitions.
#[derive(Debug)]
pub struct ScopeNote {
    /// Its name; an overlay's stands in front.
    pub name: String,
    /// Its conditions, each with the types that it stands on.
    pub on: Vec<(Vec<String>, String)>,
}

/// The scopes that these conditions name, and those that these scopes name in turn.
pub fn scopes_in(policy: &Policy, conditions: &[ConditionId]) -> Vec<ScopeNote> {
    let mut found: BTreeSet<ScopeId> = BTreeSet::new();
    let mut seen: BTreeSet<Part> = BTreeSet::new();
    let mut open: Vec<Part> = conditions.iter().map(|id| Part::Condition(*id)).collect();
    while let Some(part) = open.pop() {
        if !seen.insert(part) {
            continue;
        }
        open.extend(policy.exprs.parts(part));
        if let Some(Reads::Scope(scope)) = policy.exprs.reads(part)
            && found.insert(scope)
        {
            let bodies = policy.scope(scope).on.values();
            open.extend(bodies.map(|body| Part::Condition(body.condition)));
        }
    }
    found.into_iter().map(|scope| note(policy, scope)).collect()
}

fn note(policy: &Policy, id: ScopeId) -> ScopeNote {
    let scope = policy.scope(id);
    let mut on: IndexMap<String, Vec<String>> = IndexMap::new();
    for (ty, body) in &scope.on {
        let name = policy.schema.ty(*ty).name.clone();
        on.entry(policy.print(body.condition)).or_default().push(name);
    }
    let name = full_name(policy, scope.overlay, &scope.name);
    ScopeNote { name, on: on.into_iter().map(|(text, types)| (types, text)).collect() }
}
