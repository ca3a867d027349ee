//! A request whose subject is its resource describes one record in two places.

use serde_json::{Map, Value as Json};
use ward_compiler::model::{Ty, TypeId};
use ward_diagnostics::codes;

use super::resolve::Resolver;
use super::{Malformed, Request};
use crate::program::Ask;
use crate::value::{Parts, from_json};

impl Resolver<'_, '_> {
    /// What subject and resource, which are one record, say of it together.
    ///
    /// # Errors
    /// `E0811` where they say two different things of a record that the request may describe.
    pub(super) fn one_description(
        &mut self,
        ask: &Ask,
        request: &Request,
    ) -> Result<Map<String, Json>, Malformed> {
        let mut both = request.resource.properties.clone();
        let counts = ask.new || self.policy.schema.ty(ask.ty).external;
        for (name, json) in given(&request.subject.properties) {
            match both.get(name).filter(|other| !other.is_null()) {
                Some(other) if counts && !self.says_the_same(ask.ty, name, json, other) => {
                    return Err(Malformed::new(
                        codes::REQUEST_TWO_DESCRIPTIONS,
                        format!(
                            "subject and resource are one record, and their `{name}` isn't the same"
                        ),
                        "describe it in one place, or alike in both",
                    ));
                }
                Some(_) => {}
                None => drop(both.insert(name.clone(), json.clone())),
            }
        }
        Ok(both)
    }

    /// Whether two values of a property are one; of what isn't of its type something else is said
    /// later, and of what nothing reads nothing.
    fn says_the_same(&mut self, ty: TypeId, name: &str, one: &Json, other: &Json) -> bool {
        let schema = &self.policy.schema;
        let declared = schema.ty(ty).properties.get(name).map(|property| property.ty.clone());
        let container = || schema.mirrored_container(ty, name).map(Ty::entity);
        let Some(ty) = declared.or_else(container) else { return true };
        let mut value = |json| from_json(json, &ty, schema, &mut self.frame).ok();
        match (value(one), value(other)) {
            (Some(one), Some(other)) => self.frame.same(one, other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

fn given(properties: &Map<String, Json>) -> impl Iterator<Item = (&String, &Json)> {
    properties.iter().filter(|(_, json)| !json.is_null())
}
