//! What is stored.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use ward_evaluator::DataFile;

use super::Transaction;

/// Entities and assignments, each by its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// By `Type::id`.
    pub entities: BTreeMap<String, Value>,
    /// By what they say, so that none stands twice.
    pub assignments: BTreeMap<String, Value>,
}

impl Records {
    /// What a transaction makes of them.
    pub fn with(&self, transaction: &Transaction) -> Self {
        let mut next = self.clone();
        for name in &transaction.delete_entities {
            next.entities.remove(name);
        }
        for name in &transaction.delete_assignments {
            next.assignments.remove(name);
        }
        next.entities.extend(transaction.put_entities.clone());
        next.assignments.extend(transaction.put_assignments.clone());
        next
    }

    /// All of it in the form of a data file.
    pub fn to_json(&self) -> Value {
        json!({
            "entities": self.entities.values().collect::<Vec<_>>(),
            "assignments": self.assignments.values().collect::<Vec<_>>(),
        })
    }

    /// The data file that the evaluator loads.
    pub fn file(&self) -> DataFile {
        DataFile { name: "the store".into(), text: self.to_json().to_string() }
    }
}

/// The name of an entity: `Type::id`.
pub(super) fn entity_name(entity: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| entity.get(name)?.as_str().filter(|text| !text.is_empty());
    Some(format!("{}::{}", text("type")?, text("id")?))
}

/// The name of an assignment: its fields in the order of their names.
pub(super) fn assignment_name(assignment: &Map<String, Value>) -> String {
    let mut fields: Vec<_> = assignment.iter().filter(|(_, value)| !value.is_null()).collect();
    fields.sort_by_key(|(name, _)| name.as_str());
    let fields: Vec<String> =
        fields.into_iter().map(|(name, value)| format!("{}:{value}", json!(name))).collect();
    fields.join(",")
}
