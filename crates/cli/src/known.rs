//! Names in questions that are asked backwards: a typing error must not look like "nobody".

use ward_compiler::Policy;
use ward_evaluator::{Engine, EntityInput, names};

use crate::failure::Failure;

/// That `Type` or `Type.facet` is declared.
///
/// # Errors
/// Where the policy knows no such type or facet.
pub fn resource_type(policy: &Policy, name: &str) -> Result<(), Failure> {
    names::find_part(policy, name).map(|_| ()).map_err(|problem| (*problem).into())
}

/// That an action is declared for `Type` or `Type.facet`.
///
/// # Errors
/// Where it isn't.
pub fn action(policy: &Policy, name: &str, on: &str) -> Result<(), Failure> {
    names::find_action(policy, name, on).map(|_| ()).map_err(|problem| (*problem).into())
}

/// That a subject can ask: of a type that may, and stored or external.
///
/// # Errors
/// Where it can't.
pub fn subject(engine: &Engine, entity: &EntityInput) -> Result<(), Failure> {
    let ty = names::find_subject_type(engine.policy(), &entity.ty).map_err(|problem| *problem)?;
    names::check_stored(engine.policy(), engine.store(), ty, entity)
        .map_err(|problem| (*problem).into())
}

/// That a record is stored or external.
///
/// # Errors
/// Where it isn't.
pub fn stored(engine: &Engine, entity: &EntityInput) -> Result<(), Failure> {
    let (ty, _) = names::find_part(engine.policy(), &entity.ty).map_err(|problem| *problem)?;
    names::check_stored(engine.policy(), engine.store(), ty, entity)
        .map_err(|problem| (*problem).into())
}

/// That an action is about records that are there.
///
/// # Errors
/// Where it makes them.
pub fn not_new(policy: &Policy, action: &str, on: &str) -> Result<(), Failure> {
    let (id, (ty, _), _) = names::find_action(policy, action, on).map_err(|problem| *problem)?;
    if names::makes_records(policy, id, ty) {
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
    let (id, (ty, _), _) =
        names::find_action(policy, action, &entity.ty).map_err(|problem| *problem)?;
    let there = if names::makes_records(policy, id, ty) {
        names::check_not_stored(policy, store, id, ty, entity)
    } else {
        names::check_stored(policy, store, ty, entity)
    };
    there.map_err(|problem| (*problem).into())
}
