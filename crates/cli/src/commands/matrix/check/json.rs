//! A comparison for a program.

use serde_json::{Value, json};
use ward_compiler::Policy;
use ward_compiler::model::RuleId;
use ward_diagnostics::SourceMap;

use super::compare::{Cell, Compared, Difference, Otherwise};

/// The whole of it.
pub fn value(compared: &Compared, policy: &Policy, sources: &SourceMap) -> Value {
    let skipped: Vec<_> = compared
        .skipped
        .iter()
        .map(|(reason, cells)| {
            json!({"reason": reason, "cells": cells.iter().map(cell).collect::<Vec<_>>()})
        })
        .collect();
    let differ = compared.differ.iter().map(|one| difference(one, policy, sources));
    json!({
        "agree": compared.agree,
        "differ": differ.collect::<Vec<_>>(),
        "not_comparable": skipped,
        "roles_without_column": compared.roles,
        "permissions_without_row": compared.permissions,
    })
}

fn cell(cell: &Cell) -> Value {
    json!({
        "line": cell.line,
        "row": cell.row,
        "column": cell.column,
        "published": cell.published,
    })
}

fn difference(one: &Difference, policy: &Policy, sources: &SourceMap) -> Value {
    let other = |other: &Otherwise| {
        let rules: Vec<_> = other.rules.iter().map(|id| rule(policy, sources, *id)).collect();
        json!({"permissions": other.asks, "found": other.found, "rules": rules})
    };
    let found: Vec<_> = one.found.iter().map(other).collect();
    json!({"cell": cell(&one.cell), "expected": one.expected, "found": found})
}

fn rule(policy: &Policy, sources: &SourceMap, id: RuleId) -> Value {
    let rule = policy.rule(id);
    let at = sources.location(rule.span);
    json!({"id": rule.id, "file": at.path, "line": at.line, "text": rule.text})
}
