//! Records without a property that the policy counts on.

use ward_compiler::model::PropertyId;
use ward_diagnostics::{Severity, codes};

use super::finding;
use crate::finding::Finding;
use crate::view::View;
use crate::words::listed;

const HELP: &str = "give the property, or declare it optional (`T?`) or with a default";

/// Stored records without a property that isn't optional and has no default. Of `external`
/// records the caller may know more, so nothing is missing there.
pub fn check(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for ty in view.policy.schema.type_ids() {
        let declared = view.policy.schema.ty(ty);
        if declared.external {
            continue;
        }
        for id in view.stored(ty) {
            let Some(entity) = view.store.entity(id) else { continue };
            let given = (0..).map(|at| entity.property(PropertyId(at)));
            let missing: Vec<_> = declared
                .properties
                .values()
                .zip(given)
                .filter(|(property, value)| {
                    value.is_none() && !property.optional && property.default.is_none()
                })
                .map(|(property, _)| format!("`{}`", property.name))
                .collect();
            if missing.is_empty() {
                continue;
            }
            let name = view.entity(id);
            let message = format!("{name} has no {}", listed(&missing, "and"));
            let mut one = finding(codes::AUDIT_MISSING, Severity::Error, message, HELP);
            one.entities = vec![name];
            found.push(one);
        }
    }
    found
}
