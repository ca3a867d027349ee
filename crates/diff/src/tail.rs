//! What is said about a difference besides whom and which cells it concerns.

use ward_compiler::model::{Cell, Clause, RoleId, Source};

use crate::cell::{conditions, holders};
use crate::compare::{Pair, Tail, Turn, only_in};
use crate::words::listed;

/// The grants of a role as text: those of one side alone, and those of both.
#[derive(Default)]
struct Given {
    only: [Vec<String>; 2],
    kept: Vec<String>,
}

impl Pair<'_> {
    /// The cell of one side as its policy writes it.
    fn original(&self, side: usize) -> Option<&Cell> {
        let side = &self.merged.sides[side];
        let (target, _) = side.cells.get(&self.target)?;
        side.policy.cells.get(*target)
    }

    fn text(&self, side: usize, clauses: &[Clause]) -> String {
        self.merged.sides[side].policy.print_clauses(clauses)
    }

    fn given(&self, ids: [Option<RoleId>; 2]) -> Given {
        let mut given = Given::default();
        for side in 0..2 {
            let Some(original) = self.original(side) else { continue };
            let other = self.shapes[1 - side].of_role(ids[1 - side]);
            for (grant, own) in self.cells[side].grants.iter().zip(&original.grants) {
                let of_role = ids[side].is_some_and(|id| {
                    holders(self.merged, &self.cells[side], grant.holders).contains(&id)
                });
                if !of_role {
                    continue;
                }
                let text = self.text(side, &own.clauses);
                let kept = other.contains(&(grant.may, conditions(self.merged, &grant.clauses)));
                let list = if kept { &mut given.kept } else { &mut given.only[side] };
                if !list.contains(&text) {
                    list.push(text);
                }
            }
        }
        given
    }

    /// What follows the cells that a role gains or loses.
    pub(crate) fn tail_of_role(&self, ids: [Option<RoleId>; 2], turn: Turn) -> Tail {
        let given = self.given(ids);
        let [removed, added] = &given.only;
        let text = match turn {
            Turn::Gain => gained(added, removed, &given.kept),
            _ => lost(added, removed, &given.kept),
        };
        let changed = if added == removed { self.changed(&text) } else { String::new() };
        Tail { frame: String::new(), text: text + &changed }
    }

    /// Where the words are the same, what they stand for has changed: what the words name, or,
    /// where that stands behind other names, all that has changed.
    fn changed(&self, text: &str) -> String {
        let scopes = self.merged.scopes.iter().map(|name| ("scope", name.as_str()));
        let versions = &self.merged.versions;
        let properties = versions.properties.iter().map(|(name, _)| ("declaration of", &**name));
        let others = versions.names.iter().map(|(name, _)| ("declaration of", name.as_str()));
        let all: Vec<(&str, &str)> = scopes.chain(properties).chain(others).collect();
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let named = |name: &str| text.split(|letter| !is_word(letter)).any(|word| word == name);
        let mut told: Vec<_> = all.iter().filter(|(_, name)| named(name)).collect();
        if told.is_empty() {
            told = all.iter().collect();
        }
        let told: Vec<String> =
            told.into_iter().map(|(what, name)| format!("the {what} `{name}`")).collect();
        match told.as_slice() {
            [] => String::new(),
            [one] => format!(" ({one} has changed)"),
            many => format!(" ({} have changed)", listed(many)),
        }
    }

    /// The classes that switch something on here.
    pub(crate) fn class_names(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for side in 0..2 {
            for enable in &self.cells[side].enables {
                let class = &self.merged.policy.class(enable.class).name;
                let name = format!("`{class}`");
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names.sort();
        let word = if names.len() > 1 { "classes" } else { "class" };
        if names.is_empty() {
            String::new()
        } else {
            format!(", under the {word} {}", listed(&names))
        }
    }

    /// What is said where prohibitions were added or taken away.
    pub(crate) fn tail_of_prohibitions(&self, turn: Turn) -> Tail {
        let [removed, added] = [0, 1].map(|side| self.prohibitions(side));
        match turn {
            Turn::Gain => Tail {
                frame: format!("whoever may {{}} is no longer stopped{}", by(&removed)),
                text: match (conditions_of(&removed), conditions_of(&added)) {
                    (old, new) if new.is_empty() || old == new => after(&old),
                    (old, new) => format!("{}, now only {new}", after(&old)),
                },
            },
            _ => Tail {
                frame: format!("nobody any longer may {{}}{}", through(&added)),
                text: after(&conditions_of(&added)),
            },
        }
    }

    /// The prohibitions of one side alone: name, whom they take from, conditions.
    fn prohibitions(&self, side: usize) -> Vec<(String, String, String)> {
        let Some(original) = self.original(side) else { return Vec::new() };
        let policy = &self.merged.sides[side].policy;
        only_in(self, side)
            .into_iter()
            .filter_map(|at| original.prohibitions.get(at))
            .map(|one| {
                let (name, mut whom) = match one.source {
                    Source::Restriction(id) => (policy.restriction(id).name.clone(), String::new()),
                    Source::Class(id) => {
                        let name = policy.class(id).name.clone();
                        (name.clone(), format!(" under the class `{name}`"))
                    }
                };
                if let Some(roles) = one.on_what {
                    let roles = policy.cells.holders(roles).iter();
                    let roles = roles.filter(|role| !policy.role(*role).is_abstract);
                    let names: Vec<String> =
                        roles.map(|role| policy.role(role).name.clone()).collect();
                    whom = format!(" through {}", names.join(", "));
                }
                (name, whom, self.text(side, &one.clauses))
            })
            .collect()
    }
}

fn by(all: &[(String, String, String)]) -> String {
    let mut names: Vec<String> = all.iter().map(|(name, ..)| format!("`{name}`")).collect();
    names.dedup();
    if names.is_empty() { String::new() } else { format!(" by {}", listed(&names)) }
}

fn through(all: &[(String, String, String)]) -> String {
    let mut whom: Vec<&str> = all.iter().map(|(_, whom, _)| whom.as_str()).collect();
    whom.dedup();
    match whom.as_slice() {
        [one] => (*one).to_owned(),
        _ => String::new(),
    }
}

fn conditions_of(all: &[(String, String, String)]) -> String {
    let texts: Vec<String> = all.iter().map(|(.., text)| text.clone()).collect();
    alternatives(&texts)
}

/// `within a or within b`; empty where one of them sets no condition.
fn alternatives(texts: &[String]) -> String {
    if texts.iter().any(String::is_empty) {
        return String::new();
    }
    let mut texts = texts.to_vec();
    texts.sort();
    texts.dedup();
    texts.join(" or ")
}

fn after(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(", {text}") }
}

fn or_always(text: String) -> String {
    if text.is_empty() { "without condition".into() } else { text }
}

fn gained(added: &[String], removed: &[String], kept: &[String]) -> String {
    let before: Vec<String> = removed.iter().chain(kept).cloned().collect();
    let (now, was) = (alternatives(added), alternatives(&before));
    if before.is_empty() || added.is_empty() || now == was {
        after(&now)
    } else if removed.is_empty() && !now.is_empty() {
        format!(", {now}, besides {}", or_always(was))
    } else {
        format!(", now {}, before {}", or_always(now), or_always(was))
    }
}

fn lost(added: &[String], removed: &[String], kept: &[String]) -> String {
    let after_it: Vec<String> = added.iter().chain(kept).cloned().collect();
    let (was, now) = (alternatives(removed), alternatives(&after_it));
    if after_it.is_empty() || removed.is_empty() || now == was {
        after(&was)
    } else if added.is_empty() && !was.is_empty() {
        format!(", {was}, and keeps it {}", or_always(now))
    } else {
        format!(", now only {}, before {}", or_always(now), or_always(was))
    }
}
