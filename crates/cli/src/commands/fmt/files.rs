//! Which files to format.

use std::fs;
use std::path::{Path, PathBuf};

use ward_compiler::set::is_policy_file;
use ward_diagnostics::{Diagnostic, codes};

use crate::failure::Failure;
use crate::input::{self, unreadable};
use crate::options::Common;
use crate::policy::locate;

/// The files that were named, and those below the folders that were named, in the order of their
/// paths; and what can't be read of them.
///
/// # Errors
/// Where nothing is named and there is no policy set around.
pub fn named(
    paths: &[PathBuf],
    common: &Common,
) -> Result<(Vec<PathBuf>, Vec<Diagnostic>), Failure> {
    let mut roots = paths.to_vec();
    match (&common.policy, roots.is_empty()) {
        (Some(_), false) => {
            return Err(Failure::named_twice());
        }
        (Some(policy), true) => roots.push(policy.clone()),
        (None, true) => roots.push(around()?),
        (None, false) => {}
    }
    let mut found = Found::default();
    for root in &roots {
        found.root(root);
    }
    let mut seen = Vec::new();
    for file in found.files {
        if !seen.contains(&file) {
            seen.push(file);
        }
    }
    Ok((seen, found.problems))
}

/// The folder of the policy set around this one.
fn around() -> Result<PathBuf, Failure> {
    Ok(locate(None)?.folder)
}

#[derive(Default)]
struct Found {
    files: Vec<PathBuf>,
    problems: Vec<Diagnostic>,
}

impl Found {
    fn root(&mut self, root: &Path) {
        if root.as_os_str() == input::STDIN || !root.is_dir() {
            return self.files.push(root.to_path_buf());
        }
        let before = self.files.len() + self.problems.len();
        self.folder(root);
        if before == self.files.len() + self.problems.len() {
            let message = format!("there is no policy file below `{}`", root.display());
            self.problems.push(
                Diagnostic::error(codes::NO_POLICY_SET, message)
                    .help("policy files end in `.policy`"),
            );
        }
    }

    /// Links to folders are not followed: they may lead back.
    fn folder(&mut self, folder: &Path) {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.problems.push(unreadable(folder, &error)),
        };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = inside(folder, &entry);
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                if !hidden {
                    self.folder(&path);
                }
            } else if !hidden && is_policy_file(&path) && path.is_file() {
                self.files.push(path);
            }
        }
    }
}

/// The path of an entry, without a `./` that nobody wrote.
fn inside(folder: &Path, entry: &fs::DirEntry) -> PathBuf {
    if folder == Path::new(".") || folder == Path::new("") {
        PathBuf::from(entry.file_name())
    } else {
        entry.path()
    }
}
