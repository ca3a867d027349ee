//! Rows in words.

use super::model::Row;

/// Rows in words: `every row`, or by type: `Visit (all)`, `Claim: submit, void`.
pub fn rows_in_words(rows: &[usize], all: &[Row]) -> String {
    if rows.len() == all.len() {
        return "every row".into();
    }
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for row in rows {
        let row = &all[*row];
        match groups.last_mut() {
            Some((on, actions)) if *on == row.on => actions.push(&row.action),
            _ => groups.push((&row.on, vec![&row.action])),
        }
    }
    let words = groups.into_iter().map(|(on, actions)| {
        match all.iter().filter(|row| row.on == on).count() {
            whole if whole == actions.len() && whole > 1 => format!("{on} (all)"),
            _ => format!("{on}: {}", actions.join(", ")),
        }
    });
    words.collect::<Vec<_>>().join("; ")
}
