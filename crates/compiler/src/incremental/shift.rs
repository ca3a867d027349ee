//! Moves the places of a policy that stand behind an edit, and the numbers of its expressions.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use ward_diagnostics::{FileId, Span};

use super::links;
use crate::model::{
    Claim, ClaimForm, Clause, ConditionId, Constraint, ConstraintRule, Extension, Policy, Reached,
    Renumbered, Rule, Schema,
};
use crate::pipeline::Kept;

/// How many targets a statement reaches at most for it to be looked at which share clauses.
const FEW: usize = 16;

/// An edit as places and numbers see it: what begins at or behind `from` has moved.
pub(super) struct Shift {
    file: FileId,
    from: u32,
    by: i64,
    numbers: Option<Renumbered>,
    /// Clauses that have been moved already, by the address of the old ones.
    moved: FxHashMap<usize, Moved>,
    /// No clauses, to stand in for a while.
    none: Arc<[Clause]>,
}

struct Moved {
    /// Kept so that its address stays taken.
    _old: Arc<[Clause]>,
    new: Arc<[Clause]>,
}

impl Shift {
    pub fn new(file: FileId, from: u32, by: i64, numbers: Option<Renumbered>) -> Self {
        let none = Arc::new([]);
        Self { file, from, by, numbers, moved: FxHashMap::default(), none }
    }

    /// For what is new: places are right, numbers may not be.
    pub fn of_numbers(numbers: Option<Renumbered>) -> Self {
        Self::new(FileId(u32::MAX), u32::MAX, 0, numbers)
    }

    /// Whether nothing moves.
    pub fn is_idle(&self) -> bool {
        self.by == 0 && self.numbers.is_none()
    }

    fn reaches(&self, span: Span) -> bool {
        span.start >= self.from && span.file == self.file
    }

    fn span(&self, span: &mut Span) {
        *span = self.place(*span);
    }

    fn place(&self, span: Span) -> Span {
        if !self.reaches(span) {
            return span;
        }
        let moved = |at: u32| u32::try_from(i64::from(at) + self.by).unwrap_or(u32::MAX);
        Span { start: moved(span.start), end: moved(span.end), ..span }
    }

    fn id(&self, id: &mut ConditionId) {
        *id = self.number(*id);
    }

    fn number(&self, id: ConditionId) -> ConditionId {
        self.numbers.map_or(id, |numbers| numbers.condition(id))
    }

    /// Whether the clause or one of its atoms moves; atoms stand in their clauses.
    fn moves(&self, clause: &Clause) -> bool {
        let place = self.by != 0
            && (self.reaches(clause.span) || clause.atoms.iter().any(|it| self.reaches(it.1)));
        let renumbered = |id| self.numbers.is_some_and(|numbers| numbers.reaches(id));
        place || renumbered(clause.condition) || clause.atoms.iter().any(|it| renumbered(it.0))
    }

    fn clause(&self, clause: &mut Clause) {
        self.id(&mut clause.condition);
        self.span(&mut clause.span);
        match Arc::get_mut(&mut clause.atoms) {
            Some(atoms) => atoms.iter_mut().for_each(|atom| *atom = self.atom(*atom)),
            None => clause.atoms = clause.atoms.iter().map(|atom| self.atom(*atom)).collect(),
        }
    }

    fn atom(&self, (id, span): (ConditionId, Span)) -> (ConditionId, Span) {
        (self.number(id), self.place(span))
    }

    fn clauses(&mut self, clauses: &mut Arc<[Clause]>) {
        if !clauses.iter().any(|clause| self.moves(clause)) {
            return;
        }
        if let Some(own) = Arc::get_mut(clauses) {
            own.iter_mut().for_each(|clause| self.clause(clause));
            return;
        }
        let address = clauses.as_ptr().addr();
        if let Some(moved) = self.moved.get(&address) {
            clauses.clone_from(&moved.new);
            return;
        }
        let mut new: Arc<[Clause]> = clauses.iter().cloned().collect();
        for clause in Arc::get_mut(&mut new).into_iter().flatten() {
            self.clause(clause);
        }
        let old = std::mem::replace(clauses, new.clone());
        self.moved.insert(address, Moved { _old: old, new });
    }

    /// What is reached; targets of one type share their clauses.
    fn reached(&mut self, reach: &mut [Reached]) {
        if reach.len() > FEW {
            reach.iter_mut().for_each(|reached| self.clauses(&mut reached.clauses));
            return;
        }
        for at in 0..reach.len() {
            let (before, behind) = reach.split_at_mut(at);
            let Some((one, behind)) = behind.split_first_mut() else { return };
            if before.iter().any(|other| Arc::ptr_eq(&other.clauses, &one.clauses)) {
                continue;
            }
            // Only what nobody shares can be changed where it is.
            let shared = |other: &&mut Reached| Arc::ptr_eq(&other.clauses, &one.clauses);
            let mut sharing: Vec<&mut Reached> = behind.iter_mut().filter(shared).collect();
            sharing.iter_mut().for_each(|other| other.clauses.clone_from(&self.none));
            self.clauses(&mut one.clauses);
            sharing.iter_mut().for_each(|other| other.clauses.clone_from(&one.clauses));
        }
    }

