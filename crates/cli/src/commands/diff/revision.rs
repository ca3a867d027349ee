//! A policy set as it was at a git revision.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use ward_compiler::set::{SETTINGS_FILE, is_policy_file, read_dir};
use ward_diagnostics::{Diagnostic, codes};

use crate::policy::Located;

/// Reads `REV` at the place of a folder, or `REV:PATH` at a path from the top of the repository.
///
/// # Errors
/// Where it is neither a folder nor a revision, or has no policy set there.
pub(super) fn read(text: &str, place: &Path) -> Result<Located, Box<Diagnostic>> {
    let (revision, path) = match text.split_once(':') {
        Some((revision, path)) => (revision, Some(path.trim_end_matches('/'))),
        None => (text, None),
    };
    let place = if place.as_os_str().is_empty() { Path::new(".") } else { place };
    let top =
        git(place, &["rev-parse", "--show-toplevel"]).map_err(|_| no_repository(text, place))?;
    let top = PathBuf::from(top);
    let commit = format!("{revision}^{{commit}}");
    let commit = git(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
        .map_err(|_| unknown(text))?;
    let path = match path {
        Some(path) => path.to_owned(),
        None => {
            git(place, &["rev-parse", "--show-prefix"]).map_err(|_| no_repository(text, place))?
        }
    };
    let path = path.trim_end_matches('/').to_owned();
    let copy = tempfile::tempdir().map_err(|error| failed(text, &error))?;
    extract(&top, &commit, copy.path()).map_err(|error| failed(text, &error))?;
    let folder = copy.path().join(&path);
    let source = read_dir(&folder);
    let shown = if path.is_empty() { revision.to_owned() } else { format!("{revision}:{path}") };
    if !folder.is_dir() || (source.files.is_empty() && source.unreadable.is_empty()) {
        let message = format!("`{revision}` has no policy set at `{path}`");
        return Err(Box::new(
            Diagnostic::error(codes::NO_POLICY_SET, message)
                .help("name its path from the top of the repository: `REVISION:PATH`"),
        ));
    }
    Ok(Located { folder: PathBuf::from(&shown), shown, source })
}

fn unknown(text: &str) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(
            codes::NO_POLICY_SET,
            format!("`{text}` is neither a folder nor a git revision"),
        )
        .help("name the folder of a policy set, a branch, a tag or a commit"),
    )
}

fn no_repository(text: &str, place: &Path) -> Box<Diagnostic> {
    let message =
        format!("`{text}` isn't a folder, and `{}` is in no git repository", place.display());
    Box::new(
        Diagnostic::error(codes::NO_POLICY_SET, message)
            .help("name the folder of a policy set, or run this inside a git repository"),
    )
}

fn failed(text: &str, error: &io::Error) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::error(codes::UNREADABLE_FILE, format!("`{text}` can't be read: {error}"))
            .help("check that `git` is installed and the repository is whole"),
    )
}

/// What git answers, without the end of the line.
fn git(folder: &Path, args: &[&str]) -> io::Result<String> {
    let output =
        Command::new("git").arg("-C").arg(folder).args(args).stdin(Stdio::null()).output()?;
    if !output.status.success() {
        return Err(io::Error::other("git refused"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r']).to_owned())
}

/// Writes the policy files and settings of a commit into a folder.
fn extract(top: &Path, commit: &str, to: &Path) -> io::Result<()> {
    let listed = git(top, &["ls-tree", "-r", "-z", "--full-tree", commit])?;
    let files: Vec<(String, String)> = listed.split('\0').filter_map(policy_file).collect();
    let mut child = Command::new("git")
        .arg("-C")
        .arg(top)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("git can't be asked"));
    };
    let wanted: String = files.iter().map(|(id, _)| format!("{id}\n")).collect();
    // What git answers may fill the pipe before all is asked.
    let asking = std::thread::spawn(move || stdin.write_all(wanted.as_bytes()));
    let mut answers = BufReader::new(stdout);
    for (_, path) in &files {
        let text = next_object(&mut answers)?;
        let path = to.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    let asked = asking.join().unwrap_or_else(|_| Err(io::Error::other("git can't be asked")));
    child.wait()?;
    asked
}

/// Object and path of a line of `ls-tree`, if it is a plain file that a policy set consists of.
fn policy_file(line: &str) -> Option<(String, String)> {
    let (about, path) = line.split_once('\t')?;
    let mut about = about.split(' ');
    let is_file = about.next()?.starts_with("100");
    let object = about.nth(1)?;
    let as_path = Path::new(path);
    let inside = as_path.components().all(|part| matches!(part, Component::Normal(_)));
    let settings = as_path.file_name().is_some_and(|name| name == SETTINGS_FILE);
    let policy = is_policy_file(as_path);
    (is_file && inside && (settings || policy)).then(|| (object.to_owned(), path.to_owned()))
}

/// The next answer of `cat-file --batch`: a line with the length, the object, a line's end.
fn next_object(answers: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut header = String::new();
    answers.read_line(&mut header)?;
    let length =
        header.trim_end().rsplit(' ').next().and_then(|length| length.parse::<usize>().ok());
    let length = length.ok_or_else(|| io::Error::other("git has no such object"))?;
    let mut text = vec![0; length + 1];
    answers.read_exact(&mut text)?;
    text.truncate(length);
    Ok(text)
}
