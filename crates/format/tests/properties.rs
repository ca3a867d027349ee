//! What holds for every layout that a text is given in: other blanks, line ends and comments
//! between its tokens.

mod common;

use std::sync::LazyLock;

use common::{checked, policies};
use proptest::prelude::*;
use ward_diagnostics::FileId;
use ward_parser::{TokenKind, lex};

/// The declarations of the policies, each a text that can be read alone.
static DECLARATIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for (_, text) in policies() {
        let parsed = ward_parser::parse(FileId(0), &text);
        all.extend(parsed.file.items.iter().map(|item| text[item.span.range()].to_owned()));
    }
    all.sort();
    all.dedup();
    all
});

/// What may stand between two tokens.
fn between() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        12 => Just(" "),
        2 => Just(""),
        2 => Just("     "),
        2 => Just("\n    "),
        1 => Just("\r\n \t"),
        1 => Just("\r"),
        1 => Just("\n\n\n "),
        1 => Just(" // a comment\n "),
        1 => Just("\n // its own line  \n "),
        1 => Just("\n\n /// documentation\n\n "),
        1 => Just("//\n"),
    ]
}

/// A few declarations with other things between their tokens.
fn relaid() -> impl Strategy<Value = String> {
    let declaration = any::<prop::sample::Index>();
    let declarations = prop::collection::vec(declaration, 1..4);
    (declarations, prop::collection::vec(between(), 1..400), any::<bool>()).prop_map(
        |(declarations, between, dense)| {
            let mut between = between.iter().cycle();
            let mut text = String::new();
            for index in declarations {
                let declaration = index.get(&DECLARATIONS);
                relay(declaration, &mut text, || {
                    let next = between.next().copied().unwrap_or(" ");
                    if dense && next.contains('\n') && !next.contains('/') { " " } else { next }
                });
                text.push('\n');
            }
            text
        },
    )
}

fn relay<'t>(declaration: &str, text: &mut String, mut between: impl FnMut() -> &'t str) {
    let mut last = TokenKind::Comma;
    for token in lex(declaration) {
        let slice = &declaration[token.range()];
        if matches!(token.kind, TokenKind::Whitespace) {
            continue;
        }
        if matches!(token.kind, TokenKind::Comment(_)) {
            text.push_str(&format!("\n{slice}\n"));
            continue;
        }
        let next = between();
        // A blank that matters stays: between words and numbers, around a sign.
        let word = |kind| matches!(kind, TokenKind::Word | TokenKind::Number);
        let stuck = last == TokenKind::Sign || text.ends_with(['.', ':', '<', '>', '=', '-']);
        // The parser takes two words of a line behind these for a new line of a test.
        let verb = text.ends_with("can") || text.ends_with("cannot");
        let needed = next.is_empty() && (word(last) && word(token.kind) || stuck);
        text.push_str(match next {
            _ if last == TokenKind::Sign => "",
            next if needed || verb && next.contains('/') => " ",
            next if next.starts_with("//") && stuck => " // stuck\n",
            next => next,
        });
        text.push_str(slice);
        last = token.kind;
    }
}

/// Whether the text can still be read, and says as much as before.
fn reads(text: &str) -> bool {
    ward_parser::parse(FileId(0), text).diagnostics.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        max_global_rejects: 20_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_layout_becomes_the_canonical_one(text in relaid()) {
        prop_assume!(reads(&text));
        checked(&text);
    }

    #[test]
    fn blanks_alone_make_no_difference(
        index in any::<prop::sample::Index>(),
        blanks in prop::collection::vec(1..5_usize, 1..200),
    ) {
        let declaration = index.get(&DECLARATIONS);
        let mut next = blanks.iter().cycle();
        let mut text = String::new();
        for token in lex(declaration) {
            let slice = &declaration[token.range()];
            let plain = token.kind == TokenKind::Whitespace && !slice.contains('\n');
            if plain {
                text.push_str(&" ".repeat(next.next().copied().unwrap_or(1)));
            } else {
                text.push_str(slice);
            }
        }
        prop_assert_eq!(checked(&text), common::format(declaration));
    }

    #[test]
    fn no_text_makes_it_fail(text in "(?s).{0,200}") {
        if ward_format::format(&text).is_ok() {
            checked(&text);
        }
    }
}
