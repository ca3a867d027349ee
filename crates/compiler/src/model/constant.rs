//! Values that are written out: literals, defaults, test data, and data on its way into a store.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::{Decimal, EnumId, TypeId};

/// A value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constant {
    /// Of `Bool`.
    Bool(bool),
    /// Of `Int`.
    Int(i64),
    /// Of `Decimal`.
    Decimal(Decimal),
    /// Of `String`.
    Text(String),
    /// Of `Date`: days since 1970-01-01.
    Date(i32),
    /// Of `Time`: microseconds since 1970-01-01T00:00:00Z.
    Time(i64),
    /// Of `Duration`: microseconds.
    Duration(i64),
    /// Of `Ip`.
    Ip(IpAddr),
    /// Of `IpRange`.
    IpRange(IpRange),
    /// Of `Role`: the role's name.
    Role(String),
    /// Of an enum: which value.
    Enum(EnumId, u32),
    /// A reference to an entity, stored or not.
    Entity(TypeId, String),
    /// A set; its order means nothing.
    Set(BTreeSet<Constant>),
    /// A record: one value per field of its type, `None` where absent.
    Record(Vec<Option<Constant>>),
}

/// Reads `10.1.2.3` or `::1`. An IPv4 address that is written as a mapped IPv6 one is the IPv4 address
/// (RFC 4291, 2.5.5.2): a listener for both families reports it so.
///
/// ```
/// use ward_compiler::model::parse_ip;
/// assert_eq!(parse_ip("::ffff:10.6.6.6"), parse_ip("10.6.6.6"));
/// assert_eq!(parse_ip("10.6.6"), None);
/// ```
pub fn parse_ip(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

/// Addresses that share their first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IpRange {
    /// Its first address: bits behind the prefix are zero, so that a range has one form.
    pub address: IpAddr,
    /// How many first bits count.
    pub prefix: u8,
}

impl IpRange {
    /// Reads `10.0.0.0/8`, or a single address. `10.1.2.3/8` is `10.0.0.0/8`, and so is
    /// `::ffff:10.0.0.0/104`.
    ///
    /// ```
    /// use ward_compiler::model::IpRange;
    /// assert_eq!(IpRange::parse("10.1.2.3/8"), IpRange::parse("10.0.0.0/8"));
    /// assert_eq!(IpRange::parse("::ffff:10.0.0.0/104"), IpRange::parse("10.0.0.0/8"));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(parse_prefix(prefix)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let longest = longest_prefix(address);
        let prefix = prefix.unwrap_or(longest);
        if prefix > longest {
            return None;
        }
        match (address, address.to_canonical()) {
            (IpAddr::V6(_), IpAddr::V4(mapped)) if prefix >= MAPPED_BITS => {
                Some(Self::network(mapped.into(), prefix - MAPPED_BITS))
            }
            _ => Some(Self::network(address, prefix)),
        }
    }

    fn network(address: IpAddr, prefix: u8) -> Self {
        let rest = u32::from(longest_prefix(address) - prefix);
        let address = match address {
            IpAddr::V4(own) => {
                let mask = u32::MAX.checked_shl(rest).unwrap_or(0);
                IpAddr::V4((own.to_bits() & mask).into())
            }
            IpAddr::V6(own) => {
                let mask = u128::MAX.checked_shl(rest).unwrap_or(0);
                IpAddr::V6((own.to_bits() & mask).into())
            }
        };
        Self { address, prefix }
    }

    /// Whether the address lies in the range; addresses of the other family don't.
    pub fn contains(&self, address: IpAddr) -> bool {
        let shift = |bits: u32| bits - u32::from(self.prefix);
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(shift(32)).unwrap_or(0) == 0
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                (own.to_bits() ^ other.to_bits()).checked_shr(shift(128)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

/// How many bits stand in front of an IPv4 address in its mapped form.
const MAPPED_BITS: u8 = 96;

fn longest_prefix(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn parse_prefix(text: &str) -> Option<u8> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
    plain.then(|| text.parse().ok())?
}

impl std::fmt::Display for IpRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_its_addresses_and_no_others() {
        let range = IpRange::parse("10.1.0.0/16").unwrap();
        assert!(range.contains("10.1.200.3".parse().unwrap()));
        assert!(!range.contains("10.2.0.1".parse().unwrap()));
        assert!(IpRange::parse("0.0.0.0/0").unwrap().contains("9.9.9.9".parse().unwrap()));
        for wrong in ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8", "::/129"] {
            assert_eq!(IpRange::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_range_has_one_form() {
        let shown = |text: &str| IpRange::parse(text).unwrap().to_string();
        assert_eq!(shown("10.1.2.3/8"), "10.0.0.0/8");
        assert_eq!(shown("10.1.2.3"), "10.1.2.3/32");
        assert_eq!(shown("::ffff:a01:203/104"), "10.0.0.0/8");
        assert_eq!(shown("::ffff:0:0/96"), "0.0.0.0/0");
        assert_eq!(shown("::ffff:10.0.0.1"), "10.0.0.1/32");
        assert_eq!(shown("::ffff:10.0.0.1/95"), "::fffe:0:0/95");
        assert_eq!(shown("2001:db8::1/32"), "2001:db8::/32");
        assert!(!IpRange::parse("::/0").unwrap().contains(parse_ip("::ffff:10.0.0.1").unwrap()));
    }
}
