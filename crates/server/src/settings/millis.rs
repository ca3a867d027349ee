//! Times in settings.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

/// A time in milliseconds.
pub(super) fn millis<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    u64::deserialize(deserializer).map(Duration::from_millis)
}
