//! The scales on which values are ordered: whole and decimal numbers in millionths; dates, times
//! and durations in microseconds.

use ward_compiler::model::{Constant, TimePart, Ty};
use ward_compiler::time::{self, DAY, Zone};

use super::scalars::{Family, Node};
use super::state::Facts;
use crate::axiom::Axiom;
use crate::term::{Function, Term, TermId};

/// How many units of its scale one of a type's numbers is.
pub(super) fn unit(ty: &Ty) -> i128 {
    match ty {
        Ty::Int => 1_000_000,
        Ty::Date => DAY.into(),
        Ty::Decimal
        | Ty::Time
        | Ty::Duration
        | Ty::Bool
        | Ty::Text
        | Ty::Ip
        | Ty::IpRange
        | Ty::Role
        | Ty::Enum(_)
        | Ty::Entity(_)
        | Ty::Set(_)
        | Ty::Record(_) => 1,
    }
}

impl Family {
    /// The scale of a type.
    pub(super) fn of(ty: &Ty) -> Self {
        if matches!(ty, Ty::Int | Ty::Decimal) { Self::Numbers } else { Self::Calendar }
    }
}

impl Facts<'_> {
    /// How much a literal is, on its scale.
    pub fn fixed(&self, term: TermId) -> Option<i128> {
        // By the literal: in a list of decimals a whole number stays one.
        let (number, ty) = match &self.terms[term] {
            Term::Constant(Constant::Int(value)) => (*value, Ty::Int),
            Term::Constant(Constant::Decimal(value)) => (value.0, Ty::Decimal),
            Term::Constant(Constant::Date(days)) => (i64::from(*days), Ty::Date),
            Term::Constant(Constant::Time(micros)) => (*micros, Ty::Time),
            Term::Constant(Constant::Duration(micros)) => (*micros, Ty::Duration),
            _ => return None,
        };
        Some(i128::from(number) * unit(&ty))
    }

    /// The number of a literal, in units of its term's type.
    pub fn literal(&self, term: TermId) -> Option<i64> {
        let units = self.fixed(term)?.div_euclid(unit(self.ty(term)));
        i64::try_from(units).ok()
    }

    /// What a node moves by; steps of one scale divide one another.
    pub(super) fn step(&self, node: Node) -> i128 {
        match node {
            Node::Origin(Family::Numbers) => unit(&Ty::Int),
            Node::Origin(Family::Calendar) => unit(&Ty::Date),
            // Data write durations in whole seconds.
            Node::Term(term) if *self.ty(term) == Ty::Duration && self.is_stored_value(term) => {
                1_000_000
            }
            Node::Term(term) => unit(self.ty(term)),
        }
    }

    /// The least and the most that a term can be: where it is stored or given, what its type holds.
    /// What is computed has no limits.
    pub(super) fn limits(&self, term: TermId) -> Option<(i128, i128)> {
        let ty = self.ty(term);
        let (least, most) = match &self.terms[term] {
            Term::Of(Function::Count, _) => (0, i64::MAX),
            Term::Of(Function::TimePart(TimePart::Hour), _) => (0, 23),
            // A zone may be a day off.
            Term::Of(Function::TimePart(_), of) if self.is_stored_value(*of) => {
                let (first, last) = range(ty)?;
                (first - 1, last)
            }
            _ if self.is_stored_value(term) => range(ty)?,
            _ => return None,
        };
        Some((i128::from(least) * unit(ty), i128::from(most) * unit(ty)))
    }

    /// Whether data or the request give a value, so that it has the limits of its type.
    pub(super) fn is_stored_value(&self, term: TermId) -> bool {
        matches!(
            self.terms[term],
            Term::Param(..)
                | Term::Context(..)
                | Term::Now(_)
                | Term::Of(Function::Property(..) | Function::Field(_), _)
        )
    }

    /// A known time has its parts, unless it lies beyond the calendar.
    pub(super) fn part_of_time(&mut self, part: TermId, of: TermId) {
        let (base, defined) = (self.defined(of), self.defined(part));
        let Some((first, last)) = range(&Ty::Time) else { return };
        let zone = Zone::named(&self.policy.time_zone).unwrap_or_else(Zone::utc);
        let reaches_all = zone.date(first).is_some() && zone.date(last).is_some();
        if reaches_all && (self.is_stored_value(of) || self.fixed(of).is_some()) {
            self.law(Axiom::PartOfTime, &[!base, defined]);
            return;
        }
        // In every zone the calendar has what lies a day and more from its ends.
        let (first, last) = (i128::from(first + DAY), i128::from(last - DAY));
        let (node, offset) = match self.fixed(of) {
            Some(value) => (Node::Origin(Family::Calendar), value),
            None => (Node::Term(of), 0),
        };
        let origin = Node::Origin(Family::Calendar);
        let after = self.difference(origin, node, offset - first);
        let before = self.difference(node, origin, last - offset);
        self.law(Axiom::PartOfTime, &[!base, !after, !before, defined]);
    }
}

/// The first and the last number of a type.
fn range(ty: &Ty) -> Option<(i64, i64)> {
    let date = |text| time::parse_date(text).map(i64::from);
    Some(match ty {
        Ty::Int | Ty::Decimal | Ty::Duration => (i64::MIN, i64::MAX),
        Ty::Date => (date("0000-01-01")?, date("9999-12-31")?),
        Ty::Time => (date("0000-01-01")? * DAY, (date("9999-12-31")? + 1) * DAY - 1),
        Ty::Bool
        | Ty::Text
        | Ty::Ip
        | Ty::IpRange
        | Ty::Role
        | Ty::Enum(_)
        | Ty::Entity(_)
        | Ty::Set(_)
        | Ty::Record(_) => return None,
    })
}
