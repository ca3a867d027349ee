//! What is stored.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use ward_evaluator::{Change, DataFile, Written};

use super::digest::{Changes, Digest};
use super::transaction::Transaction;

/// The name of the stored data in messages.
const NAME: &str = "the store";

/// Records in the form of a data file.
#[derive(Serialize)]
struct Listed<'r> {
    entities: Vec<Written<'r>>,
    assignments: Vec<Written<'r>>,
}

/// Kinds of records, to a fingerprint.
const ENTITY: u8 = b'e';
const ASSIGNMENT: u8 = b'a';

/// Entities and assignments, each by its name.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// By `Type::id`.
    entities: BTreeMap<String, Value>,
    /// By what they say, so that none stands twice; sorted, so that each has a number.
    assignments: Vec<(String, Value)>,
    digest: Digest,
}

impl Records {
    /// Of entities and assignments by name.
    pub(super) fn new(
        entities: BTreeMap<String, Value>,
        assignments: BTreeMap<String, Value>,
    ) -> Self {
        let assignments: Vec<_> = assignments.into_iter().collect();
        let mut changes = Changes::default();
        for (name, value) in &entities {
            changes.note(ENTITY, name, Some(&Written(value).text()));
        }
        for (name, value) in &assignments {
            changes.note(ASSIGNMENT, name, Some(&Written(value).text()));
        }
        let mut digest = Digest::default();
        digest.change(changes);
        Self { entities, assignments, digest }
    }

    /// How many entities there are.
    pub fn entities(&self) -> usize {
        self.entities.len()
    }

    /// How many assignments there are.
    pub fn assignments(&self) -> usize {
        self.assignments.len()
    }

    /// Tells these records from others.
    pub(super) fn fingerprint(&self) -> &str {
        self.digest.text()
    }

    /// The fingerprint after a transaction that makes these changes.
    pub(super) fn fingerprint_after(&self, changes: &Changes) -> String {
        self.digest.text_after(changes)
    }

    /// What a transaction changes in what is stored.
    pub(super) fn change(&self, transaction: &Transaction) -> Change {
        let Transaction { put_entities, put_assignments, .. } = transaction;
        let named = transaction.delete_entities.iter().chain(put_entities.keys());
        let gone: BTreeSet<&String> =
            named.filter(|name| self.entities.contains_key(*name)).collect();
        let named = transaction.delete_assignments.iter().chain(put_assignments.keys());
        let assignments_gone: BTreeSet<usize> =
            named.filter_map(|name| self.place(name).ok()).collect();
        let mut assignments = Vec::with_capacity(put_assignments.len());
        for (name, value) in put_assignments {
            let before = self.place(name).unwrap_or_else(|at| at);
            let went = assignments_gone.range(..before).count();
            assignments.push((before - went + assignments.len(), Written(value).text()));
        }
        Change {
            name: NAME.into(),
            gone: gone.into_iter().cloned().collect(),
            entities: put_entities.values().map(|value| Written(value).text()).collect(),
            assignments_gone: assignments_gone.into_iter().collect(),
            assignments,
        }
    }

    /// Makes a transaction.
    pub(super) fn apply(&mut self, transaction: &Transaction, changes: Changes) {
        for name in &transaction.delete_entities {
            self.entities.remove(name);
        }
        self.entities.extend(transaction.put_entities.clone());
        if !transaction.delete_assignments.is_empty() {
            self.assignments.retain(|(name, _)| !transaction.delete_assignments.contains(name));
        }
        let mut new = Vec::new();
        for (name, value) in &transaction.put_assignments {
            match self.place(name).ok().and_then(|at| self.assignments.get_mut(at)) {
                Some((_, stored)) => stored.clone_from(value),
                None => new.push((name.clone(), value.clone())),
            }
        }
        if !new.is_empty() {
            // Two runs that are sorted: joining them costs one look at each.
            self.assignments.extend(new);
            self.assignments.sort_by(|one, other| one.0.cmp(&other.0));
        }
        self.digest.change(changes);
    }

    /// All of it in the form of a data file.
    pub fn to_json(&self) -> impl Serialize + '_ {
        self.listed(None)
    }

    /// The data file that the evaluator loads; after a transaction, where one is given.
    pub(super) fn file(&self, transaction: Option<&Transaction>) -> DataFile {
        // What has been read from JSON can be written as such.
        let text = serde_json::to_string(&self.listed(transaction)).unwrap_or_default();
        DataFile { name: NAME.into(), text }
    }

    fn listed<'r>(&'r self, transaction: Option<&'r Transaction>) -> Listed<'r> {
        let mut entities: BTreeMap<&String, &Value> = self.entities.iter().collect();
        let assignments = self.assignments.iter().map(|(name, value)| (name, value));
        let mut assignments: BTreeMap<&String, &Value> = assignments.collect();
        if let Some(transaction) = transaction {
            entities.retain(|name, _| !transaction.delete_entities.contains(*name));
            entities.extend(&transaction.put_entities);
            assignments.retain(|name, _| !transaction.delete_assignments.contains(*name));
            assignments.extend(&transaction.put_assignments);
        }
        Listed {
            entities: entities.into_values().map(Written).collect(),
            assignments: assignments.into_values().map(Written).collect(),
        }
    }

    /// Where an assignment stands, or would.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.assignments.binary_search_by(|(one, _)| one.as_str().cmp(name))
    }
}

/// What a transaction changes, for a fingerprint.
pub(super) fn changes_of(transaction: &Transaction) -> Changes {
    let mut changes = Changes::default();
    for name in &transaction.delete_entities {
        changes.note(ENTITY, name, None);
    }
    for (name, value) in &transaction.put_entities {
        changes.note(ENTITY, name, Some(&Written(value).text()));
    }
    for name in &transaction.delete_assignments {
        changes.note(ASSIGNMENT, name, None);
    }
    for (name, value) in &transaction.put_assignments {
        changes.note(ASSIGNMENT, name, Some(&Written(value).text()));
    }
    changes
}
