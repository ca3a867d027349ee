//! Commands about several policy sets.

use std::path::{Path, PathBuf};

use ward_compiler::set::SETTINGS_FILE;
use ward_diagnostics::{Code, codes};

use crate::policy::locate;

/// Problems that leave a part of a policy set unread, so that nothing can be told of it.
pub const UNREADABLE: [Code; 5] = [
    codes::UNREADABLE_FILE,
    codes::NOT_UTF8,
    codes::NUL_BYTE,
    codes::FILE_TOO_LARGE,
    codes::NO_POLICY_SET,
];

/// The policy sets that a path stands for.
pub fn sets_in(path: &Path) -> Vec<PathBuf> {
    let below: Vec<PathBuf> = match std::fs::read_dir(path) {
        Ok(entries) if locate(Some(path)).is_err() => {
            let mut folders: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
            folders.retain(|folder| folder.join(SETTINGS_FILE).is_file());
            folders.sort();
            folders
        }
        _ => Vec::new(),
    };
    if below.is_empty() { vec![path.to_path_buf()] } else { below }
}
