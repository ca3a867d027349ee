//! A default that lets more be permitted.
//!
//! ## What it does
//! Finds a `Bool` property or context field whose default is the value with which more is permitted: a
//! grant asks for it, or a `forbid` applies unless it is so.
//!
//! ## Why is this bad?
//! Where the data say nothing, the wider answer is given. The safe default is the other one.
//!
//! ## Example
//! ```policy
//! policy practice "A practice"
//! subject entity User { trusted: Bool = true }
//! entity Note
//! actions notes on Note { view }
//! role nurse "Nurse" { can view when subject.trusted }
//! ```
//!
//! ## Use instead
//! ```policy
//! policy practice "A practice"
//! subject entity User { trusted: Bool = false }
//! entity Note
//! actions notes on Note { view }
//! role nurse "Nurse" { can view when subject.trusted }
//! ```

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;
use ward_compiler::model::{
    Access, Condition, ConditionId, Constant, Logic, Part, Property, Reads, Relation, ValueId, Verb,
};
use ward_diagnostics::Span;

use crate::input::Input;
use crate::problem::Problem;

/// Which ways a property counts, by its place: for more, for less.
type Ways = BTreeMap<Span, (bool, bool)>;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let schema = &input.policy.schema;
    let mut following = Following { input, ways: Ways::new(), seen: FxHashSet::default() };
    for rule in &input.policy.rules {
        let more = match rule.verb {
            Verb::Can | Verb::May | Verb::Enable => true,
            Verb::Forbid => false,
            _ => continue,
        };
        for clause in rule.reach.iter().flat_map(|reached| reached.clauses.iter()) {
            following.follow(clause.condition, more);
        }
    }
    let ways = following.ways;
    let properties = schema.types.values().flat_map(|ty| ty.properties.values());
    let all = properties.chain(schema.context.values());
    all.filter(|property| permits_more(property, &ways)).map(problem).collect()
}

fn permits_more(property: &Property, ways: &Ways) -> bool {
    match (&property.default, ways.get(&property.span)) {
        (Some(Constant::Bool(value)), Some((more, less))) => more != less && *value == *more,
        _ => false,
    }
}

fn problem(property: &Property) -> Problem {
    let value = matches!(property.default, Some(Constant::Bool(true)));
    let message = format!(
        "where nothing is said, `{}` is {value}, with which more is permitted",
        property.name
    );
    Problem::new(message, property.span, "a permissive default")
        .help(format!("let silence mean {}, or give no default", !value))
}

/// Conditions that are followed to the properties in them.
struct Following<'a> {
    input: &'a Input<'a>,
    ways: Ways,
    /// Each condition is followed once each way: scopes stand in many statements, and some lean on
    /// themselves.
    seen: FxHashSet<(ConditionId, bool)>,
}

impl Following<'_> {
    fn note(&mut self, span: Span, more: bool) {
        let way = self.ways.entry(span).or_default();
        way.0 |= more;
        way.1 |= !more;
    }

    /// Notes whether truth of the properties in a condition works for a permit or against it.
    fn follow(&mut self, id: ConditionId, more: bool) {
        if !self.seen.insert((id, more)) {
            return;
        }
        let policy = self.input.policy;
        match policy.exprs.condition(id) {
            Condition::Value(value) => match policy.exprs.reads(*value) {
                Some(Reads::Property { .. } | Reads::Context(_)) => self.note_read(*value, more),
                Some(
                    Reads::Now
                    | Reads::Param(_)
                    | Reads::Subject
                    | Reads::Resource
                    | Reads::Place
                    | Reads::Variable
                    | Reads::Scope(_)
                    | Reads::Holdings { .. },
                )
                | None => self.note_both_ways(id),
            },
            Condition::Logic(Logic::Not(of)) => self.follow(*of, !more),
            Condition::Logic(Logic::And(parts) | Logic::Or(parts)) => {
                parts.iter().for_each(|part| self.follow(*part, more));
            }
            Condition::Relation(Relation::Within { scope, .. }) => {
                for body in policy.scope(*scope).on.values() {
                    self.follow(body.condition, more);
                }
            }
            Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(Relation::Holds { .. })
            | Condition::Quantifier(_) => self.note_both_ways(id),
        }
    }

    /// Anything else that reads a property reads it both ways.
    fn note_both_ways(&mut self, id: ConditionId) {
        for part in self.input.policy.exprs.all_parts(id) {
            if let Part::Value(value) = part {
                self.note_read(value, true);
                self.note_read(value, false);
            }
        }
    }

    fn note_read(&mut self, value: ValueId, more: bool) {
        let (policy, schema) = (self.input.policy, &self.input.policy.schema);
        match policy.exprs.reads(value) {
            Some(Reads::Property { access, .. }) => {
                for (ty, access) in access {
                    if let Access::Property(property) = access {
                        self.note(schema.property(*ty, *property).span, more);
                    }
                }
            }
            Some(Reads::Context(field)) => {
                if let Some((_, field)) = schema.context.get_index(field.index()) {
                    self.note(field.span, more);
                }
            }
            Some(
                Reads::Now
                | Reads::Param(_)
                | Reads::Subject
                | Reads::Resource
                | Reads::Place
                | Reads::Variable
                | Reads::Scope(_)
                | Reads::Holdings { .. },
            )
            | None => {}
        }
    }
}
