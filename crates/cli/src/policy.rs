//! Finding a policy set and compiling it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ward_compiler::incremental::Recompiler;
use ward_compiler::set::{SETTINGS_FILE, find_root, read_dir};
use ward_compiler::{Policy, PolicySource, SourceFile};
use ward_diagnostics::{Diagnostic, SourceMap, codes};

use crate::failure::Failure;
use crate::input;
use crate::options::Common;
use crate::sources::{joined, seen_from, way_up};
use crate::terminal::Terminal;

/// A policy set that has been read.
#[derive(Debug)]
pub struct Located {
    /// Its folder as seen from here; none for standard input.
    pub folder: PathBuf,
    /// Its name in messages: the folder, or the file where that is all there is.
    pub shown: String,
    /// What it is compiled from.
    pub source: PolicySource,
}

/// A policy that can be asked.
#[derive(Debug)]
pub struct Loaded {
    /// The policy.
    pub policy: Arc<Policy>,
    /// Where it comes from.
    pub located: Located,
}

/// Finds and compiles the policy set that a command is about.
///
/// # Errors
/// Where there is none, or where it has errors: the command can't tell.
pub fn load(common: &Common, terminal: &mut Terminal) -> Result<Loaded, Failure> {
    let located = locate(common.policy.as_deref())?;
    load_located(located, terminal)
}

/// Compiles a policy set; what is left out of it is said on standard error.
///
/// # Errors
/// Where it has errors.
pub fn load_located(located: Located, terminal: &mut Terminal) -> Result<Loaded, Failure> {
    load_again(located, &mut Recompiler::default(), terminal)
}

/// The same, with what is known from the last time.
///
/// # Errors
/// As [`load_located`].
pub fn load_again(
    located: Located,
    compiler: &mut Recompiler,
    terminal: &mut Terminal,
) -> Result<Loaded, Failure> {
    match ward_prover::recompile(compiler, located.source.clone()) {
        Ok((policy, _)) => {
            say_what_is_left_out(&policy, terminal);
            Ok(Loaded { policy, located })
        }
        Err(failure) => {
            let sources = seen_from(&failure.sources, &located.folder);
            Err(Failure::at(failure.diagnostics, sources))
        }
    }
}

/// Warns of overlays that are left out.
pub fn say_what_is_left_out(policy: &Policy, terminal: &mut Terminal) {
    let left_out = policy.rejected.iter().map(|overlay| {
        let message = format!("the overlay `{}` has errors and is left out", overlay.name);
        Diagnostic::warning(codes::OVERLAY_REJECTED, message).help("`ward check` shows them")
    });
    terminal.complain(&left_out.collect::<Vec<_>>(), &SourceMap::default());
}

/// Finds the policy set that was named, or the nearest one upwards.
///
/// # Errors
/// `E0608` where there is none.
pub fn locate(named: Option<&Path>) -> Result<Located, Box<Diagnostic>> {
    match named {
        Some(path) if path.as_os_str() == input::STDIN => from_stdin(),
        Some(path) if path.is_file() => from_file(path),
        Some(path) if path.is_dir() => from_folder(path),
        Some(path) => Err(Box::new(
            Diagnostic::error(codes::NO_POLICY_SET, format!("there is no `{}`", path.display()))
                .help("name the folder of a policy set or a policy file; `ward new DIR` makes one"),
        )),
        None => {
            let here = absolute(Path::new("."));
            let root = find_root(&here).ok_or_else(|| {
                Diagnostic::error(
                    codes::NO_POLICY_SET,
                    "neither this folder nor one above it has a `ward.toml`",
                )
                .help("name a policy set with `--policy DIR`, or make one with `ward new DIR`")
            })?;
            Ok(whole(way_up(&here, &root)))
        }
    }
}

fn from_stdin() -> Result<Located, Box<Diagnostic>> {
    let bytes = input::read_bytes(Path::new(input::STDIN))?;
    let text = ward_parser::decode(&bytes)?;
    Ok(Located {
        folder: PathBuf::new(),
        shown: "standard input".into(),
        source: PolicySource::from_texts([("<stdin>", text)]),
    })
}

/// A file stands for the policy set that it belongs to, or for itself where it belongs to none.
fn from_file(path: &Path) -> Result<Located, Box<Diagnostic>> {
    if let Some(located) = set_around(path) {
        return Ok(located);
    }
    let text = ward_parser::decode(&input::read_bytes(path)?).map_err(|problem| {
        let message = format!("`{}`: {}", path.display(), problem.message);
        Box::new(Diagnostic { message, ..*problem })
    })?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Located {
        folder: path.parent().map(Path::to_path_buf).unwrap_or_default(),
        shown: path.display().to_string(),
        source: PolicySource::from_texts([(name, text)]),
    })
}

/// A folder is a policy set if it has a `ward.toml`; otherwise it stands for the set that it is a
/// part of, or, where it is a part of none, is one all the same.
fn from_folder(path: &Path) -> Result<Located, Box<Diagnostic>> {
    if path.join(SETTINGS_FILE).is_file() {
        return Ok(whole(path.to_path_buf()));
    }
    if let Some(located) = set_around(path) {
        return Ok(located);
    }
    let located = whole(path.to_path_buf());
    if located.source.files.is_empty() && located.source.unreadable.is_empty() {
        return Err(Box::new(
            Diagnostic::error(
                codes::NO_POLICY_SET,
                format!("`{}` holds neither a `ward.toml` nor a policy file", path.display()),
            )
            .help("policy files end in `.policy`; `ward new DIR` makes a policy set"),
        ));
    }
    Ok(located)
}

/// The policy set above a path that has the path, or files below it, among its files.
fn set_around(path: &Path) -> Option<Located> {
    let full = absolute(path);
    let root = find_root(full.parent()?)?;
    let below = joined(full.strip_prefix(&root).ok()?, "");
    let located = whole(shown_root(path, &full, &root));
    let belongs = |file: &SourceFile| {
        let rest = file.path.strip_prefix(&below);
        !file.of_base && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    located.source.files.iter().any(belongs).then_some(located)
}

/// The folder of a policy set as seen from here, where a path in it was named.
fn shown_root(named: &Path, full: &Path, root: &Path) -> PathBuf {
    let below = full.strip_prefix(root).map_or(0, |below| below.components().count());
    let by_name = named.ancestors().nth(below).filter(|above| absolute(above) == root);
    match by_name {
        Some(above) if !above.as_os_str().is_empty() => above.to_path_buf(),
        _ => way_up(&absolute(Path::new(".")), root),
    }
}

fn whole(folder: PathBuf) -> Located {
    let source = read_dir(&folder);
    let shown = joined(&folder, "");
    Located { shown: if shown.is_empty() { ".".into() } else { shown }, folder, source }
}

/// The absolute path, with links followed where that can be done.
fn absolute(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
