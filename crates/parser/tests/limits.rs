//! Nothing makes the parser slow, deep or talkative.

mod common;

use std::time::{Duration, Instant};

use common::codes;
use ward_diagnostics::FileId;
use ward_parser::{MAX_DEPTH, MAX_DIAGNOSTICS};

/// The codes of a text that must be read at once.
fn quickly(text: &str) -> Vec<&'static str> {
    let start = Instant::now();
    let codes = codes(text);
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    codes
}

fn nested(depth: usize) -> String {
    format!("scope s on all: {}a{}", "(".repeat(depth), ")".repeat(depth))
}

#[test]
fn nesting_is_limited() {
    assert_eq!(codes(&nested(MAX_DEPTH)), [""; 0]);
    assert_eq!(codes(&nested(MAX_DEPTH + 1)), ["E0008"]);
    assert_eq!(quickly(&nested(10_000)), ["E0008"]);
    assert_eq!(quickly(&nested(1_000_000)), ["E0008"]);
}

#[test]
fn nested_operators_stay_linear() {
    let depth = MAX_DEPTH - 1;
    let text = format!(
        "scope s on all: {}a == b{}",
        "(a or not (x and ".repeat(depth / 2),
        "))".repeat(depth / 2)
    );
    assert_eq!(quickly(&text), [""; 0]);
    let scopes = format!(
        "scope s on all: within a and {}x == y{}",
        "(b and ".repeat(depth),
        ")".repeat(depth)
    );
    assert_eq!(quickly(&scopes), [""; 0]);
}

#[test]
fn nested_types_and_lists_are_limited() {
    for (open, inner, close) in [("Set<", "Int", ">"), ("{ a: ", "Int", " }")] {
        let text = |depth| {
            format!("entity E {{ p: {}{inner}{} }}", open.repeat(depth), close.repeat(depth))
        };
        assert_eq!(quickly(&text(MAX_DEPTH - 1)), [""; 0]);
        assert_eq!(quickly(&text(10_000)), ["E0008"]);
    }
    let list = |depth| format!("scope s on all: x in {}a{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(quickly(&list(MAX_DEPTH)), [""; 0]);
    assert_eq!(quickly(&list(10_000)), ["E0008"]);
}

#[test]
fn trees_are_limited_however_they_grow() {
    for step in [".b", " + b", " - b.c"] {
        let text = format!("scope s on all: a{}", step.repeat(100_000));
        assert_eq!(quickly(&text), ["E0109"]);
    }
    assert_eq!(quickly(&format!("scope s on all: {}a", "not ".repeat(100_000))), ["E0109"]);
    assert_eq!(quickly(&format!("scope s on all: a{}", ".b".repeat(100))), [""; 0]);
    assert_eq!(quickly(&format!("scope s on all: a{}", " and b".repeat(10_000))), [""; 0]);
    assert_eq!(quickly(&format!("scope s on all: a in [b{}]", ", b".repeat(100_000))), [""; 0]);
}

#[test]
fn brackets_of_all_kinds_in_disorder_are_read_quickly() {
    for text in [
        "(".repeat(500_000),
        ")".repeat(500_000),
        "([{".repeat(200_000),
        "(]".repeat(200_000),
        "{(".repeat(100_000) + &"}".repeat(100_000),
    ] {
        quickly(&format!("role r {{ can a when {text}"));
        quickly(&text);
    }
}

#[test]
fn garbage_gives_a_bounded_number_of_errors() {
    let text = "role r { can $ }\n".repeat(5_000);
    assert_eq!(ward_parser::parse(FileId(0), &text).diagnostics.len(), MAX_DIAGNOSTICS);
}

#[test]
fn many_declarations_take_time_in_proportion() {
    let text = "role r \"R\" in A extends b {\n  can view on C within d when e == f and g\n}\n"
        .repeat(3_000);
    assert_eq!(quickly(&text), [""; 0]);
    quickly(&"role r \"R\" in A extends b {\n  can view onn C\n}\n".repeat(3_000));
    quickly(&"role r {\n  can view on C\n".repeat(3_000));
    quickly(&format!("role r {{\n{}}}", "  can view on C\n".repeat(10_000)));
    quickly(&"can view on C\n".repeat(20_000));
    quickly(&"/// doc\n".repeat(100_000));
}

#[test]
fn the_deepest_nesting_fits_a_small_stack() {
    let levels = ["(not ", "count(", "[", "(any x in y: (", "(all x in [a]: (b == c or "];
    for level in levels {
        let brackets = level.matches(['(', '[']).count() - level.matches([')', ']']).count();
        let depth = MAX_DEPTH / brackets.max(1) - 1;
        let closers: String = level.chars().rev().filter_map(closer).collect();
        let closers = closers.replace("][", "");
        let close = if level.contains("[a]") { "))".to_owned() } else { closers };
        let text = format!("scope s on all: {}a{} == b", level.repeat(depth), close.repeat(depth));
        let spawned = std::thread::Builder::new()
            .stack_size(1024 * 1024)
            .spawn(move || quickly(&text))
            .expect("a thread");
        assert_eq!(spawned.join().expect("no overflow"), [""; 0], "{level}");
    }
}

fn closer(opener: char) -> Option<char> {
    match opener {
        '(' => Some(')'),
        '[' => Some(']'),
        _ => None,
    }
}
