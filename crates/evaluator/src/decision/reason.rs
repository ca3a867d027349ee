//! What reasons are made of: grants that hold, prohibitions that apply, and what was missing.

use std::sync::Arc;

use super::rule::RuleRef;
use crate::truth::Truth;

/// A grant that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldLine {
    /// The statement.
    pub rule: Arc<RuleRef>,
    /// The role through which it is held.
    pub role: String,
    /// How that role is held: `within Agency::sunrise until 2026-06-30`; empty for `anyone`.
    pub through: String,
    /// The classes' statements that switch it on.
    pub switched_on_by: Vec<Arc<RuleRef>>,
    /// Whether a narrowing prohibition takes it away.
    pub taken_away: bool,
}

impl HeldLine {
    /// The rules that it rests on.
    pub fn rules(&self) -> impl Iterator<Item = Arc<RuleRef>> {
        std::iter::once(&self.rule).chain(&self.switched_on_by).cloned()
    }
}

/// A prohibition that applies.
#[derive(Clone, Debug, PartialEq)]
pub struct Prohibited {
    /// The statement.
    pub rule: Arc<RuleRef>,
    /// Why it applies.
    pub lines: Vec<AtomLine>,
    /// Whether it applies only because something is unknown.
    pub unknown: bool,
}

/// A grant that doesn't hold, and what it missed first.
#[derive(Clone, Debug, PartialEq)]
pub struct NearGrant {
    /// The statement.
    pub rule: Arc<RuleRef>,
    /// The role through which it would be held.
    pub role: String,
    /// How that role is held; where it isn't, the days or place on which it would be.
    pub through: String,
    /// What was missing.
    pub state: GrantState,
}

/// What a grant missed first.
#[derive(Clone, Debug, PartialEq)]
pub enum GrantState {
    /// The role is held, and a condition isn't met.
    Unmet(Miss),
    /// The role is held and its conditions are met, but no class switches the `may` on.
    NotSwitchedOn(Vec<String>),
    /// It can't be told whether the role is held.
    HeldUnknown(String),
    /// The role isn't held here. How many subjects hold it, where
    /// [that was asked](crate::Engine::explain).
    NotHeld(Option<usize>),
}

/// A condition that isn't met.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    /// The clause as it is written.
    pub clause: String,
    /// False or unknown.
    pub truth: Truth,
    /// What was compared.
    pub lines: Vec<AtomLine>,
}

impl NearGrant {
    /// What was missing, in one line.
    pub fn summary(&self) -> String {
        match &self.state {
            GrantState::Unmet(miss) => {
                let because = miss
                    .lines
                    .iter()
                    .map(|line| line.because.as_str())
                    .find(|text| !text.is_empty());
                let word = if miss.truth == Truth::Unknown { "can't be told" } else { "isn't met" };
                match because {
                    Some(because) => format!("`{}` {word}: {because}", miss.clause),
                    None => format!("`{}` {word}", miss.clause),
                }
            }
            GrantState::NotSwitchedOn(classes) if classes.is_empty() => {
                "no class switches it on".into()
            }
            GrantState::NotSwitchedOn(classes) => {
                format!("needs the class {}", classes.join(" or "))
            }
            GrantState::HeldUnknown(why) => {
                format!("it can't be told whether {} is held: {why}", self.role)
            }
            GrantState::NotHeld(_) if self.through.is_empty() => {
                format!("{} isn't held here", self.role)
            }
            GrantState::NotHeld(_) => {
                format!("{} isn't held here: it is assigned {}", self.role, self.through)
            }
        }
    }
}

/// One comparison that bore on a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct AtomLine {
    /// How far inside a scope's definition it stands.
    pub depth: usize,
    /// The comparison as policy text.
    pub text: Arc<str>,
    /// What it came to.
    pub truth: Truth,
    /// The values, or what is not known; may be empty.
    pub because: String,
}
