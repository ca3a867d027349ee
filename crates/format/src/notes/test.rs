//! Lines of tests.

use ward_parser::ast::{Test, TestResource, TestStep, TestStepKind};

use super::{Hang, STEP, Taker};
use crate::separator::Separator;

impl Taker<'_, '_> {
    pub(super) fn test(&mut self, test: &Test) {
        test.steps.iter().for_each(|step| self.step(step));
    }

    fn step(&mut self, step: &TestStep) {
        match &step.kind {
            TestStepKind::Given { properties, assignments, .. } => {
                if let Some(first) = assignments.first() {
                    let at = self.first(first.role.span).saturating_sub(1);
                    self.line(at);
                    self.group(at, self.behind(step.span), Hang::By(STEP));
                }
                self.properties(properties);
            }
            TestStepKind::Context(properties) => self.properties(properties),
            TestStepKind::Expect { action, parameters, resource, .. } => {
                self.call(action.span);
                self.properties(parameters);
                if let TestResource::New { ty, parents, properties } = resource {
                    if !parents.is_empty() {
                        self.line(self.behind(ty.span));
                    }
                    self.properties(properties);
                }
            }
        }
    }

    /// Properties may do without commas; a line may end between them all the same.
    fn properties(&mut self, properties: &[ward_parser::ast::PropertyValue]) {
        for property in properties.iter().skip(1) {
            self.separate(self.first(property.name.span), Separator::Fill);
        }
        for property in properties {
            self.expr(&property.value);
        }
    }
}
