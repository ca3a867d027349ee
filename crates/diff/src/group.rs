//! From findings per cell to sentences by who is concerned.

use std::collections::BTreeMap;

use ward_compiler::model::{Target, TypeId};

use crate::change::{CellName, Change, Kind, Who};
use crate::compare::{Finding, Turn, Whom};
use crate::merge::Merged;
use crate::words::listed;

/// What must be the same for two findings to be one sentence.
type Sameness = (Whom, Turn, bool, String, String);

/// One sentence for each group of cells with the same change; roles with the same sentences
/// together.
pub(crate) fn sentences(merged: &Merged, findings: Vec<Finding>) -> Vec<Change> {
    let mut groups: BTreeMap<Sameness, Vec<Finding>> = BTreeMap::new();
    for one in findings {
        let undecided = one.undecided.is_some();
        let key = (one.whom, one.turn, undecided, one.frame.clone(), one.tail.clone());
        groups.entry(key).or_default().push(one);
    }
    let mut by_whom: BTreeMap<Whom, Vec<Vec<Finding>>> = BTreeMap::new();
    for ((whom, ..), group) in groups {
        by_whom.entry(whom).or_default().push(group);
    }
    let mut changes = Vec::new();
    for (whoms, groups) in together(by_whom) {
        let who = who(merged, &whoms);
        let plural = whoms.len() > 1;
        changes.extend(groups.into_iter().filter_map(|group| change(merged, &who, plural, group)));
    }
    changes
}

/// Roles of which the same is said, together; in the order of the first of them.
fn together(by_whom: BTreeMap<Whom, Vec<Vec<Finding>>>) -> Vec<(Vec<Whom>, Vec<Vec<Finding>>)> {
    let said = |groups: &[Vec<Finding>]| -> Vec<_> {
        let said = groups.iter().flatten();
        said.map(|one| (one.turn, one.target, one.undecided.is_some(), one.tail.clone())).collect()
    };
    let mut all: Vec<(Vec<Whom>, Vec<Vec<Finding>>)> = Vec::new();
    for (whom, groups) in by_whom {
        let is_role = |whom: &Whom| matches!(whom, Whom::Role(_));
        let twin = all.iter_mut().find(|(whoms, own)| {
            is_role(&whom) && whoms.iter().all(is_role) && said(own) == said(&groups)
        });
        match twin {
            Some((whoms, _)) => whoms.push(whom),
            None => all.push((vec![whom], groups)),
        }
    }
    all
}

fn who(merged: &Merged, whoms: &[Whom]) -> Who {
    let roles = whoms.iter().filter_map(|whom| match whom {
        Whom::Role(at) => Some(named(merged, *at)),
        _ => None,
    });
    match whoms.first() {
        Some(Whom::Role(_)) => Who::Roles(roles.collect()),
        Some(Whom::Combined) => Who::Combined,
        _ => Who::Everybody,
    }
}

/// A role's name and title; the newer title where there are two. An overlay stands behind it.
fn named(merged: &Merged, at: usize) -> (String, String) {
    let ((overlay, name), ids) = &merged.roles[at];
    let sides = [&merged.sides[1].policy, &merged.sides[0].policy];
    let title = sides.into_iter().zip([ids[1], ids[0]]).filter(|(_, id)| id.is_some()).find_map(
        |(policy, _)| {
            policy.roles.iter().find(|role| role.name == *name).and_then(|role| role.title.clone())
        },
    );
    let title = title.unwrap_or_else(|| name.clone());
    let of = if overlay.is_empty() { String::new() } else { format!(" ({overlay})") };
    (name.clone(), format!("{title}{of}"))
}

