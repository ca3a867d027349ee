//! Whether two values are the same, which isn't always known: a field that a record lacks could
//! have any value, and a new record could be what else bears its name.

use super::Eval;
use crate::truth::Truth;
use crate::value::{Parts, Span, Value};

impl Eval<'_> {
    /// Whether two values of one type are the same.
    pub(super) fn equal(&self, left: Value, right: Value) -> Truth {
        match (left, right) {
            (Value::Entity(a), Value::Entity(b)) => self.asked.frame.one(a, b),
            (Value::Record(a), Value::Record(b)) => self.equal_fields(a, b),
            (Value::Set(a), Value::Set(b)) if self.is_doubtful(a) || self.is_doubtful(b) => {
                self.within_each(a, b).and(self.within_each(b, a))
            }
            _ => self.same(left, right).into(),
        }
    }

    /// Field by field; what is absent on either side is unknown.
    fn equal_fields(&self, left: Span, right: Span) -> Truth {
        let fields = left.places().zip(right.places());
        Truth::all(fields.map(|(a, b)| match (self.item(a), self.item(b)) {
            (Some(a), Some(b)) => self.equal(a, b),
            _ => Truth::Unknown,
        }))
    }

    /// Whether each element of one set is in another.
    fn within_each(&self, inner: Span, outer: Span) -> Truth {
        let elements = inner.places().filter_map(|place| self.item(place));
        Truth::all(elements.map(|element| self.among(outer, element)))
    }

    /// Whether a set has an element.
    pub(super) fn among(&self, set: Span, value: Value) -> Truth {
        match value {
            Value::Entity(entity) => {
                let doubtful = || {
                    let namesake = self.asked.frame.namesake(entity);
                    namesake.is_some_and(|other| self.set_has(set, Value::Entity(other)))
                };
                match self.set_has(set, value) {
                    true => Truth::True,
                    false if doubtful() => Truth::Unknown,
                    false => Truth::False,
                }
            }
            Value::Record(_) | Value::Set(_) => {
                let elements = set.places().filter_map(|place| self.item(place));
                Truth::any(elements.map(|element| self.equal(element, value)))
            }
            _ => self.set_has(set, value).into(),
        }
    }

    /// How many elements a set has; unknown where two may be one.
    pub(super) fn count(&self, set: Span) -> Option<i64> {
        let elements = || set.places().filter_map(|place| self.item(place));
        let doubtful = self.is_doubtful(set)
            && elements().enumerate().any(|(at, one)| {
                elements().skip(at + 1).any(|other| !self.equal(one, other).is_false())
            });
        (!doubtful).then_some(i64::from(set.len))
    }

    /// Whether it may be unknown of elements of a set whether they are something.
    fn is_doubtful(&self, set: Span) -> bool {
        match set.places().next().and_then(|place| self.item(place)) {
            Some(Value::Entity(_)) => self.asked.frame.makes_a_record(),
            Some(Value::Record(_) | Value::Set(_)) => {
                set.places().any(|place| self.item(place).is_some_and(|one| !self.is_whole(one)))
            }
            _ => false,
        }
    }
}
