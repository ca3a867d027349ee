//! What an audit finds.

use serde_json::{Map, Value, json};
use ward_compiler::model::AssignedKind;
use ward_diagnostics::{Code, Severity, SourceMap, Span};

use crate::days::Days;

/// Something in the data that breaks a rule of the policy, or that can't be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The stable code.
    pub code: Code,
    /// An error breaks the policy; a warning is advice.
    pub severity: Severity,
    /// The constraint or ceiling that it breaks; none where no policy need say so.
    pub rule: Option<RuleName>,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// The assignments at fault.
    pub assignments: Vec<AssignmentRef>,
    /// The entities at fault, as `Type::id`, sorted.
    pub entities: Vec<String>,
    /// How to mend it.
    pub help: &'static str,
}

/// A constraint or ceiling as findings name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleName {
    /// Where it is written.
    pub span: Span,
    /// Which of them it is.
    pub kind: RuleKind,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Option<String>,
}

/// The kinds of rule about data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleKind {
    /// `constraint`
    Constraint,
    /// `advice`
    Advice,
    /// `ceiling`
    Ceiling,
}

impl RuleKind {
    /// The word that declares one.
    pub fn word(self) -> &'static str {
        match self {
            Self::Constraint => "constraint",
            Self::Advice => "advice",
            Self::Ceiling => "ceiling",
        }
    }
}

/// An assignment as findings name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AssignmentRef {
    /// To whom, as `Type::id`.
    pub subject: String,
    /// The role or class.
    pub name: String,
    /// Whether it is a class.
    pub is_class: bool,
    /// Where it holds, as `Type::id`.
    pub within: Option<String>,
    /// When it holds.
    pub days: Days,
}

impl AssignmentRef {
    pub(crate) fn kind_is_class(kind: Option<AssignedKind>) -> bool {
        kind == Some(AssignedKind::Class)
    }

    /// `biller to User::celia within Agency::sunrise until 2026-06-30`
    pub fn text(&self) -> String {
        let class = if self.is_class { "class " } else { "" };
        let mut text = format!("{class}{} to {}", self.name, self.subject);
        if let Some(within) = &self.within {
            text.push_str(&format!(" within {within}"));
        }
        let days = self.days.text();
        if !days.is_empty() {
            text.push_str(&format!(" {days}"));
        }
        text
    }

    /// The assignment as a data file writes it.
    pub fn to_json(&self) -> Value {
        let date = ward_compiler::time::format_date;
        let mut object = Map::new();
        object.insert("subject".into(), json!(self.subject));
        object.insert(if self.is_class { "class" } else { "role" }.into(), json!(self.name));
        if let Some(within) = &self.within {
            object.insert("within".into(), json!(within));
        }
        if let Some(from) = self.days.from {
            object.insert("from".into(), json!(date(from)));
        }
        if let Some(until) = self.days.until {
            object.insert("until".into(), json!(date(until)));
        }
        object.into()
    }
}

impl Finding {
    /// Whether it breaks the policy, and isn't advice.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The finding for a program: `code`, `severity`, `rule` with its place in the policy's texts,
    /// `message`, `assignments`, `entities`, `help`.
    pub fn to_json(&self, sources: &SourceMap) -> Value {
        let rule = self.rule.as_ref().map(|rule| {
            let at = sources.location(rule.span);
            json!({
                "kind": rule.kind.word(),
                "name": rule.name,
                "title": rule.title,
                "file": at.path,
                "line": at.line,
            })
        });
        json!({
            "code": self.code.0,
            "severity": if self.is_error() { "error" } else { "warning" },
            "rule": rule,
            "message": self.message,
            "assignments": self.assignments.iter().map(AssignmentRef::to_json).collect::<Vec<_>>(),
            "entities": self.entities,
            "help": self.help,
        })
    }
}

/// Brings findings into their order: those of rules as the policy's files have them, then the
/// others by code; within that by their words. What says the same becomes one.
pub fn in_order(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by(|a, b| {
        let key = |one: &Finding| (one.rule.is_none(), one.rule.as_ref().map(|rule| rule.span));
        (key(a), a.code, &a.rule, &a.message).cmp(&(key(b), b.code, &b.rule, &b.message))
    });
    let mut once: Vec<Finding> = Vec::new();
    for one in found {
        match once.last_mut() {
            Some(last)
                if (&last.rule, last.code, &last.message)
                    == (&one.rule, one.code, &one.message) =>
            {
                last.assignments.extend(one.assignments);
                last.entities.extend(one.entities);
            }
            _ => once.push(one),
        }
    }
    for one in &mut once {
        one.assignments.sort();
        one.assignments.dedup();
        one.entities.sort();
        one.entities.dedup();
    }
    once
}
