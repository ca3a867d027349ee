//! Scopes, those that lean on themselves among them.
//!
//! The definitions that can come to lean on one another form a circle. Inside a circle every
//! value starts from false and rises until nothing changes; no negation stands inside a circle,
//! so that the order of the rounds doesn't matter. Everything else is read as it is written.

use std::collections::BTreeSet;

use ward_compiler::model::{Condition, ConditionId, Part, Relation, ScopeId, TypeId};

use super::case::{Case, Env, Rising};
use super::store::Id;
use super::truth::Truth;

type Definition = (ScopeId, TypeId);

impl Case<'_> {
    /// `record within scope`.
    pub fn scope(&self, scope: ScopeId, record: &Id) -> Truth {
        let definition = (scope, record.0);
        if !self.below(definition).contains(&definition) {
            return self.body(scope, record);
        }
        let key = (scope, record.clone());
        let mut stack = self.rising.borrow_mut();
        if let Some(rising) = stack.last_mut()
            && rising.keys().any(|(scope, record)| self.one_circle((*scope, record.0), definition))
        {
            return *rising.entry(key).or_insert(Truth::False);
        }
        stack.push(Rising::from([(key.clone(), Truth::False)]));
        drop(stack);
        self.rise();
        let rising = self.rising.borrow_mut().pop().unwrap_or_default();
        rising.get(&key).copied().unwrap_or(Truth::Unknown)
    }

    /// Computes every value of the innermost iteration anew until nothing changes.
    fn rise(&self) {
        loop {
            let before = self.innermost();
            for (scope, record) in before.keys() {
                let value = self.body(*scope, record);
                if let Some(rising) = self.rising.borrow_mut().last_mut() {
                    rising.insert((*scope, record.clone()), value);
                }
            }
            if self.innermost() == before {
                return;
            }
        }
    }

    fn innermost(&self) -> Rising {
        self.rising.borrow().last().cloned().unwrap_or_default()
    }

    fn body(&self, scope: ScopeId, record: &Id) -> Truth {
        match self.policy.scope(scope).on.get(&record.0) {
            Some(body) => {
                self.truth(body.condition, &Env::about(record, self.policy.scope(scope).overlay))
            }
            None => Truth::Unknown,
        }
    }

    fn one_circle(&self, one: Definition, other: Definition) -> bool {
        self.below(one).contains(&other) && self.below(other).contains(&one)
    }

    /// All definitions that one leans on, at any depth.
    fn below(&self, definition: Definition) -> BTreeSet<Definition> {
        let mut found = BTreeSet::new();
        let mut open = vec![definition];
        while let Some((scope, ty)) = open.pop() {
            let Some(body) = self.policy.scope(scope).on.get(&ty) else { continue };
            let mut named = BTreeSet::new();
            self.named_in(body.condition, &mut named);
            open.extend(named.iter().filter(|definition| !found.contains(*definition)));
            found.extend(named);
        }
        found
    }

    fn named_in(&self, id: ConditionId, named: &mut BTreeSet<Definition>) {
        let exprs = &self.policy.exprs;
        for part in exprs.all_parts(id) {
            if let Part::Condition(id) = part
                && let Condition::Relation(Relation::Within { scope, of }) = exprs.condition(id)
            {
                named.extend(exprs.ty(*of).entity_types().iter().map(|ty| (*scope, *ty)));
            }
        }
    }
}
