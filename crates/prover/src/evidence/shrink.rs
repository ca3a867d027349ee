//! Taking away everything that evidence doesn't need.

use serde_json::Value as Json;

use super::{Candidate, Whole};
use crate::budget::Budget;

/// A candidate with as little in it as still passes the test, and is still whole where it has to
/// be.
pub(crate) fn shrink(
    candidate: Candidate,
    passes: &dyn Fn(&Candidate) -> bool,
    whole: Option<&Whole<'_>>,
    budget: &Budget,
) -> Candidate {
    let mut best = candidate;
    loop {
        let before = best.clone();
        best = without_each(
            best,
            |candidate| &mut candidate.assignments,
            &|_, _| true,
            passes,
            budget,
        );
        let spares = |candidate: &Candidate, at: usize| {
            whole.is_none_or(|whole| whole.spares_entity(candidate, at))
        };
        best = without_each(best, |candidate| &mut candidate.entities, &spares, passes, budget);
        best = without_fields(best, passes, whole, budget);
        if best == before || budget.is_over() {
            return best;
        }
    }
}

fn without_each(
    mut best: Candidate,
    list: impl Fn(&mut Candidate) -> &mut Vec<Json>,
    spares: &dyn Fn(&Candidate, usize) -> bool,
    passes: &dyn Fn(&Candidate) -> bool,
    budget: &Budget,
) -> Candidate {
    let mut at = 0;
    while at < list(&mut best).len() && !budget.is_over() {
        if !spares(&best, at) {
            at += 1;
            continue;
        }
        let mut smaller = best.clone();
        list(&mut smaller).remove(at);
        if passes(&smaller) {
            best = smaller;
        } else {
            at += 1;
        }
    }
    best
}

/// Takes away properties, parents and parts of the request one by one.
fn without_fields(
    mut best: Candidate,
    passes: &dyn Fn(&Candidate) -> bool,
    whole: Option<&Whole<'_>>,
    budget: &Budget,
) -> Candidate {
    for index in 0..best.entities.len() {
        let ty = best.entities[index]["type"].as_str().unwrap_or_default().to_owned();
        for path in ["/properties", "/parents"] {
            best = without_children(
                best,
                |candidate| candidate.entities.get_mut(index)?.pointer_mut(path),
                &|name| whole.is_none_or(|whole| whole.spares_property(&ty, name)),
                passes,
                budget,
            );
        }
    }
    let asked = best.request["resource"]["type"].as_str().unwrap_or_default().to_owned();
    for path in ["/action/properties", "/resource/properties", "/context"] {
        let spares = |name: &str| {
            whole.is_none_or(|whole| match path {
                "/context" => whole.spares_context(name),
                "/action/properties" => whole.spares_param(name),
                _ => whole.spares_property(&asked, name),
            })
        };
        best = without_children(
            best,
            |candidate| candidate.request.pointer_mut(path),
            &spares,
            passes,
            budget,
        );
    }
    best
}

fn without_children(
    mut best: Candidate,
    part: impl Fn(&mut Candidate) -> Option<&mut Json>,
    spares: &dyn Fn(&str) -> bool,
    passes: &dyn Fn(&Candidate) -> bool,
    budget: &Budget,
) -> Candidate {
    let keys: Vec<String> = match part(&mut best) {
        Some(Json::Object(fields)) => fields.keys().filter(|key| spares(key)).cloned().collect(),
        Some(Json::Array(items)) => (0..items.len()).rev().map(|at| at.to_string()).collect(),
        _ => Vec::new(),
    };
    for key in keys {
        if budget.is_over() {
            break;
        }
        let mut smaller = best.clone();
        match part(&mut smaller) {
            Some(Json::Object(fields)) => {
                fields.remove(&key);
            }
            Some(Json::Array(items)) => {
                if let Ok(at) = key.parse::<usize>()
                    && at < items.len()
                {
                    items.remove(at);
                }
            }
            _ => {}
        }
        if passes(&smaller) {
            best = smaller;
        }
    }
    best
}
