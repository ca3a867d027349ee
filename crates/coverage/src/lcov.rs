//! Coverage as `lcov` tracefiles have it, which editors and code hosts read.
//!
//! The format is that of `man geninfo`: `DA:line,hits` per statement, and a branch each for a
//! condition that held and one that didn't.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::report::{Report, Statement};

/// The tracefile; `seen_from` turns the policy's paths into those of the repository.
pub fn lcov(report: &Report, seen_from: impl Fn(&str) -> String) -> String {
    let mut files: BTreeMap<String, Vec<&Statement>> = BTreeMap::new();
    for statement in &report.statements {
        files.entry(seen_from(&statement.location.path)).or_default().push(statement);
    }
    let mut text = String::new();
    for (path, statements) in files {
        let _ = writeln!(text, "TN:\nSF:{path}");
        file(&mut text, &statements);
        text.push_str("end_of_record\n");
    }
    text
}

fn file(text: &mut String, statements: &[&Statement]) {
    let mut lines: BTreeMap<u32, usize> = BTreeMap::new();
    let (mut branches, mut taken) = (0, 0);
    for (block, statement) in statements.iter().enumerate() {
        let line = statement.location.line;
        *lines.entry(line).or_default() += statement.hits;
        for (at, condition) in statement.conditions.iter().enumerate() {
            for (side, hits) in [condition.held, condition.failed].into_iter().enumerate() {
                let _ = writeln!(text, "BRDA:{line},{block},{},{hits}", at * 2 + side);
                branches += 1;
                taken += usize::from(hits > 0);
            }
        }
    }
    let _ = writeln!(text, "BRF:{branches}\nBRH:{taken}");
    for (line, hits) in &lines {
        let _ = writeln!(text, "DA:{line},{hits}");
    }
    let hit = lines.values().filter(|hits| **hits > 0).count();
    let _ = writeln!(text, "LF:{}\nLH:{hit}", lines.len());
}
