//! The pages, cut into headings and fenced blocks.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

/// What a fenced block is for; the second word behind its fence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// What the example and its mended form stand on.
    Given,
    /// It gives the code of the page.
    Example,
    /// It is accepted.
    Mended,
}

/// A fenced block that the tests look at.
#[derive(Clone, Debug)]
pub struct Block {
    /// `policy`, `toml` or `json`.
    pub language: String,
    /// What it is for.
    pub role: Role,
    /// A path, or `data` or `request`.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The code, from the name of the file.
    pub code: String,
    /// The first heading.
    pub title: String,
    /// The headings below it.
    pub headings: Vec<String>,
    /// The blocks with a role.
    pub blocks: Vec<Block>,
    /// All of it.
    pub text: String,
}

impl Page {
    /// All pages of diagnostics, by code. Findings (of data, of style) have pages of another kind.
    pub fn all() -> Vec<Self> {
        let mut paths: Vec<PathBuf> = fs::read_dir(docs().join("diagnostics"))
            .expect("docs/diagnostics is there")
            .map(|entry| entry.expect("a page can be listed").path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
            .filter(|path| path.file_stem().is_some_and(is_diagnostic))
            .collect();
        paths.sort();
        let read = |path: &PathBuf| {
            let code = path.file_stem().expect("a page has a name").to_string_lossy().into_owned();
            Self::parse(code, fs::read_to_string(path).expect("a page can be read"))
        };
        paths.iter().map(read).collect()
    }

    fn parse(code: String, text: String) -> Self {
        let mut page = Self {
            code,
            title: String::new(),
            headings: vec![],
            blocks: vec![],
            text: text.clone(),
        };
        let mut open: Option<Option<Block>> = None;
        for line in text.lines() {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(info)) => open = Some(block(&page.code, info)),
                (Some(_), Some(_)) => page.blocks.extend(open.take().flatten()),
                (Some(Some(block)), None) => block.text += &format!("{line}\n"),
                (Some(None), None) => {}
                (None, None) => page.heading(line),
            }
        }
        assert!(open.is_none(), "{}: a fence is not closed", page.code);
        page
    }

    fn heading(&mut self, line: &str) {
        if let Some(title) = line.strip_prefix("# ") {
            self.title = title.to_owned();
        }
        if let Some(heading) = line.strip_prefix("## ") {
            self.headings.push(heading.to_owned());
        }
    }

    /// Whether it has a block of that role.
    pub fn has(&self, role: Role) -> bool {
        self.blocks.iter().any(|block| block.role == role)
    }
}

/// Whether a page is named like an error or a warning.
fn is_diagnostic(stem: &OsStr) -> bool {
    stem.to_string_lossy().starts_with(['E', 'W'])
}

/// The block that a fence opens; none for a language that isn't looked at.
fn block(code: &str, info: &str) -> Option<Block> {
    let mut words = info.split_whitespace();
    let language = words.next()?.to_owned();
    if !["policy", "toml", "json"].contains(&language.as_str()) {
        return None;
    }
    let role = match words.next() {
        Some("given") => Role::Given,
        Some("example") => Role::Example,
        Some("mended") => Role::Mended,
        other => panic!("{code}: a block of {language} is {other:?}"),
    };
    let name = words.next().unwrap_or("rules.policy").to_owned();
    Some(Block { language, role, name, text: String::new() })
}

/// The text of docs/diagnostics.md.
pub fn index() -> String {
    fs::read_to_string(docs().join("diagnostics.md")).expect("docs/diagnostics.md is there")
}

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs")
}
