//! Whether a part is permitted: some grant is true that nothing narrows away, and every other
//! prohibition is false.

use ward_compiler::model::{
    ANYONE, Cell, Clause, Enable, FacetId, Grant, ObligationUse, Prohibition, Source, Target,
};

use super::{Env, Eval, Held};
use crate::truth::Truth;

/// What becomes of one part, without reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartVerdict {
    /// Whether it is permitted.
    pub permit: bool,
    /// What a permit asks for, sorted.
    pub obligations: Vec<ObligationUse>,
}

/// A grant that holds; a `may` with the `enable` that switches it on.
pub type Holding<'a> = (&'a Grant, Option<&'a Enable>);

impl<'a> Eval<'a> {
    /// The cell of a part of the record that is asked about.
    pub fn cell(&self, part: Option<FacetId>) -> Option<&'a Cell> {
        self.policy.cells.get(Target { action: self.asked.action, ty: self.asked.ty, part })
    }

    /// Whether every part that is asked for is permitted.
    pub fn permits(&self) -> bool {
        self.asked.parts.iter().all(|part| self.permits_part(*part))
    }

    /// Whether one part is permitted.
    pub fn permits_part(&self, part: Option<FacetId>) -> bool {
        let Some(cell) = self.cell(part) else { return false };
        if cell.grants.is_empty()
            || cell.prohibitions.iter().any(|one| one.is_general() && self.applies(one))
        {
            return false;
        }
        let held = self.held_roles(self.asked.subject, Some(self.asked.resource));
        let narrowing = self.narrowing(cell);
        cell.grants.iter().any(|grant| {
            self.held_through(grant, &held, &narrowing).is_some()
                && self.clauses(&grant.clauses).is_true()
                && (!grant.may
                    || cell.enables.iter().any(|enable| self.switched_on(enable).is_true()))
        })
    }

    /// One part with what it asks for.
    pub fn part(&self, part: Option<FacetId>) -> PartVerdict {
        let obligations = self.permits_part(part).then(|| self.obligations(part));
        PartVerdict { permit: obligations.is_some(), obligations: obligations.unwrap_or_default() }
    }

    /// What the grants that hold ask for: nothing if one of them asks nothing, else the union.
    fn obligations(&self, part: Option<FacetId>) -> Vec<ObligationUse> {
        let Some(cell) = self.cell(part) else { return Vec::new() };
        let mut all: Vec<ObligationUse> = Vec::new();
        for asked in self.holding_grants(cell).into_iter().map(|(_, obligations)| obligations) {
            if asked.is_empty() {
                return Vec::new();
            }
            all.extend(asked);
        }
        all.sort();
        all.dedup();
        all
    }

    /// The grants that hold and survive, a `may` with each `enable` that switches it on; with
    /// what each asks for.
    pub fn holding_grants(&self, cell: &'a Cell) -> Vec<(Holding<'a>, Vec<ObligationUse>)> {
        let held = self.held_roles(self.asked.subject, Some(self.asked.resource));
        let narrowing = self.narrowing(cell);
        let mut found = Vec::new();
        for grant in &cell.grants {
            if self.held_through(grant, &held, &narrowing).is_none()
                || !self.clauses(&grant.clauses).is_true()
            {
                continue;
            }
            if !grant.may {
                found.push(((grant, None), grant.obligations.to_vec()));
                continue;
            }
            for enable in cell.enables.iter().filter(|enable| self.switched_on(enable).is_true()) {
                let mut asked = grant.obligations.to_vec();
                asked.extend(enable.obligations.iter().cloned());
                found.push(((grant, Some(enable)), asked));
            }
        }
        found
    }

    /// The prohibitions that apply and take only from some roles or assignments.
    pub fn narrowing(&self, cell: &'a Cell) -> Vec<&'a Prohibition> {
        cell.prohibitions.iter().filter(|one| !one.is_general() && self.applies(one)).collect()
    }

    /// Whether a prohibition applies: unless it is false.
    pub fn applies(&self, prohibition: &Prohibition) -> bool {
        let source = match prohibition.source {
            Source::Restriction(_) => Truth::True,
            Source::Class(class) => {
                self.class_applies(class, self.asked.subject, Some(self.asked.resource))
            }
        };
        !source.is_false() && !source.and(self.clauses(&prohibition.clauses)).is_false()
    }

    /// What all clauses together come to.
    pub fn clauses(&self, clauses: &[Clause]) -> Truth {
        let env = Env::of(self.asked.resource);
        Truth::all(clauses.iter().map(|clause| self.truth(clause.condition, &env)))
    }

    /// Whether an `enable` switches on.
    pub fn switched_on(&self, enable: &Enable) -> Truth {
        self.class_applies(enable.class, self.asked.subject, Some(self.asked.resource))
            .and(self.clauses(&enable.clauses))
    }

    /// The role through which a grant is surely held and not narrowed away; the inner `None` is
    /// `anyone`.
    pub fn held_through(
        &self,
        grant: &Grant,
        held: &[Held],
        narrowing: &[&Prohibition],
    ) -> Option<Option<Held>> {
        let holders = self.policy.cells.holders(grant.holders);
        if holders.contains(ANYONE) {
            return Some(None);
        }
        let survives = |held: &&Held| !narrowing.iter().any(|one| self.takes_from(one, held));
        let through = held
            .iter()
            .filter(|held| held.truth.is_true() && holders.contains(held.role))
            .find(survives);
        through.map(|held| Some(*held))
    }

    /// Whether a narrowing prohibition takes what one assignment gives; what can't be told to
    /// lie outside an overlay's tenant counts as inside.
    fn takes_from(&self, prohibition: &Prohibition, held: &Held) -> bool {
        let role = prohibition
            .on_what
            .is_none_or(|roles| self.policy.cells.holders(roles).contains(held.role));
        let inside = prohibition.only_inside.is_none_or(|overlay| match held.assignment.within {
            Some(within) => !self.inside_tenant(within, overlay).is_false(),
            None => false,
        });
        role && inside
    }
}
