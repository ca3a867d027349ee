//! The matrix for a program.

use serde_json::{Map, Value, json};

use super::model::{Entry, Matrix};

/// The whole of it.
pub fn value(matrix: &Matrix) -> Value {
    let columns: Vec<_> = matrix
        .columns
        .iter()
        .map(|column| json!({"name": column.name, "title": column.title}))
        .collect();
    let rows: Vec<_> = matrix
        .rows
        .iter()
        .map(|row| {
            let cells: Map<String, Value> = matrix
                .columns
                .iter()
                .zip(&row.entries)
                .map(|(column, entry)| (column.name.clone(), cell(entry)))
                .collect();
            json!({"action": row.action, "on": row.on, "cells": cells})
        })
        .collect();
    json!({
        "policy": matrix.name,
        "title": matrix.title,
        "roles": columns,
        "rows": rows,
        "footnotes": matrix.footnotes,
        "scopes": scopes(matrix),
        "above": above(matrix),
    })
}

/// `[{"value": "yes", "footnotes": [1, 2]}]`; each element is a way to the permission.
fn cell(entry: &Entry) -> Value {
    let part = |(word, notes): (&str, &[usize])| json!({"value": word, "footnotes": notes});
    entry.parts().into_iter().map(part).collect()
}

fn scopes(matrix: &Matrix) -> Value {
    let one = |(types, text): &(Vec<String>, String)| json!({"on": types, "condition": text});
    matrix
        .scopes
        .iter()
        .map(|scope| {
            json!({"name": scope.name, "definitions": scope.on.iter().map(one).collect::<Vec<_>>()})
        })
        .collect()
}

fn above(matrix: &Matrix) -> Value {
    let row = |at: &usize| {
        let row = &matrix.rows[*at];
        json!({"action": row.action, "on": row.on})
    };
    matrix
        .above
        .iter()
        .map(|above| {
            let statements: Vec<_> = above
                .statements
                .iter()
                .map(|statement| {
                    let rows: Vec<_> = statement.rows.iter().map(row).collect();
                    json!({"text": statement.text, "rows": rows})
                })
                .collect();
            json!({
                "kind": above.kind,
                "name": above.name,
                "title": above.title,
                "whom": above.whom,
                "statements": statements,
            })
        })
        .collect()
}
