//! Whether two values are the same.

use std::collections::BTreeSet;

use ward_compiler::model::Constant;

use super::case::Case;
use super::exact::amount;
use super::store::Id;
use super::truth::Truth;

impl Case<'_> {
    /// Whether two values of one type are the same; `None` is unknown.
    pub fn equal(&self, left: &Option<Constant>, right: &Option<Constant>) -> Truth {
        match (left, right) {
            (Some(left), Some(right)) => self.same(left, right),
            _ => Truth::Unknown,
        }
    }

    fn same(&self, left: &Constant, right: &Constant) -> Truth {
        match (left, right) {
            (Constant::Entity(ty, id), Constant::Entity(other_ty, other_id)) => {
                self.one(&(*ty, id.clone()), &(*other_ty, other_id.clone()))
            }
            (Constant::Record(left), Constant::Record(right)) => {
                Truth::all(left.iter().zip(right).map(|(left, right)| self.equal(left, right)))
            }
            (Constant::Set(left), Constant::Set(right)) => {
                let within = |inner: &BTreeSet<Constant>, outer: &BTreeSet<Constant>| {
                    Truth::all(
                        inner
                            .iter()
                            .map(|one| Truth::any(outer.iter().map(|other| self.same(one, other)))),
                    )
                };
                within(left, right).and(within(right, left))
            }
            _ => match (amount(left), amount(right)) {
                (Some(left), Some(right)) => Truth::of(left == right),
                _ => Truth::of(left == right),
            },
        }
    }

    /// Whether two entities are one: what only bears the name of a new record may be it.
    pub fn one(&self, left: &Id, right: &Id) -> Truth {
        let is_made = |id: &Id| self.asked.namesake.is_some() && *id == self.asked.resource;
        let bears_its_name = |id: &Id| self.asked.namesake.as_ref() == Some(id);
        if left == right {
            Truth::True
        } else if is_made(left) && bears_its_name(right) || is_made(right) && bears_its_name(left) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// How many different elements there are; unknown where two may be one.
    pub fn count(&self, elements: &[Option<Constant>]) -> Option<i64> {
        let mut different: Vec<&Option<Constant>> = Vec::new();
        for element in elements {
            element.as_ref()?;
            match Truth::any(different.iter().map(|other| self.equal(element, other))) {
                Truth::True => {}
                Truth::Unknown => return None,
                Truth::False => different.push(element),
            }
        }
        i64::try_from(different.len()).ok()
    }
}
