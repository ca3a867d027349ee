//! Which folders the system watches.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use ward_compiler::set::{SETTINGS_FILE, is_policy_file};

use super::ticker::Signal;

/// How many links on the way to a file are followed.
const LINKS: usize = 16;

/// The folders that are watched, as the system lets us.
#[derive(Debug)]
pub(crate) struct Folders {
    /// None where the system gives no events; then looking every so often is all there is.
    watcher: Option<RecommendedWatcher>,
    watched: Vec<PathBuf>,
    /// The names of the files that are followed, behind links too.
    names: Names,
}

type Names = Arc<Mutex<BTreeSet<OsString>>>;

impl Folders {
    pub(crate) fn new(sender: Sender<Signal>, events: bool) -> Self {
        let names = Names::default();
        let followed = names.clone();
        let heard = move |event: notify::Result<Event>| {
            let signal = match event {
                Ok(event) if event.need_rescan() => Signal::Lost,
                Ok(Event { kind: EventKind::Access(_), .. }) => return,
                Ok(event) if is_of_others(&event, &followed) => return,
                Ok(_) => Signal::Changed,
                Err(_) => Signal::Lost,
            };
            let _ = sender.send(signal);
        };
        let watcher = if events { notify::recommended_watcher(heard).ok() } else { None };
        Self { watcher, watched: Vec::new(), names }
    }

    /// Watches what these paths need, anew: a folder that was replaced by another of its name
    /// would be watched no longer.
    pub(crate) fn watch(&mut self, paths: &[PathBuf]) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in std::mem::take(&mut self.watched) {
            // It may be gone by now.
            let _ = watcher.unwatch(&folder);
        }
        *self.names.lock().unwrap_or_else(PoisonError::into_inner) = names(paths);
        for (folder, deep) in wanted(paths) {
            let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            // What can't be watched is tried again after the next change.
            if watcher.watch(&folder, mode).is_ok() {
                self.watched.push(folder);
            }
        }
    }
}

/// Whether an event says only that something was written into files that nobody follows, such as a
/// log beside them, which may be written all the time.
fn is_of_others(event: &Event, followed: &Names) -> bool {
    let EventKind::Modify(ModifyKind::Data(_)) = event.kind else { return false };
    let followed = followed.lock().unwrap_or_else(PoisonError::into_inner);
    let is_other = |path: &PathBuf| {
        let is_policy = is_policy_file(path);
        path.file_name()
            .is_some_and(|name| !is_policy && name != SETTINGS_FILE && !followed.contains(name))
    };
    !event.paths.is_empty() && event.paths.iter().all(is_other)
}

/// What these paths and the links behind them are called.
fn names(paths: &[PathBuf]) -> BTreeSet<OsString> {
    let mut names = BTreeSet::new();
    for path in paths {
        let mut at = path.clone();
        for _ in 0..LINKS {
            names.extend(at.file_name().map(OsString::from));
            let Ok(to) = std::fs::read_link(&at) else { break };
            at = parent(&at).join(to);
        }
    }
    names
}

/// The folders, and whether with all below them: folders themselves, the folders of files, and
/// of every link on the way.
fn wanted(paths: &[PathBuf]) -> BTreeSet<(PathBuf, bool)> {
    let mut wanted = BTreeSet::new();
    for path in paths {
        let mut at = path.clone();
        for _ in 0..LINKS {
            wanted.insert((parent(&at), false));
            let Ok(to) = std::fs::read_link(&at) else { break };
            at = parent(&at).join(to);
            // `..data/file`, where `..data` is the link that is swapped.
            if let Some(folder) = at.parent().filter(|folder| folder.is_symlink()) {
                wanted.insert((parent(folder), false));
            }
        }
        if path.is_dir() {
            wanted.insert((path.clone(), true));
        }
    }
    let deep: Vec<PathBuf> =
        wanted.iter().filter(|(_, deep)| *deep).map(|(folder, _)| folder.clone()).collect();
    wanted.retain(|(folder, is_deep)| *is_deep || !deep.contains(folder));
    wanted
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        Some(_) => PathBuf::from("."),
        None => path.to_path_buf(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

    use notify::event::{CreateKind, DataChange, RemoveKind, RenameMode};

    use super::*;

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

    fn ignored(kind: EventKind, path: &str, followed: &[&str]) -> bool {
        let paths: Vec<PathBuf> = followed.iter().map(PathBuf::from).collect();
        let event = Event { kind, paths: vec![path.into()], attrs: Default::default() };
        is_of_others(&event, &Arc::new(Mutex::new(names(&paths))))
    }

    #[test]
    fn what_is_written_into_a_log_beside_the_files_is_nothing_to_look_at() {
        let followed = ["/p", "/p/data.json", "/t/tokens"];
        assert!(ignored(WRITTEN, "/p/decisions.jsonl", &followed));
        for ours in ["/p/a.policy", "/p/b/ward.toml", "/p/data.json", "/t/tokens"] {
            assert!(!ignored(WRITTEN, ours, &followed), "{ours}");
        }
    }

    #[test]
    fn what_comes_goes_or_is_renamed_is_always_looked_at() {
        for kind in [
            EventKind::Create(CreateKind::Any),
            EventKind::Remove(RemoveKind::Any),
            EventKind::Modify(ModifyKind::Name(RenameMode::Any)),
            EventKind::Modify(ModifyKind::Any),
            EventKind::Any,
        ] {
            assert!(!ignored(kind, "/p/..data", &["/p"]), "{kind:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_behind_a_link_is_followed_by_its_own_name() {
        let folder = tempfile::tempdir().unwrap();
        let (link, file) = (folder.path().join("data.json"), folder.path().join("data-7.json"));
        std::fs::write(&file, "{}").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let file = file.to_str().unwrap();
        assert!(!ignored(WRITTEN, file, &[link.to_str().unwrap()]));
        assert!(ignored(WRITTEN, file, &["/elsewhere"]));
    }
}
