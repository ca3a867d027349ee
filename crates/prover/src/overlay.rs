//! Compiling with the prover as judge of overlays.
//!
//! What the compiler sees to lie within a ceiling does. Of the rest the prover is asked whether a
//! record, data and a request exist for which the statement gives what the ceiling doesn't allow;
//! an overlay stays only where it is proved that none do.

use std::sync::Arc;

use ward_compiler::incremental::{Recompiler, Report};
use ward_compiler::{Failure, Options, Policy, PolicySource, Unseen, compile_with};

use crate::asked::Asked;
use crate::budget::Budget;
use crate::question::exceeds;
use crate::verdict::Verdict;
use crate::worker::work;

/// Compiles a policy set; statements of overlays are proved to lie within their ceilings.
///
/// # Errors
/// As [`ward_compiler::compile`].
pub fn compile(source: &PolicySource) -> Result<Policy, Box<Failure>> {
    compile_asking(source, &[])
}

/// The same, with claims that stand in no file; see [`Options::claims`].
///
/// # Errors
/// As [`ward_compiler::compile_with`].
pub fn compile_asking(source: &PolicySource, claims: &[String]) -> Result<Policy, Box<Failure>> {
    compile_with(source, &Options { claims, judge: Some(&judge()) })
}

/// Compiles the next state of a policy set, with what is known from the last one; the policy is
/// the one that [`compile`] gives.
///
/// # Errors
/// As [`compile`].
pub fn recompile(
    compiler: &mut Recompiler,
    source: PolicySource,
) -> Result<(Arc<Policy>, Report), Box<Failure>> {
    compiler.update_judged(source, Some(&judge()))
}

/// A judge for one compilation. What its overlays cost is counted together.
fn judge() -> impl Fn(&Arc<Policy>, &Unseen) -> Result<(), String> {
    let overlays = Budget::of_overlays();
    move |policy, unseen| {
        let asked = Asked::new(policy, Budget::of_a_statement(&overlays));
        match work(asked.budget(), || exceeds(&asked, unseen)) {
            Verdict::Proved | Verdict::Assumed(_) => Ok(()),
            Verdict::Refuted(evidence) => {
                Err(format!("for instance, {} outside the ceiling", evidence.asks()))
            }
            Verdict::Undecided(why) => Err(format!("it isn't proved that it stays within: {why}")),
        }
    }
}
