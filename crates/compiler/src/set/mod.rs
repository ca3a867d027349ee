//! A policy set: the files of a folder, its settings, and the set it stands on.

mod disk;
mod settings;

pub use disk::{find_root, read_dir};
pub use settings::Settings;

use std::path::Path;

use ward_diagnostics::Diagnostic;

/// The name of the settings file that makes a folder a policy set.
pub const SETTINGS_FILE: &str = "ward.toml";

/// The ending of policy files.
pub const POLICY_ENDING: &str = "policy";

/// Whether a path has the ending of policy files, in any case: a file of rules that some systems
/// call `RULES.POLICY` is not passed over.
pub fn is_policy_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(POLICY_ENDING))
}

/// One file of a policy set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path, relative to the policy set, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether it belongs to the set on which this one stands.
    pub of_base: bool,
}

/// Everything that a policy is compiled from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicySource {
    /// The settings that count.
    pub settings: Settings,
    /// The files, sorted by path.
    pub files: Vec<SourceFile>,
    /// What went wrong while reading; its places are in files that could be read, if any.
    pub unreadable: Vec<Diagnostic>,
}

impl PolicySource {
    /// A set of one file, with default settings.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self::from_texts([("policy.policy", text.into())])
    }

    /// A set of files given as path and text, with default settings.
    pub fn from_texts<P: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        let file = |(path, text): (P, T)| SourceFile {
            path: path.into(),
            text: text.into(),
            of_base: false,
        };
        let mut files: Vec<_> = files.into_iter().map(file).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files, ..Self::default() }
    }
}
