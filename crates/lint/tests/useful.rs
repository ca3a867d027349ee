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

/// What a finding says can be left out, or said otherwise, without anything changing.
fn useless(policy: &Policy, finding: &Finding) -> Option<(Span, &'static str)> {
    let span = finding.problem.span()?;
    let left_out = |span: Span| (span, "");
    if finding.problem.message.starts_with("this scope") {
        let never = finding.rule.name == "condition_always_false";
        return Some((span, if never { "false" } else { "true" }));
    }
    match finding.rule.name {
        "dead_grant"
        | "idle_prohibition"
        | "covered_grant"
        | "idle_may"
        | "idle_enable"
        | "repeated_statement"
        | "condition_always_true"
        | "idle_exception" => Some(left_out(span)),
        // Found at the condition; it is the statement that has no effect.
        "condition_always_false" => {
            let holds = |rule: &Span| {
                rule.file == span.file && rule.start <= span.start && span.end <= rule.end
            };
            policy.rules.iter().map(|rule| rule.span).find(holds).map(left_out)
        }
        _ => None,
    }
}

/// The policy set with something else under a span.
fn with(source: &PolicySource, span: Span, text: &str) -> PolicySource {
    let mut other = source.clone();
    other.files[span.file.0 as usize].text.replace_range(span.range(), &format!(" {text} "));
    other
}

/// Whether both decide all of it alike, or, where one says `false` for what may also be unknown,
/// nothing is lost by it. Gives the number of permits.
fn alike(
    old: &Arc<Policy>,
    new: &Arc<Policy>,
    all: &[Asked],
    may_gain: bool,
) -> Result<usize, String> {
    let mut permitted = 0;
    for Asked { data, requests } in all {
        let (Ok(first), Ok(second)) = (Real::load(old, data), Real::load(new, data)) else {
            continue;
        };
        for request in requests {
            let (was, is) = (first.permits(request), second.permits(request));
            permitted += usize::from(was);
            if was != is && !(may_gain && is) {
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
            let Some((span, text)) = useless(&policy, finding) else { continue };
            // What a claim or another statement leans on can't be left out alone.
            let Ok(less) = compile(&with(&source, span, text)).map(Arc::new) else { continue };
            if all.is_empty() {
                all = asked(&small, &policy, seed, DATA);
            }
            match alike(&policy, &less, &all, text == "false") {
                Ok(some) => permitted += some,
                Err(why) => panic!(
                    "seed {seed}: {} at `{}`: {why}\n{}",
                    finding.rule.name,
                    policy.sources.slice(span),
                    small.world
                ),
            }
            let about = if text.is_empty() { "" } else { " of a scope" };
            *found.entry(format!("{}{about}", finding.rule.name)).or_insert(0) += 1;
        }
    }
    println!("{found:?}, {permitted} permits");
    assert!(found.len() > 3 && permitted > 0, "{found:?}");
}
