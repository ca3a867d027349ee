//! What an author reads when something is wrong: the text and its errors side by side, in
//! `snapshots/`. Read a snapshot as its author would before accepting it.

mod common;

/// Compares with the snapshot of the test.
macro_rules! assert_errors {
    ($errors:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($errors) })
    };
}

/// The errors of each text inside of something.
fn each(texts: &[&str], around: fn(&str) -> String) -> String {
    texts.iter().map(|text| common::errors(&around(text))).collect::<Vec<_>>().join("\n")
}

/// The errors of each text.
fn all(texts: &[&str]) -> String {
    each(texts, str::to_owned)
}

/// The errors of each statement, inside a role.
fn in_role(statements: &[&str]) -> String {
    each(statements, |it| format!("role r {{\n  {it}\n}}"))
}

/// The errors of each condition, inside a scope.
fn in_scope(conditions: &[&str]) -> String {
    each(conditions, |it| format!("scope s on all: {it}"))
}

#[test]
fn statements() {
    assert_errors!(in_role(&[
        "can view on",
        "can view onn Patient",
        "can view Patient",
        "can on Patient",
        "can view edit",
        "can view on patient.",
        "can view, on Patient",
        "can",
        "cna view on Patient",
        "can view on Patient when",
        "can view with",
        "can view except",
        "can view on Patient {",
        "view on Patient",
    ]));
}

#[test]
fn parts_of_statements() {
    assert_errors!(in_role(&[
        "can view within own on Patient",
        "can view when a within own on Patient",
        "can view on A on B",
        "can view when a == 1 within own",
        "can view unless a when b",
        "can view within own or shared and recent",
        "can view within own or resource.author == subject",
    ]));
}

#[test]
fn habits_from_other_languages() {
    assert_errors!(in_role(&[
        "can view if a == b",
        "can view when { a == b }",
        "can view when a = b",
        "can view when a && b || !c;",
        "can view when a == 'b'",
        "can view when a.contains(b)",
        "can view when contains(a, b)",
        "can view when a[0] == b",
        "can view when a ? b : c",
        "can view when a == b else c",
        "can view when a AND b",
        "can * on all",
        "can view on Patient::\"p1\"",
        "can Action::\"view\"",
        "can \"view\" on Patient",
        "permit view on Patient",
        "deny view on Patient",
        "can view # a comment",
        "can view /* a comment */",
        "can view when a => b",
    ]));
}

#[test]
fn other_languages_outside_of_declarations() {
    assert_errors!(all(&[
        "permit (principal, action == Action::\"view\", resource)\nwhen { resource.owner == principal };",
        "forbid (principal, action, resource);",
        "package authz\n\ndefault allow := false\n\nallow if { input.user == \"x\" }",
        "type user\n\ntype document\n  relations\n    define viewer: [user]",
        "can view on Patient",
        "import x",
    ]));
}

#[test]
fn conditions() {
    assert_errors!(in_scope(&[
        "",
        "a ==",
        "a == b c",
        "not",
        "a and",
        "a == b or c == d and e == f",
        "subject holds a or b and c == d",
        "a <= b <= c",
        "x in 1 to",
        "x has",
        "x has \"y\"",
        "x like y",
        "x is",
        "any x in y: x == 1",
        "any x in y",
        "foo(x)",
        "(a == b",
        "[a, b",
        "x in [a b]",
        "x.",
        "x.in",
        "x == any",
        "x == User::",
        "- x",
        "x == null then y",
    ]));
}

#[test]
fn literals() {
    assert_errors!(in_scope(&[
        "x == 2026-02-30",
        "x == 2026-13-01",
        "x == 2026-3-2",
        "x == 2026-03-02T09:00:00",
        "x == 2026-03-02T25:00:00Z",
        "x == 3days",
        "x == 99999999999999999999",
        "x == 9223372036854775808",
        "x == 12.5.1",
        "x == 1a",
        "x == \"a\\q\"",
        "x == \"a\\u{110000}\"",
        "x == \"abc",
        "x == `abc",
        "x == ``",
    ]));
}

#[test]
fn characters() {
    assert_errors!(in_scope(&[
        "x == café",
        "x == p\u{430}tient",
        "x == “a”",
        "x == a\u{202E}b",
        "x == \"a\u{2066}b\"",
        "x == y // a\u{202E}b",
        "x == a\u{200B}b",
        "x\u{00A0}== b",
        "x == `sp\u{200B}ace`",
        "x == 😀",
        "x == $y",
        "x == a\u{0007}b",
        "x – y == z",
    ]));
}