fn change(merged: &Merged, who: &Who, plural: bool, group: Vec<Finding>) -> Option<Change> {
    let mut targets: Vec<Target> = group.iter().map(|one| one.target).collect();
    targets.sort_unstable();
    let first = group.into_iter().next()?;
    let cells = targets.iter().map(|target| CellName {
        action: merged.policy.schema.action(target.action).name.clone(),
        resource: merged.policy.schema.part_name(target.ty, target.part),
    });
    let cells: Vec<CellName> = cells.collect();
    let named = cells_as_text(merged, &targets);
    let sure = first.undecided.is_none();
    let kind = match (first.turn, sure) {
        (Turn::Gain, true) => Kind::Gain,
        (Turn::Gain, false) => Kind::PerhapsGain,
        (Turn::Loss, true) => Kind::Loss,
        (Turn::Loss, false) => Kind::PerhapsLoss,
        (Turn::Obligations, _) => Kind::Obligations,
        (Turn::Released, _) => Kind::Released,
    };
    let verb = match (kind, plural) {
        (Kind::Gain, false) => "gains",
        (Kind::Gain, true) => "gain",
        (Kind::Loss, false) => "loses",
        (Kind::Loss, true) => "lose",
        (Kind::PerhapsGain, _) => "may gain",
        (Kind::PerhapsLoss, _) => "may lose",
        (Kind::Obligations | Kind::Released, _) => "for",
    };
    let text = match (first.frame.as_str(), who) {
        ("", Who::Everybody) => format!("everybody {verb} {named}{}", first.tail),
        ("", _) => format!("{verb} {named}{}", first.tail),
        (frame, _) => {
            let perhaps = if sure { "" } else { "perhaps " };
            format!("{perhaps}{}{}", frame.replace("{}", &named), first.tail)
        }
    };
    let (evidence, undecided) = (first.evidence, first.undecided);
    Some(Change { who: who.clone(), kind, text, cells, evidence, undecided })
}

/// From so many actions on a type, it is `all` of them that is named.
const MANY: usize = 6;

/// The types of which every cell is among these, where they are too many to be named.
fn whole_types(merged: &Merged, all: &[Target], targets: &[Target]) -> Vec<TypeId> {
    let of = |list: &[Target], ty: TypeId| list.iter().filter(|target| target.ty == ty).count();
    let types = merged.policy.schema.type_ids();
    let whole = types.filter(|ty| of(targets, *ty) > 0 && of(all, *ty) == of(targets, *ty));
    let many = targets.len() > 4 * MANY;
    whole.filter(|ty| many || of(targets, *ty) >= MANY).collect()
}

/// `view, edit on Patient.clinical and archive on Patient`
fn cells_as_text(merged: &Merged, targets: &[Target]) -> String {
    let schema = &merged.policy.schema;
    let all = merged.targets();
    if targets.len() >= MANY && targets.len() == all.len() {
        return "all on all".into();
    }
    let whole = whole_types(merged, &all, targets);
    let mut by_action: BTreeMap<_, Vec<Target>> = BTreeMap::new();
    for target in targets.iter().filter(|target| !whole.contains(&target.ty)) {
        by_action.entry(target.action).or_default().push(*target);
    }
    let mut by_records: Vec<(String, Vec<String>)> = Vec::new();
    if !whole.is_empty() {
        let names: Vec<&str> = whole.iter().map(|ty| schema.ty(*ty).name.as_str()).collect();
        by_records.push((names.join(", "), vec!["all".into()]));
    }
    for (action, targets) in by_action {
        let mut records: Vec<String> = Vec::new();
        for target in &targets {
            let declared = schema.targets(action, target.ty);
            let whole = declared.iter().all(|part| targets.contains(part));
            let part = if whole { None } else { target.part };
            let name = schema.part_name(target.ty, part);
            if !records.contains(&name) {
                records.push(name);
            }
        }
        let (records, action) = (records.join(", "), schema.action(action).name.clone());
        match by_records.iter_mut().find(|(known, _)| *known == records) {
            Some((_, actions)) => actions.push(action),
            None => by_records.push((records, vec![action])),
        }
    }
    let texts: Vec<String> = by_records
        .into_iter()
        .map(|(records, actions)| format!("{} on {records}", actions.join(", ")))
        .collect();
    listed(&texts)
}
