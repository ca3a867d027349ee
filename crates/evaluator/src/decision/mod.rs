//! Decisions with their reasons, and their AuthZEN form.

mod answer;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use ward_compiler::Policy;
use ward_compiler::model::{Constant, Owner, RuleId, Verb};
use ward_diagnostics::Diagnostic;

pub use answer::{Answer, BriefAnswer, Obligations, Reasons, Undecided};

use crate::explain::{HeldLine, NearGrant, Prohibited};

/// What becomes of a request, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// Whether everything that was asked for is permitted.
    pub permit: bool,
    /// Why nothing was decided: an unknown name, an unstored record. Then there are no parts.
    pub error: Option<Box<Diagnostic>>,
    /// Whether a whole record with facets was asked for.
    pub whole: bool,
    /// Each part that was asked for.
    pub parts: Vec<PartDecision>,
    /// What a permit asks for: name and arguments by parameter, sorted.
    pub obligations: Vec<(String, Vec<(String, Constant)>)>,
    /// The hash of the policy that decided.
    pub policy: String,
}

/// What becomes of a request, without the reasons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Whether everything that was asked for is permitted.
    pub permit: bool,
    /// What a permit asks for, as [`Decision::obligations`].
    pub obligations: Vec<(String, Vec<(String, Constant)>)>,
}

impl Verdict {
    /// The AuthZEN response: the decision, and what it asks for, parameters in the order of their
    /// declaration as in [`Decision::answer`].
    pub fn answer(&self) -> BriefAnswer<'_> {
        BriefAnswer::of(self)
    }
}

/// What becomes of one part, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct PartDecision {
    /// The facet's name; `None` for the record as such.
    pub facet: Option<String>,
    /// Whether it is permitted.
    pub permit: bool,
    /// The grants that hold, in canonical order; of a refusal, those that would.
    pub grants: Vec<HeldLine>,
    /// Of a refusal, the prohibitions that took them away, in canonical order.
    pub prohibitions: Vec<Prohibited>,
    /// Where nothing granted, the nearest grants with what was missing.
    pub near: Vec<NearGrant>,
}

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

impl Decision {
    /// A refusal because of what isn't there.
    pub(crate) fn refused(policy: &Policy, problem: Box<Diagnostic>) -> Self {
        Self {
            permit: false,
            error: Some(problem),
            whole: false,
            parts: Vec::new(),
            obligations: Vec::new(),
            policy: policy.hash.clone(),
        }
    }

    /// The facets that are permitted, where the whole of a record is not.
    pub fn facets(&self) -> Vec<&str> {
        if self.permit || !self.whole {
            return Vec::new();
        }
        self.parts
            .iter()
            .filter(|part| part.permit)
            .filter_map(|part| part.facet.as_deref())
            .collect()
    }

    /// The rules that decided: the grants of a permit, the prohibitions of a refusal; empty
    /// where nothing granted. Sorted, each once.
    pub fn rules(&self) -> Vec<Arc<RuleRef>> {
        let mut rules: Vec<Arc<RuleRef>> = Vec::new();
        for part in self.parts.iter().filter(|part| part.permit == self.permit) {
            if part.permit {
                rules.extend(part.grants.iter().flat_map(HeldLine::rules));
            } else {
                rules.extend(part.prohibitions.iter().map(|one| one.rule.clone()));
            }
        }
        rules.sort();
        rules.dedup();
        rules
    }

    /// The nearest grants with what was missing, of all parts; each once.
    pub fn missing(&self) -> Vec<&NearGrant> {
        let mut missing: Vec<&NearGrant> = Vec::new();
        for near in self.parts.iter().flat_map(|part| &part.near) {
            if !missing.contains(&near) {
                missing.push(near);
            }
        }
        missing
    }

    /// The reason in one line.
    pub fn reason(&self) -> String {
        self.reason_by(&self.rules())
    }

    pub(crate) fn reason_by(&self, rules: &[Arc<RuleRef>]) -> String {
        if let Some(problem) = &self.error {
            return problem.message.clone();
        }
        let Some(first) = rules.first() else {
            let refused: Vec<_> = self
                .parts
                .iter()
                .filter(|part| !part.permit)
                .filter_map(|part| part.facet.as_deref())
                .collect();
            return if self.whole && refused.len() < self.parts.len() {
                format!("nothing grants {}", refused.join(", "))
            } else {
                "nothing grants it".into()
            };
        };
        let also = if rules.len() > 1 {
            format!(" (and {} more)", rules.len() - 1)
        } else {
            String::new()
        };
        let said = first.title.as_deref().unwrap_or(&first.text);
        if self.permit {
            format!("permitted by {}: {}{also}", first.owner, first.text)
        } else {
            format!("forbidden by {}: {said}{also}", first.owner)
        }
    }

    /// The AuthZEN response, to be written.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # let policy = ward_compiler::compile(&ward_compiler::PolicySource::from_text(
    /// #     "policy clinic subject entity User actions a on User { view }")).unwrap();
    /// # let engine = ward_evaluator::Engine::new(Arc::new(policy));
    /// # let request = ward_evaluator::Request::from_text(
    /// #     r#"{"subject": {"type": "User", "id": "ann"}, "action": {"name": "view"},
    /// #         "resource": {"type": "User", "id": "ann"}}"#).unwrap();
    /// let decision = engine.decide(&request).unwrap();
    /// let text = serde_json::to_string(&decision.answer()).unwrap();
    /// assert!(text.starts_with(r#"{"decision":false,"context":{"reason":"#));
    /// ```
    pub fn answer(&self) -> Answer<'_> {
        Answer::of(self)
    }

    /// The AuthZEN response as a tree.
    pub fn to_json(&self) -> Json {
        serde_json::to_value(self.answer()).unwrap_or_default()
    }
}
