//! JSON values as values of a declared type.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use ward_compiler::model::{Constant, Decimal, IpRange, Schema, Ty, TypeId, parse_ip};
use ward_compiler::time::{parse_date, parse_time};

/// A value of that type, if it is one.
pub fn value(schema: &Schema, json: &Json, ty: &Ty) -> Option<Constant> {
    match (ty, json) {
        (Ty::Bool, Json::Bool(value)) => Some(Constant::Bool(*value)),
        (Ty::Int, Json::Number(number)) => number.as_i64().map(Constant::Int),
        (Ty::Decimal, Json::Number(number)) => {
            let text = number.to_string();
            Decimal::read_number(&text).ok().map(Constant::Decimal)
        }
        (Ty::Text, Json::String(text)) => Some(Constant::Text(text.clone())),
        (Ty::Date, Json::String(text)) => parse_date(text).map(Constant::Date),
        (Ty::Time, Json::String(text)) => parse_time(text).map(Constant::Time),
        (Ty::Ip, Json::String(text)) => parse_ip(text).map(Constant::Ip),
        (Ty::IpRange, Json::String(text)) => IpRange::parse(text).map(Constant::IpRange),
        (Ty::Role, Json::String(text)) => Some(Constant::Role(text.clone())),
        (Ty::Enum(id), Json::String(text)) => {
            let index = schema.enumeration(*id).values.get_index_of(text)?;
            Some(Constant::Enum(*id, u32::try_from(index).ok()?))
        }
        (Ty::Entity(types), Json::String(text)) => {
            let (ty, id) = entity(schema, text)?;
            types.contains(&ty).then_some(Constant::Entity(ty, id))
        }
        (Ty::Set(element), Json::Array(parts)) => {
            let mut elements = BTreeSet::new();
            for part in parts {
                add(&mut elements, value(schema, part, element)?);
            }
            Some(Constant::Set(elements))
        }
        (Ty::Record(fields), Json::Object(object)) => {
            let mut values = Vec::new();
            for field in fields.iter() {
                values.push(match object.get(&field.name) {
                    Some(json) => Some(value(schema, json, &field.ty)?),
                    None => None,
                });
            }
            Some(Constant::Record(values))
        }
        _ => None,
    }
}

/// Adds an element. Two records that lack a field may differ in it, so one of them gets a further
/// absent field, which says nothing and keeps them apart.
fn add(elements: &mut BTreeSet<Constant>, mut element: Constant) {
    while elements.contains(&element) {
        match &mut element {
            Constant::Record(fields) if fields.contains(&None) => fields.push(None),
            _ => return,
        }
    }
    elements.insert(element);
}

/// `Type::id`.
pub fn entity(schema: &Schema, text: &str) -> Option<(TypeId, String)> {
    let (ty, id) = text.split_once("::")?;
    Some((schema.find_type(ty)?, id.to_owned()))
}

/// One entity, or several, of one type: what a property that is named after a container says.
pub fn containers(schema: &Schema, json: &Json, ty: TypeId) -> Option<Vec<(TypeId, String)>> {
    let texts = match json {
        Json::Array(parts) => parts.iter().collect(),
        one => vec![one],
    };
    let read = |json: &Json| entity(schema, json.as_str()?).filter(|(found, _)| *found == ty);
    texts.into_iter().map(read).collect()
}
