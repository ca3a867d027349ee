//! Tests.

use super::name::{first, has};
use super::{Pair, Reader};
use crate::ast::{
    EntityRef, Expr, PropertyValue, Test, TestAssignment, TestResource, TestStepKind, Text,
};
use crate::grammar::Rule;

impl Reader<'_, '_> {
    /// A test without its lines.
    pub(super) fn test_head(&self, pair: &Pair) -> Option<Test> {
        Some(Test { title: self.first_text(pair)?, steps: Vec::new() })
    }

    pub(super) fn step_kind(&mut self, pair: Pair) -> Option<TestStepKind> {
        match pair.as_rule() {
            Rule::given_context => Some(TestStepKind::Context(self.property_values(&pair)?)),
            Rule::given => self.given(&pair),
            _ => self.expectation(&pair),
        }
    }

    fn given(&mut self, pair: &Pair) -> Option<TestStepKind> {
        let assignments = first(pair, Rule::assignments).into_iter().flat_map(Pair::into_inner);
        let assignments = assignments.filter(|part| part.as_rule() == Rule::assignment);
        Some(TestStepKind::Given {
            ty: first(pair, Rule::given_type).and_then(|ty| self.first_name(&ty)),
            id: self.id(&first(pair, Rule::id)?)?,
            parents: self.parents(pair)?,
            properties: self.property_values(pair)?,
            assignments: assignments.map(|part| self.assignment(&part)).collect::<Option<_>>()?,
        })
    }

    fn assignment(&mut self, pair: &Pair) -> Option<TestAssignment> {
        let within = first(pair, Rule::place).and_then(|part| first(&part, Rule::entity_ref));
        let from = first(pair, Rule::from).and_then(|part| self.moment(&part));
        let until = first(pair, Rule::until).and_then(|part| self.moment(&part));
        let within = within.and_then(|part| self.entity_ref(&part));
        Some(TestAssignment { role: self.first_name(pair)?, within, from, until })
    }

    fn expectation(&mut self, pair: &Pair) -> Option<TestStepKind> {
        let verb = first(pair, Rule::can_or_cannot)?;
        let parameters = first(pair, Rule::parameter_values);
        let resource = match first(pair, Rule::new_record) {
            Some(record) => self.new_record(&record)?,
            None => self.stored_record(&first(pair, Rule::stored_record)?)?,
        };
        Some(TestStepKind::Expect {
            at: first(pair, Rule::at_moment).and_then(|part| self.moment(&part)),
            subject: self.entity_ref(&first(pair, Rule::entity_ref)?)?,
            permitted: self.written(&verb) == "can",
            action: self.first_name(pair)?,
            parameters: parameters.map_or(Some(Vec::new()), |list| self.value_list(&list))?,
            resource,
        })
    }

    fn new_record(&mut self, pair: &Pair) -> Option<TestResource> {
        Some(TestResource::New {
            ty: self.first_name(pair)?,
            parents: self.parents(pair)?,
            properties: self.property_values(pair)?,
        })
    }

    fn stored_record(&self, pair: &Pair) -> Option<TestResource> {
        let entity = self.entity_ref(&first(pair, Rule::entity_ref)?)?;
        let facet = if has(pair, Rule::dot) { self.first_name(pair) } else { None };
        Some(TestResource::Stored { entity, facet })
    }

    fn parents(&self, pair: &Pair) -> Option<Vec<EntityRef>> {
        let parents = first(pair, Rule::parents).into_iter().flat_map(Pair::into_inner);
        let parents = parents.filter(|part| part.as_rule() == Rule::entity_ref);
        parents.map(|part| self.entity_ref(&part)).collect()
    }

    fn entity_ref(&self, pair: &Pair) -> Option<EntityRef> {
        Some(EntityRef { ty: self.first_name(pair), id: self.id(&first(pair, Rule::id)?)? })
    }

    fn id(&self, pair: &Pair) -> Option<Text> {
        pair.clone().into_inner().next().map(|inner| self.text_or_name(&inner))
    }

    /// The values of the `property_values` in the pair, if there is one.
    fn property_values(&mut self, pair: &Pair) -> Option<Vec<PropertyValue>> {
        first(pair, Rule::property_values).map_or(Some(Vec::new()), |list| self.value_list(&list))
    }

    fn value_list(&mut self, pair: &Pair) -> Option<Vec<PropertyValue>> {
        let values =
            pair.clone().into_inner().filter(|part| part.as_rule() == Rule::property_value);
        values.map(|part| self.property_value(&part)).collect()
    }

    fn property_value(&mut self, pair: &Pair) -> Option<PropertyValue> {
        let value = self.value(&first(pair, Rule::value)?)?;
        Some(PropertyValue { name: self.first_name(pair)?, value })
    }

    /// The moment in an `at …`, `from …` or `until …`.
    fn moment(&mut self, pair: &Pair) -> Option<Expr> {
        let literal = first(pair, Rule::moment)?.into_inner().next()?;
        self.literal(&literal)
    }
}
