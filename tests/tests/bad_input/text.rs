//! Texts that are no policy: characters, strings, brackets, depth and size.

use std::time::{Duration, Instant};

use crate::answer::{Answer, table};
use ward_compiler::{PolicySource, compile};

const FRAME: &str = "policy clinic \"A clinic\"
subject entity User
entity Note { author: User }
actions notes on Note { view, edit }
";

/// Far more than any of these takes, and far less than what is wrong takes when it is slow.
const LONG: Duration = Duration::from_secs(20);

#[test]
fn characters_that_no_policy_uses() {
    assert_reads!(table(
        FRAME,
        &[
            ("role nurse { can vi\u{435}w }", &["E0010"]),
            ("role n\u{200B}urse { can view }", &["E0010"]),
            ("role nurse\u{202E} { can view }", &["E0010"]),
            ("role nurse \"Nur\u{2066}se\" { can view }", &["E0010"]),
            ("// a comment\u{202E} turned around\nrole nurse { can view }", &["E0010"]),
            ("role nurse\u{A0}{ can view }", &["E0010"]),
            ("role `nur\u{200D}se` { can view }", &["E0010"]),
            ("role \u{FF4E}urse { can view }", &["E0010"]),
            ("// a comment\u{2028}role nurse { can view }", &["E0010"]),
            ("// a comment\u{2029}role nurse { can view }", &["E0010"]),
            ("// a comment\u{85}role nurse { can view }", &["E0010"]),
            ("/// documents\u{B}role nurse { can view }\nrole nurse { can view }", &["E0010"]),
            ("// a comment\u{C}role nurse { can view }", &["E0010"]),
            ("role nurse \"Nur\u{2028}se\" { can view }", &["E0010"]),
            ("role nurse \"Nur\u{C}se\" { can view }", &["E0010"]),
            ("role `nur\u{B}se` { can view }", &["E0010"]),
            ("role nurse\u{85}{ can view }", &["E0010"]),
            ("\u{C}role nurse { can view }", &["E0010"]),
            ("role nurse { can view }\u{B}", &["E0010"]),
            ("role infirmière { can view }", &["E0009"]),
            ("role nurse \u{201C}Nurse\u{201D} { can view }", &["E0009"]),
            ("role nurse { can view } 🩺", &["E0009"]),
            ("role nurse { can \0 view }", &["E0003"]),
        ]
    ));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
    let text = format!("{FRAME}role nurse \"Nurse\" {{\n  can view\n  // twice\n  can edit\n}}\n");
    assert_eq!(Answer::to(&text.replace('\n', "\r\n")).shown(), "");
    assert_eq!(Answer::to(&text.replace('\n', "\r")).shown(), "");
    let marked = ward_parser::decode(format!("\u{FEFF}{text}").as_bytes()).expect("it is text");
    assert_eq!(Answer::to(&marked).shown(), "");
}

#[test]
fn a_carriage_return_ends_a_line_as_a_line_feed_does() {
    let text = format!(
        "{FRAME}// edits\nrole nurse \"Nurse\" {{ can view can eidt can note.x }}\n// ends\n"
    );
    let shown = Answer::to(&text).shown();
    for ends in ["\r", "\r\n"] {
        assert_eq!(Answer::to(&text.replace('\n', ends)).shown(), shown);
    }
    // As the second of two, it ends a line that is empty.
    let mixed = Answer::to(&text.replace("// edits\n", "// edits\n\r")).shown();
    assert_eq!(mixed, shown.replace(":6:", ":7:"));
    let hidden =
        format!("{FRAME}role nurse {{ can view }}\n// off:\rrestriction r {{ forbid view }}\n");
    let policy = compile(&PolicySource::from_text(hidden)).expect("it compiles");
    assert_eq!(policy.restrictions.len(), 1);
}

