//! Questions about the data that no request asks: what a constraint's condition comes to, and
//! whether an assignment can take effect.
//!
//! An inquiry asks the same evaluation as a decision does; it only has no action, no parameters,
//! and of the context nothing but the defaults.

use std::cell::RefCell;

use ward_compiler::model::{Condition, ConditionId, Logic, OverlayId, Quantifier, TypeId, ValueId};

use crate::engine::Engine;
use crate::eval::{Env, Eval, Work};
use crate::request::{Asked, Frame};
use crate::store::{Assigned, Assignment};
use crate::truth::Truth;
use crate::value::{EntityId, Parts, Value};

/// What a condition without a request is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What `subject` stands for.
    pub subject: Option<EntityId>,
    /// What `resource` stands for; also the record for which `holds` asks.
    pub resource: Option<EntityId>,
    /// What `place` stands for.
    pub place: Option<EntityId>,
    /// The overlay that asks, where it isn't the vendor: it reads less.
    pub reader: Option<OverlayId>,
}

/// Answers about the data at one time. What isn't named is unknown.
#[derive(Debug)]
pub struct Inquiry<'e> {
    engine: &'e Engine,
    about: About,
    asked: Asked<'e>,
    work: RefCell<Work>,
}

impl Engine {
    /// Asks about the data without a request; `now` (microseconds since 1970-01-01T00:00:00Z) is
    /// what `context.now` stands for.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use ward_compiler::model::ConstraintRule;
    /// use ward_compiler::{PolicySource, compile};
    /// use ward_evaluator::{About, DataFile, Engine, Truth};
    ///
    /// let policy = compile(&PolicySource::from_text(
    ///     "policy clinic
    ///      subject entity User { age: Int }
    ///      constraint adults: every User: user.age >= 18",
    /// )).unwrap();
    /// let text = r#"{"entities": [{"type": "User", "id": "ann", "properties": {"age": 17}}]}"#;
    /// let data = DataFile { name: "data.json".into(), text: text.into() };
    /// let (engine, _) = Engine::load(Arc::new(policy), &[data]);
    /// let ConstraintRule::Every { ty, condition, .. } = engine.policy().constraints[0].rule else {
    ///     panic!("it is another form");
    /// };
    /// let about = About { resource: engine.store().find(ty, "ann"), ..About::default() };
    /// let inquiry = engine.inquire(about, None);
    /// assert_eq!(inquiry.truth(condition), Truth::False);
    /// assert_eq!(inquiry.unmet(condition), ["User::ann.age is 17"]);
    /// ```
    pub fn inquire(&self, about: About, now: Option<i64>) -> Inquiry<'_> {
        let asked = Asked::about_data(Frame::new(self.store()), about.subject, about.resource, now);
        Inquiry { engine: self, about, asked, work: RefCell::default() }
    }
}

impl Inquiry<'_> {
    fn eval(&self) -> Eval<'_> {
        self.engine.eval(&self.asked, &self.work)
    }

    fn env(&self) -> Env<'static> {
        Env::about(self.about.resource, self.about.place).read_by(self.about.reader)
    }

    /// What a condition comes to.
    pub fn truth(&self, condition: ConditionId) -> Truth {
        self.eval().truth(condition, &self.env())
    }

    /// What a whole number comes to; `None` where it is unknown.
    pub fn number(&self, value: ValueId) -> Option<i64> {
        match self.eval().value(value, &self.env())? {
            Value::Int(number) => Some(number),
            Value::Wide(wide) => Some(wide.nearest()),
            _ => None,
        }
    }

    /// The values that keep a condition from being true, or what about them isn't known, each
    /// once; of an `all`, those of the elements that fail it.
    pub fn unmet(&self, condition: ConditionId) -> Vec<String> {
        let mut said = Vec::new();
        self.eval().unmet(condition, &self.env(), &mut said);
        let mut once: Vec<String> = Vec::new();
        for one in said.into_iter().filter(|one| !one.is_empty()) {
            if !once.contains(&one) {
                once.push(one);
            }
        }
        once
    }

    /// Whether an entity is, or lies in, another.
    pub fn lies_in(&self, inner: EntityId, outer: EntityId) -> Truth {
        self.eval().lies_in(inner, outer)
    }

    /// Whether an entity is, or lies in, one of a type.
    pub fn lies_in_type(&self, inner: EntityId, outer: TypeId) -> Truth {
        self.eval().lies_in_type(inner, outer)
    }

    /// Whether an assignment's place is one where its role can be held: inside every type that
    /// the role must lie in, and inside the tenant of its overlay. True for a class, whose place
    /// its subject's roles decide. Its days are left aside.
    pub fn has_a_place(&self, assignment: &Assignment) -> Truth {
        let always = Assignment { from: None, until: None, ..*assignment };
        match assignment.what {
            Assigned::Role(role) => self.eval().role_assignment_holds(role, &always, None),
            Assigned::Class(_) | Assigned::Lost(_) => Truth::True,
        }
    }
}

impl Eval<'_> {
    fn unmet(&self, id: ConditionId, env: &Env<'_>, said: &mut Vec<String>) {
        match self.policy.exprs.condition(id) {
            Condition::Logic(Logic::And(parts) | Logic::Or(parts)) => {
                for part in parts.iter().filter(|part| !self.truth(**part, env).is_true()) {
                    self.unmet(*part, env, said);
                }
            }
            Condition::Quantifier(Quantifier { all: true, set, body, .. }) => {
                match self.value(*set, env) {
                    Some(Value::Set(elements)) => {
                        let mut of_elements = Vec::new();
                        for place in elements.places() {
                            let variable = env.bind(self.item(place));
                            let inner = env.under(&variable);
                            if !self.truth(*body, &inner).is_true() {
                                self.unmet(*body, &inner, &mut of_elements);
                            }
                        }
                        // The order of elements in memory depends on what was read first.
                        of_elements.sort();
                        said.append(&mut of_elements);
                    }
                    _ => said.push(self.because(id, env)),
                }
            }
            Condition::Value(_)
            | Condition::Logic(Logic::Not(_))
            | Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_)
            | Condition::Quantifier(_) => said.push(self.because(id, env)),
        }
    }
}
