//! The types of values.

use std::sync::Arc;

use super::{EnumId, TypeId};

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ty {
    /// `Bool`
    Bool,
    /// `Int`, 64 bits.
    Int,
    /// `Decimal`, with six digits behind the point.
    Decimal,
    /// `String`
    Text,
    /// `Date`
    Date,
    /// `Time`, an instant.
    Time,
    /// `Duration`
    Duration,
    /// `Ip`
    Ip,
    /// `IpRange`
    IpRange,
    /// `Role`, a role's name.
    Role,
    /// An enum.
    Enum(EnumId),
    /// An entity of one of these types; sorted, never empty.
    Entity(Arc<[TypeId]>),
    /// A record.
    Record(Arc<[RecordField]>),
    /// A set.
    Set(Arc<Ty>),
}

/// A field of a record type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordField {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Whether it may be absent.
    pub optional: bool,
}

impl Ty {
    /// An entity of exactly one type.
    pub fn entity(ty: TypeId) -> Self {
        Self::Entity(Arc::new([ty]))
    }

    /// The types that an entity may be of; none for anything else.
    pub fn entity_types(&self) -> &[TypeId] {
        match self {
            Self::Entity(types) => types,
            Self::Bool
            | Self::Int
            | Self::Decimal
            | Self::Text
            | Self::Date
            | Self::Time
            | Self::Duration
            | Self::Ip
            | Self::IpRange
            | Self::Role
            | Self::Enum(_)
            | Self::Record(_)
            | Self::Set(_) => &[],
        }
    }

    /// A set of such values.
    pub fn set(element: Ty) -> Self {
        Self::Set(Arc::new(element))
    }

    /// Whether `<` and its kin compare such values.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Self::Int | Self::Decimal | Self::Date | Self::Time | Self::Duration)
    }
}
