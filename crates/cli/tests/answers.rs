//! What commands answer about small policies: how what is asked is read, and how it is printed.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{Run, run};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A policy and its data.
fn asked(policy: &str, data: &str, args: &[&str]) -> Run {
    let folder = folder(&[("p.policy", policy), ("data.json", data)]);
    let files = ["--policy", "p.policy", "--data", "data.json"];
    run(folder.path(), &[args, &files].concat(), "")
}

fn checked(policy: &str) -> Run {
    run(folder(&[("p.policy", policy)]).path(), &["check", "p.policy"], "")
}

#[test]
fn a_pattern_can_ask_for_a_star() {
    let data = r#"{"entities": [{"type": "User", "id": "plain", "properties": {"s": "plain"}},
        {"type": "User", "id": "star", "properties": {"s": "a*b"}}, {"type": "Doc", "id": "d"}],
        "assignments": [{"subject": "User::plain", "role": "r"}, {"subject": "User::star", "role": "r"}]}"#;
    for star in [r"\*", r"\u{2a}"] {
        let policy = format!(
            "policy t\nsubject entity User {{ s: String }}\nentity Doc\n\
             actions docs on Doc {{ view }}\nrole r {{ can view }}\n\
             restriction starred {{ forbid view when subject.s like \"*{star}*\" }}\n"
        );
        assert_eq!(asked(&policy, data, &["eval", "User::plain", "view", "Doc::d"]).status, 0);
        let refused = asked(&policy, data, &["eval", "User::star", "view", "Doc::d"]);
        assert_eq!(refused.status, 1);
    }
    let elsewhere = checked("policy t \"a \\* b\"\nsubject entity User\n");
    assert_eq!(elsewhere.status, 1);
    assert!(
        elsewhere.out.contains("`\\*` is a star in the pattern of a `like`"),
        "{}",
        elsewhere.out
    );
}

const MOVES: &str = "policy p\nsubject entity User\nentity Visit\nentity Bed\n\
    actions v on Visit { move(n: Int = 1, days: Set<Date>?), view }\n\
    actions b on Bed { move(n: String), turn(on: Bool) }\n\
    role r {\n can move on Visit when action.n > 1\n can view\n\
    can move on Bed when action.n == \"2\"\n can turn when action.on\n}\n";
const VISITS: &str = r#"{"entities": [{"type": "User", "id": "u"}, {"type": "Visit", "id": "v"},
    {"type": "Bed", "id": "b"}], "assignments": [{"subject": "User::u", "role": "r"}]}"#;

#[test]
fn parameters_of_any_type_are_read_by_every_command() {
    let list = |words: &[&str]| asked(MOVES, VISITS, &[&["list"], words].concat());
    let two = list(&["move", "Visit", "User::u", "--param", "n=2", "--param", "days=2026-03-02"]);
    assert_eq!((two.out.as_str(), two.err.as_str()), ("Visit::v\n", ""));
    assert_eq!(list(&["move", "Visit", "User::u", "--param", "n=1"]).status, 1);
    assert_eq!(list(&["turn", "Bed", "User::u", "--param", "on=true"]).out, "Bed::b\n");
    assert_eq!(list(&["move", "Visit", "User::u", "--param", "n=x"]).status, 2);
    let can = |words: &[&str]| asked(MOVES, VISITS, &[&["what-can", "User::u"], words].concat());
    let two = can(&["--param", "n=2", "--param", "on=true"]);
    assert_eq!(two.err, "");
    let lines: Vec<_> = two.out.lines().map(|line| line.split("  ").next().unwrap()).collect();
    assert_eq!(lines, ["move", "view", "move", "turn"], "{}", two.out);
    assert_eq!(can(&["Visit", "--param", "n=2"]).out.lines().count(), 2);
    assert_eq!(can(&["Visit::v", "--param", "n=2"]).out.lines().count(), 2);
    assert_eq!(can(&["Visit::v", "--param", "n=1"]).out.lines().count(), 1);
    assert!(can(&["--param", "m=2"]).err.contains("no parameter `m` is declared"));
}

#[test]
fn the_order_in_a_list_does_not_matter_to_names() {
    let start = "policy p\nenum Plan { open, closed }\nentity Org { plan: Plan, rank: Role }\n\
        subject entity User in Org\nentity Doc in Org { plan: Plan, weight: Decimal, rank: Role }\n\
        actions d on Doc { view }\nrole r0 { can view }\n";
    for condition in [
        "doc.plan in [open, doc.org.plan]",
        "doc.plan in [doc.org.plan, open]",
        "[open, doc.org.plan] contains doc.plan",
        "any x in [open, doc.org.plan, closed]: (x == doc.plan)",
        "doc.rank in [r0, doc.org.rank]",
        "doc.weight in [1, doc.weight, 2.5]",
        "count([1, doc.weight]) > 1",
    ] {
        let run = checked(&format!("{start}role r {{ can view when {condition} }}\n"));
        assert_eq!(run.status, 0, "{condition}: {}", run.out);
    }
    let wrong =
        checked(&format!("{start}role r {{ can view when doc.plan in [opn, doc.org.plan] }}\n"));
    assert!(wrong.out.contains("`opn`") && wrong.status == 1, "{}", wrong.out);
}