    /// Moves what a statement says.
    pub fn rule(&mut self, rule: &mut Rule) {
        self.span(&mut rule.span);
        self.reached(&mut rule.reach);
    }

    fn extension(&mut self, extension: &mut Extension) {
        for clause in extension.within.iter_mut().flat_map(|within| within.values_mut()) {
            self.clause(clause);
        }
        for clauses in extension.except.iter_mut().flat_map(|except| except.values_mut()) {
            self.clauses(clauses);
        }
    }

    /// Moves what a claim says.
    pub fn claim(&mut self, claim: &mut Claim) {
        self.span(&mut claim.span);
        match &mut claim.form {
            ClaimForm::Cannot { what, .. }
            | ClaimForm::Never { what, .. }
            | ClaimForm::Always { what, .. } => self.reached(what),
            ClaimForm::AtMost { .. } | ClaimForm::OnlyDepends { .. } => {}
        }
    }

    fn constraint(&self, constraint: &mut Constraint) {
        self.span(&mut constraint.span);
        match &mut constraint.rule {
            ConstraintRule::Count { those_with, when, .. } => {
                those_with.iter_mut().chain(when).for_each(|id| self.id(id));
            }
            ConstraintRule::RequireCondition { condition, .. } => self.id(condition),
            ConstraintRule::Every { when, condition, .. } => {
                when.iter_mut().for_each(|id| self.id(id));
                self.id(condition);
            }
            ConstraintRule::Exclusive { .. }
            | ConstraintRule::ExactlyOneOf { .. }
            | ConstraintRule::RequireRole { .. } => {}
        }
    }

    fn schema(&self, schema: &mut Schema) {
        for ty in schema.types.values_mut() {
            self.span(&mut ty.span);
            ty.properties.values_mut().for_each(|property| self.span(&mut property.span));
        }
        schema.enums.values_mut().filter_map(|it| it.span.as_mut()).for_each(|it| self.span(it));
        schema.context.values_mut().for_each(|field| self.span(&mut field.span));
        for on in schema.actions.values_mut().flat_map(|action| action.on.values_mut()) {
            self.span(&mut on.span);
            on.params.values_mut().for_each(|param| self.span(&mut param.span));
        }
        for obligation in schema.obligations.values_mut() {
            obligation.params.iter_mut().for_each(|param| self.span(&mut param.span));
        }
    }

    /// Moves every place of the policy.
    pub fn policy(&mut self, policy: &mut Policy) {
        self.schema(&mut policy.schema);
        for role in &mut policy.roles {
            role.span.iter_mut().for_each(|span| self.span(span));
            role.extensions.iter_mut().for_each(|extension| self.extension(extension));
        }
        policy.classes.iter_mut().for_each(|class| self.span(&mut class.span));
        for scope in &mut policy.scopes {
            self.span(&mut scope.span);
            for body in scope.on.values_mut() {
                self.span(&mut body.span);
                self.id(&mut body.condition);
            }
        }
        policy.restrictions.iter_mut().for_each(|it| self.span(&mut it.span));
        for ceiling in &mut policy.ceilings {
            self.span(&mut ceiling.span);
            if let (Some(id), Some(numbers)) = (&mut ceiling.at_most, self.numbers) {
                *id = numbers.value(*id);
            }
        }
        let linked = links::cut(&mut policy.cells, &policy.rules, &self.none);
        policy.rules.iter_mut().for_each(|rule| self.rule(rule));
        for cell in &mut policy.cells.contents {
            cell.grants.iter_mut().for_each(|grant| self.clauses(&mut grant.clauses));
            cell.enables.iter_mut().for_each(|enable| self.clauses(&mut enable.clauses));
            cell.prohibitions.iter_mut().for_each(|it| self.clauses(&mut it.clauses));
        }
        links::mend(&mut policy.cells, &policy.rules, &linked);
        policy.claims.iter_mut().for_each(|claim| self.claim(claim));
        policy.constraints.iter_mut().for_each(|constraint| self.constraint(constraint));
        for test in &mut policy.tests {
            self.span(&mut test.span);
            test.expectations.iter_mut().for_each(|it| self.span(&mut it.span));
        }
        policy.graph.places_mut().for_each(|span| self.span(span));
    }

    /// Moves the places by which declarations are known, and their slots.
    pub fn kept(&self, kept: &mut Kept) {
        if let Some(numbers) = self.numbers {
            for (declaration, (_, slots)) in (1..).zip(&mut kept.first_uses) {
                numbers.move_slots(declaration, slots);
            }
        }
        kept.names.holdables.meanings_mut().for_each(|(_, span)| self.span(span));
        kept.names.restrictions.meanings_mut().for_each(|(_, span)| self.span(span));
        kept.names.constraints.meanings_mut().for_each(|span| self.span(span));
    }
}
