//! Where a policy set and its data lie.

use std::path::{Path, PathBuf};

use ward_compiler::Settings;
use ward_compiler::set::SETTINGS_FILE;

/// Policy sets that stand on one another deeper than this are not watched further down; the
/// compiler refuses circles.
const DEEPEST: usize = 16;

/// Where a policy set and its data lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder of the policy set.
    pub folder: PathBuf,
    /// Its data files; where there are none, those that its `ward.toml` names.
    pub data: Vec<PathBuf>,
    /// Whether undeclared types and properties in data, and what nothing reads in requests, are
    /// errors.
    pub strict: bool,
}

impl Place {
    /// A policy set with the data that its `ward.toml` names.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), data: Vec::new(), strict: false }
    }

    /// The data files: those named here, or else those of these settings.
    pub(crate) fn data_files(&self, settings: &Settings) -> Vec<PathBuf> {
        if !self.data.is_empty() {
            return self.data.clone();
        }
        settings.data.iter().flatten().map(|file| self.folder.join(file)).collect()
    }

    /// The folder of the policy set, and of every set that it stands on.
    fn sets(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.folder.clone()];
        while folders.len() < DEEPEST {
            let Some(last) = folders.last() else { break };
            let Some(base) = settings_of(last).base else { break };
            let folder = last.join(base);
            if folders.contains(&folder) {
                break;
            }
            folders.push(folder);
        }
        folders
    }

    /// Everything that is followed, as things stand: the folders of the policy set and of those
    /// that it stands on, and the data files.
    pub fn paths(&self) -> Vec<PathBuf> {
        let mut paths = self.sets();
        paths.extend(self.data_now());
        paths
    }

    /// Every data file as things stand.
    fn data_now(&self) -> Vec<PathBuf> {
        self.data_files(&settings_of(&self.folder))
    }
}

/// The settings of a folder, or none where they can't be read: whoever compiles says so.
fn settings_of(folder: &Path) -> Settings {
    let text = std::fs::read_to_string(folder.join(SETTINGS_FILE)).unwrap_or_default();
    Settings::parse(&text).unwrap_or_default()
}
