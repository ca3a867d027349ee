//! Looking for data and a request that break a claim.

use std::sync::Arc;

use serde_json::json;
use ward_compiler::Policy;
use ward_compiler::model::{Claim, ClaimForm, Depended, Target};

use super::data::{Instance, asked_otherwise, changed, id_of, instance};
use super::oracle::{Shown, breaks_in, engine};
use super::schema::{DOC, USER};
use super::{Draw, Small};

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Of each claim, data and a request that break it.
    pub broken: Vec<Option<Shown>>,
    /// Whether every data set of the bounds was looked at.
    pub all: bool,
    /// How many data sets were.
    pub looked_at: usize,
}

/// Looks through all data sets where there are no more than so many, through as many at random
/// where there are more.
///
/// Claims that aren't `asked` about are left out.
pub fn search(
    small: &Small,
    policy: &Arc<Policy>,
    seed: u64,
    most: usize,
    asked: &[bool],
) -> Found {
    let mut probe = Draw::random(seed);
    let mut ways: f64 = 0.0;
    for _ in 0..12 {
        instance(&mut probe, small);
        ways = ways.max(probe.ways());
        probe.turn();
    }
    let all = ways <= most as f64;
    let mut draw = if all { Draw::all() } else { Draw::random(seed ^ 0x5EED) };
    let mut found = Found { broken: vec![None; policy.claims.len()], all: false, looked_at: 0 };
    let is_open = |found: &Found, at: usize| asked[at] && found.broken[at].is_none();
    while found.looked_at < most && (0..asked.len()).any(|at| is_open(&found, at)) {
        let instance = instance(&mut draw, small);
        let open: Vec<bool> = (0..asked.len()).map(|at| is_open(&found, at)).collect();
        look(small, policy, &instance, &mut draw, (&mut found, &open));
        found.looked_at += 1;
        if !draw.turn() {
            found.all = true;
            break;
        }
    }
    found
}

fn look(
    small: &Small,
    policy: &Arc<Policy>,
    instance: &Instance,
    draw: &mut Draw,
    (found, open): (&mut Found, &[bool]),
) {
    let Some(engine) = engine(policy, &instance.data) else { return };
    for (at, claim) in policy.claims.iter().enumerate() {
        let other = other(small, policy, instance, claim, draw);
        if !open[at] {
            continue;
        }
        found.broken[at] = targets(policy, claim).into_iter().find_map(|target| {
            let shown = Shown {
                data: instance.data.clone(),
                request: request(small, policy, instance, target),
                other: other
                    .as_ref()
                    .map(|other| (other.data.clone(), request(small, policy, other, target))),
                whole: instance.whole,
            };
            breaks_in(policy, &engine, claim, &shown).then_some(shown)
        });
    }
}

/// For `only … depend on`, a data set or a request that differs in what is named alone.
fn other(
    small: &Small,
    policy: &Policy,
    instance: &Instance,
    claim: &Claim,
    draw: &mut Draw,
) -> Option<Instance> {
    let ClaimForm::OnlyDepends { property, .. } = &claim.form else { return None };
    match property {
        Depended::Property(ty, id) => {
            let name = &policy.schema.property(*ty, *id).name;
            let ty = &policy.schema.ty(*ty).name;
            let ty = small.schema.types.iter().position(|one| one.name == ty)?;
            changed(draw, small, instance, ty, name)
        }
        Depended::Context(_) => Some(asked_otherwise(draw, small, instance, false)),
        Depended::Now => Some(asked_otherwise(draw, small, instance, true)),
    }
}

/// What a claim can be broken by.
fn targets(policy: &Policy, claim: &Claim) -> Vec<Target> {
    match &claim.form {
        ClaimForm::Never { what, .. }
        | ClaimForm::Always { what, .. }
        | ClaimForm::Cannot { what, .. } => {
            let mut targets: Vec<Target> = Vec::new();
            for reached in what {
                if !targets.contains(&reached.target) {
                    targets.push(reached.target);
                }
            }
            targets
        }
        _ => policy.cells.index.keys().copied().collect(),
    }
}

pub(super) fn request(
    small: &Small,
    policy: &Policy,
    instance: &Instance,
    target: Target,
) -> serde_json::Value {
    let action = policy.schema.action(target.action);
    let makes = action.on.get(&target.ty).is_some_and(|on| on.new);
    let ty = &policy.schema.ty(target.ty).name;
    let at = small.schema.types.iter().position(|one| one.name == ty).unwrap_or(DOC);
    let id = if makes { "made".to_owned() } else { id_of(&small.schema, at, 1) };
    let mut resource = json!({"type": policy.schema.part_name(target.ty, target.part), "id": id});
    if makes || small.schema.types[at].external {
        resource["properties"] = instance.described.clone();
    }
    json!({
        "subject": {"type": "User", "id": id_of(&small.schema, USER, 1)},
        "action": {"name": action.name, "properties": instance.params},
        "resource": resource,
        "context": instance.context,
    })
}
