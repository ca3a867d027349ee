//! Values as they are stored and compared: small, copied freely, never allocating.
//!
//! Texts and entities are numbers; what has parts (sets, records) or is long (addresses) is a
//! place in a [`Pool`]. A request numbers its own behind those of the store, so that one number
//! means the same in both.

mod constant;
mod exact;
mod json;
mod pool;
mod wanted;

use ward_compiler::model::{Decimal, TypeId};

pub use constant::{Words, from_constant, to_constant};
pub use exact::Wide;
pub use json::{Form, Mismatch, OrNull, ValueSeed, from_json, parse_entity};
pub use pool::{Parts, Pool};

/// A text, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// An entity, stored or not, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// Which parts of a [`Pool`] a set or record consists of.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The first.
    pub start: u32,
    /// How many.
    pub len: u32,
}

impl Span {
    /// The places of the parts.
    pub fn places(self) -> impl Iterator<Item = u32> + use<> {
        self.start..self.start + self.len
    }
}

/// A value that is known. Two values are compared by [`Parts::same`], which looks into sets and
/// records.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// Of `Bool`.
    Bool(bool),
    /// Of `Int`.
    Int(i64),
    /// Of `Decimal`.
    Decimal(Decimal),
    /// Of `String`.
    Text(Symbol),
    /// Of `Date`, in days.
    Date(i32),
    /// Of `Time`, in microseconds.
    Time(i64),
    /// Of `Duration`, in microseconds.
    Duration(i64),
    /// Of `Ip`: a place in a pool.
    Ip(u32),
    /// Of `IpRange`: a place in a pool.
    IpRange(u32),
    /// Of `Role`: a name.
    Role(Symbol),
    /// Of an enum: which value.
    Enum(u32),
    /// An entity.
    Entity(EntityId),
    /// A set: sorted, and each element once.
    Set(Span),
    /// A record: one part per field, `None` where absent.
    Record(Span),
    /// What was computed of numbers, dates, times or durations and is beyond what these hold.
    Wide(Wide),
}

/// Who gives numbers to texts and entities and keeps the parts of values.
pub trait Names: Parts {
    /// The number of a text.
    fn text(&mut self, text: &str) -> Symbol;
    /// The number of an entity.
    fn entity(&mut self, ty: TypeId, id: &str) -> EntityId;
    /// Keeps parts; gives their place.
    fn keep(&mut self, parts: &[Option<Value>]) -> Span;
    /// Keeps an address.
    fn keep_ip(&mut self, address: std::net::IpAddr) -> Value;
    /// Keeps a range of addresses.
    fn keep_range(&mut self, range: ward_compiler::model::IpRange) -> Value;

    /// A set of these values.
    fn set(&mut self, mut values: Vec<Option<Value>>) -> Value {
        self.sort(&mut values);
        Value::Set(self.keep(&values))
    }
}
