//! `ward audit`

use std::io;

use serde_json::json;
use ward_audit::{Finding, RuleKind, RuleName, TOLD_BY_AUDIT};
use ward_compiler::time::{Zone, format_date, parse_date};
use ward_diagnostics::{SourceMap, codes};

use crate::clock;
use crate::engine::{self, DataArgs};
use crate::failure::Failure;
use crate::options::{Common, Format};
use crate::plural::count;
use crate::policy;
use crate::sources::seen_from;
use crate::status::Status;
use crate::terminal::{Paint, Terminal};

/// How many assignments are shown with one finding.
const SHOWN: usize = 8;

/// Options of `ward audit`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward audit --data data.json
  ward audit --data people.json --data records.json --at 2026-04-01
  ward audit --data data.json --format json | jq '.findings[].message'

Exit status: 0 nothing but warnings, 1 errors found (with `--strict` warnings too), 2 where policy
or data can't be used.")]
pub struct Args {
    /// The data
    #[command(flatten)]
    pub data: DataArgs,
    /// The day on which the data are judged, such as 2026-03-02 [default: today, in the policy's
    /// time zone]
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Checks the data.
///
/// # Errors
/// Where policy or data can't be used, or no data are named.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let loaded = policy::load(common, terminal)?;
    let day = day(args.at.as_deref(), &loaded.policy.time_zone)?;
    if !engine::are_named(&loaded, &args.data) {
        return Err(Failure::usage(
            "there are no data to audit",
            "name a file with `--data FILE`, or in `ward.toml`: `data = [\"data.json\"]`",
        ));
    }
    let engine = engine::load_except(&loaded, &args.data, &TOLD_BY_AUDIT, terminal)?;
    let found = ward_audit::audit(&engine, day);
    let sources = seen_from(&loaded.policy.sources, &loaded.located.folder);
    let errors = found.iter().filter(|one| one.is_error()).count();
    let warnings = found.len() - errors;
    match args.format {
        Format::Human => {
            human(&found, &sources, terminal)?;
            let said = [(errors, "error"), (warnings, "warning")];
            let said = said.iter().filter(|(number, _)| *number > 0);
            let said: Vec<_> = said.map(|(number, word)| count(*number, word)).collect();
            let said = if said.is_empty() { "nothing found".into() } else { said.join(", ") };
            terminal.say(&format!("{} on {}: {said}", loaded.located.shown, format_date(day)));
        }
        Format::Json => terminal.json(&json!({
            "day": format_date(day),
            "policy": loaded.policy.hash,
            "errors": errors,
            "warnings": warnings,
            "findings": found.iter().map(|one| one.to_json(&sources)).collect::<Vec<_>>(),
        }))?,
    }
    Ok(Status::of(errors == 0 && !(args.data.strict && warnings > 0)))
}

/// The day that was given, or today.
fn day(text: Option<&str>, time_zone: &str) -> Result<i32, Failure> {
    let today = || Zone::named(time_zone).unwrap_or_else(Zone::utc).date(clock::now());
    let found = text.map_or_else(today, parse_date);
    found.ok_or_else(|| {
        let text = text.unwrap_or_default();
        Failure::usage(format!("`{text}` is no date"), "write a day such as `--at 2026-03-02`")
    })
}

/// What is found, by constraint; what no constraint says, by code.
fn human(found: &[Finding], sources: &SourceMap, terminal: &mut Terminal) -> io::Result<()> {
    let same_group = |a: &Finding, b: &Finding| a.rule == b.rule && a.code == b.code;
    for (at, group) in found.chunk_by(same_group).enumerate() {
        let Some(first) = group.first() else { continue };
        if at > 0 {
            terminal.line("")?;
        }
        heading(first, sources, terminal)?;
        for one in group {
            terminal.line(&format!("  {}", one.message))?;
            for assignment in one.assignments.iter().take(SHOWN) {
                let line = format!("      {}", assignment.text());
                terminal.line(&terminal.paint(Paint::Faint, &line))?;
            }
            if let Some(more) = one.assignments.len().checked_sub(SHOWN).filter(|more| *more > 0) {
                let line = format!("      and {}", count(more, "more assignment"));
                terminal.line(&terminal.paint(Paint::Faint, &line))?;
            }
        }
        terminal.line(&format!("  help: {}", first.help))?;
    }
    Ok(())
}

/// "error A0101: Two pairs of eyes", and below it the policy's line.
fn heading(first: &Finding, sources: &SourceMap, terminal: &mut Terminal) -> io::Result<()> {
    let (word, paint) =
        if first.is_error() { ("error", Paint::Bad) } else { ("warning", Paint::Middling) };
    let by_code = || codes::find(first.code.0).map_or("", |(_, title)| title).to_owned();
    let title = match &first.rule {
        Some(rule) => rule.title.clone().unwrap_or_else(|| rule.name.clone()),
        None => by_code(),
    };
    let kind = terminal.paint(paint, &format!("{word} {}", first.code));
    terminal.line(&format!("{kind}: {}", terminal.paint(Paint::Strong, &title)))?;
    if let Some(rule) = &first.rule {
        let at = sources.location(rule.span);
        let line = format!("  {}:{}   {}", at.path, at.line, text_of(rule, sources));
        terminal.line(&terminal.paint(Paint::Faint, &line))?;
    }
    Ok(())
}

/// A constraint as it is written, on one line; of a ceiling the name.
fn text_of(rule: &RuleName, sources: &SourceMap) -> String {
    if rule.kind == RuleKind::Ceiling {
        return format!("ceiling {}", rule.name);
    }
    let lines = sources.slice(rule.span).lines().map(without_comment);
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// A line of policy up to its comment; `//` inside a text begins none.
fn without_comment(line: &str) -> &str {
    let comments = line.match_indices("//").map(|(at, _)| &line[..at]);
    let in_text = |before: &&str| before.matches('"').count().is_multiple_of(2);
    comments.into_iter().find(in_text).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::without_comment;

    #[test]
    fn a_comment_ends_a_line_and_an_address_in_a_text_does_not() {
        assert_eq!(without_comment("every A: b // K1"), "every A: b ");
        assert_eq!(without_comment("x == \"http://a\" // b"), "x == \"http://a\" ");
        assert_eq!(without_comment("plain"), "plain");
    }
}
