//! Records as data write them.

use serde_json::{Map, Value as Json, json};
use ward_compiler::model::{RecordField, Ty};

use super::build::Builder;
use crate::term::{Function, Term, TermId};

impl Builder<'_, '_> {
    /// A record: the fields that the solution gives it, and something for those that it must have
    /// and nothing asks for.
    pub(super) fn record(&mut self, term: TermId, fields: &[RecordField]) -> Option<Json> {
        let mut made = Map::new();
        for (index, field) in (0..).zip(fields) {
            let of_field = self.world.facts.find(&Term::Of(Function::Field(index), term));
            let given = of_field.filter(|term| {
                let defined = self.world.facts.defined(*term);
                self.world.facts.circuit.value(defined)
            });
            match (given, of_field) {
                (Some(given), _) => drop(made.insert(field.name.clone(), self.json(given)?)),
                (None, None) if !field.optional => {
                    made.insert(field.name.clone(), anything(&field.ty)?);
                }
                (None, _) => {}
            }
        }
        Some(Json::Object(made))
    }
}

/// A value that nothing asks for.
fn anything(ty: &Ty) -> Option<Json> {
    Some(match ty {
        Ty::Bool => json!(false),
        Ty::Int | Ty::Decimal => json!(0),
        Ty::Date => json!("2026-01-01"),
        Ty::Time => json!("2026-01-01T00:00:00Z"),
        Ty::Duration => json!("0 seconds"),
        Ty::Text | Ty::Role => json!("text"),
        Ty::Ip => json!("198.51.100.1"),
        Ty::IpRange => json!("198.51.100.0/24"),
        Ty::Set(_) => json!([]),
        Ty::Record(fields) => {
            let required = fields.iter().filter(|field| !field.optional);
            let made: Option<Map<String, Json>> =
                required.map(|field| Some((field.name.clone(), anything(&field.ty)?))).collect();
            Json::Object(made?)
        }
        Ty::Enum(_) | Ty::Entity(_) => return None,
    })
}
