//! A comparison for a person.

use std::io;

use ward_compiler::Policy;
use ward_compiler::model::RuleId;
use ward_diagnostics::SourceMap;

use super::compare::{Compared, Difference};
use crate::plural::count;
use crate::terminal::{Paint, Terminal};

/// Prints it: what differs, what couldn't be compared, and how many agree.
pub fn print(
    compared: &Compared,
    policy: &Policy,
    sources: &SourceMap,
    file: &str,
    terminal: &mut Terminal,
) -> io::Result<()> {
    for difference in &compared.differ {
        one(difference, policy, sources, file, terminal)?;
    }
    let skipped: usize = compared.skipped.values().map(Vec::len).sum();
    if skipped > 0 {
        terminal.line(&terminal.paint(Paint::Strong, "not comparable"))?;
        let mut reasons: Vec<_> = compared.skipped.iter().collect();
        reasons.sort_by_key(|(_, cells)| std::cmp::Reverse(cells.len()));
        for (reason, cells) in reasons {
            terminal.line(&format!("{:>5}  {reason}", cells.len()))?;
        }
    }
    let without = [
        ("role", "has no column", "have no column", &compared.roles),
        ("permission", "has no row", "have no row", &compared.permissions),
    ];
    for (what, has, have, names) in without.into_iter().filter(|(.., names)| !names.is_empty()) {
        let verb = if names.len() == 1 { has } else { have };
        let line =
            format!("{} of the policy {verb}: {}", count(names.len(), what), names.join(", "));
        terminal.line(&terminal.paint(Paint::Faint, &line))?;
    }
    terminal.line(&summary(compared, skipped))
}

fn summary(compared: &Compared, skipped: usize) -> String {
    let verb = |number: usize, one: &str, more: &str| {
        format!("{} {}", count(number, "cell"), if number == 1 { one } else { more })
    };
    let agree = verb(compared.agree, "agrees", "agree");
    let differ = compared.differ.len();
    let differ = format!("{differ} {}", if differ == 1 { "differs" } else { "differ" });
    let skipped = format!("{skipped} {} not comparable", if skipped == 1 { "is" } else { "are" });
    format!("{agree}, {differ}, {skipped}")
}

fn one(
    difference: &Difference,
    policy: &Policy,
    sources: &SourceMap,
    file: &str,
    terminal: &mut Terminal,
) -> io::Result<()> {
    let cell = &difference.cell;
    let word = terminal.paint(Paint::Bad, "differs");
    terminal.line(&format!("{word}  {}  {}  {file}:{}", cell.row, cell.column, cell.line))?;
    let published = match cell.published == difference.expected {
        true => String::new(),
        false => format!("  (published as `{}`)", cell.published),
    };
    terminal.line(&format!("  expected  {}{published}", difference.expected))?;
    let alone = difference.found.len() == 1;
    for other in &difference.found {
        let ask = match alone && other.asks.len() == difference.asked {
            true => String::new(),
            false => format!("  ({})", other.asks.join(", ")),
        };
        terminal.line(&format!("  found     {}{ask}", other.found))?;
        for rule in &other.rules {
            terminal.line(&format!("    {}", said(policy, sources, *rule)))?;
        }
    }
    Ok(())
}

/// `roles.policy:12  can view on Patient`
fn said(policy: &Policy, sources: &SourceMap, rule: RuleId) -> String {
    let rule = policy.rule(rule);
    let at = sources.location(rule.span);
    format!("{}:{}  {}", at.path, at.line, rule.text)
}
