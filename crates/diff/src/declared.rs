//! Declarations that were added, removed or changed.
//!
//! Most matter only through the cells, and are listed so that a reader sees where a change comes
//! from. Those that change what data and requests there can be count as a difference by
//! themselves: no comparison of cells over the same data sees all that follows from them.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use ward_compiler::Policy;
use ward_compiler::model::{Ceiling, EntityType, Property, Role, TypeId};

use crate::change::Declared;
use crate::merge::{Merged, key};
use crate::words::listed;

/// Every declaration that differs.
pub(crate) fn all(merged: &Merged) -> Vec<Declared> {
    let [old, new] = merged.sides.each_ref().map(|side| &*side.policy);
    let mut list = List { policies: [old, new], found: Vec::new() };
    list.settings();
    list.types();
    list.enums();
    list.actions();
    list.context();
    list.holders();
    list.overlays();
    list.ceilings();
    list.found
}

struct List<'a> {
    policies: [&'a Policy; 2],
    found: Vec<Declared>,
}

impl<'a> List<'a> {
    fn say(&mut self, text: String, counts: bool) {
        self.found.push(Declared { text, counts, gives: counts });
    }

    /// Says of each name that only one side has that it is new or gone; gives those of both.
    fn names<T>(
        &mut self,
        what: &str,
        old: &'a IndexMap<String, T>,
        new: &'a IndexMap<String, T>,
    ) -> Vec<(&'a str, &'a T, &'a T)> {
        for name in new.keys().filter(|name| !old.contains_key(*name)) {
            self.say(format!("{what} `{name}` is new"), false);
        }
        for name in old.keys().filter(|name| !new.contains_key(*name)) {
            self.say(format!("{what} `{name}` is gone"), false);
        }
        old.iter().filter_map(|(name, one)| Some((name.as_str(), one, new.get(name)?))).collect()
    }

    fn settings(&mut self) {
        let [old, new] = self.policies.map(|policy| policy.time_zone.clone());
        if old != new {
            self.say(format!("days and hours are read in `{new}`, before in `{old}`"), true);
        }
    }

    fn types(&mut self) {
        let [old, new] = self.policies.map(|policy| &policy.schema.types);
        for (name, old, new) in self.names("the type", old, new) {
            self.kind_of(name, old, new);
            let containers =
                [(0, old), (1, new)].map(|(side, one)| self.type_names(side, &one.containers));
            if containers[0] != containers[1] {
                let named = |names: &[String]| {
                    if names.is_empty() { "nothing".into() } else { listed(names) }
                };
                let text = format!(
                    "`{name}` lies in {}, before in {}",
                    named(&containers[1]),
                    named(&containers[0])
                );
                self.say(text, true);
            }
            let before = self.found.len();
            self.names(&format!("the part of `{name}`"), &old.facets, &new.facets);
            // A request for the whole record asks for every part that there is.
            for one in self.found.iter_mut().skip(before) {
                (one.counts, one.gives) = (true, true);
            }
            let both =
                self.names(&format!("the property of `{name}`"), &old.properties, &new.properties);
            for (property, old, new) in both {
                self.property(&format!("{name}.{property}"), old, new);
            }
        }
    }

    fn kind_of(&mut self, name: &str, old: &EntityType, new: &EntityType) {
        if old.subject != new.subject {
            let text = if new.subject { "may now ask" } else { "may no longer ask" };
            self.say(format!("`{name}` {text}"), true);
        }
        if old.external != new.external {
            let text = if new.external { "is now external" } else { "is no longer external" };
            self.say(format!("`{name}` {text}"), true);
        }
    }

    fn type_names(&self, side: usize, types: &[TypeId]) -> Vec<String> {
        let schema = &self.policies[side].schema;
        let mut names: Vec<String> =
            types.iter().map(|ty| format!("`{}`", schema.ty(*ty).name)).collect();
        names.sort();
        names
    }

    fn property(&mut self, name: &str, old: &Property, new: &Property) {
        let [before, now] = [(0, old), (1, new)].map(|(side, one)| self.meaning(side, one));
        if before.0 != now.0 {
            self.say(format!("`{name}` is {}, before {}", now.0, before.0), false);
        }
        if before.1 != now.1 {
            let text = format!("where `{name}` isn't given it is {}, before {}", now.1, before.1);
            self.say(text, false);
        }
        if old.optional != new.optional {
            let text = if new.optional { "may now be absent" } else { "is now expected" };
            self.say(format!("`{name}` {text}"), false);
        }
    }