#[test]
fn strings_and_brackets_that_are_not_closed() {
    assert_reads!(table(
        FRAME,
        &[
            ("role nurse \"Nurse { can view }", &["E0005"]),
            ("role nurse \"Nurse\\\" { can view }", &["E0005"]),
            ("role nurse { can view when note == \"", &["E0005", "E0006"]),
            ("role `nurse { can view }", &["E0012"]),
            ("role nurse { can view", &["E0006"]),
            ("role nurse { can view\nrole clerk { can edit }", &["E0006"]),
            ("role nurse { can view when (note.author == subject }", &["E0006"]),
            ("role nurse { can view when note.author in [subject }", &["E0006"]),
            ("role nurse { can view when note.author == subject) }", &["E0007"]),
            ("role nurse { can view }\n}", &["E0007"]),
            ("role nurse { can view ]", &["E0006", "E0007"]),
            ("entity Bed { owners: Set<User }", &["E0101"]),
            ("/* a comment that is never closed\nrole nurse { can view }", &["E0105"]),
        ]
    ));
}

#[test]
fn ten_thousand_nested_parentheses() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("not ", ""), ("any x in y: (", ")")]
    {
        let began = Instant::now();
        let nested = format!("{}note.author{}", open.repeat(10_000), close.repeat(10_000));
        let answer = Answer::to(&format!("{FRAME}role nurse {{ can view when {nested} }}\n"));
        let shown: Vec<_> = answer.codes();
        assert!(!shown.is_empty(), "`{open}` is answered");
        assert!(answer.problems.len() <= 200, "`{open}` gives {}", answer.problems.len());
        let known = ["E0008", "E0109", "E0101", "E0006", "E0007"];
        assert!(shown.iter().all(|code| known.contains(code)), "`{open}` gives {shown:?}");
        assert!(began.elapsed() < LONG, "`{open}` takes {:?}", began.elapsed());
    }
}

#[test]
fn long_chains_are_answered_quickly() {
    let chains = [
        format!("note{}", ".author".repeat(10_000)),
        format!("1{} == 1", " + 1".repeat(10_000)),
        format!("note.author == subject{}", " and note.author == subject".repeat(10_000)),
        format!("note.author == subject{}", " and note.author == subject or".repeat(5_000)),
        "note == ".repeat(10_000),
    ];
    for chain in chains {
        let began = Instant::now();
        let answer = Answer::to(&format!("{FRAME}role nurse {{ can view when {chain} }}\n"));
        assert!(began.elapsed() < LONG, "it takes {:?}: {}", began.elapsed(), answer.shown());
    }
}

#[test]
fn a_hundred_megabytes_in_memory_are_refused_at_once() {
    let began = Instant::now();
    let problem = ward_parser::decode(&vec![b' '; 100 * 1024 * 1024]).expect_err("it is too large");
    assert_eq!(problem.code.0, "E0004");
    assert!(problem.help.is_some());
    assert!(began.elapsed() < LONG, "it takes {:?}", began.elapsed());
}

#[test]
fn texts_that_are_nothing_are_answered() {
    for text in [
        "",
        "\n\n\n",
        "// only a comment\n",
        "\u{FEFF}",
        "}",
        "{",
        "\"",
        "`",
        "policy",
        "policy\n",
        "@",
        "@a(",
        "::",
        "\\",
        "\r",
    ] {
        let answer = Answer::to(text);
        assert!(!answer.problems.is_empty(), "{text:?} is answered");
        let _ = answer.shown();
    }
    let answer = Answer::from(compile(&PolicySource::default()));
    assert_eq!(answer.codes(), ["E0208"]);
}

#[test]
fn no_piece_of_a_policy_panics() {
    let text = format!(
        "{FRAME}scope own on Note: note.author == subject and (context.now.date in 2026-01-01 to 2026-02-01 or any x in [subject]: (x == note.author))\nrole nurse \"Nurse\" extends a, b within own except view {{ can view, edit on Note within own with c(\"d\") }}\n"
    );
    for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
        let _ = Answer::to(&text[..at]).shown();
        let _ = Answer::to(&text[at..]).shown();
    }
}
