//! A statement as reasons name it.

use serde::Serialize;
use ward_compiler::Policy;
use ward_compiler::model::{Owner, RuleId, Verb};

/// A statement as reasons name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RuleRef {
    /// Its id.
    pub id: String,
    /// Its verb.
    pub kind: &'static str,
    /// The file it stands in.
    pub file: String,
    /// The line on which it begins.
    pub line: u32,
    /// Its text on one line.
    pub text: String,
    /// The name of the role, restriction or class that holds it.
    #[serde(skip)]
    pub owner: String,
    /// The title of that.
    #[serde(skip)]
    pub title: Option<String>,
}

impl RuleRef {
    /// How reasons name a rule.
    pub fn of(policy: &Policy, id: RuleId) -> Self {
        let rule = policy.rule(id);
        let at = policy.sources.location(rule.span);
        let (owner, title) = match rule.owner {
            Owner::Role(id) => (policy.role(id).name.clone(), policy.role(id).title.clone()),
            Owner::Restriction(id) => {
                (policy.restriction(id).name.clone(), policy.restriction(id).title.clone())
            }
            Owner::Class(id) => (policy.class(id).name.clone(), policy.class(id).title.clone()),
            Owner::Ceiling(id) => {
                (policy.ceiling(id).name.clone(), policy.ceiling(id).title.clone())
            }
        };
        let kind = match rule.verb {
            Verb::Can => "can",
            Verb::May => "may",
            Verb::Cannot => "cannot",
            Verb::Forbid => "forbid",
            Verb::Enable => "enable",
            Verb::Allow => "allow",
        };
        Self {
            id: rule.id.clone(),
            kind,
            file: at.path,
            line: at.line,
            text: rule.text.clone(),
            owner,
            title,
        }
    }
}
