//! Names in questions that are asked backwards: a typing error must not look like "nobody".

use ward_compiler::Policy;
use ward_compiler::model::TypeId;
use ward_diagnostics::{Code, Diagnostic, codes, did_you_mean};
use ward_evaluator::{Engine, EntityInput};

use crate::failure::Failure;

/// The type that `Type` or `Type.facet` names.
///
/// # Errors
/// Where the policy knows no such type or facet.
pub fn resource_type(policy: &Policy, name: &str) -> Result<TypeId, Failure> {
    let (type_name, facet) = match name.split_once('.') {
        Some((name, facet)) => (name, Some(facet)),
        None => (name, None),
    };
    let schema = &policy.schema;
    let ty = schema.find_type(type_name).ok_or_else(|| {
        let known = schema.types.keys().map(String::as_str);
        unknown(
            format!("the policy knows no type `{type_name}`"),
            did_you_mean(type_name, known),
            "`ward graph` lists the types",
        )
    })?;
    let facets = &schema.ty(ty).facets;
    match facet.filter(|facet| !facets.contains_key(*facet)) {
        None => Ok(ty),
        Some(facet) => Err(unknown(
            format!("`{type_name}` has no facet `{facet}`"),
            did_you_mean(facet, facets.keys().map(String::as_str)),
            "ask for the whole record, or for one of its facets",
        )),
    }
}

/// That an action is declared for `Type` or `Type.facet`.
///
/// # Errors
/// Where it isn't.
pub fn action(policy: &Policy, name: &str, on: &str) -> Result<(), Failure> {
    let schema = &policy.schema;
    let ty = resource_type(policy, on)?;
    let of_type: Vec<&str> = schema
        .action_ids()
        .filter(|action| schema.action(*action).on.contains_key(&ty))
        .map(|action| schema.action(action).name.as_str())
        .collect();
    let Some(id) = schema.find_action(name).filter(|_| of_type.contains(&name)) else {
        let near = did_you_mean(name, of_type.iter().copied());
        let near = near.or_else(|| did_you_mean(name, schema.actions.keys().map(String::as_str)));
        let help = match of_type.is_empty() {
            true => "no action is declared on it".into(),
            false => format!("on it are {}", of_type.join(", ")),
        };
        return Err(unknown(format!("the policy knows no action `{name}` on `{on}`"), near, &help));
    };
    let parts = schema.targets(id, ty);
    let names: Vec<_> = parts.iter().map(|target| schema.part_name(ty, target.part)).collect();
    let whole = schema.parts_of_whole(id, ty).is_some() && !on.contains('.');
    if whole || names.iter().any(|name| name == on) {
        return Ok(());
    }
    let help = format!("`{name}` is asked of {}", names.join(", "));
    Err(unknown(format!("the policy knows no action `{name}` on `{on}`"), None, &help))
}

/// That a subject can ask: of a type that may, and stored or external.
///
/// # Errors
/// Where it can't.
pub fn subject(engine: &Engine, entity: &EntityInput) -> Result<(), Failure> {
    let schema = &engine.policy().schema;
    let ty = resource_type(engine.policy(), &entity.ty)?;
    if !schema.ty(ty).subject {
        let all: Vec<_> =
            schema.subject_types().iter().map(|ty| schema.ty(*ty).name.clone()).collect();
        let help = format!("those who ask are {}", all.join(", "));
        return Err(unknown(format!("a `{}` can't ask", entity.ty), None, &help));
    }
    stored(engine, entity)
}

/// That a record is stored or external.
///
/// # Errors
/// Where it isn't.
pub fn stored(engine: &Engine, entity: &EntityInput) -> Result<(), Failure> {
    let (schema, store) = (&engine.policy().schema, engine.store());
    let ty = resource_type(engine.policy(), &entity.ty)?;
    let found = store.find(ty, &entity.id).and_then(|id| store.entity(id));
    if found.is_some() || schema.ty(ty).external {
        return Ok(());
    }
    let name = &schema.ty(ty).name;
    let ids = store.stored(ty).filter_map(|id| store.uid(id)).map(|(_, id)| id);
    Err(problem(
        codes::REQUEST_NOT_STORED,
        format!("`{name}::{}` isn't stored", entity.id),
        did_you_mean(&entity.id, ids),
        "add it to the data",
    ))
}

fn unknown(message: String, near: Option<String>, help: &str) -> Failure {
    problem(codes::REQUEST_UNKNOWN, message, near, help)
}

fn problem(code: Code, message: String, near: Option<String>, help: &str) -> Failure {
    Diagnostic::error(code, message).help(help).help_opt(near).into()
}

/// Whether an action makes records of a type.
fn is_new(policy: &Policy, action: &str, ty: TypeId) -> bool {
    let action = policy.schema.find_action(action).map(|id| policy.schema.action(id));
    action.and_then(|action| action.on.get(&ty)).is_some_and(|on| on.new)
}

/// That an action is about records that are there.
///
/// # Errors
/// Where it makes them.
pub fn not_new(policy: &Policy, action: &str, on: &str) -> Result<(), Failure> {
    if is_new(policy, action, resource_type(policy, on)?) {
        return Err(Failure::usage(
            format!("`{action}` makes a new record, so there is none to list"),
            "ask for one with `ward eval`, with its properties as `--prop`",
        ));
    }
    Ok(())
}

/// That a record is stored or external, or still to be made by the action.
///
/// # Errors
/// Where it is not there and should be, or the reverse.
pub fn new_or_stored(engine: &Engine, action: &str, entity: &EntityInput) -> Result<(), Failure> {
    let (policy, store) = (engine.policy(), engine.store());
    let ty = resource_type(policy, &entity.ty)?;
    if !is_new(policy, action, ty) {
        return stored(engine, entity);
    }
    match store.find(ty, &entity.id).and_then(|id| store.entity(id)) {
        None => Ok(()),
        Some(_) => Err(problem(
            codes::REQUEST_EXISTS,
            format!("`{}::{}` exists, and `{action}` makes a new record", entity.ty, entity.id),
            None,
            "give an id that no record has",
        )),
    }
}
