//! Decisions with their reasons, and their AuthZEN form.

mod answer;
mod reason;
mod rule;

use std::sync::Arc;

use ward_compiler::Policy;
use ward_compiler::model::Constant;
use ward_diagnostics::Diagnostic;

pub use answer::{Answer, BriefAnswer, Obligations, Reasons, Undecided};
pub use reason::{AtomLine, GrantState, HeldLine, Miss, NearGrant, Prohibited};
pub use rule::RuleRef;

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

    pub(super) fn reason_by(&self, rules: &[Arc<RuleRef>]) -> String {
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
}
