//! Where parentheses go in a chain of `and`s and `or`s, for messages.

/// The operands joined as they were written, with parentheses around the runs of `and`.
pub(super) fn grouped(operands: &[String], joins: &[&str]) -> String {
    let mixed = joins.contains(&"and") && joins.contains(&"or");
    let and = |at: usize| mixed && joins.get(at) == Some(&"and");
    let mut out = String::new();
    for (at, operand) in operands.iter().enumerate() {
        let (behind, before) = (and(at), at > 0 && and(at - 1));
        if let Some(join) = at.checked_sub(1).and_then(|at| joins.get(at)) {
            out.push_str(&format!(" {join} "));
        }
        out.push_str(if behind && !before { "(" } else { "" });
        out.push_str(operand);
        out.push_str(if before && !behind { ")" } else { "" });
    }
    out
}

/// Source text on one line, cut where it is long.
pub(super) fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 40 {
        return line;
    }
    format!("{}…", line.chars().take(30).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_and_get_parentheses() {
        let operands = ["a", "b", "c", "d"].map(str::to_owned);
        assert_eq!(grouped(&operands, &["or", "and", "or"]), "a or (b and c) or d");
        assert_eq!(grouped(&operands, &["and", "or", "and"]), "(a and b) or (c and d)");
        assert_eq!(grouped(&operands, &["or", "or", "or"]), "a or b or c or d");
    }
}
