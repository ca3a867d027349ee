//! Asking all rules.

use std::sync::Arc;

use ward_compiler::{Policy, PolicySource};

use crate::allow::{self, Allowance};
use crate::finding::Finding;
use crate::input::Input;
use crate::problem::Problem;
use crate::rule::{Level, Rule, Run};
use crate::settings::Levels;
use crate::table::{RULES, find};

/// How to lint.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The levels that count.
    pub levels: Levels,
    /// Leave out the rules that ask the prover.
    pub no_proofs: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Linted {
    /// What was found, in the order of the places.
    pub findings: Vec<Finding>,
    /// How many findings are allowed by comments.
    pub allowed: usize,
}

/// Asks every rule about a policy; `source` is what it was compiled from.
pub fn lint(source: &PolicySource, policy: &Arc<Policy>, options: &Options) -> Linted {
    let input = Input::new(source, policy);
    let allowances = allow::allowances(&input);
    let mut used = vec![false; allowances.len()];
    let mut linted = Linted::default();
    for rule in RULES {
        let level = options.levels.of(rule);
        let Some(problems) = asked(rule, level, options, &input) else { continue };
        for problem in problems {
            let Some(span) = problem.span().filter(|span| input.is_own(*span)) else { continue };
            let covers = |one: &Allowance| {
                one.rule == rule.name && one.span.file == span.file && one.line == input.line(span)
            };
            match allowances.iter().position(covers) {
                Some(at) => {
                    used[at] = true;
                    linted.allowed += 1;
                }
                None => linted.findings.push(Finding { rule, level, problem }),
            }
        }
    }
    for (allowance, used) in allowances.iter().zip(used) {
        let asked = find(&allowance.rule).is_some_and(|rule| is_asked(rule, options));
        let found = allow::problem(&input, allowance, used, asked);
        if let Some((rule, problem)) =
            found.and_then(|(name, problem)| Some((find(name)?, problem)))
        {
            let level = options.levels.of(rule);
            if level > Level::Off {
                linted.findings.push(Finding { rule, level, problem });
            }
        }
    }
    linted.findings.sort_by(|a, b| key(a).cmp(&key(b)));
    linted.findings.dedup_by(|a, b| a.rule.code == b.rule.code && a.problem == b.problem);
    linted
}

fn is_asked(rule: &Rule, options: &Options) -> bool {
    let proofs = matches!(rule.run, Run::Proofs(_));
    options.levels.of(rule) > Level::Off && !(proofs && options.no_proofs)
}

fn asked(rule: &Rule, level: Level, options: &Options, input: &Input<'_>) -> Option<Vec<Problem>> {
    match rule.run {
        _ if level == Level::Off => None,
        Run::Always(check) => Some(check(input)),
        Run::Proofs(check) => (!options.no_proofs).then(|| check(input)),
        Run::Allowances => None,
    }
}

fn key(finding: &Finding) -> (Option<ward_diagnostics::Span>, &str, &str) {
    (finding.problem.span(), finding.rule.code.0, &finding.problem.message)
}
