//! Which records or subjects can come into question, by what a grant asks of them.
//!
//! What is found here is more than what is permitted, never less: each candidate is decided
//! afterwards. `None` means that all come into question.

use ward_compiler::model::{
    Access, CellId, Comparison, Condition, ConditionId, Logic, Membership, Part, Path, PropertyId,
    Reads, Relation, RoleId, TypeId, ValueExpr, ValueId,
};

use crate::eval::{Env, Eval};
use crate::index::Index;
use crate::program::{CellProgram, GrantProgram};
use crate::truth::Truth;
use crate::value::{EntityId, Parts, Value};

/// Entities that come into question; `None` for all.
type Few = Option<Vec<EntityId>>;

/// How deep scopes within scopes are followed.
const DEEPEST: usize = 8;

/// Looks for records that the subject of a request may be permitted on.
pub struct Candidates<'e, 'a> {
    pub eval: &'e Eval<'a>,
    pub index: &'e Index,
    /// The type of the records.
    pub ty: TypeId,
}

impl Candidates<'_, '_> {
    /// The records that come into question for a cell.
    pub fn of_cell(&self, id: CellId) -> Few {
        if self.eval.asked.frame.describes_places() {
            return None;
        }
        let cells = &self.eval.program.cells;
        let cell: CellProgram = cells.get(id);
        let mut found = Vec::new();
        for grant in cell.anyone.of(&cells.held) {
            found.extend(self.of_grant(grant)?);
        }
        for (role, within) in self.held() {
            for grant in cells.of_role(id, role) {
                let by_place = within.map(|within| self.index.inside(within));
                found.extend(smaller(by_place, self.of_grant(grant))?);
            }
        }
        Some(found)
    }

    /// The roles that the subject may hold somewhere, each with its place.
    fn held(&self) -> Vec<(RoleId, Option<EntityId>)> {
        let mut held = Vec::new();
        self.eval.any_reaching(self.eval.asked.subject, |one, member| {
            if let Some(role) = one.assignment.role()
                && member.is_true()
            {
                held.push((role, one.assignment.within));
            }
            false
        });
        held
    }

    fn of_grant(&self, grant: &GrantProgram) -> Few {
        // An overlay reads less than what its conditions say: that can only leave more out.
        let clauses = grant.clauses.of(&self.eval.program.cells.clauses);
        clauses.iter().map(|one| self.of(one.condition, 0)).fold(None, smaller)
    }

    /// Those for which all conditions may be true: the fewest that one of them leaves.
    fn of_all(&self, conditions: &[ConditionId], depth: usize) -> Few {
        let each = conditions.iter().map(|condition| self.of(*condition, depth));
        each.fold(None, smaller)
    }

    /// Those for which one of the conditions may be true.
    fn of_any(&self, conditions: &[ConditionId], depth: usize) -> Few {
        let mut found = Vec::new();
        for condition in conditions {
            found.extend(self.of(*condition, depth)?);
        }
        Some(found)
    }