#[test]
fn names() {
    assert_errors!(all(&[
        "role all { can view }",
        "role in Agency { can view }",
        "role { can view }",
        "role \"Nurse\" { can view }",
        "role two words { can view }",
        "enum Answer { true, false }",
        "entity Patient { in: Branch }",
        "actions a on B { like, view }",
        "scope within on A: b",
    ]));
}

#[test]
fn declarations() {
    assert_errors!(all(&[
        "enum Tier { }",
        "enum Tier { sandbox trial }",
        "enum Tier sandbox, trial",
        "entity Patient { name String }",
        "entity Patient { name: }",
        "entity Patient { name: Set<String }",
        "entity Patient { age: Int == 3 }",
        "entity Patient within Branch",
        "subject User { }",
        "context mfa: Bool",
        "actions visits { view }",
        "actions visits on Visit { view edit }",
        "actions visits on Visit and facets { view }",
        "obligation notify(who)",
        "scope own: a == b",
        "scope own on Visit a == b",
        "scope own on Visit = a == b",
        "overlay Agency::\"sunrise\"",
        "policy \"Betasky\"",
    ]));
}

#[test]
fn heads() {
    assert_errors!(all(&[
        "role nurse",
        "role nurse \"Nurse\" extend clinician { can view }",
        "role nurse in Agency \"Nurse\" { can view }",
        "abstract class nurse { can view }",
        "restriction r on what nurse { forbid view }",
        "restriction r for nurse { forbid view }",
        "class c on what nurse give { forbid view }",
        "ceiling c { allow view }",
        "ceiling c on Agency { allow view at most roles }",
        "test { given User x }",
    ]));
}

#[test]
fn claims_and_constraints() {
    assert_errors!(all(&[
        "claim never view",
        "claim \"c\" never view",
        "claim \"c\": nevr view",
        "claim \"c\": a < b",
        "claim \"c\": always view on Patient",
        "claim \"c\": only view on Patient depend User.mfa",
        "constraint c: exactly 2 of a, b per T",
        "constraint c: exactly 1 of a, b",
        "constraint c: 1 to 3 a",
        "constraint c: exclusive",
        "constraint c: every Visit visit.open",
        "constraint c: a requires",
        "constraint: exclusive a, b",
    ]));
}

#[test]
fn tests() {
    let lines = [
        "given",
        "given User",
        "given User tara on sun",
        "given User tara as",
        "given User tara as nurse until tomorrow",
        "given User tara { active }",
        "at tomorrow: tara can view p1",
        "at 2026-02-10 tara can view p1",
        "tara can view",
        "tara may view p1",
        "tara can view p1 within north",
        "tara can create Visit in",
        "tara",
    ];
    assert_errors!(each(&lines, |it| format!("test \"t\" {{\n  given A b\n  {it}\n}}")));
}

#[test]
fn brackets() {
    assert_errors!(all(&[
        "role a {\n  can view\n\nrole b { can view }",
        "role a {\n  can view when (b\n  can edit\n}",
        "role a { can view when b) }",
        "role a { can view }}",
        "role a { can view when (b] }",
        "enum A { b, c",
    ]));
}

#[test]
fn a_file_with_many_mistakes() {
    assert_errors!(common::errors(
        "policy p \"P\"\n\nentity Patient { name String }\n\nrol nurse { can view }\n\n\
         role nurse \"Nurse\" {\n  can view onn Patient\n  can edit on Patient when a = b\n  can approve\n\n\
         role clerk { can view if x }\npolicy q\n"
    ));
}

#[test]
fn a_name_at_the_start_of_a_line_is_told_apart_from_one_that_is_missing() {
    let first = |text: &str| {
        let parsed = ward_parser::parse(ward_diagnostics::FileId(0), text);
        parsed.diagnostics.first().map(|one| (one.message.clone(), one.help.clone()))
    };
    for head in ["role", "entity", "restriction", "class", "enum"] {
        let (message, help) = first(&format!("{head}\nreader {{ can view }}")).unwrap();
        assert_eq!(message, format!("expected a name behind `{head}`"));
        let help = help.unwrap();
        assert!(help.starts_with("a name at the very start of a line begins something new"));
        assert!(help.contains("indent `reader`"), "{help}");
    }
    assert!(first("role\n reader { can view }").is_none());
    let (_, help) = first("role { can view }").unwrap();
    assert!(help.unwrap().starts_with("a role reads"));
}
