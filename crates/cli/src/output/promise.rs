//! A promise and what became of it, as it is printed.

use serde_json::{Value, json};
use ward_compiler::model::{Claim, ClaimForm};
use ward_diagnostics::SourceMap;
use ward_prover::Verdict;

/// A promise and what became of it, for a program.
pub fn verdict_json(claim: &Claim, verdict: &Verdict, sources: &SourceMap) -> Value {
    let mut value = json!({
        "promise": title(claim),
        "kind": if matches!(claim.form, ClaimForm::Cannot { .. }) { "cannot" } else { "claim" },
        "place": place(claim, sources),
        "verdict": verdict.word(),
    });
    match verdict {
        Verdict::Proved => {}
        Verdict::Assumed(why) | Verdict::Undecided(why) => value["why"] = json!(why),
        Verdict::Refuted(_) => value["evidence"] = json!(cases(claim, verdict)),
    }
    value
}

/// What refutes a promise, as lines of a cases file.
pub fn cases(claim: &Claim, verdict: &Verdict) -> Vec<Value> {
    match verdict {
        Verdict::Refuted(evidence) => evidence.to_cases(&title(claim)),
        _ => Vec::new(),
    }
}

/// The title in one line; a `cannot` may run over several.
pub fn title(claim: &Claim) -> String {
    claim.title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `rules.policy:12`
pub fn place(claim: &Claim, sources: &SourceMap) -> String {
    let at = sources.location(claim.span);
    format!("{}:{}", at.path, at.line)
}
