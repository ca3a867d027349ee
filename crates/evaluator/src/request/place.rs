//! Where a described record lies, and whether a request's properties agree with the hierarchy.

use serde_json::{Map, Value as Json};
use ward_compiler::model::{Schema, Ty, TypeId};
use ward_diagnostics::codes;

use super::frame::Frame;
use super::malformed::Malformed;
use crate::value::{EntityId, Parts, Value, from_json};

/// The containers that properties name: the property's name, and what it names.
pub(super) type Mirrors = Vec<(String, EntityId)>;

/// Reads every property that is named after a container's type.
pub(super) fn mirrors(
    schema: &Schema,
    ty: TypeId,
    who: &str,
    given: &Map<String, Json>,
    frame: &mut Frame<'_>,
) -> Result<Mirrors, Malformed> {
    let mut found = Vec::new();
    for (name, json) in given.iter().filter(|(_, json)| !json.is_null()) {
        let Some(container) = schema.mirrored_container(ty, name) else { continue };
        let declared = schema
            .ty(ty)
            .properties
            .get(name)
            .map_or_else(|| Ty::entity(container), |p| p.ty.clone());
        match from_json(json, &declared, schema, frame) {
            Ok(Value::Entity(id)) => found.push((name.clone(), id)),
            Ok(Value::Set(parts)) => {
                found.extend(parts.places().filter_map(|place| match frame.item(place) {
                    Some(Value::Entity(id)) => Some((name.clone(), id)),
                    _ => None,
                }));
            }
            Ok(_) => {}
            Err(mismatch) => {
                return Err(Malformed::wrong_type(&format!("{who}.properties.{name}"), &mismatch));
            }
        }
    }
    Ok(found)
}

/// The parent of a record that the request describes: the innermost of the containers named;
/// the others must contain it.
pub(super) fn placed(
    schema: &Schema,
    ty: TypeId,
    mirrors: &Mirrors,
    frame: &Frame<'_>,
) -> Result<Option<EntityId>, Malformed> {
    let direct = mirrors.iter().filter(|(_, id)| schema.ty(ty).containers.contains(&frame.ty(*id)));
    let direct: Vec<EntityId> = direct.map(|(_, id)| *id).collect();
    if direct.is_empty() {
        return match mirrors.first() {
            Some((name, id)) => Err(contradiction(schema, name, *id, frame)),
            None => Ok(None),
        };
    }
    let innermost = direct
        .iter()
        .copied()
        .find(|candidate| mirrors.iter().all(|(_, outer)| lies_in(*candidate, *outer, frame)));
    match innermost {
        Some(parent) => Ok(Some(parent)),
        None => {
            let outside = mirrors.iter().find(|(_, outer)| !lies_in(direct[0], *outer, frame));
            let (name, id) = outside.unwrap_or(&mirrors[0]);
            Err(contradiction(schema, name, *id, frame))
        }
    }
}

/// Whether by the stored data one entity is, or lies in, another; what can't be verified doesn't.
pub(super) fn lies_in(inner: EntityId, outer: EntityId, frame: &Frame<'_>) -> bool {
    inner == outer
        || frame
            .store()
            .entity(inner)
            .is_some_and(|entity| entity.ancestors().binary_search(&outer).is_ok())
}

/// "contradicts the hierarchy".
pub(super) fn contradiction(
    schema: &Schema,
    name: &str,
    id: EntityId,
    frame: &Frame<'_>,
) -> Malformed {
    let (ty, id) = frame.uid(id);
    Malformed::new(
        codes::REQUEST_MIRROR,
        format!(
            "the property `{name}` names `{}::{id}`, which can't be verified to contain the record",
            schema.ty(ty).name
        ),
        "a property named after a container's type names one of the record's containers; the innermost one places a new record, and the others must contain it",
    )
}
