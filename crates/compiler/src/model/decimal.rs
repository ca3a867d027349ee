//! Numbers with six digits after the point, read from their digits and never through a float.

/// How many parts a decimal's unit has.
const DECIMAL_UNIT: i64 = 1_000_000;
/// How many digits it has after the point.
const DIGITS: i64 = 6;

/// A number with up to six digits after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub i64);

/// Why a text is no [`Decimal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotDecimal {
    /// It isn't a number.
    Form,
    /// It has a digit that counts behind the sixth after the point.
    TooFine,
    /// It is less than [`Decimal::MIN`] or more than [`Decimal::MAX`].
    OutOfRange,
}

impl Decimal {
    /// The least.
    pub const MIN: Self = Self(i64::MIN);
    /// The greatest.
    pub const MAX: Self = Self(i64::MAX);

    /// Reads `12.5` or `-0.25`; `None` for anything else, for more than six digits after the
    /// point, and for what does not fit.
    ///
    /// ```
    /// use ward_compiler::model::Decimal;
    /// assert_eq!(Decimal::parse("12.5"), Some(Decimal(12_500_000)));
    /// assert_eq!(Decimal::parse("1.2345678"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    /// The same; says why.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str) -> Result<Self, NotDecimal> {
        let (_, digits) = sign(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || !plain(whole) || !plain(part) {
            return Err(NotDecimal::Form);
        }
        if part.len() > 6 {
            return Err(NotDecimal::TooFine);
        }
        Self::read_number(text)
    }

    /// Reads a number as JSON writes it, exponents among them.
    ///
    /// ```
    /// use ward_compiler::model::{Decimal, NotDecimal};
    /// assert_eq!(Decimal::read_number("12345678901.123456"), Ok(Decimal(12_345_678_901_123_456)));
    /// assert_eq!(Decimal::read_number("1e-1"), Ok(Decimal(100_000)));
    /// assert_eq!(Decimal::read_number("1e-7"), Err(NotDecimal::TooFine));
    /// assert_eq!(Decimal::read_number("1e13"), Err(NotDecimal::OutOfRange));
    /// ```
    ///
    /// # Errors
    /// Why it is none.
    pub fn read_number(text: &str) -> Result<Self, NotDecimal> {
        let (negative, rest) = sign(text);
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (rest, None),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() || !plain(whole) || !plain(part) {
            return Err(NotDecimal::Form);
        }
        let digits = format!("{whole}{part}");
        let digits = digits.trim_start_matches('0');
        let counting = digits.trim_end_matches('0');
        if counting.is_empty() {
            return Ok(Self(0));
        }
        let zeros = length(digits) - length(counting);
        let shift = exponent.map_or(Ok(0), read_exponent)? + DIGITS - length(part) + zeros;
        let value = scaled(counting, shift)?;
        i64::try_from(if negative { -value } else { value })
            .map(Self)
            .map_err(|_| NotDecimal::OutOfRange)
    }

    /// The decimal of a whole number; `None` where it does not fit.
    pub fn from_int(value: i64) -> Option<Self> {
        value.checked_mul(DECIMAL_UNIT).map(Self)
    }
}

fn sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |rest| (true, rest))
}

fn plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

/// More than any text of digits could make good.
const FAR: i64 = 1 << 40;

fn read_exponent(text: &str) -> Result<i64, NotDecimal> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !plain(digits) {
        return Err(NotDecimal::Form);
    }
    let size = digits.parse::<i64>().unwrap_or(FAR).min(FAR);
    Ok(if text.starts_with('-') { -size } else { size })
}

/// Digits, the last of which isn't zero, times ten to the power of `shift`.
fn scaled(digits: &str, shift: i64) -> Result<i128, NotDecimal> {
    /// No decimal has more digits.
    const MOST: i64 = 19;
    if shift < 0 {
        return Err(NotDecimal::TooFine);
    }
    let zeros = u32::try_from(shift).map_err(|_| NotDecimal::OutOfRange)?;
    if length(digits) + shift > MOST {
        return Err(NotDecimal::OutOfRange);
    }
    let value: i128 = digits.parse().map_err(|_| NotDecimal::OutOfRange)?;
    Ok(value * 10_i128.pow(zeros))
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let value = self.0.unsigned_abs();
        let unit = DECIMAL_UNIT.unsigned_abs();
        let part = format!("{:06}", value % unit);
        let part = part.trim_end_matches('0');
        let part = if part.is_empty() { "0" } else { part };
        write!(f, "{sign}{}.{part}", value / unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_prints_as_it_reads() {
        let ends = [Decimal::MIN, Decimal::MAX].map(|end| end.to_string());
        for text in ["0.0", "12.5", "-3.25", "1.000001", &ends[0], &ends[1]] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn numbers_are_read_from_their_digits() {
        for (text, expected) in [
            ("0.1", Ok(100_000)),
            ("0.10", Ok(100_000)),
            ("-0", Ok(0)),
            ("1E+1", Ok(10_000_000)),
            ("1.5000000", Ok(1_500_000)),
            ("0.0000010e-99", Err(NotDecimal::TooFine)),
            ("0e999999999999999999999", Ok(0)),
            ("1e999999999999999999999", Err(NotDecimal::OutOfRange)),
            ("1e-999999999999999999999", Err(NotDecimal::TooFine)),
            ("9223372036854.775807", Ok(i64::MAX)),
            ("-9223372036854.775808", Ok(i64::MIN)),
            ("9223372036854.775808", Err(NotDecimal::OutOfRange)),
            ("9223372036855", Err(NotDecimal::OutOfRange)),
            ("0.1000000000000000055", Err(NotDecimal::TooFine)),
            ("12345678901234567890123", Err(NotDecimal::OutOfRange)),
            ("1e", Err(NotDecimal::Form)),
            ("", Err(NotDecimal::Form)),
        ] {
            assert_eq!(Decimal::read_number(text).map(|value| value.0), expected, "{text}");
        }
    }
}
