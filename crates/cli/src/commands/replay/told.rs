//! What a replay says.

use std::io;

use serde_json::{Value, json};
use ward_compiler::Policy;
use ward_evaluator::{Decision, EntityInput};

use super::line::{Logged, Untold};
use crate::plural::count;
use crate::status::Status;
use crate::terminal::{Paint, Terminal};

/// A decision that is another now.
#[derive(Debug)]
pub struct Change {
    /// The file and line of the log.
    pub place: String,
    /// What was asked and decided.
    pub logged: Logged,
    /// What is decided now.
    pub decision: Decision,
}

/// How many lines came to what.
#[derive(Debug, Default)]
pub struct Tally {
    /// Decided again.
    pub decided: usize,
    /// Of these, decided otherwise.
    pub changed: usize,
    /// The changes, where they are printed at the end.
    pub changes: Vec<Change>,
    masked: usize,
    malformed: usize,
    /// Lines that are none of a decision log.
    no_lines: Vec<String>,
}

impl Tally {
    /// A line that can't be decided again.
    pub fn note_untold(&mut self, why: Untold, place: &str) {
        match why {
            Untold::Masked => self.masked += 1,
            Untold::Malformed => self.malformed += 1,
            Untold::NoLine => self.no_lines.push(place.to_owned()),
        }
    }

    /// A line that is no decision, or to the policy no request, is worse than a change.
    pub fn status(&self) -> Status {
        if !self.no_lines.is_empty() || self.malformed > 0 {
            return Status::CouldNotTell;
        }
        Status::of(self.changed == 0)
    }

    /// Everything in a line.
    pub fn summary(&self, shown: &str) -> String {
        let (same, changed) = (self.decided - self.changed, self.changed);
        let all = count(self.decided, "decision");
        let mut line = format!("{shown}: {all} again: {same} as before, {changed} otherwise");
        if self.masked > 0 {
            line.push_str(&format!("; {} with masked fields left out", count(self.masked, "line")));
        }
        if self.malformed > 0 {
            let lines = count(self.malformed, "line");
            line.push_str(&format!("; {lines} with requests that the policy can't read"));
        }
        if let Some(first) = self.no_lines.first() {
            let lines = count(self.no_lines.len(), "line");
            line.push_str(&format!("; {lines} not of a decision log, the first `{first}`"));
        }
        line
    }

    /// All of it, for a program.
    pub fn json(&self, policy: &Policy) -> Value {
        json!({
            "policy": policy.hash,
            "decided": self.decided,
            "same": self.decided - self.changed,
            "changed": self.changes.iter().map(change_json).collect::<Vec<_>>(),
            "masked": self.masked,
            "malformed": self.malformed,
            "no_decision": self.no_lines,
        })
    }
}

fn change_json(change: &Change) -> Value {
    json!({
        "line": change.place,
        "time": change.logged.time,
        "request": change.logged.request,
        "was": change.logged.decision,
        "is": change.decision.permit,
        "reason": change.decision.reason(),
    })
}

/// Two lines for a person.
pub fn human(change: &Change, terminal: &mut Terminal) -> io::Result<()> {
    let Change { place, logged, decision } = change;
    let (was, is, paint) = match decision.permit {
        true => ("refused", "permitted", Paint::Good),
        false => ("permitted", "refused", Paint::Bad),
    };
    let entity = |entity: &EntityInput| format!("{}::{}", entity.ty, entity.id);
    let request = &logged.request;
    let asked = [entity(&request.subject), request.action.name.clone(), entity(&request.resource)];
    let word = terminal.paint(paint, is);
    terminal.line(&format!("{word}  {}  {}  {place}", asked.join("  "), logged.time))?;
    terminal.line(&format!("  was {was}; {}", decision.reason()))
}
