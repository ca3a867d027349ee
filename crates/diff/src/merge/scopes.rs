//! Scopes: one entry where both policies define the same, two where they don't.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use ward_compiler::Policy;
use ward_compiler::model::{ConditionId, Exprs, Scope, ScopeBody, ScopeId, TypeId};

use super::exprs::Taker;
use super::map::IdMap;
use super::rules::{Key, key};

/// The pairs of scopes of one name that mean the same: all, but those of which a definition
/// differs when the others are taken to be the same.
pub(super) fn same(policies: [&Policy; 2], maps: &[IdMap; 2]) -> Vec<(ScopeId, ScopeId)> {
    let keys = |policy: &Policy| -> BTreeMap<Key, ScopeId> {
        let scopes = policy.scopes.iter().enumerate();
        scopes
            .map(|(at, scope)| (key(policy, scope.overlay, &scope.name), ScopeId::from_index(at)))
            .collect()
    };
    let (old, new) = (keys(policies[0]), keys(policies[1]));
    let pairs = old.iter().filter_map(|(key, id)| Some((*id, *new.get(key)?)));
    let mut pairs: Vec<(ScopeId, ScopeId)> = pairs.collect();
    loop {
        let mut maps = maps.clone();
        number(policies, &mut maps, &pairs);
        let mut arena = Exprs::default();
        let bodies = [0, 1].map(|side| bodies(policies[side], &maps[side], &mut arena));
        let before = pairs.len();
        pairs.retain(|(old, new)| bodies[0][old.index()] == bodies[1][new.index()]);
        if pairs.len() == before {
            return pairs;
        }
    }
}

/// Gives each scope its number; pairs share one. Says how many there are.
pub(super) fn number(policies: [&Policy; 2], maps: &mut [IdMap; 2], pairs: &[(ScopeId, ScopeId)]) {
    let first = policies[0].scopes.len();
    maps[0].scopes = (0..first).map(ScopeId::from_index).collect();
    let mut next = first;
    maps[1].scopes.clear();
    for at in 0..policies[1].scopes.len() {
        let own = ScopeId::from_index(at);
        let twin = pairs.iter().find(|(_, new)| *new == own).map(|(old, _)| *old);
        maps[1].scopes.push(twin.unwrap_or_else(|| {
            next += 1;
            ScopeId::from_index(next - 1)
        }));
    }
}

/// What each scope says on each type, with whether it leans on itself there.
fn bodies(
    policy: &Policy,
    map: &IdMap,
    to: &mut Exprs,
) -> Vec<BTreeMap<TypeId, (ConditionId, bool)>> {
    let mut taker = Taker::new(&policy.exprs, map);
    let scopes = policy.scopes.iter();
    scopes
        .map(|scope| {
            let on = scope.on.iter();
            on.map(|(ty, body)| {
                let condition = taker.take(to, body.condition);
                (map.types[ty.index()], (condition, body.circle.is_some()))
            })
            .collect()
        })
        .collect()
}

/// The common table, numbered already.
pub(super) fn table(policies: [&Policy; 2], maps: &[IdMap; 2], to: &mut Exprs) -> Vec<Scope> {
    let mut table: Vec<Scope> = Vec::new();
    for side in 0..2 {
        let policy = policies[side];
        let bodies = bodies(policy, &maps[side], to);
        for (at, scope) in policy.scopes.iter().enumerate() {
            if maps[side].scopes[at].index() < table.len() {
                continue;
            }
            let on: IndexMap<TypeId, ScopeBody> = bodies[at]
                .iter()
                .map(|(ty, (condition, circle))| {
                    let circle = circle.then_some(0);
                    (*ty, ScopeBody { condition: *condition, span: scope.span, circle })
                })
                .collect();
            table.push(Scope { on, overlay: None, ..scope.clone() });
        }
    }
    table
}
