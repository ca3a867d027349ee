//! The policies that come with Ward, the examples of the grammar and those of the documentation.

#![allow(clippy::panic, reason = "a test may fail")]

mod common;

use std::fs;

use common::{checked, files, format, policies, project};
use proptest::prelude::*;
use ward_compiler::set::read_dir;
use ward_compiler::{Policy, PolicySource};
use ward_tests::generate::{Features, worlds};

#[test]
fn every_policy_says_the_same_formatted() {
    for (_, text) in policies() {
        checked(&text);
    }
}

#[test]
fn the_policies_are_formatted() {
    for (path, text) in policies() {
        let own = path.to_string_lossy().contains("policies");
        assert!(!own || format(&text) == text, "run `ward fmt {}`", path.display());
    }
}

#[test]
fn every_form_of_the_language_has_its_layout() {
    let text = fs::read_to_string(project().join("grammar/examples/forms.policy")).unwrap();
    insta::assert_snapshot!(format(&text));
}

#[test]
fn the_examples_of_the_documentation_say_the_same_formatted() {
    let mut count = 0;
    for path in files(&project().join("docs"), "md") {
        let page = fs::read_to_string(&path).unwrap();
        for block in page.split("```policy\n").skip(1) {
            let text = block.split("```").next().unwrap_or_default();
            // Some show mistakes, or a part of a declaration.
            if ward_format::format(text).is_ok() {
                checked(text);
                count += 1;
            }
        }
    }
    assert!(count > 0);
}

#[test]
fn policies_compile_to_the_same_formatted() {
    let mut sets = 0;
    for entry in fs::read_dir(project().join("policies")).unwrap() {
        let folder = entry.unwrap().path();
        if folder.join("ward.toml").is_file() {
            sets += 1;
            compiles_to_the_same(&read_dir(&folder));
        }
    }
    assert!(sets > 4);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn made_up_policies_compile_to_the_same_formatted(world in worlds(Features::ALL, 1)) {
        let source = world.source();
        for file in &source.files {
            checked(&file.text);
        }
        if world.compile().is_ok() {
            compiles_to_the_same(&source);
        }
    }
}

/// Compiles a policy set as it is, and loosened and formatted.
fn compiles_to_the_same(source: &PolicySource) {
    let loosened = changed(source, loosened);
    let formatted = changed(&loosened, format);
    let [before, after] = [source, &formatted].map(|source| {
        ward_compiler::compile(source).unwrap_or_else(|error| panic!("{:?}", error.diagnostics))
    });
    assert_eq!(before.rules.len(), after.rules.len());
    for (a, b) in before.rules.iter().zip(&after.rules) {
        assert_eq!((&a.id, without_blanks(&a.text)), (&b.id, without_blanks(&b.text)));
        assert_eq!(reach(&before, a), reach(&after, b));
    }
    for (a, b) in before.scopes.iter().zip(&after.scopes) {
        let conditions = |policy: &Policy, scope: &ward_compiler::model::Scope| {
            scope.on.values().map(|body| policy.print(body.condition)).collect::<Vec<_>>()
        };
        assert_eq!((&a.name, conditions(&before, a)), (&b.name, conditions(&after, b)));
    }
    assert_eq!(before.claims.len(), after.claims.len());
    assert_eq!(before.tests.len(), after.tests.len());
    assert_eq!(before.rejected.len(), after.rejected.len());
}

/// The targets of a rule with the conditions on each, printed.
fn reach(policy: &Policy, rule: &ward_compiler::model::Rule) -> Vec<String> {
    let reached = rule.reach.iter().map(|reached| {
        let clauses: Vec<String> = reached
            .clauses
            .iter()
            .map(|clause| format!("{:?} {}", clause.kind, policy.print(clause.condition)))
            .collect();
        format!("{:?} {clauses:?}", reached.target)
    });
    reached.collect()
}

fn changed(source: &PolicySource, change: impl Fn(&str) -> String) -> PolicySource {
    let mut changed = source.clone();
    for file in &mut changed.files {
        file.text = change(&file.text);
    }
    changed
}

/// With other blanks and line ends between the tokens.
fn loosened(text: &str) -> String {
    let mut out = String::new();
    for (at, token) in ward_parser::lex(text).into_iter().enumerate() {
        let slice = &text[token.range()];
        let blanks = if at % 5 == 0 && !slice.contains('\n') { "   " } else { slice };
        let is_blank = token.kind == ward_parser::TokenKind::Whitespace;
        out.push_str(if is_blank { blanks } else { slice });
    }
    out
}

fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}
