//! The nearest grants of a refusal.

use std::cmp::Ordering;

use ward_compiler::model::{ANYONE, Cell, Clause, ClauseKind, Grant, Owner, RoleBits};

use crate::decision::{GrantState, Miss, NearGrant};
use crate::eval::{Eval, Held};
use crate::store::Assigned;
use crate::truth::Truth;

/// How many of the nearest grants a refusal names.
const NEAREST: usize = 5;

/// What a grant misses first, not yet in words.
#[derive(Clone, Copy)]
enum Missing<'a> {
    NotSwitchedOn,
    Unmet(&'a Clause, Truth),
    HeldUnknown,
    NotHeld { met: bool },
}

/// A grant on its way to be named among the nearest.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    grant: &'a Grant,
    /// The holding that comes nearest; `None` for `anyone` too.
    best: Option<&'a Held>,
    missing: Missing<'a>,
}

impl Missing<'_> {
    /// First the roles that are held, then those that might be, then those whose conditions are
    /// met.
    fn rank(self) -> (u8, u8) {
        match self {
            Self::NotSwitchedOn => (0, 0),
            Self::Unmet(_, truth) => (1, u8::from(truth.is_false())),
            Self::HeldUnknown => (2, 0),
            Self::NotHeld { met } => (3, u8::from(!met)),
        }
    }
}

impl Eval<'_> {
    /// The nearest grants, in canonical order among equals; each once. Only these are put into
    /// words: a cell may have very many grants. Who holds the roles of others is counted where
    /// that is asked for, since it looks at every assignment.
    pub(super) fn nearest_grants(
        &self,
        cell: &Cell,
        held: &[Held],
        counting: bool,
    ) -> Vec<NearGrant> {
        let mut candidates: Vec<_> =
            cell.grants.iter().map(|grant| self.candidate(grant, held)).collect();
        candidates.sort_by(|a, b| self.nearer(a, b));
        let mut near: Vec<NearGrant> = Vec::with_capacity(NEAREST.min(candidates.len()));
        for candidate in candidates {
            if near.len() == NEAREST {
                break;
            }
            let told = self.told(cell, candidate, counting);
            if near.last() != Some(&told) {
                near.push(told);
            }
        }
        near
    }

    fn candidate<'c>(&self, grant: &'c Grant, held: &'c [Held]) -> Candidate<'c> {
        let holders = self.policy.cells.holders(grant.holders);
        let best =
            held.iter().filter(|held| holders.contains(held.role)).max_by_key(|held| held.truth);
        let missing = match best {
            None if !holders.contains(ANYONE) => {
                Missing::NotHeld { met: self.clauses(&grant.clauses).is_true() }
            }
            Some(held) if !held.truth.is_true() => Missing::HeldUnknown,
            _ => {
                let of = |clause| self.clauses(std::slice::from_ref(clause));
                let mut unmet = grant.clauses.iter().map(|clause| (clause, of(clause)));
                match unmet.find(|(_, truth)| !truth.is_true()) {
                    Some((clause, truth)) => Missing::Unmet(clause, truth),
                    None => Missing::NotSwitchedOn,
                }
            }
        };
        Candidate { grant, best, missing }
    }

    fn nearer(&self, a: &Candidate<'_>, b: &Candidate<'_>) -> Ordering {
        let id = |one: &Candidate<'_>| self.policy.rule(one.grant.rule).id.as_str();
        let by_rule = (a.missing.rank(), id(a)).cmp(&(b.missing.rank(), id(b)));
        by_rule.then_with(|| self.role_of(a).cmp(&self.role_of(b)))
    }

    /// The role through which a grant would be held.
    fn role_of(&self, one: &Candidate<'_>) -> String {
        match one.best {
            Some(held) => self.role_name(held.role),
            None if self.policy.cells.holders(one.grant.holders).contains(ANYONE) => {
                "anyone".into()
            }
            None => self.role_to_name(one.grant),
        }
    }

    fn told(&self, cell: &Cell, one: Candidate<'_>, counting: bool) -> NearGrant {
        let Candidate { grant, best, missing } = one;
        let through = match (best, missing) {
            (Some(held), _) => self.through(held),
            (None, Missing::NotHeld { .. }) => {
                self.not_today(self.policy.cells.holders(grant.holders))
            }
            (None, _) => String::new(),
        };
        let state = match missing {
            Missing::NotHeld { .. } => {
                GrantState::NotHeld(counting.then(|| self.holders_here(grant)))
            }
            Missing::HeldUnknown => GrantState::HeldUnknown(
                best.map_or_else(String::new, |held| self.why_held_unknown(held)),
            ),
            Missing::Unmet(clause, truth) => GrantState::Unmet(self.miss(clause, truth)),
            Missing::NotSwitchedOn => GrantState::NotSwitchedOn(self.switching_classes(cell)),
        };
        NearGrant { rule: self.rule_ref(grant.rule), role: self.role_of(&one), through, state }
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
        let assignable = || holders.iter().find(|role| !self.policy.role(*role).is_abstract);
        let written = match self.policy.rule(grant.rule).owner {
            Owner::Role(role) if !self.policy.role(role).is_abstract && holders.contains(role) => {
                Some(role)
            }
            _ => None,
        };
        written.or_else(assignable).map_or_else(String::new, |role| self.role_name(role))
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

    fn miss(&self, clause: &Clause, truth: Truth) -> Miss {
        let mut lines = Vec::new();
        let env = self.env_of(clause);
        self.atoms(clause.condition, &env, Truth::True, 0, &mut lines);
        Miss { clause: self.clause_text(clause), truth, lines }
    }

    fn clause_text(&self, clause: &Clause) -> String {
        match clause.kind {
            ClauseKind::Tenant => self.text_of(clause.condition).to_string(),
            _ => one_line(self.policy.sources.slice(clause.span)),
        }
    }
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
