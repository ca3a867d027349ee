//! The story for a program.

use serde::Serialize;
use serde_json::{Value, json};
use ward_evaluator::{Answer, Decision, HeldLine, PartDecision, Prohibited, Request, RuleRef};

/// The request, the AuthZEN response, and for each part what decided it.
#[derive(Serialize)]
pub struct Story<'a> {
    request: &'a Request,
    response: Answer<'a>,
    parts: Vec<Value>,
}

impl<'a> Story<'a> {
    /// Of one decision.
    pub fn of(decision: &'a Decision, request: &'a Request) -> Self {
        let parts = decision.parts.iter().map(part).collect();
        Self { request, response: decision.answer(), parts }
    }
}

fn part(part: &PartDecision) -> Value {
    json!({
        "facet": part.facet,
        "permit": part.permit,
        "grants": part.grants.iter().map(grant).collect::<Vec<_>>(),
        "prohibitions": part.prohibitions.iter().map(prohibition).collect::<Vec<_>>(),
        "missing": part.near,
    })
}

fn grant(grant: &HeldLine) -> Value {
    json!({
        "rule": rule(&grant.rule),
        "role": grant.role,
        "held": grant.through,
        "switched_on_by": grant.switched_on_by.iter().map(|one| rule(one)).collect::<Vec<_>>(),
        "taken_away": grant.taken_away,
    })
}

fn prohibition(one: &Prohibited) -> Value {
    json!({
        "rule": rule(&one.rule),
        "values": one.lines,
        "unknown": one.unknown,
    })
}

fn rule(rule: &RuleRef) -> Value {
    json!({
        "id": rule.id,
        "kind": rule.kind,
        "file": rule.file,
        "line": rule.line,
        "text": rule.text,
        "owner": rule.owner,
        "title": rule.title,
    })
}
