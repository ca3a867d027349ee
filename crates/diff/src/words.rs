//! How obligations and lists read in a sentence.

use ward_compiler::Policy;
use ward_compiler::model::ObligationUse;

/// `notify("privacy officer") and reason`, or `nothing`.
pub(crate) fn obligations(policy: &Policy, uses: &[ObligationUse]) -> String {
    let texts: Vec<String> = uses.iter().map(|one| policy.print_obligation(one)).collect();
    if texts.is_empty() { "nothing".into() } else { listed(&texts) }
}

/// `a, b and c`
pub(crate) fn listed(texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
