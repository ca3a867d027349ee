//! The pages of docs/diagnostics are true: every code has a page and every page a code, every
//! example gives its code and reads as the snapshots show, and every mended example is accepted.

#![expect(clippy::expect_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod by_hand;
mod page;
mod stage;

use std::collections::BTreeSet;

use page::{Page, Role};
use stage::{Outcome, Stage};
use ward_diagnostics::{Code, codes, render};

/// The headings of every page, in this order; a warning's page asks why it is a warning.
const HEADINGS: [&str; 4] = ["What it means", "Why it is an error", "Example", "How to mend it"];

/// The codes that are given, with their titles.
fn given_codes() -> Vec<(Code, &'static str)> {
    codes::all()
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let declared: BTreeSet<String> =
        given_codes().iter().map(|(code, _)| code.to_string()).collect();
    let written: BTreeSet<String> = Page::all().into_iter().map(|page| page.code).collect();
    let missing: Vec<_> = declared.difference(&written).collect();
    let stale: Vec<_> = written.difference(&declared).collect();
    assert!(missing.is_empty(), "codes without a page: {missing:?}");
    assert!(stale.is_empty(), "pages without a code: {stale:?}");
}

#[test]
fn every_page_has_the_title_of_its_code_and_the_same_headings() {
    for page in Page::all() {
        let Some((code, title)) = codes::find(&page.code) else { continue };
        assert_eq!(page.title, format!("{code}: {title}"), "the title of {}", page.code);
        let mut wanted = HEADINGS;
        if page.code.starts_with('W') {
            wanted[1] = "Why it is a warning";
        }
        assert_eq!(page.headings, wanted, "the headings of {}", page.code);
    }
}

#[test]
fn every_page_is_short() {
    for page in Page::all() {
        let lines = page.text.lines().count();
        assert!((15..=60).contains(&lines), "{} has {lines} lines", page.code);
    }
}

#[test]
fn the_index_lists_every_code() {
    let index = page::index();
    for (code, title) in given_codes() {
        let entry = format!("[{code}](diagnostics/{code}.md): {title}");
        assert!(index.contains(&entry), "docs/diagnostics.md lacks `{entry}`");
    }
}

#[test]
fn every_example_gives_its_code_and_no_other() {
    let mut wrong = Vec::new();
    for page in examined() {
        let outcome = outcome_of(&page);
        let found: BTreeSet<&str> = outcome.problems.iter().map(|problem| problem.code.0).collect();
        if found != BTreeSet::from([page.code.as_str()]) {
            wrong.push(format!("{} gives {found:?}\n{}", page.code, shown(&outcome)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_mended_example_is_accepted() {
    let mut wrong = Vec::new();
    for page in examined() {
        if !page.has(Role::Mended) {
            if by_hand::example(&page.code).is_none() {
                wrong.push(format!("{} has no mended example", page.code));
            }
            continue;
        }
        let outcome = Stage::of(&page, Role::Mended).run();
        if !outcome.problems.is_empty() {
            wrong.push(format!("{} isn't mended\n{}", page.code, shown(&outcome)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_diagnostic_says_how_to_mend_it() {
    for page in examined() {
        for problem in outcome_of(&page).problems {
            let help = problem.help.unwrap_or_default();
            assert!(!help.is_empty(), "{}: `{}` has no help", page.code, problem.message);
            assert!(!problem.message.ends_with('.'), "{}: `{}`", page.code, problem.message);
        }
    }
}

#[test]
fn diagnostics_read_as_their_pages_show() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for page in examined() {
            insta::assert_snapshot!(page.code.clone(), shown(&outcome_of(&page)));
        }
    });
}

/// The pages whose examples can be run here.
fn examined() -> Vec<Page> {
    let mut pages = Page::all();
    pages.retain(|page| !by_hand::is_said_by_the_command(&page.code));
    pages
}

/// What the example of a page gives: that of its blocks, or of what can't be written in one.
fn outcome_of(page: &Page) -> Outcome {
    by_hand::example(&page.code).unwrap_or_else(|| Stage::of(page, Role::Example).run())
}

fn shown(outcome: &Outcome) -> String {
    let text = render::all_to_text(&outcome.problems, &outcome.sources, false);
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