#[test]
fn obligations_keep_the_order_of_their_parameters() {
    let policy = "policy p\nsubject entity User\nentity Doc\nactions d on Doc { view }\n\
        obligation log(who: String, at: Int, by: String)\n\
        role r { can view with log(\"z\", 2, \"a\") }\n";
    let data = r#"{"entities": [{"type": "User", "id": "u"}, {"type": "Doc", "id": "d"}],
        "assignments": [{"subject": "User::u", "role": "r"}]}"#;
    let request = r#"{"subject": {"type": "User", "id": "u"}, "action": {"name": "view"}, "resource": {"type": "Doc", "id": "d"}}"#;
    let expected = r#""parameters":{"who":"z","at":2,"by":"a"}"#;
    let folder = folder(&[("p.policy", policy), ("data.json", data), ("r.jsonl", request)]);
    for more in [&[][..], &["--brief"]] {
        let args = ["eval", "--requests", "r.jsonl", "--policy", "p.policy", "--data", "data.json"];
        let run = run(folder.path(), &[&args, more].concat(), "");
        assert!(run.out.contains(expected), "{}", run.out);
    }
    let human = asked(policy, data, &["eval", "User::u", "view", "Doc::d"]);
    assert!(human.out.contains("asks for: log(who: \"z\", at: 2, by: \"a\")"), "{}", human.out);
}

const NOTED: &str = "policy p \"T\"\nentity Org\nsubject entity User in Org { name: String? }\n\
    entity Doc in Org { name: String? }\nactions d on Doc { view, edit }\nrole r { can view }\n\
    role s { can edit when doc.name == subject.name }\n";

/// Text with everything that could forge a line, speak to a terminal or turn a line around.
const FORGED: &str = "a\nDoc::secret\u{1b}[2J\u{2028}\u{202e}\r\u{9b}1m";
const SHOWN: &str = r"a\nDoc::secret\u{1b}[2J\u{2028}\u{202e}\r\u{9b}1m";

fn forged_data() -> String {
    serde_json::json!({
        "entities": [
            {"type": "User", "id": "u"}, {"type": "User", "id": FORGED, "properties": {"name": FORGED}},
            {"type": "Doc", "id": FORGED, "properties": {"name": "x"}}, {"type": "Doc", "id": "Größe 2"},
        ],
        "assignments": [
            {"subject": "User::u", "role": "r"},
            {"subject": format!("User::{FORGED}"), "role": "r"},
            {"subject": format!("User::{FORGED}"), "role": "s"},
        ],
    })
    .to_string()
}

#[test]
fn what_data_say_stays_on_its_line() {
    let (user, doc) = (format!("User::{FORGED}"), format!("Doc::{FORGED}"));
    for args in [
        &["list", "view", "Doc", "User::u"][..],
        &["who-can", "view", "Doc::Größe 2"],
        &["what-can", &user],
        &["what-can", "User::u", &doc],
        &["eval", "User::u", "view", &doc],
        &["eval", "User::u", "edit", &doc],
        &["explain", &user, "edit", &doc],
        &["explain", &user, "edit", &doc, "--color", "always"],
        &["eval", &format!("User::{FORGED}x"), "view", &doc],
        &["audit", "--at", "2026-03-02"],
    ] {
        let run = asked(NOTED, &forged_data(), args);
        let all = format!("{}{}", run.out, run.err);
        let colored = args.contains(&"always");
        let acts = |letter: char| {
            letter.is_control() && letter != '\n' && !(colored && letter == '\u{1b}')
                || matches!(letter, '\u{2028}' | '\u{202e}')
        };
        assert!(!all.contains(acts) && !all.contains("[2J\n"), "{args:?}: {all:?}");
        assert!(!all.lines().any(|line| line.starts_with("Doc::secret")), "{args:?}: {all}");
        assert!(!all.contains("\u{1b}[2J"), "{args:?}: {all:?}");
    }
    let listed = asked(NOTED, &forged_data(), &["list", "view", "Doc", "User::u"]);
    assert_eq!(listed.out, format!("Doc::Größe 2\nDoc::{SHOWN}\n"));
    let json =
        asked(NOTED, &forged_data(), &["list", "view", "Doc", "User::u", "--format", "json"]);
    assert_eq!(json.json()["resources"][1], doc);
}

#[test]
fn titles_stay_on_their_lines() {
    let new = NOTED.to_owned()
        + "role t \"R\\n\\nnothing else changes\\n\\u{1b}[2J\" { can edit }\n\
           restriction c \"C\\nx\\u{1b}\" { forbid edit when doc.name == \"\\u{1b}\" }\n\
           test \"T\\nx\\u{1b}\" { given User u given Doc d u can view d }\n";
    let folder = folder(&[("old.policy", NOTED), ("new.policy", &new)]);
    for words in [
        "diff old.policy new.policy",
        "diff old.policy new.policy --format md",
        "test new.policy",
        "matrix --policy new.policy",
        "matrix --policy new.policy --format md",
        "matrix --policy new.policy --format html",
        "graph --policy new.policy",
        "lint new.policy",
        "prove --policy new.policy",
    ] {
        let run = common::ward(folder.path(), words);
        let all = format!("{}{}", run.out, run.err);
        assert!(!all.contains('\u{1b}'), "{words}: {all:?}");
        assert!(!all.lines().any(|line| line == "nothing else changes"), "{words}: {all}");
        assert!(!all.lines().any(|line| line.starts_with("x")), "{words}: {all}");
    }
}