    fn meaning(&self, side: usize, property: &Property) -> (String, String) {
        let printer = self.policies[side].printer();
        let default = property.default.as_ref();
        let default = default
            .map_or_else(|| "unknown".into(), |value| format!("`{}`", printer.constant(value)));
        (printer.ty(&property.ty), default)
    }

    fn enums(&mut self) {
        let [old, new] = self.policies.map(|policy| &policy.schema.enums);
        for (name, old, new) in self.names("the enum", old, new) {
            self.names(&format!("the value of `{name}`"), &old.values, &new.values);
        }
    }

    fn actions(&mut self) {
        let [old, new] = self.policies.map(|policy| &policy.schema);
        for (name, first, second) in self.names("the action", &old.actions, &new.actions) {
            for (ty, on) in &second.on {
                let ty = &new.ty(*ty).name;
                let twin = old.find_type(ty).and_then(|ty| first.on.get(&ty));
                match twin {
                    None => self.say(format!("the action `{name}` is new on `{ty}`"), false),
                    Some(twin) => {
                        if twin.new != on.new {
                            let text = if on.new { "now makes" } else { "no longer makes" };
                            self.say(format!("`{name}` {text} a `{ty}`"), true);
                        }
                        for (id, param) in &on.params {
                            let param_name = new.param_name(*id);
                            let twin =
                                old.find_param(param_name).and_then(|id| twin.params.get(&id));
                            let full = format!("{name}.{param_name}");
                            match twin {
                                Some(twin) => self.property(&full, twin, param),
                                None => self.say(format!("the parameter `{full}` is new"), false),
                            }
                        }
                    }
                }
            }
            for ty in first.on.keys().map(|ty| &old.ty(*ty).name) {
                let twin = new.find_type(ty).and_then(|ty| second.on.get(&ty));
                if twin.is_none() {
                    self.say(format!("the action `{name}` is gone from `{ty}`"), false);
                }
            }
        }
    }

    fn context(&mut self) {
        let [old, new] = self.policies.map(|policy| &policy.schema.context);
        for (name, old, new) in self.names("the context field", old, new) {
            self.property(&format!("context.{name}"), old, new);
        }
    }

    fn holders(&mut self) {
        let named = |policy: &Policy, role: &Role| key(policy, role.overlay, &role.name);
        let tables = self.policies.map(|policy| {
            let roles = policy.roles.iter().skip(1).filter(|role| !role.is_abstract);
            let roles = roles.map(|role| ("the role", named(policy, role)));
            let classes = policy.classes.iter();
            let classes =
                classes.map(|class| ("the class", key(policy, class.overlay, &class.name)));
            roles.chain(classes).collect::<Vec<_>>()
        });
        let said = |(what, (overlay, name)): &(&str, (String, String))| {
            let of = if overlay.is_empty() { String::new() } else { format!(" of `{overlay}`") };
            format!("{what} `{name}`{of}")
        };
        let [old, new] = tables;
        for one in new.iter().filter(|one| !old.contains(one)) {
            self.say(format!("{} is new", said(one)), false);
        }
        for one in old.iter().filter(|one| !new.contains(one)) {
            self.say(format!("{} is gone", said(one)), false);
        }
    }

    /// An overlay that is left out takes its roles along, and what their assignments mean.
    fn overlays(&mut self) {
        let rejected = self
            .policies
            .map(|policy| policy.rejected.iter().map(|one| one.name.clone()).collect::<Vec<_>>());
        let [old, new] = rejected;
        for name in new.iter().filter(|name| !old.contains(name)) {
            self.say(format!("the overlay `{name}` has errors and is left out"), true);
        }
        for name in old.iter().filter(|name| !new.contains(name)) {
            self.say(format!("the overlay `{name}` is no longer left out for its errors"), true);
        }
    }

    /// How many roles a tenant may have is asked of the data when they are loaded.
    fn ceilings(&mut self) {
        let limits = self.policies.map(|policy| {
            let limit = |ceiling: &Ceiling| ceiling.at_most.map(|limit| policy.print(limit));
            let named = |ceiling: &Ceiling| (ceiling.name.clone(), limit(ceiling));
            policy.ceilings.iter().map(named).collect::<BTreeMap<_, _>>()
        });
        let [old, new] = limits;
        let said = |limit: &Option<String>| {
            limit
                .as_ref()
                .map_or_else(|| "any number of".into(), |limit| format!("at most `{limit}`"))
        };
        for (name, now) in &new {
            let Some(before) = old.get(name).filter(|before| *before != now) else { continue };
            let text = format!(
                "under the ceiling `{name}` a tenant has {} roles, before {}",
                said(now),
                said(before)
            );
            self.say(text, true);
        }
    }
}
