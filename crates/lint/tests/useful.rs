//! What is called useless is so: without it, made-up policies decide the same over many small
//! data sets.
//!
//! `WARD_CASES` says how many times the usual number of policies, `WARD_SEED` where to begin.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::sync::Arc;

use ward_compiler::{Policy, PolicySource, compile};
use ward_diagnostics::Span;
use ward_lint::{Finding, Options, lint};
use ward_tests::engine::Real;
use ward_tests::enumerate::{Asked, Small, asked};

/// Policies of a usual run.
const USUAL: u64 = 60;
/// Data sets for each finding.
const DATA: usize = 60;

/// What a finding says can be left out without anything changing.
fn useless(policy: &Policy, finding: &Finding) -> Option<Span> {
    let span = finding.problem.span()?;
    match finding.rule.name {
        "dead_grant"
        | "idle_prohibition"
        | "covered_grant"
        | "idle_may"
        | "idle_enable"
        | "repeated_statement"
        | "condition_always_true"
        | "idle_exception" => Some(span),
        // Found at the condition; it is the statement that has no effect.
        "condition_always_false" => {
            let holds = |rule: &Span| {
                rule.file == span.file && rule.start <= span.start && span.end <= rule.end
            };
            policy.rules.iter().map(|rule| rule.span).find(holds)
        }
        _ => None,
    }
}

/// The policy set with blanks under a span.
fn without(source: &PolicySource, span: Span) -> PolicySource {
    let mut less = source.clone();
    let text = &mut less.files[span.file.0 as usize].text;
    let blank = " ".repeat(span.range().len());
    text.replace_range(span.range(), &blank);
    less
}

fn decide_alike(old: &Arc<Policy>, new: &Arc<Policy>, all: &[Asked]) -> Result<usize, String> {
    let mut permitted = 0;
    for Asked { data, requests } in all {
        let (Ok(first), Ok(second)) = (Real::load(old, data), Real::load(new, data)) else {
            continue;
        };
        for request in requests {
            let (was, is) = (first.permits(request), second.permits(request));
            permitted += usize::from(was);
            if was != is {
                return Err(format!("{was} became {is}: {request}\n{data:#}"));
            }
        }
    }
    Ok(permitted)
}

#[test]
fn what_is_called_useless_changes_no_decision() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let first = setting("WARD_SEED").unwrap_or(1);
    let (mut found, mut permitted) = (BTreeMap::new(), 0);
    for seed in first..first + USUAL * setting("WARD_CASES").unwrap_or(1) {
        let small = Small::draw(seed);
        let source = small.world.source();
        let Ok(policy) = compile(&source).map(Arc::new) else { continue };
        let linted = lint(&source, &policy, &Options::default());
        let mut all = Vec::new();
        for finding in &linted.findings {
            let Some(span) = useless(&policy, finding) else { continue };
            // What a claim or another statement leans on can't be left out alone.
            let Ok(less) = compile(&without(&source, span)).map(Arc::new) else { continue };
            if all.is_empty() {
                all = asked(&small, &policy, seed, DATA);
            }
            match decide_alike(&policy, &less, &all) {
                Ok(some) => permitted += some,
                Err(why) => panic!(
                    "seed {seed}: {} at `{}`: {why}\n{}",
                    finding.rule.name,
                    policy.sources.slice(span),
                    small.world
                ),
            }
            *found.entry(finding.rule.name).or_insert(0) += 1;
        }
    }
    println!("{found:?}, {permitted} permits");
    assert!(found.len() > 3 && permitted > 0, "{found:?}");
}
