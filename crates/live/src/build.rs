//! From a snapshot to what may be put in force: the gates.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ward_compiler::Policy;
use ward_compiler::incremental::{Recompiler, Report};
use ward_compiler::time::Zone;
use ward_diagnostics::{Diagnostic, SourceMap, codes, has_errors};
use ward_evaluator::testing::{self, TestFailure, TestOutcome};
use ward_evaluator::{Change, DataFile, Decision, Engine};
use ward_prover::Limits;

use crate::gate::{Gate, Gates};
use crate::outcome::HeldBack;
use crate::snapshot::Snapshot;
use crate::version::{DataEffort, Effort, Version, clock};

/// An engine that has passed every gate, with what was odd.
pub(crate) struct Built {
    pub engine: Engine,
    pub warnings: Vec<Diagnostic>,
    pub effort: Effort,
}

/// What is to be taken through the gates.
pub(crate) struct Candidate<'c> {
    pub snapshot: &'c Snapshot,
    /// The data from elsewhere, where there are such.
    pub held: Option<&'c dyn Fn() -> DataFile>,
    /// What of the data differs from those in force, where that is all that has changed.
    pub change: Option<&'c Change>,
    /// What is in force.
    pub running: Option<&'c Version>,
}

/// Takes a snapshot through the gates.
///
/// # Errors
/// The first gate that holds it back, with what it said.
pub(crate) fn build(
    candidate: &Candidate<'_>,
    gates: &Gates,
    strict: bool,
    compiler: &mut Recompiler,
) -> Result<Built, HeldBack> {
    let work = || through_gates(candidate, gates, strict, compiler);
    // A fault in the checks must not end the service that still has a good version.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        // Nor may what it left half done reach the next compilation.
        *compiler = Recompiler::default();
        let problem = Diagnostic::error(codes::NOT_IN_FORCE, "the checks broke down")
            .help("please report it with the policy; the version in force stays");
        Err(held(Gate::Compiles, vec![problem]))
    })
}

fn through_gates(
    candidate: &Candidate<'_>,
    gates: &Gates,
    strict: bool,
    compiler: &mut Recompiler,
) -> Result<Built, HeldBack> {
    let Candidate { snapshot, running, .. } = *candidate;
    if !snapshot.unreadable.is_empty() {
        return Err(held(Gate::Reads, snapshot.unreadable.clone()));
    }
    if running.is_some_and(|running| running.fingerprint.settings) && !snapshot.fingerprint.settings
    {
        return Err(held(Gate::Reads, vec![settings_gone()]));
    }
    let same = running.filter(|running| running.fingerprint.policy == snapshot.fingerprint.policy);
    let (policy, compiled) = match same {
        // Only the data have changed: what was proved and tested still is.
        Some(running) => (running.engine.shared_policy(), None),
        None => {
            let (policy, report) = new_policy(snapshot, gates, running, compiler)?;
            (policy, Some(report))
        }
    };
    let mut warnings = policy.warnings.clone();
    warnings.extend(left_out(&policy));
    let (engine, problems, data) = with_data(candidate, policy, strict);
    if has_errors(&problems) {
        let errors = problems.into_iter().filter(Diagnostic::is_error).collect();
        return Err(held(Gate::Data, errors));
    }
    warnings.extend(problems);
    let broken = broken_constraints(&engine);
    if gates.has(Gate::Constraints) && !broken.is_empty() {
        return Err(held(Gate::Constraints, broken));
    }
    warnings.extend(
        broken
            .into_iter()
            .map(|one| Diagnostic { severity: ward_diagnostics::Severity::Warning, ..one }),
    );
    Ok(Built { engine: engine.strict(strict), warnings, effort: Effort { compiled, data } })
}

/// The policy over the data, by the shortest way: taken over, changed, or read; with what is wrong
/// or odd with them. Errors are told by reading, so that they are the same whatever the way.
fn with_data(
    candidate: &Candidate<'_>,
    policy: Arc<Policy>,
    strict: bool,
) -> (Engine, Vec<Diagnostic>, DataEffort) {
    let judged = |(engine, mut problems): (Engine, Vec<Diagnostic>)| {
        if strict {
            problems.iter_mut().for_each(make_strict);
        }
        (engine, problems)
    };
    let short = match candidate.change {
        Some(change) => in_place(candidate, change).map(|data| (data, DataEffort::Changed)),
        None => taken_over(candidate, &policy).map(|data| (data, DataEffort::TakenOver)),
    };
    if let Some(((engine, problems), way)) = short.map(|(data, way)| (judged(data), way))
        && !has_errors(&problems)
    {
        return (engine, problems, way);
    }
    let files = &candidate.snapshot.data;
    let read = match candidate.held {
        Some(held) => Engine::load_with(policy, files, &held()),
        None => Engine::load(policy, files),
    };
    let (engine, problems) = judged(read);
    (engine, problems, DataEffort::Read)
}

/// The data in force with a change.
fn in_place(candidate: &Candidate<'_>, change: &Change) -> Option<(Engine, Vec<Diagnostic>)> {
    candidate.running?.engine.changed(change)
}

