//! Numbers in sentences.

/// `1 role`, `2 roles`.
pub fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}
