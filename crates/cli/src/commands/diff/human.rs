//! A difference for a person.

use std::io;

use ward_diff::{Change, Diff, Kind, Who};

use super::summary::summary;
use crate::terminal::{Paint, Terminal};

pub(super) fn print(found: &Diff, names: &[String; 2], terminal: &mut Terminal) -> io::Result<()> {
    let mut last: Option<&Who> = None;
    for change in &found.changes {
        if last != Some(&change.who) {
            if last.is_some() {
                terminal.line("")?;
            }
            terminal.line(&terminal.paint(Paint::Strong, &change.who.heading()))?;
            last = Some(&change.who);
        }
        print_change(change, terminal)?;
    }
    let declared: Vec<&str> = found.declared.iter().map(|one| one.text.as_str()).collect();
    let promised: Vec<&str> = found.promised.iter().map(String::as_str).collect();
    let mut begun = last.is_some();
    for (heading, lines) in
        [("Declarations", declared), ("Claims, constraints and tests", promised)]
    {
        if lines.is_empty() {
            continue;
        }
        if begun {
            terminal.line("")?;
        }
        begun = true;
        terminal.line(&terminal.paint(Paint::Strong, heading))?;
        for line in lines {
            terminal.line(&format!("  {line}"))?;
        }
    }
    terminal.say(&summary(found, names));
    Ok(())
}

fn print_change(change: &Change, terminal: &mut Terminal) -> io::Result<()> {
    let (sign, paint) = match change.kind {
        Kind::Gain => ("+", Paint::Bad),
        Kind::Loss => ("-", Paint::Good),
        _ => ("?", Paint::Middling),
    };
    let asked = matches!(change.kind, Kind::Obligations | Kind::Released);
    let sign = if asked { "*" } else { sign };
    terminal.line(&format!("{} {}", terminal.paint(paint, sign), change.text))?;
    if let Some(evidence) = &change.evidence {
        let words = if evidence.permitted {
            "was refused, is permitted"
        } else {
            "was permitted, is refused"
        };
        let line = format!("    {} {words}", evidence.line);
        terminal.line(&terminal.paint(Paint::Faint, &line))?;
    }
    if let Some(why) = &change.undecided {
        terminal.line(&terminal.paint(Paint::Faint, &format!("    undecided: {why}")))?;
    }
    Ok(())
}
