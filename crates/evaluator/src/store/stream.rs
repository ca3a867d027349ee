//! Data files as they come: one entity or assignment at a time, straight into the builder.
//!
//! Nearly every entity is well formed and is read without a tree of it. Where anything about one
//! is odd, nothing is kept of it, and it is read again by [`super::load`], which says what.

use std::borrow::Cow;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use ward_compiler::model::{AssignedKind, AssignmentRecord, Ty, TypeId};
use ward_compiler::time::parse_date;

use super::Builder;
use super::shape::Slot;
use crate::value::{EntityId, Form, Names, OrNull, Value, ValueSeed, parse_entity};

/// Where an element of a data file goes.
pub(super) trait Sink {
    /// The text of an element of `entities`.
    fn entity(&mut self, at: usize, text: &str);
    /// The text of an element of `assignments`.
    fn assignment(&mut self, at: usize, text: &str);
    /// A field of the file that means nothing.
    fn unknown_field(&mut self, name: &str);
    /// A field of the file that stood before.
    fn repeated_field(&mut self, name: &str);
}

/// Hands the elements of a data file to a sink.
pub(super) struct File<'s, S>(pub &'s mut S);

impl<'de, S: Sink> DeserializeSeed<'de> for File<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de, S: Sink> Visitor<'de> for File<'_, S> {
    type Value = ();

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("an object with `entities` and `assignments`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        let mut seen: Vec<Cow<'_, str>> = Vec::new();
        while let Some(name) = fields.next_key::<Cow<'_, str>>()? {
            if seen.contains(&name) {
                self.0.repeated_field(&name);
                fields.next_value::<IgnoredAny>()?;
                continue;
            }
            match &*name {
                "entities" => fields.next_value_seed(Elements(self.0, S::entity))?,
                "assignments" => fields.next_value_seed(Elements(self.0, S::assignment))?,
                other => {
                    self.0.unknown_field(other);
                    fields.next_value::<IgnoredAny>()?;
                }
            }
            seen.push(name);
        }
        Ok(())
    }
}

/// Hands the elements of a list on, each as its text.
struct Elements<'s, S>(&'s mut S, fn(&mut S, usize, &str));

impl<'de, S> DeserializeSeed<'de> for Elements<'_, S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_seq(self)
    }
}

impl<'de, S> Visitor<'de> for Elements<'_, S> {
    type Value = ();

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut at = 0;
        while let Some(element) = elements.next_element::<&RawValue>()? {
            (self.1)(self.0, at, element.get());
            at += 1;
        }
        Ok(())
    }
}

/// Room for one entity that is being read.
#[derive(Default)]
pub(super) struct Draft {
    parents: Vec<EntityId>,
    properties: Vec<(Slot, Value)>,
    /// The properties that were named, those without a value among them.
    named: Vec<Slot>,
}

/// Reads a well-formed entity and adds it; says whether it was one.
pub(super) fn add_entity(builder: &mut Builder<'_>, draft: &mut Draft, text: &str) -> bool {
    draft.parents.clear();
    draft.properties.clear();
    draft.named.clear();
    let mut input = serde_json::Deserializer::from_str(text);
    let read = input.deserialize_map(EntitySeed { builder, draft });
    let Ok((ty, id)) = read else { return false };
    builder.add_entity(ty, id, &mut draft.parents, &draft.properties);
    true
}

struct EntitySeed<'b, 'p, 'd> {
    builder: &'b mut Builder<'p>,
    draft: &'d mut Draft,
}

impl<'de> Visitor<'de> for EntitySeed<'_, '_, '_> {
    type Value = (TypeId, &'de str);

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("an entity")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<Self::Value, A::Error> {
        let (mut ty, mut id) = (None, None);
        let (mut parents, mut properties) = (false, false);
        while let Some(name) = fields.next_key::<&str>()? {
            match name {
                "type" if ty.is_none() => {
                    let name = fields.next_value::<&str>()?;
                    ty = Some(self.builder.policy().schema.find_type(name).ok_or_else(odd)?);
                }
                "id" if id.is_none() => {
                    let text = fields.next_value::<&str>()?;
                    id = Some(text).filter(|id| !id.is_empty());
                }
                "parents" if !parents => {
                    parents = true;
                    fields.next_value_seed(Parents(&mut self))?;
                }
                "properties" if !properties => {
                    properties = true;
                    let ty = ty.ok_or_else(odd)?;
                    fields.next_value_seed(Properties { of: &mut self, ty })?;
                }
                _ => return Err(odd()),
            }
        }
        Ok((ty.ok_or_else(odd)?, id.ok_or_else(odd)?))
    }
}

