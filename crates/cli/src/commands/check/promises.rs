//! What became of the promises of a policy.

use std::sync::Arc;

use serde_json::{Value, json};
use ward_compiler::Policy;
use ward_compiler::model::{Claim, ClaimForm};
use ward_diagnostics::{Diagnostic, SourceMap};
use ward_prover::{Limits, Verdict, prove_all, report};

use crate::output::promise::verdict_json;
use crate::plural::count;

/// The promises of a policy, with the verdicts where they were asked for.
#[derive(Debug)]
pub struct Promises {
    claims: Vec<Claim>,
    verdicts: Option<Vec<Verdict>>,
}

impl Promises {
    /// Proves the promises of a policy, each within limits, or only counts them.
    pub fn of(policy: &Arc<Policy>, proofs: Option<&Limits>) -> Self {
        let claims = policy.claims.clone();
        let verdicts = proofs.map(|limit| prove_all(policy, &claims, limit));
        Self { claims, verdicts }
    }

    /// An error for every promise that is refuted or undecided.
    pub fn diagnostics(&self, policy: &Policy) -> Vec<Diagnostic> {
        let judged = self.claims.iter().zip(self.verdicts.iter().flatten());
        judged.filter_map(|(claim, verdict)| report(policy, claim, verdict)).collect()
    }

    fn cannots(&self) -> usize {
        self.claims.iter().filter(|claim| is_cannot(claim)).count()
    }

    fn number(&self, word: &str) -> usize {
        self.verdicts.iter().flatten().filter(|verdict| verdict.word() == word).count()
    }

    /// `90 promises proved (67 cannot, 23 claims)`; never says proved of what isn't.
    pub fn summary(&self) -> String {
        let all = self.claims.len();
        if all == 0 {
            return "no promises".into();
        }
        let kinds =
            format!("({} cannot, {})", self.cannots(), count(all - self.cannots(), "claim"));
        let promises = count(all, "promise");
        if self.verdicts.is_none() {
            return format!("{promises} not proved {kinds}");
        }
        if self.number("proved") == all {
            return format!("{promises} proved {kinds}");
        }
        let words = ["proved", "refuted", "undecided", "assumed"].into_iter();
        let numbers = words.map(|word| (self.number(word), word));
        let told: Vec<_> = numbers
            .filter(|(number, word)| *number > 0 || *word == "proved")
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        format!("{promises} {kinds}: {}", told.join(", "))
    }

    /// The numbers, and each promise with its verdict.
    pub fn json(&self, sources: &SourceMap) -> Value {
        let cannots = self.cannots();
        let mut value = json!({"cannot": cannots, "claims": self.claims.len() - cannots});
        for word in ["proved", "refuted", "undecided", "assumed"] {
            value[word] = json!(self.number(word));
        }
        let judged = self.claims.iter().zip(self.verdicts.iter().flatten());
        let verdicts: Vec<_> =
            judged.map(|(claim, verdict)| verdict_json(claim, verdict, sources)).collect();
        value["verdicts"] = json!(verdicts);
        value
    }
}

/// Whether a promise is a `cannot` of a role.
fn is_cannot(claim: &Claim) -> bool {
    matches!(claim.form, ClaimForm::Cannot { .. })
}