    /// The records for which a condition may be true.
    fn of(&self, condition: ConditionId, depth: usize) -> Few {
        match self.eval.policy.exprs.condition(condition) {
            Condition::Logic(Logic::And(parts)) => self.of_all(parts, depth),
            Condition::Logic(Logic::Or(parts)) => self.of_any(parts, depth),
            Condition::Comparison(Comparison::Eq(left, right)) => {
                self.where_equal(*left, *right).or_else(|| self.where_equal(*right, *left))
            }
            Condition::Membership(Membership::InEntity(inner, outer)) => {
                if self.is_record(*inner) {
                    return Some(self.index.inside(self.entity(*outer)?));
                }
                self.where_around(self.entity(*inner)?, *outer)
            }
            Condition::Membership(Membership::InEntities(inner, set)) => {
                if self.is_record(*inner) {
                    return self.inside_one_of(*set);
                }
                self.where_around(self.entity(*inner)?, *set)
            }
            Condition::Membership(Membership::Contains { set, value }) => {
                self.where_equal(*set, *value)
            }
            Condition::Relation(Relation::Within { scope, of }) if self.is_record(*of) => {
                let body = self.eval.program.nodes.scope(*scope, self.ty)?;
                let follow = body.circle.is_none() && depth < DEEPEST;
                follow.then(|| self.of(body.condition, depth + 1))?
            }
            Condition::Value(_)
            | Condition::Logic(_)
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_)
            | Condition::Quantifier(_) => self.all_or_none(condition),
        }
    }

    /// The records that are, or lie in, one of a set.
    fn inside_one_of(&self, set: ValueId) -> Few {
        let Value::Set(elements) = self.known(set)? else { return None };
        let mut found = Vec::new();
        for element in elements.places() {
            let Some(Value::Entity(outer)) = self.eval.item(element) else { continue };
            found.extend(self.index.inside(outer));
        }
        Some(found)
    }

    /// All records, or none where a condition is the same for all and not true.
    fn all_or_none(&self, condition: ConditionId) -> Few {
        if self.is_about_the_record(condition) {
            return None;
        }
        match self.eval.truth(condition, &Env::default()) {
            Truth::True => None,
            Truth::False | Truth::Unknown => Some(Vec::new()),
        }
    }

    fn is_record(&self, value: ValueId) -> bool {
        self.eval.policy.exprs.reads(value) == Some(Reads::Resource)
    }

    /// The records of which a path is an entity, or a set with it.
    fn where_equal(&self, path: ValueId, value: ValueId) -> Few {
        let value = self.entity(value)?;
        match self.own(path)? {
            Access::Property(property) => {
                self.has_no_default(property)?;
                Some(self.index.named_by(value, property).collect())
            }
            Access::Container(_) => Some(self.index.inside(value)),
        }
    }

    /// The records of which a path leads to something that an entity is or lies in.
    fn where_around(&self, inner: EntityId, path: ValueId) -> Few {
        let Access::Property(property) = self.own(path)? else { return None };
        self.has_no_default(property)?;
        let above = self.eval.all_above(inner)?;
        let around = std::iter::once(inner).chain(above.iter().copied());
        Some(around.flat_map(|outer| self.index.named_by(outer, property)).collect())
    }

    /// What a path of one step from the record means.
    fn own(&self, path: ValueId) -> Option<Access> {
        let ValueExpr::Path(Path::Property { of, access, .. }) = self.eval.policy.exprs.value(path)
        else {
            return None;
        };
        let meaning = access.iter().find(|(ty, _)| *ty == self.ty);
        meaning.filter(|_| self.is_record(*of)).map(|(_, access)| *access)
    }

    fn has_no_default(&self, property: PropertyId) -> Option<()> {
        let store = self.eval.asked.frame.store();
        store.default_of(self.ty, property).is_none().then_some(())
    }

    /// The value of an expression that is the same for all records.
    fn known(&self, id: ValueId) -> Option<Value> {
        if self.is_about_the_record(id) {
            return None;
        }
        self.eval.value(id, &Env::default())
    }

    fn entity(&self, id: ValueId) -> Option<EntityId> {
        match self.known(id)? {
            Value::Entity(entity) => Some(entity),
            _ => None,
        }
    }

    /// Whether a condition or value can differ from record to record.
    fn is_about_the_record(&self, part: impl Into<Part>) -> bool {
        let exprs = &self.eval.policy.exprs;
        exprs.all_parts(part).into_iter().any(|part| match exprs.reads(part) {
            // What somebody holds is asked for the record, and variables stand for anything.
            Some(Reads::Resource | Reads::Place | Reads::Holdings { .. } | Reads::Variable) => true,
            Some(
                Reads::Property { .. }
                | Reads::Context(_)
                | Reads::Now
                | Reads::Param(_)
                | Reads::Subject
                | Reads::Scope(_),
            )
            | None => false,
        })
    }
}

/// The fewer of two lists, either of which has all that come into question.
fn smaller(one: Few, other: Few) -> Few {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.len() <= other.len() { one } else { other }),
        (one, other) => one.or(other),
    }
}

/// The subjects that may hold a role that has a grant in a cell.
pub fn subjects(eval: &Eval<'_>, index: &Index, id: CellId) -> Few {
    let cells = &eval.program.cells;
    let cell: CellProgram = cells.get(id);
    if cell.anyone.len > 0 || eval.asked.frame.describes_places() {
        return None;
    }
    let mut found = Vec::new();
    for one in eval.asked.frame.store().assignments() {
        if one.role().is_some_and(|role| !cells.of_role(id, role).is_empty()) {
            found.extend(index.inside(one.subject));
        }
    }
    Some(found)
}
