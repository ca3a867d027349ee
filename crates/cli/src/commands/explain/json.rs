//! The story for a program.

use serde_json::{Value, json};
use ward_evaluator::{
    AtomLine, Decision, HeldLine, NearGrant, PartDecision, Prohibited, Request, RuleRef,
};

/// The request, the AuthZEN response, and for each part what decided it.
pub fn value(decision: &Decision, request: &Request) -> Value {
    let parts: Vec<_> = decision.parts.iter().map(part).collect();
    json!({
        "request": serde_json::to_value(request).unwrap_or_default(),
        "response": decision.to_json(),
        "parts": parts,
    })
}

fn part(part: &PartDecision) -> Value {
    json!({
        "facet": part.facet,
        "permit": part.permit,
        "grants": part.grants.iter().map(grant).collect::<Vec<_>>(),
        "prohibitions": part.prohibitions.iter().map(prohibition).collect::<Vec<_>>(),
        "missing": part.near.iter().map(NearGrant::to_json).collect::<Vec<_>>(),
    })
}

fn grant(grant: &HeldLine) -> Value {
    json!({
        "rule": rule(&grant.rule),
        "role": grant.role,
        "held": grant.through,
        "switched_on_by": grant.switched_on_by.iter().map(rule).collect::<Vec<_>>(),
        "taken_away": grant.taken_away,
    })
}

fn prohibition(one: &Prohibited) -> Value {
    json!({
        "rule": rule(&one.rule),
        "values": one.lines.iter().map(AtomLine::to_json).collect::<Vec<_>>(),
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
