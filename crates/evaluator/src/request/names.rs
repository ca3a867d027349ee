//! The names of requests: types, facets, actions and records that are there. What isn't there
//! is refused with the nearest right name, so that a typing error never looks like a decision.

use ward_compiler::Policy;
use ward_compiler::model::{ActionId, FacetId, TypeId};
use ward_diagnostics::{Diagnostic, codes, did_you_mean};

use super::{EntityInput, Request};
use crate::store::Store;

/// Among more records than this, the nearest id isn't looked for: a refusal must stay cheap.
const MOST_COMPARED: usize = 1_000;

/// A request for what the policy doesn't know.
type Unknown = Box<Diagnostic>;

/// A type with, where it is named, one of its facets.
pub type Part = (TypeId, Option<FacetId>);

/// An action, what it is asked of, and the parts that all must be permitted.
pub type Found = (ActionId, Part, Vec<Option<FacetId>>);

/// What about the names of a request the policy doesn't know.
pub(super) fn unknown_name(policy: &Policy, request: &Request) -> Unknown {
    let found = find_subject_type(policy, &request.subject.ty)
        .and_then(|_| find_action(policy, &request.action.name, &request.resource.ty));
    match found {
        Err(problem) => problem,
        Ok((action, (ty, facet), _)) => not_declared(policy, action, ty, facet),
    }
}

/// The type of those who ask.
///
/// # Errors
/// `E0806` where the policy knows no such type, or its entities can't ask.
pub fn find_subject_type(policy: &Policy, name: &str) -> Result<TypeId, Box<Diagnostic>> {
    let schema = &policy.schema;
    let ty = find_type(policy, name)?;
    if schema.ty(ty).subject {
        return Ok(ty);
    }
    let known: Vec<_> =
        schema.subject_types().iter().map(|ty| schema.ty(*ty).name.clone()).collect();
    Err(unknown(
        format!("a `{name}` can't ask"),
        Some(format!("those who ask are {}", known.join(", "))),
    ))
}

/// What `Type` or `Type.facet` names.
///
/// # Errors
/// `E0806` where the policy knows no such type or facet.
pub fn find_part(policy: &Policy, name: &str) -> Result<Part, Box<Diagnostic>> {
    let Some((ty, facet)) = name.split_once('.') else {
        return Ok((find_type(policy, name)?, None));
    };
    let ty = find_type(policy, ty)?;
    let declared = policy.schema.ty(ty);
    match declared.facets.get_index_of(facet) {
        Some(index) => Ok((ty, Some(FacetId::from_index(index)))),
        None => {
            let known: Vec<&str> = declared.facets.keys().map(String::as_str).collect();
            let help = did_you_mean(facet, known.iter().copied()).unwrap_or_else(|| {
                match known.as_slice() {
                    [] => format!("`{}` has none: ask for the whole record", declared.name),
                    _ => format!("its facets are {}", known.join(", ")),
                }
            });
            Err(unknown(format!("`{}` has no facet `{facet}`", declared.name), Some(help)))
        }
    }
}

/// An action on `Type` or `Type.facet`, with the parts that are asked for.
///
/// # Errors
/// `E0806` where the policy knows no such action, or not on that.
pub fn find_action(policy: &Policy, name: &str, on: &str) -> Result<Found, Box<Diagnostic>> {
    let schema = &policy.schema;
    let (ty, facet) = find_part(policy, on)?;
    let Some(action) = schema.find_action(name) else {
        let near = did_you_mean(name, schema.actions.keys().map(String::as_str));
        let of_type = schema.action_ids().filter(|id| schema.action(*id).on.contains_key(&ty));
        let of_type: Vec<_> = of_type.map(|id| schema.action(id).name.as_str()).collect();
        let all = format!("on `{on}` are {}", of_type.join(", "));
        let help = Some(near.unwrap_or(all));
        return Err(unknown(format!("the policy knows no action `{name}`"), help));
    };
    let parts = match facet {
        None => schema.parts_of_whole(action, ty),
        Some(_) => {
            let declared = schema.targets(action, ty).iter().any(|target| target.part == facet);
            declared.then(|| vec![facet])
        }
    };
    match parts {
        Some(parts) => Ok((action, (ty, facet), parts)),
        None => Err(not_declared(policy, action, ty, facet)),
    }
}