/// What makes an entity be read again; nobody sees its text.
fn odd<E: Error>() -> E {
    E::custom("odd")
}

struct Parents<'a, 'b, 'p, 'd>(&'a mut EntitySeed<'b, 'p, 'd>);

impl<'de> DeserializeSeed<'de> for Parents<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Parents<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("a list of parents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parents: A) -> Result<(), A::Error> {
        let EntitySeed { builder, draft } = self.0;
        while let Some(text) = parents.next_element::<&str>()? {
            let (ty, id) = parse_entity(text, &builder.policy().schema).ok_or_else(odd)?;
            draft.parents.push(builder.entity(ty, id));
        }
        Ok(())
    }
}

struct Properties<'a, 'b, 'p, 'd> {
    of: &'a mut EntitySeed<'b, 'p, 'd>,
    ty: TypeId,
}

impl<'de> DeserializeSeed<'de> for Properties<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Properties<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("properties")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut given: A) -> Result<(), A::Error> {
        let EntitySeed { builder, draft } = self.of;
        let schema = &builder.policy().schema;
        let mut unknown = Vec::new();
        while let Some(name) = given.next_key::<&str>()? {
            let slot = builder.slot(self.ty, name).ok_or_else(odd)?;
            if draft.named.contains(&slot) {
                return Err(odd());
            }
            draft.named.push(slot);
            let container;
            let ty = match (slot.property, slot.container) {
                (Some(id), _) => &schema.property(self.ty, id).ty,
                (None, Some(kind)) => {
                    container = Ty::entity(kind);
                    &container
                }
                (None, None) => return Err(odd()),
            };
            let seed =
                ValueSeed { ty, schema, names: *builder, unknown: &mut unknown, form: Form::Text };
            match given.next_value_seed(OrNull(seed))? {
                None => {}
                Some(Ok(value)) if builder.unknown_role_in(value).is_some() => return Err(odd()),
                Some(Ok(value)) => draft.properties.push((slot, value)),
                Some(Err(_)) => return Err(odd()),
            }
            if !unknown.is_empty() {
                return Err(odd());
            }
        }
        Ok(())
    }
}

/// An assignment as files give it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AssignmentLine<'a> {
    subject: &'a str,
    #[serde(borrow, default, deserialize_with = "given")]
    role: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "given")]
    class: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "given")]
    within: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "given")]
    from: Option<&'a str>,
    #[serde(borrow, default, deserialize_with = "given")]
    until: Option<&'a str>,
}

/// A field that is there has a text: null isn't absence, since it would widen the assignment.
fn given<'a, 'de: 'a, D: Deserializer<'de>>(source: D) -> Result<Option<&'a str>, D::Error> {
    <&str>::deserialize(source).map(Some)
}

/// Reads a well-formed assignment and adds it; says whether it was one.
pub(super) fn add_assignment(builder: &mut Builder<'_>, text: &str) -> bool {
    let record = assignment(builder, text);
    let was_one = record.is_some();
    record.into_iter().for_each(|record| builder.assign(record));
    was_one
}

fn assignment(builder: &Builder<'_>, text: &str) -> Option<AssignmentRecord> {
    let line: AssignmentLine<'_> = serde_json::from_str(text).ok()?;
    let (name, kind) = match (line.role, line.class) {
        (Some(role), None) => (role, AssignedKind::Role),
        (None, Some(class)) => (class, AssignedKind::Class),
        _ => return None,
    };
    let entity = |text: &str| {
        let (ty, id) = parse_entity(text, &builder.policy().schema)?;
        Some((ty, id.to_owned()))
    };
    let optional = |text: Option<&str>| text.map_or(Some(None), |text| entity(text).map(Some));
    let day = |text: Option<&str>| text.map_or(Some(None), |text| parse_date(text).map(Some));
    Some(AssignmentRecord {
        subject: entity(line.subject)?,
        name: name.to_owned(),
        kind: Some(kind),
        within: optional(line.within)?,
        from: day(line.from)?,
        until: day(line.until)?,
    })
}
