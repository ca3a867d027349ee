//! Sizes, times and identities of files: whether anything looks different.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use ward_compiler::set::{SETTINGS_FILE, is_policy_file};

/// Folders within folders deeper than this are not looked into, so that links can't lead in
/// circles.
const DEEPEST: usize = 32;

/// How a file looks from outside.
type Look = (u64, Option<SystemTime>, u64);

/// How the files looked.
#[derive(Debug, Default)]
pub(crate) struct Signature {
    files: BTreeMap<PathBuf, Look>,
}

impl Signature {
    /// Looks at everything; whether anything is not what it was.
    pub(crate) fn update(&mut self, paths: &[PathBuf]) -> bool {
        let mut files = BTreeMap::new();
        for path in paths {
            match std::fs::metadata(path) {
                Ok(found) if found.is_dir() => folder(path, 0, &mut files),
                Ok(found) => drop(files.insert(path.clone(), look(&found))),
                Err(_) => {}
            }
        }
        let differs = files != self.files;
        self.files = files;
        differs
    }
}

fn folder(path: &Path, depth: usize, files: &mut BTreeMap<PathBuf, Look>) {
    let Ok(entries) = std::fs::read_dir(path) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let Ok(found) = std::fs::metadata(&path) else { continue };
        let counts = name == SETTINGS_FILE || is_policy_file(&path);
        if found.is_dir() && depth < DEEPEST {
            folder(&path, depth + 1, files);
        } else if counts {
            files.insert(path, look(&found));
        }
    }
}

fn look(found: &Metadata) -> Look {
    (found.len(), found.modified().ok(), identity(found))
}

#[cfg(unix)]
fn identity(found: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> u64 {
    0
}
