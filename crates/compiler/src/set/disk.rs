//! Reading a policy set from disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ward_diagnostics::{Diagnostic, codes};

use super::{PolicySource, SETTINGS_FILE, Settings, SourceFile, is_policy_file};

/// The nearest folder with a `ward.toml`, from `start` upwards.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(SETTINGS_FILE).is_file()).map(Path::to_path_buf)
}

/// Reads the policy set of a folder, with the set it stands on. What can't be read is noted in
/// [`PolicySource::unreadable`]; the rest is read all the same.
pub fn read_dir(root: &Path) -> PolicySource {
    let mut seen = Vec::new();
    read_set(root, "", &mut seen)
}

fn read_set(root: &Path, prefix: &str, seen: &mut Vec<PathBuf>) -> PolicySource {
    let mut source = PolicySource::default();
    let identity = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    if seen.contains(&identity) {
        source.unreadable.push(
            Diagnostic::error(
                codes::BASE_LOOP,
                format!("the policy set `{}` stands on itself", root.display()),
            )
            .help("take one `base = …` away from the `ward.toml` files"),
        );
        return source;
    }
    seen.push(identity);
    if !root.is_dir() {
        source.unreadable.push(
            Diagnostic::error(codes::NO_POLICY_SET, format!("`{}` isn't a folder", root.display()))
                .help("name the folder of a policy set; `ward new DIR` makes one"),
        );
        return source;
    }
    match read_settings(root) {
        Ok(settings) => source.settings = settings,
        Err(problem) => source.unreadable.push(*problem),
    }
    if let Some(base) = source.settings.base.clone() {
        stand_on(root, prefix, &base, &mut source, seen);
    }
    let mut reader = Reader {
        root,
        prefix,
        files: Vec::new(),
        problems: Vec::new(),
        folders: Vec::new(),
        read: BTreeMap::new(),
    };
    match source.settings.files.clone() {
        Some(files) => files.iter().for_each(|file| reader.file(&root.join(file))),
        None => reader.folder(root),
    }
    let Reader { mut files, problems, .. } = reader;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    source.files.extend(files);
    source.unreadable.extend(problems);
    source
}

fn read_settings(root: &Path) -> Result<Settings, Box<Diagnostic>> {
    let path = root.join(SETTINGS_FILE);
    if !path.exists() {
        return Ok(Settings::default());
    }
    if let Some(problem) = irregular(&path) {
        return Err(Box::new(problem));
    }
    match fs::read_to_string(&path) {
        Ok(text) => Settings::parse(&text),
        Err(error) => Err(Box::new(unreadable(&path, &error))),
    }
}

fn stand_on(
    root: &Path,
    prefix: &str,
    base: &str,
    source: &mut PolicySource,
    seen: &mut Vec<PathBuf>,
) {
    let folder = root.join(base);
    if !folder.is_dir() {
        source.unreadable.push(
            Diagnostic::error(codes::BASE_NOT_FOUND, format!("the base `{base}` isn't a folder"))
                .help(
                    "`base` in `ward.toml` is the path of another policy set, relative to this one",
                ),
        );
        return;
    }
    let below = read_set(&folder, &format!("{prefix}{}/", base.trim_end_matches('/')), seen);
    if source.settings.time_zone.is_none() {
        source.settings.time_zone = below.settings.time_zone;
    }
    source.files.extend(below.files.into_iter().map(|file| SourceFile { of_base: true, ..file }));
    source.unreadable.extend(below.unreadable);
}

fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(
        codes::UNREADABLE_FILE,
        format!("`{}` can't be read: {error}", path.display()),
    )
    .help("check that it exists and that you may read it")
}

/// What is wrong with a path that leads to no regular file: a pipe would be waited for without
/// end, a device never ends.
fn irregular(path: &Path) -> Option<Diagnostic> {
    let kind = fs::metadata(path).ok()?.file_type();
    let what = match (kind.is_file(), kind.is_dir()) {
        (true, _) => return None,
        (_, true) => "is a folder",
        _ => "is a pipe or device",
    };
    let message = format!("`{}` can't be read: it {what}", path.display());
    Some(
        Diagnostic::error(codes::UNREADABLE_FILE, message)
            .help("a policy set consists of regular files; give it another name or remove it"),
    )
}

struct Reader<'a> {
    root: &'a Path,
    prefix: &'a str,
    files: Vec<SourceFile>,
    problems: Vec<Diagnostic>,
    /// The folders that are being read, so that links can't lead back to them.
    folders: Vec<PathBuf>,
    /// Which path each file has been read under.
    read: BTreeMap<PathBuf, PathBuf>,
}

impl Reader<'_> {
    fn folder(&mut self, folder: &Path) {
        let identity = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        if self.folders.contains(&identity) {
            self.problems.push(
                Diagnostic::error(
                    codes::LINK_LOOP,
                    format!(
                        "`{}` is a link that leads back to a folder around it",
                        folder.display()
                    ),
                )
                .help("remove the link"),
            );
            return;
        }
        self.folders.push(identity);
        match fs::read_dir(folder) {
            Ok(entries) => {
                let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
                paths.sort();
                paths.iter().for_each(|path| self.entry(path));
            }
            Err(error) => self.problems.push(unreadable(folder, &error)),
        }
        self.folders.pop();
    }

    fn entry(&mut self, path: &Path) {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden {
            return;
        }
        if is_policy_file(path) {
            self.file(path);
        } else if path.is_dir() {
            // A policy set below this one is one of its own.
            if !path.join(SETTINGS_FILE).exists() {
                self.folder(path);
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let identity = match fs::canonicalize(path) {
            Ok(identity) => identity,
            Err(error) => {
                self.problems.push(unreadable(path, &error));
                return;
            }
        };
        if let Some(first) = self.read.get(&identity) {
            self.problems.push(
                Diagnostic::error(
                    codes::FILE_TWICE,
                    format!("`{}` is the same file as `{}`", path.display(), first.display()),
                )
                .help("a file counts once: remove the link or the second mention"),
            );
            return;
        }
        self.read.insert(identity, path.to_path_buf());
        if let Some(problem) = irregular(path) {
            self.problems.push(problem);
            return;
        }
        let shown = self.shown(path);
        match fs::read(path) {
            Err(error) => self.problems.push(unreadable(path, &error)),
            Ok(bytes) => match ward_parser::decode(&bytes) {
                Ok(text) => self.files.push(SourceFile { path: shown, text, of_base: false }),
                Err(problem) => {
                    let message = format!("`{shown}`: {}", problem.message);
                    self.problems.push(Diagnostic { message, ..*problem });
                }
            },
        }
    }

    fn shown(&self, path: &Path) -> String {
        let relative = path.strip_prefix(self.root).unwrap_or(path);
        let parts: Vec<_> =
            relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        format!("{}{}", self.prefix, parts.join("/"))
    }
}
