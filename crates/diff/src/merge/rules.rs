//! Roles, classes and overlays of both policies in one table each.
//!
//! What means the same in both is one entry; what doesn't is two, linked by what an assignment
//! of the one says about the other.

use std::collections::BTreeMap;

use ward_compiler::Policy;
use ward_compiler::model::{
    Class, ClassId, Overlay, OverlayId, RestrictionId, Role, RoleBits, RoleId, TypeId,
};
use ward_prover::{Holdable, Law, Versions};

use super::map::IdMap;

/// A name, behind that of the overlay that it belongs to.
pub(crate) type Key = (String, String);

/// The key of a declaration.
pub(crate) fn key(policy: &Policy, overlay: Option<OverlayId>, name: &str) -> Key {
    let overlay = overlay.map(|id| policy.overlay(id).name.clone());
    (overlay.unwrap_or_default(), name.to_owned())
}

/// The common tables of who can hold what.
#[derive(Default)]
pub(super) struct Holders {
    pub overlays: Vec<Overlay>,
    pub roles: Vec<Role>,
    pub classes: Vec<Class>,
}

pub(super) fn merge(
    policies: [&Policy; 2],
    maps: &mut [IdMap; 2],
    versions: &mut Versions,
) -> Holders {
    let mut holders = Holders::default();
    overlays(policies, maps, &mut holders);
    roles(policies, maps, &mut holders, versions);
    classes(policies, maps, &mut holders, versions);
    restrictions(policies, maps);
    holders
}

fn overlays(policies: [&Policy; 2], maps: &mut [IdMap; 2], holders: &mut Holders) {
    let mut known: BTreeMap<String, OverlayId> = BTreeMap::new();
    for side in 0..2 {
        for overlay in &policies[side].overlays {
            let id = *known.entry(overlay.name.clone()).or_insert_with(|| {
                let tenant = maps[side].types[overlay.tenant.index()];
                holders.overlays.push(Overlay { tenant, ..overlay.clone() });
                OverlayId::from_index(holders.overlays.len() - 1)
            });
            maps[side].overlays.push(id);
        }
    }
}

fn roles(
    policies: [&Policy; 2],
    maps: &mut [IdMap; 2],
    holders: &mut Holders,
    versions: &mut Versions,
) {
    let mut known: BTreeMap<Key, RoleId> = BTreeMap::new();
    for side in 0..2 {
        let policy = policies[side];
        let mut ids = Vec::new();
        for role in &policy.roles {
            let map = &maps[side];
            let merged = Role {
                overlay: role.overlay.map(|id| map.overlays[id.index()]),
                inside: None,
                must_lie_in: map.types(&role.must_lie_in),
                extends: Vec::new(),
                extensions: Vec::new(),
                is_a: RoleBits::default(),
                ..role.clone()
            };
            let key = key(policy, role.overlay, &role.name);
            let twin = known.get(&key).copied();
            let same = |id: &RoleId| {
                let other = &holders.roles[id.index()];
                other.must_lie_in == merged.must_lie_in && other.is_abstract == merged.is_abstract
            };
            if let Some(id) = twin.filter(|id| same(id)) {
                ids.push(id);
                continue;
            }
            let id = RoleId::from_index(holders.roles.len());
            if let Some(twin) = twin {
                let other = &holders.roles[twin.index()];
                if !other.is_abstract && !merged.is_abstract {
                    let law = law(&other.must_lie_in, &merged.must_lie_in);
                    let pair = (Holdable::Role(twin), Holdable::Role(id));
                    versions.held.extend(law.map(|law| (pair.0, pair.1, law)));
                }
            }
            known.entry(key).or_insert(id);
            holders.roles.push(merged);
            ids.push(id);
        }
        maps[side].is_abstract = policy
            .roles
            .iter()
            .enumerate()
            .filter(|(_, role)| role.is_abstract)
            .map(|(at, _)| RoleId::from_index(at))
            .collect();
        maps[side].roles = ids;
    }
}

/// What has to lie in fewer types is held wherever the other is.
fn law(old: &[TypeId], new: &[TypeId]) -> Option<Law> {
    let within = |a: &[TypeId], b: &[TypeId]| a.iter().all(|ty| b.contains(ty));
    match (within(old, new), within(new, old)) {
        (true, true) => Some(Law::Same),
        (false, true) => Some(Law::Wider),
        (true, false) => Some(Law::Narrower),
        (false, false) => None,
    }
}

fn classes(
    policies: [&Policy; 2],
    maps: &mut [IdMap; 2],
    holders: &mut Holders,
    versions: &mut Versions,
) {
    let mut known: BTreeMap<Key, ClassId> = BTreeMap::new();
    for side in 0..2 {
        let policy = policies[side];
        let mut ids = Vec::new();
        for class in &policy.classes {
            let map = &maps[side];
            let merged = Class {
                overlay: class.overlay.map(|id| map.overlays[id.index()]),
                for_roles: class.for_roles.as_ref().map(|roles| map.roles(roles)),
                ..class.clone()
            };
            let key = key(policy, class.overlay, &class.name);
            let twin = known.get(&key).copied();
            let same = |id: &ClassId| {
                let other = &holders.classes[id.index()].for_roles;
                let roles = |bits: &Option<RoleBits>| {
                    bits.as_ref().map(|bits| bits.iter().collect::<Vec<_>>())
                };
                roles(other) == roles(&merged.for_roles)
            };
            if let Some(id) = twin.filter(|id| same(id)) {
                ids.push(id);
                continue;
            }
            let id = ClassId::from_index(holders.classes.len());
            if let Some(twin) = twin {
                versions.held.push((Holdable::Class(twin), Holdable::Class(id), Law::Same));
            }
            known.entry(key).or_insert(id);
            holders.classes.push(merged);
            ids.push(id);
        }
        maps[side].classes = ids;
    }
}

fn restrictions(policies: [&Policy; 2], maps: &mut [IdMap; 2]) {
    let mut known: BTreeMap<Key, RestrictionId> = BTreeMap::new();
    for side in 0..2 {
        let policy = policies[side];
        for restriction in &policy.restrictions {
            let next = RestrictionId::from_index(known.len());
            let key = key(policy, restriction.overlay, &restriction.name);
            maps[side].restrictions.push(*known.entry(key).or_insert(next));
        }
    }
}