#[test]
fn no_cell_of_a_sheet_is_calculated() {
    let policy = "policy t\nsubject entity User\nentity Doc\nactions docs on Doc { view, edit }\n\
        role `=1+1` { can view }\nrole `@sum` { can view }\nrole `-2+3` { can edit }\n\
        role nurse { can view }\n";
    let folder = folder(&[("p.policy", policy)]);
    let sheet = common::ward(folder.path(), "matrix --policy p.policy --format csv").out;
    assert!(sheet.starts_with("on,action,'=1+1,'@sum,'-2+3,nurse\n"), "{sheet}");
    let other = sheet.replacen(",yes,", ",no,", 1);
    std::fs::write(folder.path().join("m.csv"), other).unwrap();
    let differs = common::ward(folder.path(), "matrix --policy p.policy --check m.csv");
    assert!(differs.status == 1 && differs.out.contains("=1+1"), "{}", differs.out);
    std::fs::write(folder.path().join("m.csv"), sheet).unwrap();
    let same = common::ward(folder.path(), "matrix --policy p.policy --check m.csv");
    assert_eq!(same.status, 0, "{}{}", same.out, same.err);
}

const SET: &str = "policy t \"T\"\nsubject entity User\nentity Doc\nactions docs on Doc { view }\n\
    role reader \"Reader\" { can view }\n";

#[test]
#[cfg(unix)]
fn what_is_no_regular_file_is_an_error_at_once() {
    for name in ["x.policy", "X.Policy", "ward.toml"] {
        let folder = folder(&[("p.policy", SET)]);
        let made = std::process::Command::new("mkfifo").arg(folder.path().join(name)).status();
        assert!(made.unwrap().success());
        let run = common::ward(folder.path(), "check .");
        let said = format!("{}{}", run.out, run.err);
        assert!(run.status != 0 && said.contains("E0001"), "{said}");
        assert!(said.contains(&format!("{name}` can't be read: it is a pipe")), "{said}");
    }
    let folder = folder(&[("p.policy", SET)]);
    std::fs::create_dir(folder.path().join("x.policy")).unwrap();
    let run = common::ward(folder.path(), "check .");
    assert!(run.status != 0 && run.out.contains("it is a folder"), "{}", run.out);
}

#[test]
fn the_ending_of_a_policy_file_may_be_in_capitals() {
    let restriction = "restriction closed \"Closed\" { forbid view }\n";
    let data = r#"{"entities": [{"type": "User", "id": "a"}, {"type": "Doc", "id": "d"}],
        "assignments": [{"subject": "User::a", "role": "reader"}]}"#;
    for (name, status) in [("UP.POLICY", 1), ("up.policy", 1), ("notes.txt", 0)] {
        let folder = folder(&[("p.policy", SET), (name, restriction), ("data.json", data)]);
        let run =
            common::ward(folder.path(), "eval User::a view Doc::d --policy . --data data.json");
        assert_eq!(run.status, status, "{name}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_number_beyond_its_range_is_told_the_range() {
    let policy = "policy t\nsubject entity User { d: Decimal?, n: Int? }\nentity Doc\n\
        actions docs on Doc { view }\nrole anyone { can view when subject.d >= 0 or subject.n >= 0 }\n";
    let with = |values: &str| {
        let data = format!(
            r#"{{"entities": [{{"type": "User", "id": "a", "properties": {{{values}}}}}, {{"type": "Doc", "id": "d"}}]}}"#
        );
        asked(policy, &data, &["eval", "User::a", "view", "Doc::d"])
    };
    let (int, decimal) = (
        "a whole number from -9223372036854775808 to 9223372036854775807",
        "a number from -9223372036854.775808 to 9223372036854.775807",
    );
    for (values, said) in [
        (r#""d": 9223372036855"#, decimal),
        (r#""d": "9223372036855""#, decimal),
        (r#""d": -1e30"#, decimal),
        (r#""n": 9223372036854775808"#, int),
        (r#""n": -1e30"#, int),
        (r#""d": 1.1234567"#, "six digits"),
        (r#""n": 1.5"#, "write a whole number\n"),
        (r#""n": "x""#, "write a whole number\n"),
    ] {
        let run = with(values);
        assert!(run.status == 2 && run.err.contains(said), "{values}: {}", run.err);
    }
    for values in [r#""n": -0"#, r#""n": 9223372036854775807"#, r#""d": "9223372036854.775807""#] {
        assert_eq!(with(values).status, 0, "{values}");
    }
}
