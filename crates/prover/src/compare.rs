//! Two versions of what decides a target, over the same data and requests.
//!
//! Holds: one [`World`] in which any number of cells of the target are circuits, questions about
//! them, and evidence. Does not hold: how two policies are brought into one set of tables, nor
//! what a difference is called.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};
use ward_compiler::Policy;
use ward_compiler::model::{Cell, RoleId, Target};

use crate::circuit::Bit;
use crate::evidence::{Candidate, build, shrink};
use crate::held::Holdable;
use crate::means::Means;
use crate::question::agreeable;
use crate::versions::Versions;
use crate::world::World;

/// Something that may be so or not in a [`Comparison`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact(Bit);

/// Everything that two versions of a target's cell depend on.
pub struct Comparison<'p> {
    world: World<'p>,
    versions: &'p Versions,
}

impl<'p> Comparison<'p> {
    /// About a target of the common tables.
    pub fn new(policy: &'p Policy, target: Target, versions: &'p Versions) -> Self {
        let mut world = World::new(policy, &Means::of_a_question(), target);
        world.setting.versions = Some(versions);
        Self { world, versions }
    }

    /// That a cell permits.
    pub fn permitted(&mut self, cell: &Cell) -> Fact {
        Fact(self.world.permit_by(cell, 0, &[]))
    }

    /// That all of these are so.
    pub fn all(&mut self, facts: &[Fact]) -> Fact {
        Fact(self.world.facts.circuit.and(facts.iter().map(|fact| fact.0)))
    }

    /// That one isn't so.
    pub fn not(&self, fact: Fact) -> Fact {
        Fact(!fact.0)
    }

    /// That the subject holds no roles but these, and no class unless classes are allowed.
    pub fn holding_only(&mut self, roles: &[RoleId], classes: bool) -> Vec<Fact> {
        let subject = self.world.facts.subject();
        let others = self.world.held_keys().into_iter().filter(|(key, _)| {
            key.who == subject
                && match key.what {
                    Holdable::Role(role) => !roles.contains(&role),
                    Holdable::Class(_) => !classes,
                    Holdable::Ceiling(_) => true,
                }
        });
        others.map(|(_, truth)| Fact(truth.no)).collect()
    }

    /// Whether all of these can be together; `None` where it can't be told. Each question has a budget of its
    /// own.
    pub fn possible(&mut self, facts: &[Fact]) -> Option<bool> {
        self.world.facts.circuit.budget().renew();
        if facts.iter().any(|fact| fact.0 == self.world.facts.circuit.no()) {
            return Some(false);
        }
        let bits: Vec<Bit> = facts.iter().map(|fact| fact.0).collect();
        self.world.solve(&bits)
    }

    /// Data and a request in which all of these are so, as small as may be; `None` where none
    /// were found that pass the check.
    pub fn shown(
        &mut self,
        facts: &[Fact],
        check: &dyn Fn(&Candidate) -> bool,
    ) -> Option<Candidate> {
        self.world.facts.circuit.budget().renew();
        let facts: Vec<Bit> = facts.iter().map(|fact| fact.0).collect();
        for wishes in self.wishes(&facts) {
            if self.world.solve(&wishes) != Some(true) {
                continue;
            }
            let made = build(&mut self.world, 0);
            for candidate in
                [settled(made.clone(), self.versions, false), settled(made, self.versions, true)]
            {
                if check(&candidate) {
                    return Some(shrink(candidate, check, None, self.world.facts.circuit.budget()));
                }
            }
        }
        None
    }

    /// Solutions that are wished for, the plainest first.
    fn wishes(&mut self, facts: &[Bit]) -> Vec<Vec<Bit>> {
        let world = &mut self.world;
        let mut stored = Vec::new();
        for term in world.facts.entities() {
            stored.push(world.facts.is_known(term));
            stored.push(world.facts.is_complete(term));
        }
        stored.extend(world.facts.one_way_up());
        let given: Vec<Bit> = world.facts.ids().map(|term| world.facts.defined(term)).collect();
        let held = world.held_keys();
        let not_held: Vec<Bit> = held.iter().map(|(_, truth)| truth.no).collect();
        // No assignment says that something is perhaps held.
        let told: Vec<Bit> =
            held.iter().map(|(_, truth)| world.facts.circuit.or([truth.yes, truth.no])).collect();
        let told = agreeable(world, &told, facts);
        let only_stored = agreeable(world, &stored, &told);
        let all_given = agreeable(world, &given, &only_stored);
        let plain = agreeable(world, &not_held, &all_given);
        vec![plain, only_stored, told, facts.to_vec()]
    }

    /// The constructs that are followed only roughly.
    pub fn constructs(&self) -> &BTreeSet<String> {
        &self.world.facts.constructs
    }
}

/// The candidate with one value for what two versions name differently: where they don't agree
/// on it, or it is to be left out anyway, it isn't given.
fn settled(mut candidate: Candidate, versions: &Versions, left_out: bool) -> Candidate {
    let properties = versions.properties.iter().map(|(old, new)| (&**old, &**new));
    let properties: Vec<_> = properties.collect();
    let names: Vec<_> =
        versions.names.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    for entity in &mut candidate.entities {
        settle(entity.pointer_mut("/properties"), &properties, left_out);
    }
    settle(candidate.request.pointer_mut("/resource/properties"), &properties, left_out);
    settle(candidate.request.pointer_mut("/action/properties"), &names, left_out);
    settle(candidate.request.pointer_mut("/context"), &names, left_out);
    candidate
}

fn settle(given: Option<&mut Json>, names: &[(&str, &str)], left_out: bool) {
    let Some(Json::Object(given)) = given else { return };
    for (old, new) in names {
        let second = given.remove(*new);
        let differs =
            |given: &Map<String, Json>| second.is_some() && given.get(*old) != second.as_ref();
        if left_out || differs(given) {
            given.remove(*old);
        }
    }
}
