//! Every command in the documentation prints what the page says.
//!
//! The commands of a page's `console` blocks are run in order, in one folder that begins with
//! the repository's `policies` and `tests` and gets the files that the page has its reader
//! write. `…` ends output that is cut short. `WARD_DOCS=write` writes what is printed into the
//! pages instead of comparing.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{pages, root};

/// What a page's commands have made so far.
struct Shell {
    folder: PathBuf,
    path: String,
}

impl Shell {
    fn new(start: &Path, programs: &Path) -> Self {
        for folder in ["policies", "tests"] {
            symlink(root().canonicalize().unwrap().join(folder), start.join(folder)).unwrap();
        }
        let path = format!("{}:{}", programs.display(), env::var("PATH").unwrap_or_default());
        Self { folder: start.to_path_buf(), path }
    }

    /// What a command prints, on both outputs.
    fn run(&mut self, command: &str) -> Vec<String> {
        if let Some(folder) = command.strip_prefix("cd ") {
            self.folder = self.folder.join(folder);
            return Vec::new();
        }
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {command}\n}} 2>&1")])
            .current_dir(&self.folder)
            .env("PATH", &self.path)
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect()
    }

    /// A command with what it prints, cut short where it was before.
    fn transcript(&mut self, command: &str, before: &[&str]) -> Vec<String> {
        let mut lines = self.run(command);
        if before.last() == Some(&"…") && lines.len() >= before.len() {
            lines.truncate(before.len() - 1);
            lines.push("…".to_owned());
        }
        lines.insert(0, format!("$ {command}"));
        lines
    }
}

/// The page with the output that its commands have now.
fn rerun(text: &str, shell: &mut Shell) -> String {
    let mut lines = text.lines();
    let mut new: Vec<String> = Vec::new();
    while let Some(line) = lines.next() {
        new.push(line.to_owned());
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let words: Vec<&str> = info.split_whitespace().collect();
        match words.as_slice() {
            ["console"] => new.extend(rerun_block(&block, shell)),
            [_, "file", name] => {
                fs::write(shell.folder.join(name), block.join("\n") + "\n").unwrap();
                new.extend(block.iter().map(|line| (*line).to_owned()));
            }
            _ => new.extend(block.iter().map(|line| (*line).to_owned())),
        }
        new.push("```".to_owned());
    }
    new.join("\n") + "\n"
}

fn rerun_block(block: &[&str], shell: &mut Shell) -> Vec<String> {
    let mut new = Vec::new();
    for part in block.chunk_by(|_, next| !next.starts_with("$ ")) {
        match part.split_first() {
            Some((first, before)) if first.starts_with("$ ") => {
                new.extend(shell.transcript(&first[2..], before));
            }
            _ => new.extend(part.iter().map(|line| (*line).to_owned())),
        }
    }
    new
}

/// Builds the command beside this test and gives its folder.
fn programs() -> PathBuf {
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().to_path_buf();
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--package", "ward-cli", "--target-dir"])
        .arg(&target)
        .current_dir(root())
        .status()
        .unwrap();
    assert!(built.success());
    target.join("debug")
}

#[test]
fn every_command_prints_what_the_page_says() {
    let programs = programs();
    let write = env::var("WARD_DOCS").is_ok_and(|wanted| wanted == "write");
    for (page, text) in pages().into_iter().filter(|(_, text)| text.contains("```console")) {
        let start = tempfile::tempdir().unwrap();
        let now = rerun(&text, &mut Shell::new(start.path(), &programs));
        if write {
            fs::write(root().join(&page), now).unwrap();
        } else if now != text {
            let differ = text.lines().zip(now.lines()).find(|(old, new)| old != new);
            panic!(
                "{page} says and the command prints:\n{differ:#?}\nrun with WARD_DOCS=write to take it over"
            );
        }
    }
}
