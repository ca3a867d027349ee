//! What a caller wants changed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};
use ward_diagnostics::codes;
use ward_evaluator::members;

use super::names::{assignment_name, entity_name};
use crate::api::Problem;

/// Changes that are made together or not at all: first what is deleted, then what is put.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transaction {
    pub(super) put_entities: BTreeMap<String, Value>,
    pub(super) put_assignments: BTreeMap<String, Value>,
    pub(super) delete_entities: BTreeSet<String>,
    pub(super) delete_assignments: BTreeSet<String>,
}

type Object = Map<String, Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    #[serde(default)]
    put: Put,
    #[serde(default)]
    delete: Delete,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Put {
    entities: Vec<Object>,
    assignments: Vec<Object>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Delete {
    entities: Vec<String>,
    assignments: Vec<Object>,
}

const SHAPE: &str = "send {\"put\": {\"entities\": […], \"assignments\": […]}, \"delete\": {\"entities\": [\"Type::id\"], \"assignments\": […]}}";

impl Transaction {
    /// Reads a transaction. Unlike a request's, its unknown fields are errors: a misspelt `delete`
    /// must not be a yes.
    ///
    /// # Errors
    /// What is wrong, as a 400.
    pub fn read(body: &[u8]) -> Result<Self, Problem> {
        let wrong = |message: String| Problem::coded(400, codes::DATA_SYNTAX, message, SHAPE);
        // Empty, the list of names means all of them: a misspelt one is an error below.
        let body: Body = members(body, &[])
            .and_then(|body| serde_json::from_value(Value::Object(body)))
            .map_err(|error| wrong(format!("the body isn't a transaction: {error}")))?;
        let mut transaction = Self::default();
        for (at, entity) in body.put.entities.into_iter().enumerate() {
            let name = entity_name(&entity);
            let name = name
                .ok_or_else(|| wrong(format!("`put.entities[{at}]` has no `type` or no `id`")))?;
            if transaction.put_entities.insert(name, Value::Object(entity)).is_some() {
                return Err(wrong(format!("`put.entities[{at}]` is an entity that stands above")));
            }
        }
        for assignment in body.put.assignments {
            let name = assignment_name(&assignment);
            transaction.put_assignments.insert(name, Value::Object(assignment));
        }
        transaction.delete_entities.extend(body.delete.entities);
        transaction.delete_assignments.extend(body.delete.assignments.iter().map(assignment_name));
        Ok(transaction)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use super::*;

    #[test]
    fn an_assignment_is_the_same_whatever_the_order_of_its_fields() {
        let body = br#"{"put": {"assignments": [{"subject": "U::a", "role": "r"}, {"role": "r", "until": null, "subject": "U::a"}]}}"#;
        assert_eq!(Transaction::read(body).unwrap().put_assignments.len(), 1);
    }

    #[test]
    fn what_is_misspelt_or_said_twice_is_a_400() {
        for body in [
            r#"{"puts": {}}"#,
            r#"{"delete": {"entity": []}}"#,
            r#"{"put": {"entities": [{"type": "U", "id": "a", "properties": {"x": 1, "x": 2}}]}}"#,
            r#"{"put": {"entities": [{"type": "U"}]}}"#,
            r#"{"put": {"entities": [{"type": "U", "id": "a"}, {"type": "U", "id": "a"}]}}"#,
            "[1]",
            "",
        ] {
            assert_eq!(Transaction::read(body.as_bytes()).unwrap_err().status, 400, "{body}");
        }
    }
}
