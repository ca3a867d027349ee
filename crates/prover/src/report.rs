//! Promises that aren't kept, as diagnostics.

use ward_compiler::Policy;
use ward_compiler::model::{Claim, ClaimForm};
use ward_diagnostics::{Diagnostic, codes};

use crate::evidence::Evidence;
use crate::verdict::Verdict;

/// What is wrong with a promise; nothing where it is proved or assumed.
pub fn report(policy: &Policy, claim: &Claim, verdict: &Verdict) -> Option<Diagnostic> {
    match verdict {
        Verdict::Proved | Verdict::Assumed(_) => None,
        Verdict::Refuted(evidence) => Some(refuted(policy, claim, evidence)),
        Verdict::Undecided(why) => Some(
            Diagnostic::error(
                codes::PROMISE_UNDECIDED,
                format!("it can't be told whether `{}` holds: {why}", one_line(&claim.title)),
            )
            .at(claim.span, "neither proved nor refuted")
            .help(match claim.form {
                ClaimForm::Cannot { .. } => {
                    "say it with simpler conditions, or promise it with `claim … assume: never … for ROLE` if something outside the policy sees to it"
                }
                _ => {
                    "say it with simpler conditions, or write `assume` in front of the colon if something outside the policy sees to it"
                }
            }),
        ),
    }
}

fn refuted(policy: &Policy, claim: &Claim, evidence: &Evidence) -> Diagnostic {
    let title = one_line(&claim.title);
    let (code, message, help) = match claim.form {
        ClaimForm::Cannot { role, .. } => (
            codes::CANNOT_REFUTED,
            format!(
                "`{}` is granted what it `{title}`: {}",
                policy.role(role).name,
                evidence.asks()
            ),
            "grant less or except it from what is inherited, or promise less",
        ),
        _ => (
            codes::CLAIM_REFUTED,
            format!("`{title}` doesn't hold: {}", evidence.sentence()),
            "change the policy, or promise less",
        ),
    };
    let mut problem = Diagnostic::error(code, message).at(claim.span, "promised here");
    if let Some(rule) = evidence.rule {
        problem = problem.at(policy.rule(rule).span, "this gives it");
    }
    problem.help(format!("{help}; `ward prove --format json` gives data and request to replay"))
}

/// A title may run over lines, as a `cannot` does.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
