//! The words that ask something of the value in front of them. Whoever has to know all of them
//! looks here.

use crate::grammar::Rule;

/// Each operator that is a word, with the rule that reads it.
const OPERATORS: [(&str, Rule); 7] = [
    ("in", Rule::kw_in),
    ("contains", Rule::kw_contains),
    ("like", Rule::kw_like),
    ("has", Rule::kw_has),
    ("is", Rule::kw_is),
    ("within", Rule::kw_within),
    ("holds", Rule::kw_holds),
];

/// Whether a word is such an operator.
pub(crate) fn is_operator(word: &str) -> bool {
    OPERATORS.iter().any(|(operator, _)| *operator == word)
}

/// Whether a rule reads such an operator.
pub(crate) fn reads_operator(rule: Rule) -> bool {
    OPERATORS.iter().any(|(_, operator)| *operator == rule)
}

/// Whether a word stands between conditions or in front of one.
pub(crate) fn is_logic(word: &str) -> bool {
    matches!(word, "and" | "or" | "not")
}
