//! What can decide a target, found by what the subject holds.

use rustc_hash::FxHashMap;
use ward_compiler::model::{
    ANYONE, Cell, CellId, ClassId, Clause, ConditionId, HoldersId, OverlayId, Policy, RoleId,
    Source,
};

use super::node::{Nodes, Range};
use super::readers::Readers;

/// A condition, and the overlay that asks it.
#[derive(Clone, Copy, Debug)]
pub struct ClauseProgram {
    pub condition: ConditionId,
    pub reader: Option<OverlayId>,
}

/// A `can` or `may`.
#[derive(Clone, Copy, Debug)]
pub struct GrantProgram {
    pub may: bool,
    /// All must be true; a piece of [`Cells::clauses`], as all clauses are.
    pub clauses: Range,
}

/// An `enable`.
#[derive(Clone, Copy, Debug)]
pub struct EnableProgram {
    pub class: ClassId,
    pub clauses: Range,
}

/// The prohibitions of a class.
#[derive(Clone, Copy, Debug)]
pub struct ClassProgram {
    pub class: ClassId,
    /// A piece of [`Cells::general`].
    pub prohibitions: Range,
}

/// A prohibition that takes only from some roles or assignments.
#[derive(Clone, Copy, Debug)]
pub struct NarrowingProgram {
    pub class: Option<ClassId>,
    pub clauses: Range,
    pub on_what: Option<HoldersId>,
    pub only_inside: Option<OverlayId>,
}

/// What can decide a target. Each list has the cheap ones first.
#[derive(Clone, Copy, Debug, Default)]
pub struct CellProgram {
    /// Whether there is any grant at all.
    pub grants: bool,
    /// Whether there is one that is held through a role.
    pub by_role: bool,
    /// The grants that everybody holds, in [`Cells::held`].
    pub anyone: Range,
    pub enables: Range,
    /// The clauses of the prohibitions of restrictions that take from everything.
    pub general: Range,
    pub by_class: Range,
    pub narrowing: Range,
}

/// All cells, by the policy's numbers.
#[derive(Clone, Debug, Default)]
pub struct Cells {
    cells: Vec<CellProgram>,
    /// Grants by who holds them.
    pub held: Vec<GrantProgram>,
    by_role: FxHashMap<(CellId, RoleId), Range>,
    pub clauses: Vec<ClauseProgram>,
    pub enables: Vec<EnableProgram>,
    pub general: Vec<Range>,
    pub classes: Vec<ClassProgram>,
    pub narrowing: Vec<NarrowingProgram>,
}

impl Cells {
    /// Lays out the cells of a policy.
    pub fn of(policy: &Policy, nodes: &Nodes, readers: &Readers) -> Self {
        let mut cells = Self::default();
        for (at, cell) in policy.cells.contents.iter().enumerate() {
            let cell = Layout { policy, nodes, readers, cells: &mut cells }
                .cell(CellId::from_index(at), cell);
            cells.cells.push(cell);
        }
        cells
    }

    /// A cell.
    pub fn get(&self, id: CellId) -> CellProgram {
        self.cells.get(id.index()).copied().unwrap_or_default()
    }

    /// The grants that a role holds in a cell.
    pub fn of_role(&self, cell: CellId, role: RoleId) -> &[GrantProgram] {
        self.by_role.get(&(cell, role)).map_or(&[], |range| range.of(&self.held))
    }
}

struct Layout<'a> {
    policy: &'a Policy,
    nodes: &'a Nodes,
    readers: &'a Readers,
    cells: &'a mut Cells,
}

impl Layout<'_> {
    fn cell(&mut self, id: CellId, cell: &Cell) -> CellProgram {
        let anyone = self.grants(id, cell);
        let mut enables: Vec<_> = cell
            .enables
            .iter()
            .map(|one| EnableProgram { class: one.class, clauses: self.clauses(&one.clauses) })
            .collect();
        enables.sort_by_key(|one| self.cost(one.clauses));
        let (mut general, mut classes, mut narrowing) = (Vec::new(), Vec::new(), Vec::new());
        for one in &cell.prohibitions {
            let clauses = self.clauses(&one.clauses);
            let class = match one.source {
                Source::Restriction(_) => None,
                Source::Class(class) => Some(class),
            };
            match (one.is_general(), class) {
                (true, None) => general.push(clauses),
                (true, Some(class)) => classes.push((class, clauses)),
                (false, class) => narrowing.push(NarrowingProgram {
                    class,
                    clauses,
                    on_what: one.on_what,
                    only_inside: one.only_inside,
                }),
            }
        }
        general.sort_by_key(|one| self.cost(*one));
        CellProgram {
            grants: !cell.grants.is_empty(),
            by_role: (anyone.len as usize) < cell.grants.len(),
            anyone,
            enables: Range::add(&mut self.cells.enables, enables),
            general: Range::add(&mut self.cells.general, general),
            by_class: self.by_class(classes),
            narrowing: Range::add(&mut self.cells.narrowing, narrowing),
        }
    }

    /// Lists the grants by role; gives those of everybody.
    fn grants(&mut self, id: CellId, cell: &Cell) -> Range {
        let mut by_role: Vec<(RoleId, u32, GrantProgram)> = Vec::new();
        for grant in &cell.grants {
            let laid = GrantProgram { may: grant.may, clauses: self.clauses(&grant.clauses) };
            let cost = self.cost(laid.clauses);
            let holders = self.policy.cells.holders(grant.holders);
            if holders.contains(ANYONE) {
                by_role.push((ANYONE, cost, laid));
            } else {
                by_role.extend(holders.iter().map(|role| (role, cost, laid)));
            }
        }
        by_role.sort_by_key(|(role, cost, _)| (*role, *cost));
        let mut anyone = Range::default();
        for same_role in by_role.chunk_by(|a, b| a.0 == b.0) {
            let role = same_role[0].0;
            let held = same_role.iter().map(|(_, _, grant)| *grant);
            let range = Range::add(&mut self.cells.held, held);
            if role == ANYONE {
                anyone = range;
            } else {
                self.cells.by_role.insert((id, role), range);
            }
        }
        anyone
    }

    fn by_class(&mut self, mut all: Vec<(ClassId, Range)>) -> Range {
        all.sort_by_key(|(class, clauses)| (*class, self.cost(*clauses)));
        let mut classes = Vec::new();
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let prohibitions =
                Range::add(&mut self.cells.general, same.iter().map(|(_, clauses)| *clauses));
            classes.push(ClassProgram { class: same[0].0, prohibitions });
        }
        Range::add(&mut self.cells.classes, classes)
    }

    fn clauses(&mut self, clauses: &[Clause]) -> Range {
        let laid = |clause: &Clause| ClauseProgram {
            condition: clause.condition,
            reader: self.readers.get(clause.span.file),
        };
        let mut conditions: Vec<_> = clauses.iter().map(laid).collect();
        conditions.sort_by_key(|one| self.nodes.costs.condition(one.condition));
        Range::add(&mut self.cells.clauses, conditions)
    }

    fn cost(&self, clauses: Range) -> u32 {
        let costs = clauses
            .of(&self.cells.clauses)
            .iter()
            .map(|one| self.nodes.costs.condition(one.condition));
        costs.fold(0, u32::saturating_add)
    }
}
