//! Taking away everything that evidence doesn't need.

use serde_json::Value as Json;

use super::Candidate;
use crate::budget::Budget;

/// A candidate with as little in it as still passes the test.
pub(crate) fn shrink(
    candidate: Candidate,
    passes: &dyn Fn(&Candidate) -> bool,
    budget: &Budget,
) -> Candidate {
    let mut best = candidate;
    loop {
        let before = best.clone();
        best = without_each(best, |candidate| &mut candidate.assignments, passes, budget);
        best = without_each(best, |candidate| &mut candidate.entities, passes, budget);
        best = without_fields(best, passes, budget);
        if best == before || budget.is_over() {
            return best;
        }
    }
}

fn without_each(
    mut best: Candidate,
    list: impl Fn(&mut Candidate) -> &mut Vec<Json>,
    passes: &dyn Fn(&Candidate) -> bool,
    budget: &Budget,
) -> Candidate {
    let mut at = 0;
    while at < list(&mut best).len() && !budget.is_over() {
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
    budget: &Budget,
) -> Candidate {
    for index in 0..best.entities.len() {
        for path in ["/properties", "/parents"] {
            best = without_children(
                best,
                |candidate| candidate.entities.get_mut(index)?.pointer_mut(path),
                passes,
                budget,
            );
        }
    }
    for path in ["/action/properties", "/resource/properties", "/context"] {
        best =
            without_children(best, |candidate| candidate.request.pointer_mut(path), passes, budget);
    }
    best
}

fn without_children(
    mut best: Candidate,
    part: impl Fn(&mut Candidate) -> Option<&mut Json>,
    passes: &dyn Fn(&Candidate) -> bool,
    budget: &Budget,
) -> Candidate {
    let keys: Vec<String> = match part(&mut best) {
        Some(Json::Object(fields)) => fields.keys().cloned().collect(),
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
