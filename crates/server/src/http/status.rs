//! `/status`: what is in force, and what became of the last reload.

use serde_json::{Value, json};
use ward_compiler::time::format_time;
use ward_diagnostics::render;
use ward_live::{Outcome, Reload, Version};

use super::State;

/// More warnings than this are counted, not shown.
const SHOWN: usize = 20;

/// The status of the service.
pub(super) fn status(state: &State) -> Value {
    let version = state.live.current();
    let gates: Vec<_> = state.gates.on().into_iter().map(ward_live::Gate::name).collect();
    json!({
        "ready": state.is_ready(),
        "version": version.as_deref().map(in_force),
        "last_reload": state.live.last().as_deref().map(reload),
        "gates": gates,
    })
}

fn in_force(version: &Version) -> Value {
    let policy = version.engine.policy();
    let warnings: Vec<_> = version
        .warnings
        .iter()
        .take(SHOWN)
        .map(|one| render::to_json(one, &policy.sources))
        .collect();
    json!({
        "number": version.number,
        "policy": version.policy,
        "data": version.data,
        "since": format_time(version.since),
        "name": policy.name,
        "time_zone": policy.time_zone,
        "entities": version.engine.store().stored_count(),
        "assignments": version.engine.store().assignments().len(),
        "warnings": warnings,
        "warning_count": version.warnings.len(),
    })
}

fn reload(reload: &Reload) -> Value {
    let (result, held) = match &reload.outcome {
        Outcome::InForce(_) => ("in_force", None),
        Outcome::Unchanged => ("unchanged", None),
        Outcome::HeldBack(held) => ("held_back", Some(held.to_json())),
    };
    json!({
        "at": format_time(reload.at),
        "seconds": reload.took.as_secs_f64(),
        "result": result,
        "held_back": held,
    })
}
