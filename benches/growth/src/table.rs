//! The curve as a table.

use std::fmt::Write;
use std::time::Duration;

use serde_json::{Value, json};

use crate::measure::Row;

/// For people; the last column is what a role costs, which stays the same where growth is linear.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::from(
        "| roles | grants | promises | check | prove | lint | together | for each role |\n\
         | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for row in rows {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {:.2} ms |",
            row.roles,
            row.grants,
            row.promises,
            shown(row.check),
            shown(row.prove),
            shown(row.lint),
            shown(row.together()),
            per_role(row)
        );
    }
    text
}

/// For programs.
pub fn json(rows: &[Row]) -> Value {
    let row = |row: &Row| {
        json!({
            "roles": row.roles,
            "grants": row.grants,
            "promises": row.promises,
            "check_seconds": row.check.as_secs_f64(),
            "prove_seconds": row.prove.as_secs_f64(),
            "lint_seconds": row.lint.as_secs_f64(),
            "together_seconds": row.together().as_secs_f64(),
        })
    };
    rows.iter().map(row).collect()
}

fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1.0 { format!("{:.0} ms", seconds * 1000.0) } else { format!("{seconds:.2} s") }
}

fn per_role(row: &Row) -> f64 {
    let roles = u32::try_from(row.roles).unwrap_or(u32::MAX).max(1);
    row.together().as_secs_f64() * 1000.0 / f64::from(roles)
}
