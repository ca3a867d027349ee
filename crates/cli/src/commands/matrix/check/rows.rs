//! Reading what a published row is called as permissions of the policy.

use ward_compiler::Policy;
use ward_compiler::model::{ActionId, Target, TypeId};
use ward_diagnostics::did_you_mean;

/// A permission that a row asks about. A whole record asks for each of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// `view Patient`
    pub label: String,
    /// What must all be given.
    pub targets: Vec<Target>,
}

/// Reads `view Type`, `create/edit Type`, `view Type.part, Other`, `action`, `action@part` or
/// `group`.
///
/// # Errors
/// What is wrong, in words.
pub fn read(policy: &Policy, text: &str) -> Result<Vec<Ask>, String> {
    let words: Vec<&str> = text
        .split([' ', ',', '/', '|'])
        .filter(|word| !word.is_empty() && *word != "on" && *word != "and")
        .collect();
    let is_type = |word: &&str| type_of(policy, word).is_some();
    let start = words.iter().position(is_type).unwrap_or(words.len());
    let (verbs, on) = words.split_at(start);
    if verbs.is_empty() {
        return Err(format!("the row `{text}` names no action"));
    }
    if let Some(word) = on.iter().find(|word| !is_type(word)) {
        return Err(no_type(policy, word));
    }
    let mut asks = Vec::new();
    for verb in verbs {
        let before = asks.len();
        match on {
            [] => asks.extend(bare(policy, verb)?),
            on => {
                for word in on {
                    asks.extend(on_type(policy, verb, word)?);
                }
            }
        }
        if asks.len() == before {
            return Err(format!("`{verb}` isn't declared on {}", on.join(", ")));
        }
    }
    Ok(asks)
}

fn type_of(policy: &Policy, word: &str) -> Option<(TypeId, Option<String>)> {
    let (name, part) = match word.split_once('.') {
        Some((name, part)) => (name, Some(part.to_owned())),
        None => (word, None),
    };
    policy.schema.find_type(name).map(|ty| (ty, part))
}

fn no_type(policy: &Policy, word: &str) -> String {
    let known = policy.schema.types.keys().map(String::as_str);
    let hint = did_you_mean(word, known).map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("there is no type `{word}`{hint}")
}

/// An action, group, or `action@part` without a type.
fn bare(policy: &Policy, word: &str) -> Result<Vec<Ask>, String> {
    let schema = &policy.schema;
    let (name, part) = match word.split_once('@') {
        Some((name, part)) => (name, Some(part)),
        None => (word, None),
    };
    if let Some(action) = schema.find_action(name) {
        let types = schema.action(action).on.keys().copied();
        let asks = types.flat_map(|ty| of_type(policy, action, ty, part)).collect::<Vec<_>>();
        return match asks.is_empty() {
            true => {
                Err(format!("`{name}` can't be asked of a part `{}`", part.unwrap_or_default()))
            }
            false => Ok(asks),
        };
    }
    match schema.groups.get(name) {
        Some(targets) if part.is_none() => {
            Ok(targets.iter().map(|one| single(policy, *one)).collect())
        }
        _ => Err(no_action(policy, name)),
    }
}

fn no_action(policy: &Policy, name: &str) -> String {
    let actions = policy.schema.actions.keys();
    let known = actions.chain(policy.schema.groups.keys()).map(String::as_str);
    let hint = did_you_mean(name, known).map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("there is no action `{name}`{hint}")
}

/// An action, a group or `all`, on a type or part of one.
fn on_type(policy: &Policy, verb: &str, word: &str) -> Result<Vec<Ask>, String> {
    let schema = &policy.schema;
    let Some((ty, part)) = type_of(policy, word) else { return Err(no_type(policy, word)) };
    let part = part.as_deref();
    if let Some(name) = part
        && !schema.ty(ty).facets.contains_key(name)
    {
        return Err(format!("`{}` has no part `{name}`", schema.ty(ty).name));
    }
    if let Some(action) = schema.find_action(verb) {
        return Ok(of_type(policy, action, ty, part));
    }
    if verb == "all" {
        let actions = schema.action_ids();
        return Ok(actions.flat_map(|action| of_type(policy, action, ty, part)).collect());
    }
    let Some(targets) = schema.groups.get(verb) else { return Err(no_action(policy, verb)) };
    let facet = |target: &Target| target.part.map(|facet| schema.facet_name(ty, facet));
    let of_it = targets.iter().filter(|target| target.ty == ty);
    let meant = of_it.filter(|target| part.is_none() || facet(target) == part);
    Ok(meant.map(|target| single(policy, *target)).collect())
}

/// An action on a type: the whole record, or the part that is named; each part by itself where the
/// action can't be asked of the whole.
fn of_type(policy: &Policy, action: ActionId, ty: TypeId, part: Option<&str>) -> Vec<Ask> {
    let schema = &policy.schema;
    let all = schema.targets(action, ty);
    if let Some(part) = part {
        let is_it =
            |target: &Target| target.part.is_some_and(|facet| schema.facet_name(ty, facet) == part);
        return all.into_iter().filter(is_it).map(|target| single(policy, target)).collect();
    }
    match schema.parts_of_whole(action, ty) {
        Some(parts) => {
            let targets = parts.into_iter().map(|part| Target { action, ty, part }).collect();
            let label = format!("{} {}", schema.action(action).name, schema.ty(ty).name);
            vec![Ask { label, targets }]
        }
        None => all.into_iter().map(|target| single(policy, target)).collect(),
    }
}

fn single(policy: &Policy, target: Target) -> Ask {
    let schema = &policy.schema;
    let on = schema.part_name(target.ty, target.part);
    Ask { label: format!("{} {on}", schema.action(target.action).name), targets: vec![target] }
}
