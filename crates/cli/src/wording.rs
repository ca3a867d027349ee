//! Conditions of statements with what they ask for, as a person reads them.

use ward_compiler::Policy;
use ward_compiler::model::ObligationUse;

/// Conditions, and what is asked for where they hold.
pub fn with_obligations(policy: &Policy, text: String, uses: &[ObligationUse]) -> String {
    if uses.is_empty() {
        return text;
    }
    let asked: Vec<_> = uses.iter().map(|one| policy.print_obligation(one)).collect();
    let asked = format!("with {}", asked.join(", "));
    if text.is_empty() { asked } else { format!("{text} {asked}") }
}
