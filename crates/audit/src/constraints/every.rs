//! `every TYPE [when CONDITION]: CONDITION`
//!
//! Asked of every stored entity of the type for which `when` isn't false.

use ward_compiler::model::{ConditionId, TypeId};
use ward_diagnostics::codes;
use ward_evaluator::About;

use super::Check;
use crate::finding::Finding;

const HELP: &str = "mend the record, or give what can't be told";

impl Check<'_, '_> {
    pub(super) fn every(
        &self,
        ty: TypeId,
        when: Option<ConditionId>,
        condition: ConditionId,
    ) -> Vec<Finding> {
        let mut found = Vec::new();
        for record in self.view.stored(ty) {
            if !self.view.concerns(self.concern, record) {
                continue;
            }
            let inquiry = self.view.ask(About { resource: Some(record), ..self.asks() });
            let left_out = when.is_some_and(|when| inquiry.truth(when).is_false());
            if left_out || inquiry.truth(condition).is_true() {
                continue;
            }
            let name = self.view.entity(record);
            let message = format!("of {name}, {}", self.unmet(&inquiry, condition));
            let mut finding = self.finding(codes::AUDIT_EVERY, message, HELP);
            finding.entities = vec![name];
            found.push(finding);
        }
        found
    }
}
