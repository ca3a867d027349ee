//! Which folders the system watches.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::ticker::Signal;

/// How many links on the way to a file are followed.
const LINKS: usize = 16;

/// The folders that are watched, as the system lets us.
#[derive(Debug)]
pub(crate) struct Folders {
    /// None where the system gives no events; then looking every so often is all there is.
    watcher: Option<RecommendedWatcher>,
    watched: Vec<PathBuf>,
}

impl Folders {
    pub(crate) fn new(sender: Sender<Signal>, events: bool) -> Self {
        let heard = move |event: notify::Result<Event>| {
            let signal = match event {
                Ok(event) if event.need_rescan() => Signal::Lost,
                Ok(Event { kind: EventKind::Access(_), .. }) => return,
                Ok(_) => Signal::Changed,
                Err(_) => Signal::Lost,
            };
            let _ = sender.send(signal);
        };
        let watcher = if events { notify::recommended_watcher(heard).ok() } else { None };
        Self { watcher, watched: Vec::new() }
    }

    /// Watches what these paths need, anew: a folder that was replaced by another of its name
    /// would be watched no longer.
    pub(crate) fn watch(&mut self, paths: &[PathBuf]) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in std::mem::take(&mut self.watched) {
            // It may be gone by now.
            let _ = watcher.unwatch(&folder);
        }
        for (folder, deep) in wanted(paths) {
            let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            // What can't be watched is tried again after the next change.
            if watcher.watch(&folder, mode).is_ok() {
                self.watched.push(folder);
            }
        }
    }
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
