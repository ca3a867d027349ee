//! Whether a part is permitted: some grant is true that nothing narrows away, and every other
//! prohibition is false.
//!
//! A decision goes by what the subject holds: each assignment leads to the grants of its role in
//! the cell, and only those are asked. Prohibitions come last, since most requests that are
//! refused are refused for want of a grant.

use ward_compiler::model::{
    ANYONE, Cell, CellId, ClassId, Clause, Enable, FacetId, Grant, OverlayId, Prohibition, RoleId,
    Source, Target,
};

use super::{Env, Eval, Held};
use crate::program::{CellProgram, GrantProgram, Range};
use crate::store::Assignment;
use crate::truth::Truth;

impl<'a> Eval<'a> {
    /// The cell of a part of the record that is asked about.
    pub fn cell(&self, part: Option<FacetId>) -> Option<&'a Cell> {
        let id = self.cell_id(part)?;
        self.policy.cells.contents.get(id.index())
    }

    fn cell_id(&self, part: Option<FacetId>) -> Option<CellId> {
        let target = Target { action: self.asked.action, ty: self.asked.ty, part };
        self.policy.cells.index.get(&target).copied()
    }

    /// Whether every part that is asked for is permitted.
    pub fn permits(&self) -> bool {
        self.asked.cells.iter().all(|cell| cell.is_some_and(|cell| self.permits_cell(cell)))
            && !self.is_narrowed_out()
    }

    /// Whether one part is permitted.
    pub fn permits_part(&self, part: Option<FacetId>) -> bool {
        self.cell_id(part).is_some_and(|cell| self.permits_cell(cell)) && !self.is_narrowed_out()
    }

    fn permits_cell(&self, id: CellId) -> bool {
        let cell = self.program.cells.get(id);
        let permit = cell.grants && self.is_granted(id, &cell) && !self.is_forbidden(&cell);
        self.asked.frame.forget_computed();
        permit
    }

    /// Whether a grant is true that nothing narrows away.
    fn is_granted(&self, id: CellId, cell: &CellProgram) -> bool {
        let cells = &self.program.cells;
        if cell.anyone.of(&cells.held).iter().any(|grant| self.grants(grant, cell)) {
            return true;
        }
        if !cell.by_role {
            return false;
        }
        self.any_reaching(self.asked.subject, |one, member| {
            let Some(role) = one.assignment.role() else { return false };
            let grants = cells.of_role(id, role);
            !grants.is_empty()
                && member.is_true()
                && self.role_holds(role, one, Some(self.asked.resource)).is_true()
                && grants.iter().any(|grant| self.grants(grant, cell))
                && !self.is_narrowed(role, &one.assignment, cell)
        })
    }

    /// Whether a grant that is held gives.
    fn grants(&self, grant: &GrantProgram, cell: &CellProgram) -> bool {
        self.all_true(grant.clauses) && (!grant.may || self.is_switched_on(cell))
    }

    fn is_switched_on(&self, cell: &CellProgram) -> bool {
        let enables = cell.enables.of(&self.program.cells.enables);
        enables.iter().any(|enable| {
            self.class_applies_here(enable.class).is_true() && self.all_true(enable.clauses)
        })
    }

    /// Whether what one assignment gives is taken away again.
    fn is_narrowed(&self, role: RoleId, assignment: &Assignment, cell: &CellProgram) -> bool {
        let narrowing = cell.narrowing.of(&self.program.cells.narrowing);
        narrowing.iter().any(|one| {
            let on_what = one.on_what.map(|roles| self.policy.cells.holders(roles));
            on_what.is_none_or(|roles| roles.contains(role))
                && self.is_inside(one.only_inside, assignment)
                && !one.class.map_or(Truth::True, |class| self.class_applies_here(class)).is_false()
                && !self.any_false(one.clauses)
        })
    }

    /// Whether a prohibition applies that takes from everything: unless it is false.
    fn is_forbidden(&self, cell: &CellProgram) -> bool {
        let cells = &self.program.cells;
        let by_restriction =
            cell.general.of(&cells.general).iter().any(|clauses| !self.any_false(*clauses));
        by_restriction
            || cell.by_class.of(&cells.classes).iter().any(|one| {
                let prohibitions = one.prohibitions.of(&cells.general);
                !self.class_applies_here(one.class).is_false()
                    && prohibitions.iter().any(|clauses| !self.any_false(*clauses))
            })
    }

    fn class_applies_here(&self, class: ClassId) -> Truth {
        self.class_applies(class, self.asked.subject, Some(self.asked.resource))
    }

    fn all_true(&self, clauses: Range) -> bool {
        let env = Env::of(self.asked.resource);
        let clauses = clauses.of(&self.program.cells.clauses);
        clauses.iter().all(|one| self.truth(one.condition, &env.read_by(one.reader)).is_true())
    }

    fn any_false(&self, clauses: Range) -> bool {
        let env = Env::of(self.asked.resource);
        let clauses = clauses.of(&self.program.cells.clauses);
        clauses.iter().any(|one| self.truth(one.condition, &env.read_by(one.reader)).is_false())
    }

    /// The prohibitions that apply and take only from some roles or assignments.
    pub fn narrowing(&self, cell: &'a Cell) -> Vec<&'a Prohibition> {
        cell.prohibitions.iter().filter(|one| !one.is_general() && self.applies(one)).collect()
    }

    /// Whether a prohibition applies: unless it is false.
    pub fn applies(&self, prohibition: &Prohibition) -> bool {
        let source = match prohibition.source {
            Source::Restriction(_) => Truth::True,
            Source::Class(class) => self.class_applies_here(class),
        };
        !source.is_false() && !source.and(self.clauses(&prohibition.clauses)).is_false()
    }

    /// What all clauses together come to.
    pub fn clauses(&self, clauses: &[Clause]) -> Truth {
        Truth::all(clauses.iter().map(|clause| self.clause(clause)))
    }

    /// What a clause comes to.
    pub fn clause(&self, clause: &Clause) -> Truth {
        self.truth(clause.condition, &self.env_of(clause))
    }

    /// What a clause is asked of, and by whom.
    pub fn env_of(&self, clause: &Clause) -> Env<'static> {
        Env::of(self.asked.resource).read_by(self.program.readers.get(clause.span.file))
    }

    /// Whether an `enable` switches on.
    pub fn switched_on(&self, enable: &Enable) -> Truth {
        self.class_applies_here(enable.class).and(self.clauses(&enable.clauses))
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

    /// Whether a prohibition is about what a grant would give: the grant is surely held through
    /// something that the prohibition takes from. Conditions aren't looked at.
    pub fn concerns(&self, prohibition: &Prohibition, grant: &Grant, held: &[Held]) -> bool {
        if prohibition.is_general() {
            return self.held_through(grant, held, &[]).is_some();
        }
        let holders = self.policy.cells.holders(grant.holders);
        let gives = |held: &&Held| held.truth.is_true() && holders.contains(held.role);
        held.iter().filter(gives).any(|held| self.takes_from(prohibition, held))
    }

    /// Whether a narrowing prohibition takes what one assignment gives.
    fn takes_from(&self, prohibition: &Prohibition, held: &Held) -> bool {
        let on_what = prohibition.on_what.map(|roles| self.policy.cells.holders(roles));
        on_what.is_none_or(|roles| roles.contains(held.role))
            && self.is_inside(prohibition.only_inside, &held.assignment)
    }

    /// Whether an assignment gives something inside an overlay's tenant; what can't be told to
    /// lie outside counts as inside.
    fn is_inside(&self, overlay: Option<OverlayId>, assignment: &Assignment) -> bool {
        overlay.is_none_or(|overlay| match assignment.within {
            Some(within) => !self.inside_tenant(within, overlay).is_false(),
            None => false,
        })
    }
}
