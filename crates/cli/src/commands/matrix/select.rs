//! Which roles and rows a matrix shows.

use ward_compiler::Policy;
use ward_compiler::model::{ANYONE, OverlayId, RoleId, Target};
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::failure::Failure;

/// A role's name as a column bears it.
pub fn role_name(policy: &Policy, id: RoleId) -> String {
    let role = policy.role(id);
    full_name(policy, role.overlay, &role.name)
}

/// A name with that of its overlay in front: `Agency::sunrise/coder`; of a library only the kind
/// of tenant, `Agency/coder`.
pub fn full_name(policy: &Policy, overlay: Option<OverlayId>, name: &str) -> String {
    let Some(overlay) = overlay.map(|id| policy.overlay(id)) else { return name.to_owned() };
    match &overlay.id {
        Some(_) => format!("{}/{name}", overlay.name),
        None => format!("{}/{name}", policy.schema.ty(overlay.tenant).name),
    }
}

/// The roles of a matrix: those that can be assigned, in the order of the files, those of
/// overlays last; `anyone` where it gives something.
///
/// # Errors
/// Where a name that was given is none of theirs.
pub fn roles(policy: &Policy, wanted: &[String]) -> Result<Vec<RoleId>, Failure> {
    let ids = (0..policy.roles.len()).map(RoleId::from_index);
    let mut all: Vec<_> = ids.filter(|id| is_column(policy, *id)).collect();
    all.sort_by_key(|id| (policy.role(*id).overlay, *id));
    for name in wanted {
        let is_it = |id: &RoleId| fits(policy, *id, name);
        if !all.iter().any(is_it) {
            return Err(no_such_role(policy, name, &all));
        }
    }
    all.retain(|id| wanted.is_empty() || wanted.iter().any(|name| fits(policy, *id, name)));
    Ok(all)
}

fn fits(policy: &Policy, id: RoleId, name: &str) -> bool {
    policy.role(id).name == name || role_name(policy, id) == name
}

fn no_such_role(policy: &Policy, name: &str, all: &[RoleId]) -> Failure {
    let mut roles = policy.roles.iter();
    if roles.any(|role| role.name == name && role.is_abstract) {
        return Failure::usage(
            format!("the role `{name}` is abstract and has no column"),
            "name a role that extends it",
        );
    }
    let names: Vec<_> = all.iter().map(|id| policy.role(*id).name.as_str()).collect();
    Diagnostic::error(codes::USAGE, format!("no column is called `{name}`"))
        .help("`ward matrix` without `--role` shows all roles that have one")
        .help_opt(did_you_mean(name, names))
        .into()
}

fn is_column(policy: &Policy, id: RoleId) -> bool {
    if id == ANYONE {
        return policy.cells.holders.iter().any(|holders| holders.contains(ANYONE));
    }
    !policy.role(id).is_abstract
}

/// The rows of a matrix: by type in the order of the files, the record as such before its parts.
///
/// # Errors
/// Where a type or part that was given doesn't exist.
pub fn targets(policy: &Policy, wanted: &[String]) -> Result<Vec<Target>, Failure> {
    let schema = &policy.schema;
    let mut all = Vec::new();
    for ty in schema.type_ids() {
        let mut of_type: Vec<Target> =
            schema.action_ids().flat_map(|action| schema.targets(action, ty)).collect();
        of_type.sort_by_key(|target| (target.part, target.action));
        all.extend(of_type);
    }
    for name in wanted {
        if !all.iter().any(|target| is_on(policy, *target, name)) {
            return Err(no_such_type(policy, name, &all));
        }
    }
    all.retain(|row| wanted.is_empty() || wanted.iter().any(|name| is_on(policy, *row, name)));
    Ok(all)
}

fn is_on(policy: &Policy, target: Target, name: &str) -> bool {
    let schema = &policy.schema;
    schema.ty(target.ty).name == name || schema.part_name(target.ty, target.part) == name
}

fn no_such_type(policy: &Policy, name: &str, all: &[Target]) -> Failure {
    if policy.schema.find_type(name).is_some() {
        return Failure::usage(
            format!("no action is declared on `{name}`, so it has no row"),
            "name another type",
        );
    }
    let mut names: Vec<_> = policy.schema.types.keys().cloned().collect();
    names.extend(all.iter().map(|target| policy.schema.part_name(target.ty, target.part)));
    Diagnostic::error(codes::USAGE, format!("there is no type `{name}`"))
        .help("write a type such as `Patient`, or a part of it such as `Patient.billing`")
        .help_opt(did_you_mean(name, names.iter().map(String::as_str)))
        .into()
}
