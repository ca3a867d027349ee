//! Every rule finds its example, and leaves alone what its documentation says to write instead.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ward_compiler::{Policy, PolicySource};
use ward_diagnostics::render;

use crate::page::examples;
use crate::{Finding, Level, Levels, Linted, Options, RULES, Rule, lint, mend, page};

/// Rules whose examples are too long for their documentation; they have tests of their own.
const LONG: [&str; 2] = ["long_role", "mixed_file"];

/// The policy behind the fragments of the documentation.
fn schema() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/language/README.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("```policy schema\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn source(text: &str) -> PolicySource {
    if text.lines().any(|line| line.starts_with("policy ")) {
        return PolicySource::from_texts([("example.policy", text.to_owned())]);
    }
    PolicySource::from_texts([("example.policy", text.to_owned()), ("schema.policy", schema())])
}

fn compiled(source: &PolicySource) -> Arc<Policy> {
    Arc::new(ward_compiler::compile(source).unwrap_or_else(|failure| {
        panic!("{}", render::all_to_text(&failure.diagnostics, &failure.sources, false))
    }))
}

fn linted(text: &str) -> Linted {
    let source = source(text);
    lint(&source, &compiled(&source), &Options::default())
}

/// What one rule finds in the example, not in the policy behind it.
fn found(rule: &str, text: &str) -> Vec<Finding> {
    let of_rule = |one: &Finding| {
        one.rule.name == rule && one.problem.span().is_some_and(|span| span.file.0 == 0)
    };
    linted(text).findings.into_iter().filter(of_rule).collect()
}

fn each(check: impl Fn(&Rule)) {
    RULES.iter().filter(|rule| !LONG.contains(&rule.name)).for_each(check);
}

#[test]
fn every_rule_finds_its_example() {
    each(|rule| {
        let examples = examples(rule, "Example");
        assert!(!examples.is_empty(), "{rule:?} has no example");
        for (_, text) in examples {
            assert!(!found(rule.name, &text).is_empty(), "{rule:?} doesn't find\n{text}");
        }
    });
}

#[test]
fn what_to_use_instead_is_clean() {
    each(|rule| {
        let examples = examples(rule, "Use instead");
        assert!(!examples.is_empty(), "{rule:?} says nothing to use instead");
        for (_, text) in examples {
            let found = found(rule.name, &text);
            assert!(found.is_empty(), "{rule:?} finds {:?} in\n{text}", found[0].problem.message);
        }
    });
}

#[test]
fn a_mended_example_is_what_to_use_instead() {
    each(|rule| {
        for (_, text) in examples(rule, "Example") {
            let found = found(rule.name, &text);
            if found.iter().all(|one| one.problem.fix.is_empty()) {
                continue;
            }
            let (mended, number) = mend(&source(&text), &found);
            assert!(number > 0);
            let (_, instead) = &examples(rule, "Use instead")[0];
            if rule.name != "echoing_comment" {
                assert_eq!(mended.files[0].text, *instead, "{rule:?}");
            }
            compiled(&mended);
        }
    });
}

#[test]
fn codes_are_stable_sorted_and_documented() {
    for pair in RULES.windows(2) {
        assert!(pair[0].code < pair[1].code, "{:?}", pair[1]);
    }
    for rule in RULES {
        let headings: Vec<_> = rule.docs().filter_map(|line| line.strip_prefix("## ")).collect();
        let wanted = ["What it does", "Why is this bad?", "Example", "Use instead"];
        assert_eq!(headings, wanted, "{rule:?}");
        assert!(rule.title().len() > 10, "{rule:?}");
    }
}

#[test]
fn the_page_of_the_rules_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/lint.md");
    let page = page();
    if std::env::var_os("WARD_WRITE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(page == written, "run the tests with WARD_WRITE_DOCS=1 to write docs/lint.md again");
}

#[test]
fn bodies_of_scopes_are_conditions_too() {
    let with = |body: &str| {
        format!(
            "scope odd on Visit: {body}\nrole clerk \"Clerk\" in Practice {{ can view on Visit within odd }}"
        )
    };
    let scopes = |rule: &str, body: &str| {
        let found = found(rule, &with(body));
        found.iter().filter(|one| one.problem.message.starts_with("this scope")).count()
    };
    let (never, always) =
        ("visit.kind == urgent and visit.kind == routine", "resource == resource");
    assert_eq!(scopes("condition_always_false", never), 1);
    assert_eq!(scopes("condition_always_true", never), 0);
    assert_eq!(scopes("condition_always_true", always), 1);
    assert_eq!(scopes("condition_always_false", always), 0);
    for rule in ["condition_always_true", "condition_always_false"] {
        assert_eq!(scopes(rule, "visit.kind == urgent"), 0, "{rule}");
    }
}

#[test]
fn a_role_longer_than_a_page_is_found() {
    let role = |lines: usize| {
        let lines: String = (0..lines)
            .map(|at| format!("  can view on Visit when visit.day > 2026-01-{:02}\n", at % 28 + 1))
            .collect();
        format!("role many \"Many\" in Practice {{\n{lines}}}\n")
    };
    assert_eq!(found("long_role", &role(41)).len(), 1);
    assert_eq!(found("long_role", &role(40)).len(), 0);
}

