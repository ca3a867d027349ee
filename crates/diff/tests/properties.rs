//! What is called unchanged is decided alike, and what is told is so, on made-up policies that
//! differ in one thing, over many small data sets.
//!
//! `WARD_CASES` says how many times the usual number of policies, `WARD_SEED` where to begin.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::sync::Arc;

use common::{replay, said};
use serde_json::Value as Json;
use ward_compiler::{Policy, PolicySource, compile};
use ward_coverage::mutants;
use ward_diff::{Diff, decide_alike, diff};
use ward_tests::engine::Real;
use ward_tests::enumerate::{Asked, Small, asked};

/// Policies of a usual run.
const USUAL: u64 = 12;
/// Changes that are tried of each policy.
const CHANGES: usize = 6;
/// Data sets for each change.
const DATA: usize = 60;

/// How often what came out, so that the law isn't about nothing.
#[derive(Debug, Default)]
struct Seen {
    equal: usize,
    different: usize,
    undecided: usize,
    /// Requests that were decided otherwise.
    changed: usize,
}

/// Whether a difference covers that a request is now permitted, or refused.
fn covers(found: &Diff, request: &Json, permitted: bool) -> bool {
    let text = |path: &str| request.pointer(path).and_then(Json::as_str).unwrap_or_default();
    let (action, resource) = (text("/action/name"), text("/resource/type"));
    found.changes.iter().any(|change| {
        change.kind.gives() == permitted
            && change.cells.iter().any(|cell| {
                let part_of = cell
                    .resource
                    .strip_prefix(resource)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
                cell.action == action && part_of
            })
    })
}

/// Compares two policies by [`diff`] and by asking both.
fn compare(old: &Arc<Policy>, new: &Arc<Policy>, all: &[Asked], seen: &mut Seen) {
    let found = diff(old, new);
    replay(old, new, &found);
    assert_eq!(found.is_equal(), decide_alike(old, new) && found.changes.is_empty());
    match found.changes.iter().any(|change| change.evidence.is_some()) {
        _ if found.is_equal() => seen.equal += 1,
        true => seen.different += 1,
        false => seen.undecided += 1,
    }
    for Asked { data, requests } in all {
        let (Ok(first), Ok(second)) = (Real::load(old, data), Real::load(new, data)) else {
            continue;
        };
        for request in requests {
            let (was, is) = (first.permits(request), second.permits(request));
            seen.changed += usize::from(was != is);
            assert!(
                was == is || covers(&found, request, is),
                "{was} became {is}: {request}\n{data:#}\nsaid: {:#?}",
                said(&found)
            );
        }
    }
}

fn compiled(source: &PolicySource) -> Option<Arc<Policy>> {
    compile(source).ok().map(Arc::new)
}

#[test]
fn what_is_called_unchanged_is_decided_alike_and_what_is_told_is_so() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = setting("WARD_SEED").unwrap_or(1);
    let mut seen = Seen::default();
    for seed in first..first + USUAL * setting("WARD_CASES").unwrap_or(1) {
        let small = Small::draw(seed);
        let source = small.world.source();
        let Some(old) = compiled(&source) else { continue };
        let all = asked(&small, &old, seed, DATA);
        let changes = mutants(&source);
        let step = changes.len().div_ceil(CHANGES).max(1);
        for (at, change) in changes.iter().enumerate().step_by(step) {
            let Some(new) = compiled(&change.applied(&source)) else { continue };
            println!("seed {seed}: {}", change.text);
            // Every other one the other way round: what is new was old.
            match at / step % 2 {
                0 => compare(&old, &new, &all, &mut seen),
                _ => compare(&new, &old, &all, &mut seen),
            }
        }
    }
    println!("{seen:?}");
    assert!(seen.equal > 0 && seen.different > seen.undecided && seen.changed > 0, "{seen:?}");
}
