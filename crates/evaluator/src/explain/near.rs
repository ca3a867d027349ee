//! The nearest grants of a refusal.

use ward_compiler::model::{ANYONE, Cell, Clause, ClauseKind, Grant, RoleBits};

use super::AtomLine;
use crate::decision::RuleRef;
use crate::eval::{Env, Eval, Held};
use crate::store::Assigned;
use crate::truth::Truth;

/// How many of the nearest grants a refusal names.
const NEAREST: usize = 5;

/// A grant that doesn't hold, and what it missed first.
#[derive(Clone, Debug, PartialEq)]
pub struct NearGrant {
    /// The statement.
    pub rule: RuleRef,
    /// The role through which it would be held.
    pub role: String,
    /// How that role is held; where it isn't, the days or place on which it would be.
    pub through: String,
    /// What was missing.
    pub state: GrantState,
}

/// What a grant missed first.
#[derive(Clone, Debug, PartialEq)]
pub enum GrantState {
    /// The role is held, and a condition isn't met.
    Unmet(Miss),
    /// The role is held and its conditions are met, but no class switches the `may` on.
    NotSwitchedOn(Vec<String>),
    /// It can't be told whether the role is held.
    HeldUnknown(String),
    /// The role isn't held here; so many subjects hold it.
    NotHeld(usize),
}

/// A condition that isn't met.
#[derive(Clone, Debug, PartialEq)]
pub struct Miss {
    /// The clause as it is written.
    pub clause: String,
    /// False or unknown.
    pub truth: Truth,
    /// What was compared.
    pub lines: Vec<AtomLine>,
}

impl NearGrant {
    /// What was missing, in one line.
    pub fn summary(&self) -> String {
        match &self.state {
            GrantState::Unmet(miss) => {
                let because = miss
                    .lines
                    .iter()
                    .map(|line| line.because.as_str())
                    .find(|text| !text.is_empty());
                let word = if miss.truth == Truth::Unknown { "can't be told" } else { "isn't met" };
                match because {
                    Some(because) => format!("`{}` {word}: {because}", miss.clause),
                    None => format!("`{}` {word}", miss.clause),
                }
            }
            GrantState::NotSwitchedOn(classes) if classes.is_empty() => {
                "no class switches it on".into()
            }
            GrantState::NotSwitchedOn(classes) => {
                format!("needs the class {}", classes.join(" or "))
            }
            GrantState::HeldUnknown(why) => {
                format!("it can't be told whether {} is held: {why}", self.role)
            }
            GrantState::NotHeld(_) if self.through.is_empty() => {
                format!("{} isn't held here", self.role)
            }
            GrantState::NotHeld(_) => {
                format!("{} isn't held here: it is assigned {}", self.role, self.through)
            }
        }
    }
}

impl Eval<'_> {
    /// The nearest grants: first those whose role is held, then those that might be, then those
    /// whose conditions are met; in canonical order among equals.
    pub(super) fn nearest_grants(&self, cell: &Cell, held: &[Held]) -> Vec<NearGrant> {
        let mut near: Vec<((u8, u8), NearGrant)> = Vec::new();
        for grant in &cell.grants {
            let one = self.near(cell, grant, held);
            let rank = match &one.state {
                GrantState::NotSwitchedOn(_) => (0, 0),
                GrantState::Unmet(miss) => (1, u8::from(miss.truth.is_false())),
                GrantState::HeldUnknown(_) => (2, 0),
                GrantState::NotHeld(_) => (3, u8::from(!self.clauses(&grant.clauses).is_true())),
            };
            near.push((rank, one));
        }
        near.sort_by(|a, b| (a.0, &a.1.rule, &a.1.role).cmp(&(b.0, &b.1.rule, &b.1.role)));
        near.dedup_by(|a, b| a.1 == b.1);
        near.into_iter().map(|(_, one)| one).take(NEAREST).collect()
    }

    fn near(&self, cell: &Cell, grant: &Grant, held: &[Held]) -> NearGrant {
        let rule = RuleRef::of(self.policy, grant.rule);
        let holders = self.policy.cells.holders(grant.holders);
        let best =
            held.iter().filter(|held| holders.contains(held.role)).max_by_key(|held| held.truth);
        let (role, through) = match best {
            Some(held) => (self.role_name(held.role), self.through(held)),
            None if holders.contains(ANYONE) => ("anyone".into(), String::new()),
            None => (self.role_to_name(grant), self.not_today(holders)),
        };
        let state = match best {
            None if !holders.contains(ANYONE) => GrantState::NotHeld(self.holders_here(grant)),
            Some(held) if !held.truth.is_true() => {
                GrantState::HeldUnknown(self.why_held_unknown(held))
            }
            _ => match grant
                .clauses
                .iter()
                .find(|clause| !self.clauses(std::slice::from_ref(clause)).is_true())
            {
                Some(clause) => GrantState::Unmet(self.miss(clause)),
                None => GrantState::NotSwitchedOn(self.switching_classes(cell)),
            },
        };
        NearGrant { rule, role, through, state }
    }

    /// The first assignment of one of these roles that doesn't hold for the record today.
    fn not_today(&self, holders: &RoleBits) -> String {
        let store = self.asked.frame.store();
        let own = store.assignments_of(self.asked.subject);
        let one = own.into_iter().find_map(|one| match one.what {
            Assigned::Role(role) if holders.contains(role) => Some((role, *one)),
            _ => None,
        });
        one.map_or_else(String::new, |(role, assignment)| {
            self.through(&Held { role, assignment, truth: Truth::False })
        })
    }

    /// The role to name where none of the holders is held: the one that wrote the statement, or
    /// for an abstract one the first that can be assigned.
    fn role_to_name(&self, grant: &Grant) -> String {
        let holders = self.policy.cells.holders(grant.holders);
        let assignable = holders.iter().find(|role| !self.policy.role(*role).is_abstract);
        let written = match self.policy.rule(grant.rule).owner {
            ward_compiler::model::Owner::Role(role)
                if !self.policy.role(role).is_abstract && holders.contains(role) =>
            {
                Some(role)
            }
            _ => None,
        };
        written.or(assignable).map_or_else(String::new, |role| self.role_name(role))
    }

    fn holders_here(&self, grant: &Grant) -> usize {
        self.policy.cells.holders(grant.holders).iter().map(|role| self.how_many_hold(role)).sum()
    }

    fn why_held_unknown(&self, held: &Held) -> String {
        if self.on_its_days(&held.assignment) == Truth::Unknown {
            return "the request gives no `context.now`".into();
        }
        match held.assignment.within {
            Some(within) if !self.is_known(within) => {
                format!("{} isn't stored", self.entity_name(within))
            }
            _ => format!("where {} lies isn't known", self.entity_name(self.asked.resource)),
        }
    }

    fn switching_classes(&self, cell: &Cell) -> Vec<String> {
        let mut names: Vec<_> = cell
            .enables
            .iter()
            .map(|enable| self.policy.class(enable.class).name.clone())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn miss(&self, clause: &Clause) -> Miss {
        let mut lines = Vec::new();
        let env = Env::of(self.asked.resource);
        self.atoms(clause.condition, &env, Truth::True, 0, &mut lines);
        let truth = self.truth(clause.condition, &env);
        Miss { clause: self.clause_text(clause), truth, lines }
    }

    fn clause_text(&self, clause: &Clause) -> String {
        match clause.kind {
            ClauseKind::Tenant => self.policy.print(clause.condition),
            _ => one_line(self.policy.sources.slice(clause.span)),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
