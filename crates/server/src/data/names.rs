//! By what records are known.

use serde_json::{Map, Value, json};

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
