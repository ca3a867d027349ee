//! Running the built `ward` in a folder and looking at what it prints.

#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// What a run printed, and how it ended.
pub struct Run {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// All of it, for a snapshot; hashes of policies are left out.
    pub fn shown(&self) -> String {
        let err = if self.err.is_empty() { "" } else { "--- stderr ---\n" };
        without_hashes(&format!("{}{err}{}--- status {} ---", self.out, self.err, self.status))
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// The folder of fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The policies that come with Ward.
pub fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

/// Runs `ward` in a folder with words that are separated by spaces.
pub fn ward(folder: impl AsRef<Path>, words: &str) -> Run {
    run(folder, &words.split_whitespace().collect::<Vec<_>>(), "")
}

/// Runs `ward` in the folder of the surgery, which has data and an overlay.
pub fn surgery(words: &str) -> Run {
    ward(fixtures().join("surgery"), words)
}

/// Runs `ward` with standard input.
pub fn run(folder: impl AsRef<Path>, args: &[&str], input: &str) -> Run {
    ended(command(folder, args), input)
}

/// A command that is set up like a person's without a terminal.
pub fn command(folder: impl AsRef<Path>, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ward"));
    command.current_dir(folder).args(args);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub fn ended(mut command: Command, input: &str) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A command that doesn't read its input closes it.
        let _ = stdin.write_all(input.as_bytes());
    });
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Run {
        status: status.code().unwrap_or(-1),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

fn without_hashes(text: &str) -> String {
    let mut parts = text.split("sha256:");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push_str("sha256:…");
        shown.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_hexdigit()));
    }
    shown
}
