//! What decides a target, as circuits over a [`World`].

use ward_compiler::model::{
    ANYONE, Cell, Clause, ClauseKind, Enable, Grant, Prohibition, RestrictionId, RoleId, Source,
};

use crate::circuit::Bit;
use crate::facts::Truth;
use crate::held::Holdable;
use crate::world::{Env, World};

impl<'p> World<'p> {
    /// What can decide the target.
    pub fn cell(&self) -> Option<&'p Cell> {
        self.facts.policy.cells.get(self.facts.target)
    }

    fn env(&mut self, copy: u8) -> Env {
        let resource = self.facts.resource();
        Env::of(resource, copy)
    }

    /// What all clauses come to.
    pub fn clauses(&mut self, clauses: &[Clause], copy: u8) -> Truth {
        let env = self.env(copy);
        let truths: Vec<Truth> = clauses
            .iter()
            .map(|clause| {
                let reader = self.reader_of(clause);
                self.truth(clause.condition, &Env { reader, ..env.clone() })
            })
            .collect();
        self.facts.all(&truths)
    }

    /// Whether a claim's selection is met: `within` and `when` true, `unless` and `except` not
    /// met, so not true.
    pub fn selected(&mut self, clauses: &[Clause], copy: u8) -> Bit {
        let env = self.env(copy);
        let bits: Vec<Bit> = clauses
            .iter()
            .map(|clause| {
                let truth = self.truth(clause.condition, &env);
                match clause.kind {
                    ClauseKind::Unless | ClauseKind::Except => !truth.no,
                    _ => truth.yes,
                }
            })
            .collect();
        self.facts.circuit.and(bits)
    }

    /// Whether the target is permitted, in a copy of the data; prohibitions of the restrictions
    /// named are left aside.
    pub fn permit(&mut self, copy: u8, despite: &[RestrictionId]) -> Bit {
        match self.cell() {
            Some(cell) => self.permit_by(cell, copy, despite),
            None => self.facts.circuit.no(),
        }
    }

    /// Whether a cell, of this target or one made for it, permits.
    pub fn permit_by(&mut self, cell: &Cell, copy: u8, despite: &[RestrictionId]) -> Bit {
        let counts = |one: &&Prohibition| !matches!(one.source, Source::Restriction(id) if despite.contains(&id));
        let prohibitions: Vec<&Prohibition> = cell.prohibitions.iter().filter(counts).collect();
        let general = self.nothing_forbids(&prohibitions, copy);
        let narrowing: Vec<(&Prohibition, Bit)> = prohibitions
            .iter()
            .filter(|one| !one.is_general())
            .map(|one| (*one, self.prohibition_false(one, copy)))
            .collect();
        let grants: Vec<Bit> =
            cell.grants.iter().map(|grant| self.standing(cell, grant, &narrowing, copy)).collect();
        let granted = self.facts.circuit.or(grants);
        self.facts.circuit.and([general, granted])
    }

    /// Whether a grant is held through a role that nothing narrows away, its clauses are true and
    /// its `may` is switched on.
    fn standing(
        &mut self,
        cell: &Cell,
        grant: &Grant,
        narrowing: &[(&Prohibition, Bit)],
        copy: u8,
    ) -> Bit {
        let held = self.held_and_left(grant, narrowing, copy);
        let clauses = self.clauses(&grant.clauses, copy).yes;
        let on = if grant.may { self.switched_on(cell, copy) } else { self.facts.circuit.yes() };
        self.facts.circuit.and([held, clauses, on])
    }

    /// Whether every general prohibition is false.
    pub fn nothing_forbids(&mut self, prohibitions: &[&Prohibition], copy: u8) -> Bit {
        let general: Vec<Bit> = prohibitions
            .iter()
            .filter(|one| one.is_general())
            .map(|one| self.prohibition_false(one, copy))
            .collect();
        self.facts.circuit.and(general)
    }

    /// Whether a prohibition is false.
    pub fn prohibition_false(&mut self, one: &Prohibition, copy: u8) -> Bit {
        let clauses = self.clauses(&one.clauses, copy).no;
        match one.source {
            Source::Restriction(_) => clauses,
            Source::Class(class) => {
                let (subject, resource) = (self.facts.subject(), self.facts.resource());
                let applies = self.class_applies(class, subject, Some(resource), copy).no;
                self.facts.circuit.or([clauses, applies])
            }
        }
    }

    /// Whether a grant is held through a role that nothing narrows away.
    fn held_and_left(&mut self, grant: &Grant, narrowing: &[(&Prohibition, Bit)], copy: u8) -> Bit {
        let policy = self.facts.policy;
        let holders = policy.cells.holders(grant.holders);
        if holders.contains(ANYONE) {
            return self.facts.circuit.yes();
        }
        let mut ways = Vec::new();
        for role in holders.iter().filter(|role| !policy.role(*role).is_abstract) {
            let left = self.left_by(role, narrowing, copy);
            ways.push(left);
        }
        self.facts.circuit.or(ways)
    }

    /// Whether a role is held for the resource and what it gives is left.
    fn left_by(&mut self, role: RoleId, narrowing: &[(&Prohibition, Bit)], copy: u8) -> Bit {
        let policy = self.facts.policy;
        let (subject, resource) = (self.facts.subject(), self.facts.resource());
        let held = self.role_held(role, subject, Some(resource), copy).yes;
        let mut left = vec![held];
        for (one, is_false) in narrowing {
            let on_what =
                one.on_what.is_none_or(|roles| policy.cells.holders(roles).contains(role));
            if !on_what {
                continue;
            }
            left.push(match one.only_inside {
                None => *is_false,
                Some(overlay) => {
                    let outside = self.held_outside(Holdable::Role(role), overlay, copy);
                    self.facts.circuit.or([*is_false, outside])
                }
            });
        }
        self.facts.circuit.and(left)
    }

    fn switched_on(&mut self, cell: &Cell, copy: u8) -> Bit {
        let on: Vec<Bit> = cell.enables.iter().map(|enable| self.enabled(enable, copy)).collect();
        self.facts.circuit.or(on)
    }

    /// Whether an `enable` is true.
    pub fn enabled(&mut self, enable: &Enable, copy: u8) -> Bit {
        let (subject, resource) = (self.facts.subject(), self.facts.resource());
        let applies = self.class_applies(enable.class, subject, Some(resource), copy).yes;
        let clauses = self.clauses(&enable.clauses, copy).yes;
        self.facts.circuit.and([applies, clauses])
    }
}
