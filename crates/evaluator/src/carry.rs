//! The store of one policy under another.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use ward_compiler::Policy;
use ward_compiler::model::Constant;
use ward_diagnostics::Diagnostic;

use crate::engine::Engine;
use crate::store::{Builder, Store};
use crate::value::{Value, from_constant};

impl Engine {
    /// The same data under another policy, and everything that is odd with them; `None` where
    /// that policy may read them otherwise.
    pub fn under(&self, policy: Arc<Policy>) -> Option<(Self, Vec<Diagnostic>)> {
        if self.ledger.is_worn(self.store()) || !self.ledger.shape.is_of(&policy) {
            return None;
        }
        let mut store = self.store.clone();
        let mut ledger = self.ledger.clone();
        let mut known = self.known_constants();
        let mut constants = Vec::with_capacity(policy.exprs.values().len());
        for id in policy.exprs.values() {
            let Some(constant) = policy.exprs.constant(id) else {
                constants.push(None);
                continue;
            };
            let value = known.get(constant).copied().or_else(|| found(constant, &store));
            let value = value.unwrap_or_else(|| {
                // What is new to the store leaves something behind when it is changed again.
                Arc::make_mut(&mut ledger).changes += 1;
                number(constant, &policy, self, &mut store)
            });
            known.insert(constant, value);
            constants.push(Some(value));
        }
        let problems = ledger.problems();
        Some((self.with_policy(policy.clone(), store, constants.into(), ledger), problems))
    }

    /// The constants of the policy with their values.
    fn known_constants(&self) -> FxHashMap<&Constant, Value> {
        let exprs = &self.policy().exprs;
        let valued = exprs.values().zip(self.constants.iter());
        valued.filter_map(|(id, value)| Some((exprs.constant(id)?, (*value)?))).collect()
    }
}

/// The value of a constant that needs nothing new in the store.
fn found(constant: &Constant, store: &Store) -> Option<Value> {
    let text = |text: &str| store.symbol(text);
    match constant {
        Constant::Bool(value) => Some(Value::Bool(*value)),
        Constant::Int(value) => Some(Value::Int(*value)),
        Constant::Decimal(value) => Some(Value::Decimal(*value)),
        Constant::Date(days) => Some(Value::Date(*days)),
        Constant::Time(micros) => Some(Value::Time(*micros)),
        Constant::Duration(micros) => Some(Value::Duration(*micros)),
        Constant::Enum(_, value) => Some(Value::Enum(*value)),
        Constant::Text(name) => text(name).map(Value::Text),
        Constant::Role(name) => text(name).map(Value::Role),
        Constant::Entity(ty, id) => store.find(*ty, id).map(Value::Entity),
        Constant::Ip(_) | Constant::IpRange(_) | Constant::Set(_) | Constant::Record(_) => None,
    }
}

/// The value of a constant that is new to the store, which is copied where others read it.
fn number(constant: &Constant, policy: &Policy, of: &Engine, store: &mut Arc<Store>) -> Value {
    let own = std::mem::take(Arc::make_mut(store));
    let mut builder = Builder::into(own, policy, of.ledger.shape.clone());
    let value = from_constant(constant, &mut builder);
    *store = Arc::new(builder.into_store());
    value
}
