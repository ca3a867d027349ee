//! Which targets a selection names, as it is written.

use std::collections::BTreeSet;

use ward_compiler::Policy;
use ward_compiler::model::Target;
use ward_parser::ast::{self, Name, Selection};

/// Every target of an action, a group or `all`.
pub(crate) fn of_name(policy: &Policy, name: &Name) -> BTreeSet<Target> {
    let schema = &policy.schema;
    if name.text == "all" {
        return policy.cells.index.keys().copied().collect();
    }
    if let Some(group) = schema.groups.get(&name.text) {
        return group.iter().copied().collect();
    }
    let Some(id) = schema.find_action(&name.text) else { return BTreeSet::new() };
    schema.action(id).on.keys().flat_map(|ty| schema.targets(id, *ty)).collect()
}

/// Whether a target stands behind `on`.
pub(crate) fn is_on(policy: &Policy, on: &ast::Target, target: Target) -> bool {
    if on.ty.text == "all" {
        return true;
    }
    let schema = &policy.schema;
    let facet = target.part.map(|part| schema.facet_name(target.ty, part));
    schema.ty(target.ty).name == on.ty.text
        && on.facet.as_ref().is_none_or(|wanted| facet == Some(wanted.text.as_str()))
}

/// Every target that a selection names, what it excepts included.
pub(crate) fn targets(policy: &Policy, selection: &Selection) -> BTreeSet<Target> {
    let named = selection.actions.iter().flat_map(|name| of_name(policy, name));
    let fits = |target: &Target| {
        let on = selection.on.as_ref();
        on.is_none_or(|on| on.iter().any(|on| is_on(policy, on, *target)))
    };
    named.filter(fits).collect()
}
