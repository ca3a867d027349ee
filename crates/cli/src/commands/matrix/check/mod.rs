//! `ward matrix --check`: the policy's matrix against one that somebody else keeps.
//!
//! Published matrices have words and rows of their own; `[matrix]` in `ward.toml` says what they
//! mean. Cells are compared as they are written: the conditions of grants by their text, and the
//! restrictions and classes that take from a cell by their names.

mod compare;
mod expected;
mod found;
mod given;
mod human;
mod json;
mod mapping;
mod plan;
mod rows;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ward_diagnostics::{Diagnostic, SourceMap, codes, did_you_mean};

use crate::failure::Failure;
use crate::input;
use crate::policy::Loaded;
use crate::sources::seen_from;
use crate::status::Status;
use crate::terminal::Terminal;
use mapping::{Mapping, look_up};
use sheet::Sheet;

/// Compares; yes where every cell that can be compared agrees.
///
/// # Errors
/// Where the sheet can't be read, says what the mapping doesn't explain, or has no cell that can
/// be compared.
pub fn run(
    loaded: &Loaded,
    file: &Path,
    as_json: bool,
    terminal: &mut Terminal,
) -> Result<Status, Failure> {
    let policy = &loaded.policy;
    let shown = file.display().to_string();
    let mapping = Mapping::of(&loaded.located.source.settings)?;
    let aside = aside(loaded, &mapping)?;
    let sheet = Sheet::read(&input::read_text(file)?, &shown)?;
    // Such a sheet names no restrictions.
    let aside = aside.filter(|_| !plan::is_own(&sheet));
    let planned = plan::plan(policy, &mapping, &sheet).map_err(|problems| {
        let problems = problems.into_iter().map(|problem| {
            let message = format!("`{shown}`: {}", problem.message);
            Diagnostic::error(codes::BAD_SETTINGS, message).help(problem.help)
        });
        Failure::at(problems.collect(), SourceMap::default())
    })?;
    let compared = compare::compare(policy, &planned, aside.as_ref());
    if compared.agree == 0 && compared.differ.is_empty() {
        return Err(Failure::usage(
            format!("`{shown}` has no cell that can be compared"),
            "`[matrix]` sets all of them aside; leave some in",
        ));
    }
    let sources = seen_from(&policy.sources, &loaded.located.folder);
    match as_json {
        true => terminal.json(&json::value(&compared, policy, &sources))?,
        false => human::print(&compared, policy, &sources, &shown, terminal)?,
    }
    Ok(match compared.differ.is_empty() {
        // What an overlay says that is left out has not been compared.
        true => Status::if_told(policy.rejected.is_empty()),
        false => Status::No,
    })
}

/// The restrictions and classes that are set aside, by name or by pattern; each must be there.
fn aside(loaded: &Loaded, mapping: &Mapping) -> Result<Option<BTreeSet<String>>, Failure> {
    let Some(table) = &mapping.aside else { return Ok(None) };
    let policy = &loaded.policy;
    let restrictions = policy.restrictions.iter().map(|one| (one.overlay, &one.name));
    let classes = policy.classes.iter().map(|one| (one.overlay, &one.name));
    let full = |(overlay, name): (_, &String)| super::select::full_name(policy, overlay, name);
    let known: Vec<String> = restrictions.chain(classes).map(full).collect();
    for (name, reason) in table {
        let one = BTreeMap::from([(name.clone(), reason)]);
        if !known.iter().any(|known| look_up(&one, known).is_some()) {
            return Err(Diagnostic::error(
                codes::BAD_SETTINGS,
                format!("`ward.toml`, `[matrix.aside]`: there is no restriction or class `{name}`"),
            )
            .help("take it out, or write its name as the matrix prints it")
            .help_opt(did_you_mean(name, known.iter().map(String::as_str)))
            .into());
        }
    }
    Ok(Some(known.into_iter().filter(|name| look_up(table, name).is_some()).collect()))
}
