//! One mistake costs as little as possible.

mod common;

use common::codes;
use ward_diagnostics::FileId;
use ward_parser::ast::{File, ItemKind};

fn read(text: &str) -> File {
    ward_parser::parse(FileId(0), text).file
}

fn statement_counts(text: &str) -> Vec<usize> {
    let count = |kind: &ItemKind| match kind {
        ItemKind::Role(role) => role.statements.len(),
        ItemKind::Restriction(restriction) => restriction.statements.len(),
        ItemKind::Class(class) => class.statements.len(),
        ItemKind::Test(test) => test.steps.len(),
        _ => 0,
    };
    read(text).items.iter().map(|item| count(&item.kind)).collect()
}

#[test]
fn four_broken_declarations_give_four_errors() {
    let text = "enum A { }\nenum B { b }\nscope c on\nscope d on D: e\nrole { can f }\nrole g { can h }\n\
                entity I { j }\nentity K\n";
    assert_eq!(codes(text), ["E0101"; 4]);
    assert_eq!(read(text).items.len(), 4);
}

#[test]
fn broken_statements_cost_only_themselves() {
    let text = "role r {\n  can view onn A\n  can b\n  can x when\n  can c on\n  can d\n}\nrole s { can e }";
    assert_eq!(codes(text), ["E0101", "E0101", "E0101"]);
    assert_eq!(statement_counts(text), [2, 1]);
}

#[test]
fn broken_lines_cost_only_themselves() {
    let text = "test \"t\" {\n  given User u as\n  at 2026-01-01: u can view v\n  u cna view v\n  given X y z\n  u cannot y z\n}";
    assert_eq!(codes(text), ["E0101", "E0101", "E0101"]);
    assert_eq!(statement_counts(text), [2]);
}

#[test]
fn an_unclosed_brace_ends_at_the_next_declaration() {
    let text = "role a {\n  can x\n  can y\n\nrole b { can z }\nrestriction c {\n  forbid x\n\n/// Docs.\n@note\nclass d { forbid y }\n";
    assert_eq!(codes(text), ["E0006", "E0006"]);
    assert_eq!(statement_counts(text), [2, 1, 1, 1]);
}

#[test]
fn an_unclosed_parenthesis_ends_at_the_next_statement() {
    let text = "role a {\n  can x when (b or c\n  can y\n}\nrole d { can z }";
    assert_eq!(codes(text), ["E0006"]);
    assert_eq!(statement_counts(text), [1, 1]);
}

#[test]
fn a_bracket_that_closes_nothing_is_named_once() {
    assert_eq!(codes("role a { can x when b) }\nrole c { can d }"), ["E0007"]);
    assert_eq!(codes("role a { can x }}}}\nrole c { can d }"), ["E0007"]);
}

#[test]
fn a_head_that_cant_be_read_hides_no_error_in_its_body() {
    assert_eq!(codes("role extends x {\n  can view onn A\n}"), ["E0101", "E0101"]);
}

#[test]
fn a_misspelt_keyword_costs_one_declaration() {
    let text = "scope a on B: c\nrol d {\n  can e\n}\nrole f { can g }";
    assert_eq!(codes(text), ["E0102"]);
    assert_eq!(read(text).items.len(), 2);
}

#[test]
fn a_spoilt_token_is_reported_once() {
    assert_eq!(codes("role r { can a when b == \"c }"), ["E0006", "E0005"]);
    assert_eq!(codes("role r {\n  can a when b == 2026-02-30\n}"), ["E0011"]);
    assert_eq!(codes("role r {\n  can a when b && c;\n}"), ["E0105", "E0105"]);
}

#[test]
fn properties_named_like_declarations_cut_nothing() {
    let text = "entity A {\nrole: Role\ntest: String\nclass: Int, scope: Bool\ncontext: {\n  policy: String\n}\n}\n\
                context { enum: Int }\nactions g on A { role, test, claim(entity: A) }\n\
                scope s on A: resource.role == test\n  and resource.test == role and resource.class in [scope, role]\n";
    assert_eq!(codes(text), [""; 0]);
    assert_eq!(read(text).items.len(), 4);
}

#[test]
fn declarations_may_share_a_line() {
    let text = "policy p \"P\" enum A { b } entity C in D entity E { f: G } entity H scope i on C: j == k role l { can m } claim \"n\": o <= p";
    assert_eq!(codes(text), [""; 0]);
    assert_eq!(read(text).items.len(), 8);
}

#[test]
fn a_header_stands_first() {
    assert_eq!(codes("enum A { b }\npolicy p"), ["E0108"]);
    assert_eq!(codes("policy p\noverlay A under b"), ["E0108"]);
}