/// The data in force, where they are those of the files and the policy reads them alike.
fn taken_over(
    candidate: &Candidate<'_>,
    policy: &Arc<Policy>,
) -> Option<(Engine, Vec<Diagnostic>)> {
    let (new, running) = (&candidate.snapshot.fingerprint, candidate.running?);
    let old = &running.fingerprint;
    if old.data != new.data || old.names != new.names {
        return None;
    }
    running.engine.under(policy.clone())
}

fn new_policy(
    snapshot: &Snapshot,
    gates: &Gates,
    running: Option<&Version>,
    compiler: &mut Recompiler,
) -> Result<(Arc<Policy>, Report), HeldBack> {
    let compiled = ward_prover::recompile(compiler, (*snapshot.source).clone());
    let (policy, report) = match compiled {
        Ok(compiled) => compiled,
        Err(failure) => {
            return Err(HeldBack {
                gate: Gate::Compiles,
                diagnostics: failure.diagnostics,
                sources: failure.sources,
            });
        }
    };
    let stop = |gate, diagnostics: Vec<Diagnostic>| match diagnostics.is_empty() {
        true => Ok(()),
        false => Err(HeldBack { gate, diagnostics, sources: policy.sources.clone() }),
    };
    if gates.has(Gate::Claims) {
        stop(Gate::Claims, unproved(&policy))?;
    }
    if gates.has(Gate::Tests) {
        stop(Gate::Tests, failing_tests(&policy))?;
    }
    if let Some(running) = running.filter(|_| gates.has(Gate::NoNewAccess)) {
        stop(Gate::NoNewAccess, gains(&running.engine.shared_policy(), &policy))?;
    }
    Ok((policy, report))
}

fn held(gate: Gate, diagnostics: Vec<Diagnostic>) -> HeldBack {
    HeldBack { gate, diagnostics, sources: Arc::new(SourceMap::default()) }
}

/// Without its settings a set may well compile, and mean another: without its data, its base or its
/// time zone.
fn settings_gone() -> Diagnostic {
    Diagnostic::error(codes::NOT_IN_FORCE, "`ward.toml` is gone")
        .help("put it back; one that is empty says that nothing is set")
}

fn left_out(policy: &Policy) -> Vec<Diagnostic> {
    let overlays = policy.rejected.iter().map(|overlay| {
        let message = format!("the overlay `{}` has errors and is left out", overlay.name);
        Diagnostic::warning(codes::OVERLAY_REJECTED, message).help("`ward check` shows them")
    });
    overlays.collect()
}

fn unproved(policy: &Arc<Policy>) -> Vec<Diagnostic> {
    let verdicts = ward_prover::prove_all(policy, &policy.claims, &Limits::default());
    let judged = policy.claims.iter().zip(&verdicts);
    judged.filter_map(|(claim, verdict)| ward_prover::report(policy, claim, verdict)).collect()
}

fn failing_tests(policy: &Arc<Policy>) -> Vec<Diagnostic> {
    let outcomes = testing::run(policy, Some(clock()));
    outcomes.iter().flat_map(failures_of).collect()
}

fn failures_of(outcome: &TestOutcome) -> Vec<Diagnostic> {
    let told = outcome.failures.iter().map(|failure| {
        let (span, got) = match failure {
            TestFailure::Data(problem) => (outcome.span, problem.message.clone()),
            TestFailure::Error { span, problem } => (*span, problem.message.clone()),
            TestFailure::Expectation { span, decision, .. } => (*span, said(decision)),
            TestFailure::Nothing => (outcome.span, "it expects nothing".to_owned()),
        };
        Diagnostic::error(codes::NOT_IN_FORCE, format!("the test `{}` fails", outcome.title))
            .at(span, got)
            .help("`ward test` tells why")
    });
    told.collect()
}

fn said(decision: &Decision) -> String {
    let word = if decision.permit { "permitted" } else { "refused" };
    format!("{word}: {}", decision.reason())
}

fn gains(old: &Arc<Policy>, new: &Arc<Policy>) -> Vec<Diagnostic> {
    let found = ward_diff::diff(old, new);
    let help = "switch the gate `no-new-access` off for this change, or give less";
    let gains = found.changes.iter().filter(|change| change.kind.gives());
    let gains = gains.map(|change| change.sentence());
    let declared = found.declared.iter().filter(|one| one.gives).map(|one| one.text.clone());
    let told = gains.chain(declared).map(|sentence| {
        Diagnostic::error(codes::NOT_IN_FORCE, format!("somebody may gain: {sentence}")).help(help)
    });
    told.collect()
}

fn broken_constraints(engine: &Engine) -> Vec<Diagnostic> {
    let policy = engine.policy();
    if policy.constraints.is_empty() && policy.ceilings.is_empty() {
        return Vec::new();
    }
    let zone = Zone::named(&policy.time_zone).unwrap_or_else(Zone::utc);
    let day = zone.date(clock()).unwrap_or_default();
    let found = ward_audit::audit(engine, day).into_iter().filter(|one| one.is_error());
    let told = found.map(|one| {
        let problem = Diagnostic::error(one.code, one.message).help(one.help);
        match one.rule {
            Some(rule) => problem.at(rule.span, rule.name),
            None => problem,
        }
    });
    told.collect()
}

fn make_strict(problem: &mut Diagnostic) {
    if [codes::DATA_UNKNOWN_TYPE, codes::DATA_UNKNOWN_PROPERTY].contains(&problem.code) {
        problem.severity = ward_diagnostics::Severity::Error;
    }
}
