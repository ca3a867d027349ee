//! The policies in `grammar/examples/`: one reads like the real thing, one has every form.

mod common;

use ward_parser::ast::{ConstraintRule, ExprKind, ItemKind, TestStepKind};

const BETASKY: &str = include_str!("../../../grammar/examples/betasky.policy");
const SUNRISE: &str = include_str!("../../../grammar/examples/sunrise.policy");
const FORMS: &str = include_str!("../../../grammar/examples/forms.policy");

fn kinds(text: &str) -> Vec<String> {
    let name = |kind: &ItemKind| format!("{kind:?}").split('(').next().unwrap_or("").to_owned();
    common::file(text).items.iter().map(|item| name(&item.kind)).collect()
}

#[test]
fn the_example_of_the_language_is_read_whole() {
    let kinds = kinds(BETASKY);
    let count = |kind: &str| kinds.iter().filter(|it| *it == kind).count();
    assert_eq!(kinds.first().map(String::as_str), Some("Policy"));
    let counted = ["Enum", "Entity", "Context", "Actions", "Scope", "Role", "Restriction"];
    assert_eq!(counted.map(count), [3, 8, 1, 6, 4, 5, 3]);
    assert_eq!(["Constraint", "Claim", "Test", "Ceiling"].map(count), [2, 2, 1, 1]);
}

#[test]
fn the_lines_of_its_test_are_all_there() {
    let items = common::file(BETASKY).items;
    let test = items.iter().find_map(|item| match &item.kind {
        ItemKind::Test(test) => Some(test),
        _ => None,
    });
    let steps = &test.expect("there is a test").steps;
    let expectations =
        steps.iter().filter(|step| matches!(step.kind, TestStepKind::Expect { .. })).count();
    assert_eq!((steps.len(), expectations), (12, 6));
}

#[test]
fn an_overlay_is_read() {
    assert_eq!(kinds(SUNRISE), ["Overlay", "Role"]);
}

#[test]
fn every_form_is_read() {
    let items = common::file(FORMS).items;
    let roles = items.iter().filter_map(|item| match &item.kind {
        ItemKind::Role(role) => Some((role.name.text.as_str(), role.statements.len())),
        _ => None,
    });
    assert_eq!(roles.collect::<Vec<_>>(), [("base", 0), ("odd role", 1), ("helper", 5)]);
    let required = items.iter().filter_map(|item| match &item.kind {
        ItemKind::Constraint(constraint) => match &constraint.rule {
            ConstraintRule::Require { what, .. } => Some(matches!(what.kind, ExprKind::Word(_))),
            _ => None,
        },
        _ => None,
    });
    assert_eq!(required.collect::<Vec<_>>(), [true, false]);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_no_meaning() {
    for text in [BETASKY, FORMS] {
        let windows = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
        assert_eq!(kinds(&windows), kinds(text));
    }
}
