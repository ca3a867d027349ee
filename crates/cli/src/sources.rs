//! The paths under which a policy's files are shown.
//!
//! A policy knows its files relative to its folder, so that its hash and its decisions are the
//! same wherever it lies. A person stands in another folder: messages show the way from there.

use std::path::{Component, Path, PathBuf};

use ward_compiler::ASKED;
use ward_diagnostics::SourceMap;

/// The same texts under the same ids, with paths as seen through `folder`.
pub fn seen_from(sources: &SourceMap, folder: &Path) -> SourceMap {
    let mut seen = SourceMap::default();
    for file in sources.files() {
        let path = sources.path(file);
        let shown = if path == ASKED { path.to_owned() } else { joined(folder, path) };
        seen.add(shown, sources.text(file));
    }
    seen
}

/// `folder/path` without detours, with `/`.
pub fn joined(folder: &Path, path: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let whole = folder.join(path);
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if parts.last().is_some_and(|last| last != ".." && last != "/") =>
            {
                parts.pop();
            }
            Component::RootDir => parts.push("/".into()),
            part => parts.push(part.as_os_str().to_string_lossy().into_owned()),
        }
    }
    parts.join("/").replacen("//", "/", 1)
}

/// The way from one folder to another that lies above it or is the same: `.`, `..`, `../..`.
pub fn way_up(from: &Path, to: &Path) -> PathBuf {
    match from.strip_prefix(to) {
        Ok(below) if below.as_os_str().is_empty() => PathBuf::from("."),
        Ok(below) => below.components().map(|_| "..").collect(),
        Err(_) => to.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_no_detours() {
        assert_eq!(joined(Path::new("."), "rules.policy"), "rules.policy");
        assert_eq!(joined(Path::new("../x"), "../y/a.policy"), "../y/a.policy");
        assert_eq!(joined(Path::new("/a/b"), "../c.policy"), "/a/c.policy");
        assert_eq!(joined(Path::new("p/own"), "../base/a.policy"), "p/base/a.policy");
    }

    #[test]
    fn the_way_up_is_relative() {
        assert_eq!(way_up(Path::new("/a/b/c"), Path::new("/a")), Path::new("../.."));
        assert_eq!(way_up(Path::new("/a"), Path::new("/a")), Path::new("."));
    }
}
