//! `only … depend on PROPERTY`: nothing else changes with it.

use std::sync::Arc;

use ward_compiler::Policy;
use ward_compiler::model::{Depended, RoleBits, Target};

use super::{Answers, Check};
use crate::evidence::{Candidate, Evidence, build, shrink};
use crate::verdict::Verdict;
use crate::world::World;

/// One question per target: whether its decision can change where it mustn't.
pub(super) fn prove(
    policy: &Arc<Policy>,
    what: &[Target],
    roles: Option<&RoleBits>,
    property: Depended,
) -> Verdict {
    let (ty, name) = match property {
        Depended::Property(ty, id) => (ty, policy.schema.property(ty, id).name.clone()),
        Depended::Context(_) | Depended::Now => {
            return Verdict::Undecided("dependence on the context can't be followed yet".into());
        }
    };
    let mut answers = Answers::default();
    for target in policy.cells.index.keys() {
        let named = what.contains(target);
        if named && roles.is_none() {
            continue;
        }
        let excluded = roles.filter(|_| named);
        if let Some(refuted) = answers.take(changes(policy, *target, (ty, &name), excluded)) {
            return refuted;
        }
    }
    answers.verdict()
}

/// Whether a decision changes with the property, of a subject who holds none of the roles.
fn changes(
    policy: &Arc<Policy>,
    target: Target,
    (ty, name): (ward_compiler::model::TypeId, &str),
    excluded: Option<&RoleBits>,
) -> Verdict {
    let mut world = World::new(policy, target);
    world.differing = Some((ty, name.to_owned()));
    let (before, after) = (world.permit(0, &[]), world.permit(1, &[]));
    let mut all = vec![before, !after];
    if let Some(roles) = excluded {
        let (subject, resource) = (world.subject(), world.resource());
        let held = world.holds(subject, roles, &[], Some(resource), 0);
        all.push(held.no);
    }
    let violation = world.circuit.and(all);
    if violation == world.circuit.no() {
        return Verdict::Proved;
    }
    world.circuit.assert(&[violation]);
    world.close();
    match world.solve(&[]) {
        Some(false) => return Verdict::Proved,
        None => return Verdict::Undecided("the solver gave up".into()),
        Some(true) => {}
    }
    let (first, second) = (build(&mut world, 0), build(&mut world, 1));
    evidence(policy, first, second, (ty, name)).unwrap_or_else(|| {
        let constructs: Vec<&str> = world.constructs.iter().map(String::as_str).collect();
        Verdict::Undecided(format!(
            "no data could be made that show a change ({})",
            constructs.join(", ")
        ))
    })
}

/// Two data sets that differ in the property alone and are decided differently.
fn evidence(
    policy: &Arc<Policy>,
    first: Candidate,
    second: Candidate,
    (ty, name): (ward_compiler::model::TypeId, &str),
) -> Option<Verdict> {
    let ty_name = policy.schema.ty(ty).name.clone();
    let given: Vec<(String, serde_json::Value)> = second
        .entities
        .iter()
        .filter(|entity| entity["type"] == ty_name.as_str())
        .map(|entity| {
            (
                entity["id"].as_str().unwrap_or_default().to_owned(),
                entity["properties"][name].clone(),
            )
        })
        .collect();
    let other = |candidate: &Candidate| {
        let mut other = candidate.clone();
        for entity in &mut other.entities {
            let value = given
                .iter()
                .find(|(id, _)| entity["type"] == ty_name.as_str() && entity["id"] == id.as_str());
            let (Some((_, value)), Some(properties)) =
                (value, entity["properties"].as_object_mut())
            else {
                continue;
            };
            if value.is_null() {
                properties.remove(name);
            } else {
                properties.insert(name.to_owned(), value.clone());
            }
        }
        other
    };
    let check: &Check<'_> = &|candidate| {
        super::with_engine(policy, candidate, |engine, request| {
            super::decided(engine, request, true)
        }) && super::with_engine(policy, &other(candidate), |engine, request| {
            super::decided(engine, request, false)
        })
    };
    if !check(&first) {
        return None;
    }
    let small = shrink(first, check);
    Some(Verdict::Refuted(Box::new(Evidence {
        data: small.data(),
        request: small.request.clone(),
        decision: true,
        rule: None,
        shows: format!("this is permitted, and with another `{ty_name}.{name}` it isn't"),
        other_data: Some(other(&small).data()),
    })))
}
