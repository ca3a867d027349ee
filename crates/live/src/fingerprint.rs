//! What tells one text, or several, from others.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The fingerprint of one text.
pub(crate) fn text_fingerprint(text: &str) -> String {
    Hash::new().with(Some(text.to_owned()))
}

/// A fingerprint on its way.
#[derive(Clone, Debug)]
pub(crate) struct Hash(Sha256);

impl Hash {
    /// Of nothing.
    pub fn new() -> Self {
        Self(Sha256::new())
    }

    /// Adds a part.
    pub fn feed(&mut self, part: &str) {
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part.as_bytes());
    }

    /// The fingerprint with one part more, where there is one.
    pub fn with(&self, part: Option<String>) -> String {
        let mut hash = self.clone();
        part.into_iter().for_each(|part| hash.feed(&part));
        hash.text()
    }

    /// As text.
    pub fn text(self) -> String {
        let mut text = String::from("sha256:");
        for byte in self.0.finalize() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}
