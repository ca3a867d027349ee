//! Every example of the documentation is what it says it is.
//!
//! The kinds of fenced blocks are described in `docs/language/README.md`. The pages of the
//! diagnostics have examples and tests of their own.

#![allow(clippy::unwrap_used, reason = "what must not fail in a test fails it")]

#[cfg(unix)]
#[path = "docs/console.rs"]
mod console;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ward_compiler::{Policy, PolicySource, Settings, compile};
use ward_diagnostics::{Diagnostic, SourceMap, render};
use ward_evaluator::testing::{self, TestFailure};
use ward_evaluator::{DataFile, Engine, Request};

/// A fenced block.
struct Block {
    page: String,
    line: usize,
    info: String,
    text: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// `README.md` and everything below `docs/`, except the pages of the diagnostics.
fn pages() -> Vec<(String, String)> {
    let mut found = vec![PathBuf::from("README.md")];
    let mut open = vec![PathBuf::from("docs")];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if path.ends_with("diagnostics") {
                continue;
            }
            if entry.path().is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|path| (path.display().to_string(), fs::read_to_string(root().join(&path)).unwrap()))
        .collect()
}

fn blocks_of(page: &str, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => {
                open = Some(Block {
                    page: page.to_owned(),
                    line: at + 1,
                    info: info.trim().to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{page}: a fenced block is not closed");
    blocks
}

/// The policy that stands in front of every fragment.
fn schema() -> String {
    let page = fs::read_to_string(root().join("docs/language/README.md")).unwrap();
    let blocks = blocks_of("docs/language/README.md", &page);
    blocks.into_iter().find(|block| block.info == "policy schema").unwrap().text
}

fn shown(problems: &[Diagnostic], sources: &SourceMap) -> String {
    problems.iter().map(|problem| render::to_text(problem, sources, false)).collect()
}

type Compiled = Result<Policy, (Vec<Diagnostic>, Arc<SourceMap>)>;

/// The policy of a block, behind the shared one unless it says `policy NAME` itself.
fn compiled(block: &Block) -> Compiled {
    let alone = block.text.lines().any(|line| line.starts_with("policy "));
    let mut files = BTreeMap::from([("example.policy".to_owned(), block.text.clone())]);
    if !alone {
        files.insert("schema.policy".to_owned(), schema());
    }
    compiled_files(&files)
}

/// The policy of some files, or what is wrong with it. An overlay that is left out counts as
/// wrong.
fn compiled_files(files: &BTreeMap<String, String>) -> Compiled {
    match compile(&PolicySource::from_texts(files.clone())) {
        Err(failure) => Err((failure.diagnostics, failure.sources)),
        Ok(policy) if policy.rejected.is_empty() => Ok(policy),
        Ok(policy) => {
            let rejected = policy.rejected.iter().flat_map(|one| one.diagnostics.clone());
            Err((rejected.collect(), policy.sources.clone()))
        }
    }
}

/// Whether it compiles and its tests pass.
fn check_policy(policy: Compiled) -> Result<(), String> {
    let policy = policy.map_err(|(problems, sources)| shown(&problems, &sources))?;
    let policy = Arc::new(policy);
    let mut wrong = String::new();
    for outcome in testing::run(&policy, None) {
        for failure in outcome.failures {
            let told = match failure {
                TestFailure::Data(problem) => problem.message,
                TestFailure::Error { problem, span } => {
                    format!("{}: {}", policy.sources.slice(span), problem.message)
                }
                TestFailure::Expectation { span, decision, .. } => {
                    format!("{}: {}", policy.sources.slice(span), decision.reason())
                }
                TestFailure::Nothing => "it expects nothing".to_owned(),
            };
            let _ = writeln!(wrong, "test {:?}: {told}", outcome.title);
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn check_error(block: &Block, code: &str) -> Result<(), String> {
    let Err((problems, sources)) = compiled(block) else {
        return Err(format!("it compiles, and {code} is expected"));
    };
    let errors: Vec<_> = problems.iter().filter(|problem| problem.is_error()).collect();
    if !errors.is_empty() && errors.iter().all(|problem| problem.code.0 == code) {
        return Ok(());
    }
    Err(format!("expected {code} alone:\n{}", shown(&problems, &sources)))
}

/// What a page has said so far that later blocks lean on.
#[derive(Default)]
struct Said {
    /// Data over the shared policy.
    data: Vec<String>,
    /// The policy files that a tutorial has its reader write.
    files: BTreeMap<String, String>,
}

/// An engine over data, with what is wrong with them.
fn engine(policy: Policy, data: &[String]) -> (Engine, Vec<Diagnostic>) {
    let file = |(at, text): (usize, &String)| DataFile {
        name: format!("data{at}.json"),
        text: text.clone(),
    };
    let files: Vec<_> = data.iter().enumerate().map(file).collect();
    Engine::load(Arc::new(policy), &files)
}

fn shared_policy() -> Policy {
    compile(&PolicySource::from_text(schema())).unwrap()
}

fn check_data(block: &Block, data: &mut Vec<String>, code: Option<&str>) -> Result<(), String> {
    let mut tried = data.clone();
    tried.push(block.text.clone());
    let (_, problems) = engine(shared_policy(), &tried);
    let codes: Vec<_> = problems.iter().map(|problem| problem.code.0).collect();
    match code {
        None if problems.is_empty() => *data = tried,
        Some(code) if !codes.is_empty() && codes.iter().all(|one| *one == code) => {}
        _ => return Err(format!("{problems:#?}")),
    }
    Ok(())
}

fn check_request(block: &Block, data: &[String], expected: &str) -> Result<(), String> {
    let (engine, _) = engine(shared_policy(), data);
    let found = match Request::from_text(&block.text).and_then(|request| engine.decide(&request)) {
        Err(malformed) => malformed.0.code.0.to_owned(),
        Ok(decision) => match decision.error {
            Some(problem) => problem.code.0.to_owned(),
            None if decision.permit => "permit".to_owned(),
            None => "refuse".to_owned(),
        },
    };
    if found == expected { Ok(()) } else { Err(format!("it is {found}")) }
}

/// A file that the reader of a tutorial writes; all of its files so far make a policy.
fn check_file(block: &Block, name: &str, said: &mut Said) -> Result<(), String> {
    if name.ends_with(".policy") {
        said.files.insert(name.to_owned(), block.text.clone());
        return check_policy(compiled_files(&said.files));
    }
    let policy = compiled_files(&said.files).map_err(|_| "there is no policy yet")?;
    let (_, problems) = engine(policy, std::slice::from_ref(&block.text));
    if problems.is_empty() { Ok(()) } else { Err(format!("{problems:#?}")) }
}

fn check(block: &Block, said: &mut Said) -> Result<(), String> {
    let words: Vec<&str> = block.info.split_whitespace().collect();
    match words.as_slice() {
        ["policy"] | ["policy", "schema" | "fragment" | "overlay"] => check_policy(compiled(block)),
        ["policy" | "json", "file", name] => check_file(block, name, said),
        ["policy", "error", code] | ["policy", "overlay", "error", code] => {
            check_error(block, code)
        }
        ["policy", ..] => Err(format!("`{}` is no kind of block", block.info)),
        ["toml", "settings"] => {
            Settings::parse(&block.text).map(drop).map_err(|problem| problem.message)
        }
        ["json", "data"] => check_data(block, &mut said.data, None),
        ["json", "data", code] => check_data(block, &mut said.data, Some(code)),
        ["json", "request", expected] => check_request(block, &said.data, expected),
        _ => Ok(()),
    }
}

#[test]
fn every_example_is_what_it_says() {
    let mut wrong = String::new();
    let mut checked = 0;
    for (page, text) in pages() {
        let mut said = Said::default();
        for block in blocks_of(&page, &text) {
            checked += usize::from(block.info.starts_with("policy"));
            if let Err(problem) = check(&block, &mut said) {
                let _ = writeln!(wrong, "{}:{}: {}\n{problem}", block.page, block.line, block.info);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(checked > 50, "only {checked} examples were found");
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = String::new();
    for (page, text) in pages() {
        let folder = root().join(&page).parent().unwrap().to_path_buf();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains("://") && !folder.join(file).exists() {
                let _ = writeln!(wrong, "{page}: {target}");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_readme_sets_up_with_two_commands() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let section = readme.split("\n## ").find(|part| part.starts_with("Try it")).unwrap();
    let commands: Vec<_> = blocks_of("README.md", section)
        .into_iter()
        .filter(|block| block.info == "sh")
        .map(|block| block.text.trim().to_owned())
        .collect();
    assert_eq!(commands.len(), 2);
    assert!(commands[0].starts_with("cargo run --release -q -- test policies/betasky"));
    assert_eq!(commands[1], "cargo test");
}