/// Whether an action makes records of a type.
pub fn makes_records(policy: &Policy, action: ActionId, ty: TypeId) -> bool {
    policy.schema.action(action).on.get(&ty).is_some_and(|on| on.new)
}

/// Whether a record may be asked about: it is stored or external.
///
/// # Errors
/// `E0807` where it isn't.
pub fn check_stored(
    policy: &Policy,
    store: &Store,
    ty: TypeId,
    entity: &EntityInput,
) -> Result<(), Box<Diagnostic>> {
    let declared = policy.schema.ty(ty);
    if declared.external || is_stored(store, ty, entity) {
        return Ok(());
    }
    let name = &declared.name;
    let ids: Vec<&str> = store
        .stored(ty)
        .take(MOST_COMPARED + 1)
        .filter_map(|id| store.uid(id))
        .map(|(_, id)| id)
        .collect();
    let near = (ids.len() <= MOST_COMPARED).then(|| did_you_mean(&entity.id, ids)).flatten();
    let help =
        near.unwrap_or_else(|| format!("add it to the data, or declare `external entity {name}`"));
    Err(Box::new(
        Diagnostic::error(
            codes::REQUEST_NOT_STORED,
            format!("`{name}::{}` isn't stored", entity.id),
        )
        .help(help),
    ))
}

/// Whether a record may be made: it isn't stored.
///
/// # Errors
/// `E0808` where it is.
pub fn check_not_stored(
    policy: &Policy,
    store: &Store,
    action: ActionId,
    ty: TypeId,
    entity: &EntityInput,
) -> Result<(), Box<Diagnostic>> {
    if !is_stored(store, ty, entity) {
        return Ok(());
    }
    let (ty, action) = (&policy.schema.ty(ty).name, &policy.schema.action(action).name);
    let message = format!("`{ty}::{}` exists, and `{action}` makes a new record", entity.id);
    Err(Box::new(
        Diagnostic::error(codes::REQUEST_EXISTS, message).help("give an id that no record has"),
    ))
}

fn is_stored(store: &Store, ty: TypeId, entity: &EntityInput) -> bool {
    store.find(ty, &entity.id).is_some_and(|id| store.entity(id).is_some())
}

fn unknown(message: String, help: Option<String>) -> Unknown {
    Box::new(Diagnostic::error(codes::REQUEST_UNKNOWN, message).help_opt(help))
}

fn find_type(policy: &Policy, name: &str) -> Result<TypeId, Unknown> {
    policy.schema.find_type(name).ok_or_else(|| {
        let types = &policy.schema.types;
        let help = did_you_mean(name, types.keys().map(String::as_str));
        let all = || {
            format!(
                "its types are {}",
                types.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
            )
        };
        unknown(format!("the policy knows no type `{name}`"), Some(help.unwrap_or_else(all)))
    })
}

fn not_declared(policy: &Policy, action: ActionId, ty: TypeId, facet: Option<FacetId>) -> Unknown {
    let schema = &policy.schema;
    let name = &schema.action(action).name;
    let asked = schema.part_name(ty, facet);
    let same_type = schema.targets(action, ty);
    let help = if same_type.is_empty() {
        let on: Vec<_> =
            schema.action(action).on.keys().map(|ty| schema.ty(*ty).name.as_str()).collect();
        let on_type: Vec<_> =
            schema.action_ids().filter(|id| schema.action(*id).on.contains_key(&ty)).collect();
        let near = did_you_mean(name, on_type.iter().map(|id| schema.action(*id).name.as_str()));
        near.unwrap_or_else(|| format!("`{name}` is declared for {}", on.join(", ")))
    } else {
        let parts: Vec<_> =
            same_type.iter().map(|target| schema.part_name(ty, target.part)).collect();
        format!("`{name}` is asked of {}", parts.join(", "))
    };
    unknown(format!("the policy knows no action `{name}` on `{asked}`"), Some(help))
}
