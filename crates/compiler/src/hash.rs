//! The hash that names a policy set in every decision.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::set::PolicySource;

/// `sha256:…` over the files (path and text, sorted by path), whether each is the base's, and
/// the settings that change decisions.
pub(crate) fn of(source: &PolicySource) -> String {
    let mut hasher = Sha256::new();
    let mut feed = |part: &[u8]| {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    feed(b"ward policy 1");
    feed(source.settings.time_zone().as_bytes());
    let mut files: Vec<_> = source.files.iter().collect();
    files.sort_by(|a, b| (a.of_base, &a.path).cmp(&(b.of_base, &b.path)));
    for file in files {
        feed(if file.of_base { b"base" } else { b"own" });
        feed(file.path.as_bytes());
        feed(file.text.as_bytes());
    }
    let mut text = String::from("sha256:");
    for byte in hasher.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
