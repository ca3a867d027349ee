//! Values that are written out: defaults, arguments of obligations, data of tests.

use std::collections::HashMap;

use ward_diagnostics::{Diagnostic, Span, codes};
use ward_parser::ast::{DurationUnit, Expr, ExprKind, Name};

use super::Compiler;
use super::units::Unit;
use crate::model::{Constant, Decimal, IpRange, Ty, TypeId, parse_ip};
use crate::time::{DAY, parse_date, parse_time};

/// The ids that a test gives, by id; more than one type may bear the same.
pub(crate) type Given = HashMap<String, Vec<TypeId>>;

/// Microseconds of so many units; `None` where they don't fit.
pub(crate) fn duration(amount: i64, unit: DurationUnit) -> Option<i64> {
    let size = match unit {
        DurationUnit::Days => DAY,
        DurationUnit::Hours => 3_600_000_000,
        DurationUnit::Minutes => 60_000_000,
        DurationUnit::Seconds => 1_000_000,
    };
    amount.checked_mul(size)
}

impl Compiler<'_> {
    /// The value of a property's default.
    pub(super) fn default_value(&mut self, value: &Expr, ty: &Ty) -> Option<Constant> {
        if let (ExprKind::Word(word), Ty::Role) = (&value.kind, ty) {
            self.default_roles.push(Name { text: word.clone(), span: value.span });
            return Some(Constant::Role(word.clone()));
        }
        let found = self.constant(Unit::Base, value, ty, None);
        if found.is_none() {
            let ty = self.printer().ty(ty);
            self.report(
                Diagnostic::error(codes::BAD_DEFAULT, "this default doesn't fit")
                    .at(value.span, format!("must be {ty}"))
                    .help("write a value of the property's type, or leave the default out"),
            );
        }
        found
    }

    /// A value of that type, if the expression is one. Bare words are values of enums, roles, or
    /// the ids that a test gives.
    pub(super) fn constant(
        &self,
        unit: Unit,
        value: &Expr,
        ty: &Ty,
        given: Option<&Given>,
    ) -> Option<Constant> {
        match (&value.kind, ty) {
            (ExprKind::Bool(value), Ty::Bool) => Some(Constant::Bool(*value)),
            (ExprKind::Int(value), Ty::Int) => Some(Constant::Int(*value)),
            (ExprKind::Int(value), Ty::Decimal) => Decimal::from_int(*value).map(Constant::Decimal),
            (ExprKind::Decimal(text), Ty::Decimal) => Decimal::parse(text).map(Constant::Decimal),
            (ExprKind::Text(text), Ty::Text) => Some(Constant::Text(text.clone())),
            (ExprKind::Text(text), Ty::Ip) => parse_ip(text).map(Constant::Ip),
            (ExprKind::Text(text), Ty::IpRange) => IpRange::parse(text).map(Constant::IpRange),
            (ExprKind::Text(text), Ty::Role) if given.is_some() => {
                Some(Constant::Role(text.clone()))
            }
            (ExprKind::Date(text), Ty::Date) => parse_date(text).map(Constant::Date),
            (ExprKind::Time(text), Ty::Time) => parse_time(text).map(Constant::Time),
            (ExprKind::Duration { amount, unit }, Ty::Duration) => {
                duration(*amount, *unit).map(Constant::Duration)
            }
            (ExprKind::List(parts), Ty::Set(element)) => {
                let parts = parts.iter().map(|part| self.constant(unit, part, element, given));
                parts.collect::<Option<_>>().map(Constant::Set)
            }
            (ExprKind::Word(word), Ty::Enum(id)) => {
                let index = self.schema.enumeration(*id).values.get_index_of(word)?;
                Some(Constant::Enum(*id, u32::try_from(index).ok()?))
            }
            (ExprKind::Qualified { ty: name, value }, Ty::Enum(id))
                if self.schema.enumeration(*id).name == name.text =>
            {
                let index = self.schema.enumeration(*id).values.get_index_of(&value.text)?;
                Some(Constant::Enum(*id, u32::try_from(index).ok()?))
            }
            (ExprKind::Word(word), Ty::Role) => {
                let known = self.holdable(unit, word).is_some() || given.is_some();
                known.then(|| Constant::Role(word.clone()))
            }
            (ExprKind::Qualified { ty: name, value }, Ty::Entity(types)) => {
                let found = self.schema.find_type(&name.text)?;
                types.contains(&found).then(|| Constant::Entity(found, value.text.clone()))
            }
            (ExprKind::Word(id) | ExprKind::Text(id), Ty::Entity(types)) => {
                let candidates = given?.get(id)?;
                let mut fitting = candidates.iter().filter(|ty| types.contains(ty));
                let found = fitting.next()?;
                fitting.next().is_none().then(|| Constant::Entity(*found, id.clone()))
            }
            _ => None,
        }
    }

    /// Like [`Self::constant`], reporting what doesn't fit.
    pub(super) fn test_value(
        &mut self,
        unit: Unit,
        name: &Name,
        value: &Expr,
        ty: &Ty,
        given: &Given,
    ) -> Option<Constant> {
        let found = self.constant(unit, value, ty, Some(given));
        if found.is_none() {
            let unknown = unknown_id(value, ty, given);
            let expected = self.printer().ty(ty);
            self.report(match unknown {
                Some((id, span)) => self.not_given(&id, span, given),
                None => Diagnostic::error(
                    codes::TEST_DATA,
                    format!("this value doesn't fit `{}`", name.text),
                )
                .at(value.span, format!("must be {expected}"))
                .help(format!("`{}` is declared as {expected}", name.text)),
            });
        }
        found
    }

    /// "this test gives no `x`".
    pub(super) fn not_given(&self, id: &str, span: Span, given: &Given) -> Diagnostic {
        let mut known: Vec<&str> = given.keys().map(String::as_str).collect();
        known.sort_unstable();
        let help = ward_diagnostics::did_you_mean(id, known);
        Diagnostic::error(codes::TEST_NAME, format!("this test gives no `{id}`"))
            .at(span, "not given")
            .help(help.unwrap_or_else(|| format!("add `given TYPE {id}` to the test")))
    }
}

/// The first bare id in a value that the test doesn't give, where an entity is expected.
fn unknown_id(value: &Expr, ty: &Ty, given: &Given) -> Option<(String, Span)> {
    match (&value.kind, ty) {
        (ExprKind::Word(id) | ExprKind::Text(id), Ty::Entity(_)) if !given.contains_key(id) => {
            Some((id.clone(), value.span))
        }
        (ExprKind::List(parts), Ty::Set(element)) => {
            parts.iter().find_map(|part| unknown_id(part, element, given))
        }
        _ => None,
    }
}
