//! Examples that can't stand in a page: bytes that aren't text, links, what the command says.

use std::fs;
use std::path::Path;

use crate::stage::{Outcome, without};
use ward_compiler::compile_dir;
use ward_parser::MAX_FILE_BYTES;

/// What the command says, which the tests of its crate look at.
const SAID_BY_THE_COMMAND: [&str; 6] = ["E0810", "E0812", "E0901", "E1101", "E1102", "W0611"];

/// Whether what a code's page shows is looked at elsewhere.
pub fn is_said_by_the_command(code: &str) -> bool {
    SAID_BY_THE_COMMAND.contains(&code)
}

/// The example of a code whose page can't hold one.
pub fn example(code: &str) -> Option<Outcome> {
    Some(match code {
        "E0002" => folder(|at| fs::write(at.join("rules.policy"), b"policy clinic \"Caf\xE9\"\n")),
        "E0003" => folder(|at| {
            fs::write(
                at.join("rules.policy"),
                "policy clinic \"A clinic\"\n\n\0\nrole nurse \"Nurse\" { can view }\n",
            )
        }),
        "E0004" => folder(|at| fs::write(at.join("rules.policy"), " ".repeat(MAX_FILE_BYTES + 1))),
        "E0014" => folder(|at| {
            fs::write(at.join("rules.policy"), "policy clinic\n")?;
            link(at, &at.join("again"))
        }),
        "E0608" => {
            let problems = ward_compiler::set::read_dir(Path::new("polices")).unreadable;
            Outcome { problems, ..Outcome::default() }
        }
        _ => return None,
    })
}

/// What compiling a folder gives.
fn folder(fill: impl FnOnce(&Path) -> std::io::Result<()>) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fill(folder.path()).expect("the folder can be filled");
    match compile_dir(folder.path()) {
        Ok(policy) => Outcome { problems: policy.warnings, sources: policy.sources },
        Err(failure) => {
            let failure = without(folder.path(), *failure);
            Outcome { problems: failure.diagnostics, sources: failure.sources }
        }
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link(to: &Path, at: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(to, at)
}
