//! From a solution to a request.

use serde_json::{Map, Value as Json, json};
use ward_compiler::model::TimePart;
use ward_compiler::time;

use super::build::Builder;
use crate::term::{Function, Term, TermId};
use crate::world::Differing;

impl Builder<'_, '_> {
    /// A time: one on the day and at the hour that the solution says it has, where it says so.
    fn time(&mut self, now: TermId) -> Option<Json> {
        let part = |part| {
            let term = self.world.facts.find(&Term::Of(Function::TimePart(part), now))?;
            Some(self.values.number(self.world, term))
        };
        let (date, hour) = (part(TimePart::Date), part(TimePart::Hour));
        if date.is_none() && hour.is_none() {
            return self.json(now);
        }
        let at_noon = 12;
        let micros = i64::checked_mul(date.unwrap_or_default(), time::DAY)?
            .checked_add(hour.unwrap_or(at_noon).checked_mul(time::DAY / 24)?)?;
        Some(json!(time::format_time(micros)))
    }

    /// Whether what the copies may differ in is that of this one.
    fn is_of_copy(&self, what: &Differing, copy: u8) -> bool {
        self.world.setting.differing.as_ref() != Some(what) || copy == self.copy
    }

    pub(super) fn request(&mut self) -> Json {
        let (subject, resource) = (self.world.facts.subject(), self.world.facts.resource());
        let (subject, resource) = (self.asked(subject), self.asked(resource));
        let schema = &self.world.facts.policy.schema;
        let target = self.world.facts.target;
        let entity = |ty: String, id: &str| json!({"type": ty, "id": id});
        let subject =
            entity(schema.ty(self.bodies[subject].ty).name.clone(), &self.bodies[subject].id);
        let mut record =
            entity(schema.part_name(target.ty, target.part), &self.bodies[resource].id);
        let action = schema.action(target.action).name.clone();
        if self.world.facts.makes_record() || schema.ty(target.ty).external {
            let mut properties = self.properties(resource);
            if let Some(parent) =
                self.parents.get(&resource).and_then(|parents| parents.first().cloned())
                && let Some((ty, _)) = parent.split_once("::")
                && let Some(ty) = self.world.facts.policy.schema.find_type(ty)
            {
                properties
                    .insert(self.world.facts.policy.schema.ty(ty).snake.clone(), json!(parent));
            }
            record["properties"] = Json::Object(properties);
        }
        let mut params = Map::new();
        let mut context = Map::new();
        let mut now = Some(json!("2026-01-01T00:00:00Z"));
        for term in self.world.facts.ids() {
            let given = self.world.facts.circuit.value(self.world.facts.defined(term));
            match self.world.facts.terms[term].clone() {
                Term::Param(id, _) if given => {
                    let name = self.world.facts.policy.schema.param_name(id).to_owned();
                    params.extend(self.json(term).map(|value| (name, value)));
                }
                Term::Context(id, copy)
                    if given && self.is_of_copy(&Differing::Context(id), copy) =>
                {
                    let name = self
                        .world
                        .facts
                        .policy
                        .schema
                        .context
                        .get_index(id.index())
                        .map(|(name, _)| name.clone());
                    context.extend(name.zip(self.json(term)));
                }
                Term::Now(copy) if self.is_of_copy(&Differing::Now, copy) => {
                    now = if given { self.time(term) } else { None };
                }
                _ => {}
            }
        }
        context.extend(now.map(|now| ("now".to_owned(), now)));
        json!({
            "subject": subject,
            "action": {"name": action, "properties": params},
            "resource": record,
            "context": context,
        })
    }
}
