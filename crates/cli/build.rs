//! Embeds the pages of the diagnostics (`docs/diagnostics/CODE.md`), so that `ward explain CODE`
//! needs no file beside the program. The folder is the list; a page that isn't there is no error.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let pages = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../../docs/diagnostics");
    println!("cargo::rerun-if-changed={}", pages.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut table = String::from("&[\n");
    for page in pages_in(&pages) {
        let code = page.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        println!("cargo::rerun-if-changed={}", page.display());
        let text = fs::read_to_string(&page)?;
        writeln!(table, "    ({code:?}, {text:?}),").map_err(io::Error::other)?;
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    fs::write(out.join("pages.rs"), table)
}

/// The pages that are named like a code: a capital letter and four digits.
fn pages_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut pages: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter(|path| path.file_stem().is_some_and(|stem| is_code(&stem.to_string_lossy())))
        .collect();
    pages.sort();
    pages
}

fn is_code(stem: &str) -> bool {
    let mut letters = stem.chars();
    stem.len() == 5
        && letters.next().is_some_and(|letter| letter.is_ascii_uppercase())
        && letters.all(|letter| letter.is_ascii_digit())
}
