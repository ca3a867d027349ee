//! Texts that reasons are made of, each made when it is first wanted.

use std::sync::{Arc, OnceLock};

use ward_compiler::Policy;
use ward_compiler::model::{Part, RuleId};

use crate::decision::RuleRef;

/// The statements, conditions and values of a policy as reasons name them. A decision point says the same
/// of the same statement over and over; nothing is written down for what nobody asks about.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    rules: Box<[OnceLock<Arc<RuleRef>>]>,
    conditions: Box<[OnceLock<Arc<str>>]>,
    values: Box<[OnceLock<Arc<str>>]>,
}

impl Said {
    /// Nothing said yet.
    pub fn of(policy: &Policy) -> Self {
        Self {
            rules: unsaid(policy.rules.len()),
            conditions: unsaid(policy.exprs.conditions().len()),
            values: unsaid(policy.exprs.values().len()),
        }
    }

    /// A statement.
    pub fn rule(&self, policy: &Policy, id: RuleId) -> Arc<RuleRef> {
        let make = || Arc::new(RuleRef::of(policy, id));
        match self.rules.get(id.index()) {
            Some(place) => place.get_or_init(make).clone(),
            None => make(),
        }
    }

    /// A condition or value as policy text.
    pub fn part(&self, policy: &Policy, part: Part) -> Arc<str> {
        let make = || policy.print(part).into();
        let place = match part {
            Part::Condition(id) => self.conditions.get(id.index()),
            Part::Value(id) => self.values.get(id.index()),
        };
        match place {
            Some(place) => place.get_or_init(make).clone(),
            None => make(),
        }
    }
}

fn unsaid<T>(count: usize) -> Box<[OnceLock<T>]> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}