#[test]
fn a_long_file_of_everything_is_found() {
    let all = "entity Extra in Site\nrole many \"Many\" in Practice { can view on Visit within own }\ntest \"t\" { }\n";
    let long = format!("{all}{}", "// more\n".repeat(400));
    assert_eq!(found("mixed_file", &long).len(), 1);
    assert_eq!(found("mixed_file", all).len(), 0);
    assert_eq!(found("mixed_file", &"// more\n".repeat(500)).len(), 0);
}

#[test]
fn levels_are_those_of_the_settings() {
    let table = toml::from_str("open_tenant = \"off\"\nunscoped_grant = \"error\"").unwrap();
    let levels = Levels::read(Some(&table)).unwrap();
    let text = "role auditor \"Auditor\" { can view on Note }";
    let source = source(text);
    let options = Options { levels, no_proofs: true };
    let found = lint(&source, &compiled(&source), &options).findings;
    let of = |name: &str| found.iter().find(|one| one.rule.name == name).map(|one| one.level);
    assert_eq!(of("open_tenant"), None);
    assert_eq!(of("unscoped_grant"), Some(Level::Error));
}

#[test]
fn settings_that_cannot_be_meant_are_said() {
    let table = toml::from_str("open_tennant = \"off\"\nlong_line = \"loud\"").unwrap();
    let bad = Levels::read(Some(&table)).unwrap_err();
    let said: Vec<_> = bad.iter().map(|one| (one.message.as_str(), one.help.as_str())).collect();
    assert_eq!(
        said,
        [
            (
                "`ward.toml`: \"loud\" is no level of `long_line`",
                "the levels are `off`, `advice`, `warn` and `error`"
            ),
            ("`ward.toml`: there is no lint rule `open_tennant`", "did you mean `open_tenant`?"),
        ]
    );
}

#[test]
fn an_allowance_counts_for_its_own_line_and_the_next_one_that_says_something() {
    let at_end =
        "role a_role \"A\" { can view on Invoice }  // ward: allow(open_tenant) the vendor";
    assert!(found("open_tenant", at_end).is_empty());
    let above = "// ward: allow(open_tenant) the vendor\n\n// and more\nrole a_role \"A\" { can view on Invoice }";
    assert!(found("open_tenant", above).is_empty());
    let below = "role a_role \"A\" { can view on Invoice }\n// ward: allow(open_tenant) the vendor";
    assert_eq!(found("open_tenant", below).len(), 1);
    assert_eq!(found("unused_allowance", below).len(), 1);
}

#[test]
fn an_allowance_of_a_rule_that_was_not_asked_is_not_unused() {
    let text =
        "role a_role \"A\" in Practice { can view on Invoice }  // ward: allow(dead_grant) later";
    let source = source(text);
    let options = Options { no_proofs: true, ..Options::default() };
    let found = lint(&source, &compiled(&source), &options).findings;
    assert!(found.iter().all(|one| one.rule.name != "unused_allowance"));
}

#[test]
fn output_is_the_same_each_time() {
    let text = schema();
    let say = || {
        let found = linted(&text).findings;
        found.iter().map(|one| format!("{:?}", one.diagnostic())).collect::<Vec<_>>()
    };
    assert_eq!(say(), say());
}

/// The policies that come with Ward are clean: what a rule finds there is mended, or allowed with its
/// reason.
#[test]
fn the_policies_of_the_systems_are_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    for name in ["betasky", "cliniko", "cliniko-requests", "extendedreach", "penelope", "portal"] {
        let source = ward_compiler::set::read_dir(&root.join(name));
        let policy = compiled(&source);
        let found = lint(&source, &policy, &Options::default()).findings;
        let said: Vec<_> = found.iter().map(Finding::diagnostic).collect();
        assert!(said.is_empty(), "{}", render::all_to_text(&said, &policy.sources, false));
    }
}

#[test]
fn a_promise_is_never_mended_into_a_weaker_one() {
    let text = |verb: &str| {
        format!("role r \"R\" in Practice {{\n  {verb} refund unless not invoice.paid\n}}\n")
    };
    assert!(found("unless_not", &text("cannot")).is_empty());
    assert!(!found("unless_not", &text("can"))[0].problem.fix.is_empty());
    let ceiling = "ceiling lid \"L\" on Practice { allow refund unless not invoice.paid }\n";
    assert!(found("unless_not", ceiling)[0].problem.fix.is_empty());
}

#[test]
fn what_would_lose_a_comment_is_found_and_not_mended() {
    for (rule, text) in [
        (
            "compare_with_bool",
            "role r \"R\" in Practice { can refund when invoice.paid // why\n == true }",
        ),
        ("repeated_name", "role r \"R\" in Practice { can issue, // the first\n issue }"),
        ("repeated_statement", "role r \"R\" in Practice {\n can issue\n can issue // and why\n}"),
    ] {
        let found = found(rule, text);
        assert!(!found.is_empty(), "{text}");
        assert!(found[0].problem.fix.is_empty(), "{text}");
    }
}
