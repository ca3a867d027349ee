//! Where the parts of sets and records and long values are kept, and how values compare.

use std::cmp::Ordering;
use std::net::IpAddr;

use ward_compiler::model::IpRange;

use super::{Span, Value};

/// The parts of sets and records, and addresses.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    /// Elements of sets and fields of records, one after another.
    pub parts: Vec<Option<Value>>,
    /// Addresses.
    pub ips: Vec<IpAddr>,
    /// Ranges of addresses.
    pub ranges: Vec<IpRange>,
}

impl Pool {
    /// Forgets everything, and keeps the room.
    pub fn clear(&mut self) {
        self.parts.clear();
        self.ips.clear();
        self.ranges.clear();
    }
}

/// Who knows the parts of values, and so can compare them.
pub trait Parts {
    /// The part at a place; `None` for an absent field.
    fn item(&self, place: u32) -> Option<Value>;
    /// The address at a place.
    fn ip(&self, place: u32) -> Option<IpAddr>;
    /// The range at a place.
    fn range(&self, place: u32) -> Option<IpRange>;

    /// Whether two values of one type are equal.
    fn same(&self, left: Value, right: Value) -> bool {
        match (left, right) {
            (Value::Entity(a), Value::Entity(b)) => a == b,
            (Value::Enum(a), Value::Enum(b)) => a == b,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Text(a), Value::Text(b)) => a == b,
            _ => self.order(left, right).is_eq(),
        }
    }

    /// The order of two values of one type. That of numbers and times means what it says; that
    /// of all others only makes sets comparable.
    fn order(&self, left: Value, right: Value) -> Ordering {
        use Value::{
            Bool, Date, Decimal, Duration, Entity, Enum, Int, Ip, IpRange, Record, Role, Set, Text,
            Time,
        };
        match (left, right) {
            (Bool(a), Bool(b)) => a.cmp(&b),
            (Int(a), Int(b)) | (Time(a), Time(b)) | (Duration(a), Duration(b)) => a.cmp(&b),
            (Decimal(a), Decimal(b)) => a.cmp(&b),
            (Date(a), Date(b)) => a.cmp(&b),
            (Text(a), Text(b)) | (Role(a), Role(b)) => a.cmp(&b),
            (Enum(a), Enum(b)) => a.cmp(&b),
            (Entity(a), Entity(b)) => a.cmp(&b),
            (Ip(a), Ip(b)) => self.ip(a).cmp(&self.ip(b)),
            (IpRange(a), IpRange(b)) => self.range(a).cmp(&self.range(b)),
            (Set(a), Set(b)) | (Record(a), Record(b)) => self.order_parts(a, b),
            // Otherwise the compiler lets only values of one type meet.
            _ => match (left.amount(), right.amount()) {
                (Some(left), Some(right)) => left.cmp(&right),
                _ => rank(left).cmp(&rank(right)),
            },
        }
    }

    /// The order of two lists of parts; what is absent comes first.
    fn order_parts(&self, left: Span, right: Span) -> Ordering {
        let by_part =
            left.places().zip(right.places()).map(|(a, b)| match (self.item(a), self.item(b)) {
                (Some(a), Some(b)) => self.order(a, b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            });
        by_part.fold(Ordering::Equal, Ordering::then).then(left.len.cmp(&right.len))
    }

    /// Whether a value lacks nothing: no record in it leaves a field out.
    fn is_whole(&self, value: Value) -> bool {
        match value {
            Value::Set(parts) | Value::Record(parts) => {
                parts.places().all(|place| self.item(place).is_some_and(|one| self.is_whole(one)))
            }
            _ => true,
        }
    }

    /// Sorts the elements of a set, and leaves each once. Two records that lack a field may differ
    /// in it, so both stay.
    fn sort(&self, values: &mut Vec<Option<Value>>) {
        values.retain(Option::is_some);
        let order = |a: &Option<Value>, b: &Option<Value>| match (a, b) {
            (Some(a), Some(b)) => self.order(*a, *b),
            _ => Ordering::Equal,
        };
        values.sort_unstable_by(order);
        values.dedup_by(|a, b| order(a, b).is_eq() && a.is_some_and(|one| self.is_whole(one)));
    }

    /// Whether a set has an element.
    fn set_has(&self, set: Span, value: Value) -> bool {
        let (mut low, mut high) = (set.start, set.start + set.len);
        while low < high {
            let middle = low + (high - low) / 2;
            let Some(element) = self.item(middle) else { return false };
            match self.order(element, value) {
                Ordering::Equal => return true,
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        false
    }
}

impl Parts for Pool {
    fn item(&self, place: u32) -> Option<Value> {
        self.parts.get(place as usize).copied().flatten()
    }

    fn ip(&self, place: u32) -> Option<IpAddr> {
        self.ips.get(place as usize).copied()
    }

    fn range(&self, place: u32) -> Option<IpRange> {
        self.ranges.get(place as usize).copied()
    }
}

/// A number per kind of value.
fn rank(value: Value) -> u8 {
    match value {
        Value::Bool(_) => 0,
        Value::Int(_) => 1,
        Value::Decimal(_) => 2,
        Value::Text(_) => 3,
        Value::Date(_) => 4,
        Value::Time(_) => 5,
        Value::Duration(_) => 6,
        Value::Ip(_) => 7,
        Value::IpRange(_) => 8,
        Value::Role(_) => 9,
        Value::Enum(_) => 10,
        Value::Entity(_) => 11,
        Value::Set(_) => 12,
        Value::Record(_) => 13,
        Value::Wide(_) => 14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(pool: &mut Pool, numbers: &[i64]) -> Span {
        let mut values: Vec<_> = numbers.iter().map(|one| Some(Value::Int(*one))).collect();
        pool.sort(&mut values);
        let start = u32::try_from(pool.parts.len()).unwrap();
        pool.parts.extend(&values);
        Span { start, len: u32::try_from(values.len()).unwrap() }
    }

    #[test]
    fn sets_are_equal_whatever_order_they_were_given_in() {
        let mut pool = Pool::default();
        let (a, b) = (set(&mut pool, &[3, 1, 2, 3]), set(&mut pool, &[1, 2, 3]));
        let shorter = set(&mut pool, &[1, 2]);
        assert!(pool.same(Value::Set(a), Value::Set(b)));
        assert!(!pool.same(Value::Set(a), Value::Set(shorter)));
    }

    #[test]
    fn a_set_has_its_elements_and_no_others() {
        let mut pool = Pool::default();
        let odd = set(&mut pool, &[1, 3, 5, 7]);
        for number in 0..9 {
            assert_eq!(pool.set_has(odd, Value::Int(number)), number % 2 == 1, "{number}");
        }
    }

    #[test]
    fn a_value_fits_into_sixteen_bytes() {
        assert_eq!(size_of::<Option<Value>>(), 16);
    }
}
