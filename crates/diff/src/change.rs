//! What a comparison finds.

use serde_json::{Value as Json, json};

/// Everything that differs between two policies.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The hashes of the older policy and the newer.
    pub policies: [String; 2],
    /// How many cells, (action, type, part), either policy has.
    pub cells: usize,
    /// Of how many it is proved that they decide alike.
    pub unchanged: usize,
    /// The differences in decisions, by who is concerned.
    pub changes: Vec<Change>,
    /// The differences in declarations.
    pub declared: Vec<Declared>,
    /// Claims, constraints and tests that were added, removed or changed.
    pub promised: Vec<String>,
}

impl Diff {
    /// Whether it is proved that every request is decided alike.
    pub fn is_equal(&self) -> bool {
        self.changes.is_empty() && !self.declared.iter().any(|one| one.counts)
    }

    /// Whether somebody gains something, or may, or may be given more than before.
    pub fn gives(&self) -> bool {
        let may_give = |change: &Change| change.kind.gives();
        self.changes.iter().any(may_give) || self.declared.iter().any(|one| one.gives)
    }

    /// The answer for a program.
    pub fn to_json(&self) -> Json {
        json!({
            "equal": self.is_equal(),
            "gives": self.gives(),
            "policies": {"old": self.policies[0], "new": self.policies[1]},
            "cells": self.cells,
            "unchanged": self.unchanged,
            "changes": self.changes.iter().map(Change::to_json).collect::<Vec<_>>(),
            "declarations": self.declared.iter().map(Declared::to_json).collect::<Vec<_>>(),
            "promises": self.promised,
        })
    }
}

/// Whom a change concerns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Whoever asks, whatever roles they have.
    Everybody,
    /// Whoever has one of these roles, given by name and title.
    Roles(Vec<(String, String)>),
    /// Only somebody with several roles or classes.
    Combined,
}

impl Who {
    /// The heading under which its changes stand.
    pub fn heading(&self) -> String {
        match self {
            Self::Everybody => "Everybody".into(),
            Self::Roles(roles) => {
                roles.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join(", ")
            }
            Self::Combined => "Whoever has several roles or classes".into(),
        }
    }

    fn to_json(&self) -> Json {
        match self {
            Self::Everybody => json!("everybody"),
            Self::Roles(roles) => json!(roles.iter().map(|(name, _)| name).collect::<Vec<_>>()),
            Self::Combined => json!("combined"),
        }
    }
}

/// What kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something is permitted that wasn't.
    Gain,
    /// Something is refused that wasn't.
    Loss,
    /// Perhaps something is permitted that wasn't; no request was found that shows it.
    PerhapsGain,
    /// Perhaps something is refused that wasn't; no request was found that shows it.
    PerhapsLoss,
    /// What a permit asks for.
    Obligations,
    /// The same, where something that was asked for no longer is, or may no longer be.
    Released,
}

impl Kind {
    /// Whether somebody gains something, or may.
    pub fn gives(self) -> bool {
        matches!(self, Self::Gain | Self::PerhapsGain | Self::Released)
    }

    /// `gain`, `loss`, …
    pub fn word(self) -> &'static str {
        match self {
            Self::Gain => "gain",
            Self::Loss => "loss",
            Self::PerhapsGain => "perhaps_gain",
            Self::PerhapsLoss => "perhaps_loss",
            Self::Obligations => "obligations",
            Self::Released => "released",
        }
    }
}

/// An action on a type or part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellName {
    /// The action.
    pub action: String,
    /// `Type` or `Type.facet`.
    pub resource: String,
}

/// One difference in decisions.
#[derive(Clone, Debug)]
pub struct Change {
    /// Whom it concerns.
    pub who: Who,
    /// What kind it is.
    pub kind: Kind,
    /// What is said about them: "gains delete on Visit, within own"; of everybody, the sentence.
    pub text: String,
    /// The cells.
    pub cells: Vec<CellName>,
    /// A request that the two policies decide differently.
    pub evidence: Option<Evidence>,
    /// Why there is none.
    pub undecided: Option<String>,
}

impl Change {
    /// The whole sentence.
    pub fn sentence(&self) -> String {
        match &self.who {
            Who::Everybody => self.text.clone(),
            who => format!("{} {}", who.heading(), self.text),
        }
    }

    fn to_json(&self) -> Json {
        let cell = |cell: &CellName| json!({"action": cell.action, "resource": cell.resource});
        json!({
            "who": self.who.to_json(),
            "kind": self.kind.word(),
            "sentence": self.sentence(),
            "cells": self.cells.iter().map(cell).collect::<Vec<_>>(),
            "evidence": self.evidence.as_ref().map(Evidence::to_json),
            "undecided": self.undecided,
        })
    }
}

/// Data and a request that the two policies decide differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What the older policy can read of them, data and request.
    pub old: (Json, Json),
    /// What the newer policy can read of them.
    pub new: (Json, Json),
    /// Whether the newer policy permits it; the older decides the opposite.
    pub permitted: bool,
    /// The request in a line.
    pub line: String,
}

impl Evidence {
    fn to_json(&self) -> Json {
        let side = |(data, request): &(Json, Json), decision: bool| json!({"data": data, "request": request, "decision": decision});
        json!({
            "line": self.line,
            "old": side(&self.old, !self.permitted),
            "new": side(&self.new, self.permitted),
        })
    }
}

/// A declaration that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Declared {
    /// What is said about it.
    pub text: String,
    /// Whether it can change decisions in ways that the comparison of cells doesn't follow.
    pub counts: bool,
    /// Whether more may be given because of it, now or later; so of all that count.
    pub gives: bool,
}

impl Declared {
    fn to_json(&self) -> Json {
        json!({"sentence": self.text, "counts": self.counts, "gives": self.gives})
    }
}
