//! What mutants showed, as it is printed.

use std::io;
use std::path::Path;

use serde_json::{Value, json};
use ward_coverage::Mutant;

use super::super::tally::{Failed, Tally};
use super::fate::{Fate, Mutation};
use crate::sources::joined;
use crate::terminal::{Paint, Terminal};

/// Prints what no test notices, what changes nothing, and how much is noticed.
pub fn human(found: &Mutation, folder: &Path, terminal: &mut Terminal) -> io::Result<()> {
    let lists = [
        (Fate::Unnoticed, "changes that no test notices"),
        (Fate::Same, "changes that are proved to change no decision"),
    ];
    for (fate, heading) in lists {
        if found.count(fate) > 0 {
            terminal.line(&terminal.paint(Paint::Strong, heading))?;
        }
        for mutant in found.of(fate) {
            terminal.line(&format!("  {}  {}", place(mutant, folder), mutant.text))?;
        }
    }
    terminal.line(&summary(found))
}

/// `noticed: 87.5% (7/8) of changes; 2 change no decision, 1 isn't a valid policy`
fn summary(found: &Mutation) -> String {
    let (noticed, all) = (found.count(Fate::Noticed), found.all());
    let mut line = format!("noticed: {:.1}% ({noticed}/{all}) of changes", found.percent());
    let (same, invalid) = (found.count(Fate::Same), found.count(Fate::Invalid));
    let mut beside = Vec::new();
    match same {
        0 => {}
        1 => beside.push("1 changes no decision".to_owned()),
        same => beside.push(format!("{same} change no decision")),
    }
    match invalid {
        0 => {}
        1 => beside.push("1 is no valid policy".to_owned()),
        invalid => beside.push(format!("{invalid} are no valid policies")),
    }
    if !beside.is_empty() {
        line.push_str("; ");
        line.push_str(&beside.join(", "));
    }
    line
}

fn place(mutant: &Mutant, folder: &Path) -> String {
    format!("{}:{}", joined(folder, &mutant.location.path), mutant.location.line)
}

/// For a program.
pub fn json(found: &Mutation, folder: &Path) -> Value {
    let mutants = found.mutants.iter().map(|(mutant, fate)| {
        json!({
            "file": joined(folder, &mutant.location.path),
            "line": mutant.location.line,
            "column": mutant.location.column,
            "change": mutant.text,
            "fate": word(*fate),
        })
    });
    json!({
        "noticed": found.count(Fate::Noticed),
        "all": found.all(),
        "percent": (found.percent() * 10.0).round() / 10.0,
        "same": found.count(Fate::Same),
        "invalid": found.count(Fate::Invalid),
        "mutants": mutants.collect::<Vec<_>>(),
    })
}

fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::Invalid => "invalid",
        Fate::Noticed => "noticed",
        Fate::Same => "same",
        Fate::Unnoticed => "unnoticed",
    }
}

/// As a suite of tests: each change that a test could notice, failed where none does.
pub fn outcomes(found: &Mutation, folder: &Path) -> Tally {
    let mut tally = Tally::default();
    for (mutant, fate) in &found.mutants {
        let place = place(mutant, folder);
        let failed = match fate {
            Fate::Invalid | Fate::Same => continue,
            Fate::Noticed => None,
            Fate::Unnoticed => Some(Failed {
                id: mutant.text.clone(),
                place: place.clone(),
                expected: "a test to notice it".into(),
                got: "none that does".into(),
                lines: vec![mutant.text.clone()],
            }),
        };
        tally.note(mutant.text.clone(), place, failed);
    }
    tally
}
