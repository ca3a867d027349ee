//! Checking, proving and linting a generated policy, with a clock beside it: that of the processor, so
//! that what else runs on the machine doesn't count. It counts all threads together, so the figures
//! are those of one core.

use std::sync::Arc;
use std::time::Duration;

use cpu_time::ProcessTime;
use ward_compiler::{Policy, PolicySource};
use ward_lint::Options;
use ward_prover::{Limits, PROMISE, Verdict, prove_within, report};

use crate::generate::{self, GRANTS};

/// How many steps of work one proof may take.
const STEPS: u64 = 10 * PROMISE;

/// What one size of policy took; times are medians.
#[derive(Clone, Debug)]
pub struct Row {
    /// How many roles.
    pub roles: usize,
    /// How many statements that grant.
    pub grants: usize,
    /// How many promises, all of them proved.
    pub promises: usize,
    /// Reading, checking, lowering.
    pub check: Duration,
    /// Proving every promise, one after the other.
    pub prove: Duration,
    /// Every lint rule, those that ask the prover among them.
    pub lint: Duration,
}

impl Row {
    /// All of it.
    pub fn together(&self) -> Duration {
        self.check + self.prove + self.lint
    }
}

/// Measures so many rounds of a policy with so many roles.
///
/// # Errors
/// Where the policy isn't what the figures are about: valid, proved, and without a finding.
pub fn measure(roles: usize, rounds: usize) -> Result<Row, String> {
    let source = PolicySource::from_text(generate::policy(roles));
    let (mut checks, mut proofs, mut lints) = (Vec::new(), Vec::new(), Vec::new());
    let mut promises = 0;
    for _ in 0..rounds.max(1) {
        let begun = ProcessTime::now();
        let policy = ward_prover::compile(&source).map_err(|failure| failure.to_string())?;
        let policy = Arc::new(policy);
        checks.push(begun.elapsed());
        promises = policy.claims.len();
        proofs.push(prove(&policy)?);
        lints.push(lint(&source, &policy)?);
    }
    Ok(Row {
        roles,
        grants: roles * GRANTS,
        promises,
        check: median(checks),
        prove: median(proofs),
        lint: median(lints),
    })
}

fn prove(policy: &Arc<Policy>) -> Result<Duration, String> {
    let begun = ProcessTime::now();
    for claim in &policy.claims {
        let verdict = prove_within(policy, claim, &Limits::of_steps(STEPS));
        if !matches!(verdict, Verdict::Proved) {
            let said = report(policy, claim, &verdict).map(|problem| problem.message);
            return Err(said.unwrap_or_else(|| format!("`{}` isn't proved", claim.title)));
        }
    }
    Ok(begun.elapsed())
}

fn lint(source: &PolicySource, policy: &Arc<Policy>) -> Result<Duration, String> {
    let begun = ProcessTime::now();
    let linted = ward_lint::lint(source, policy, &Options::default());
    let took = begun.elapsed();
    match linted.findings.first() {
        None => Ok(took),
        Some(one) => {
            let found = linted.findings.len();
            Err(format!("{found} findings, the first: {} {}", one.rule.name, one.problem.message))
        }
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
