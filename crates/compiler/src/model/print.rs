//! Conditions as policy text.

use super::{
    Access, Constant, Exprs, Level, ParamId, Part, PropertyId, Schema, Scope, ScopeId, Ty, TypeId,
    ValueId,
};

/// Prints conditions, constants and types in the language's own syntax.
#[derive(Clone, Copy)]
pub struct Printer<'a> {
    schema: &'a Schema,
    exprs: &'a Exprs,
    scopes: &'a [Scope],
}

impl<'a> Printer<'a> {
    /// A printer over these tables.
    pub fn new(schema: &'a Schema, exprs: &'a Exprs, scopes: &'a [Scope]) -> Self {
        Self { schema, exprs, scopes }
    }

    /// A condition or value.
    pub fn expr(&self, id: impl Into<Part>) -> String {
        self.at(id, Level::Or)
    }

    /// A condition or value where nothing that binds more loosely than so may stand.
    pub(super) fn at(&self, id: impl Into<Part>, least: Level) -> String {
        let (text, level) = match id.into() {
            Part::Condition(id) => {
                let condition = self.exprs.condition(id);
                (condition.print(self), condition.level(self.exprs))
            }
            Part::Value(id) => {
                let value = self.exprs.value(id);
                (value.print(self), value.level(self.exprs))
            }
        };
        if level < least { format!("({text})") } else { text }
    }

    /// What stands beside a sign of comparison.
    pub(super) fn operand(&self, id: ValueId) -> String {
        self.at(id, Level::Operand)
    }

    /// What stands in front of a dot.
    pub(super) fn base(&self, id: ValueId) -> String {
        self.at(id, Level::Member)
    }

    pub(super) fn exprs(&self) -> &'a Exprs {
        self.exprs
    }

    pub(super) fn context_name(&self, id: PropertyId) -> &'a str {
        self.schema.context.get_index(id.index()).map_or("?", |(name, _)| name)
    }

    pub(super) fn param_name(&self, id: ParamId) -> &'a str {
        self.schema.param_name(id)
    }

    pub(super) fn type_name(&self, id: TypeId) -> &'a str {
        &self.schema.ty(id).name
    }

    pub(super) fn scope_name(&self, id: ScopeId) -> &'a str {
        &self.scopes[id.index()].name
    }

    /// A value.
    pub fn constant(&self, value: &Constant) -> String {
        match value {
            Constant::Bool(value) => value.to_string(),
            Constant::Int(value) => value.to_string(),
            Constant::Decimal(value) => value.to_string(),
            Constant::Text(text) => format!("{text:?}"),
            Constant::Date(days) => crate::time::format_date(*days),
            Constant::Time(micros) => crate::time::format_time(*micros),
            Constant::Duration(micros) => crate::time::format_duration(*micros),
            Constant::Ip(address) => format!("\"{address}\""),
            Constant::IpRange(range) => format!("\"{range}\""),
            Constant::Role(name) => name.clone(),
            Constant::Enum(id, value) => self
                .schema
                .enumeration(*id)
                .values
                .get_index(*value as usize)
                .map_or_else(String::new, |(name, ())| name.clone()),
            Constant::Entity(ty, id) => format!("{}::{id}", self.schema.ty(*ty).name),
            Constant::Set(values) => {
                let values: Vec<_> = values.iter().map(|value| self.constant(value)).collect();
                format!("[{}]", values.join(", "))
            }
            Constant::Record(fields) => {
                let fields: Vec<_> =
                    fields.iter().flatten().map(|value| self.constant(value)).collect();
                format!("{{{}}}", fields.join(", "))
            }
        }
    }

    /// A type, as a message names it: "a date", "a `User`".
    pub fn ty(&self, ty: &Ty) -> String {
        match ty {
            Ty::Bool => "true or false".into(),
            Ty::Int => "a whole number".into(),
            Ty::Decimal => "a decimal number".into(),
            Ty::Text => "text".into(),
            Ty::Date => "a date".into(),
            Ty::Time => "a time".into(),
            Ty::Duration => "a duration".into(),
            Ty::Ip => "an address".into(),
            Ty::IpRange => "a range of addresses".into(),
            Ty::Role => "a role".into(),
            Ty::Enum(id) => format!("a value of `{}`", self.schema.enumeration(*id).name),
            Ty::Entity(types) => {
                let names: Vec<_> =
                    types.iter().map(|ty| format!("`{}`", self.schema.ty(*ty).name)).collect();
                match names.as_slice() {
                    [.., _] if names.len() > 4 => "an entity".into(),
                    _ => format!("a {}", names.join(" or ")),
                }
            }
            Ty::Record(_) => "a record".into(),
            Ty::Set(element) => format!("a set of {}", self.ty(element).trim_start_matches("a ")),
        }
    }

    /// What a name means on an entity of that type, for messages.
    pub fn access(&self, access: Access) -> String {
        match access {
            Access::Property(_) => "property".into(),
            Access::Container(ty) => format!("the `{}` that it lies in", self.schema.ty(ty).name),
        }
    }
}
