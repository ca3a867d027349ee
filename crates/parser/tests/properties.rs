//! What holds for every text: the lexer loses nothing, the parser never panics.

use proptest::prelude::*;
use ward_diagnostics::{FileId, SourceMap, render};

const BETASKY: &str = include_str!("../../../grammar/examples/betasky.policy");
const FORMS: &str = include_str!("../../../grammar/examples/forms.policy");

/// Pieces that policies are made of, so that random texts get far.
fn words() -> impl Strategy<Value = String> {
    let words = [
        "role",
        "can",
        "view",
        "on",
        "Patient",
        "within",
        "own",
        "when",
        "unless",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ",",
        ":",
        "::",
        ".",
        "==",
        "and",
        "or",
        "not",
        "in",
        "to",
        "\"text\"",
        "3",
        "days",
        "2026-03-02",
        "test",
        "given",
        "at",
        "entity",
        "enum",
        "scope",
        "all",
        "any",
        "\n",
        "// c\n",
        "/// d\n",
        "@",
        "claim",
        "never",
        "constraint",
        "exclusive",
        "per",
        "<=",
        "Set",
        "<",
        ">",
        "?",
        "=",
        "extends",
        "except",
        "with",
        "`q`",
        "\"",
        "`",
        "é",
        ";",
        "subject",
        "holds",
        "cannot",
        "forbid",
        "restriction",
        "ceiling",
        "most",
        "roles",
        "overlay",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..60)
        .prop_map(|words| words.join(" "))
}

/// A good policy with a few places cut out, doubled or replaced.
fn mutated() -> impl Strategy<Value = String> {
    let edit = (0..10_000_usize, 0..40_usize, words(), 0..3_u8);
    let edits = prop::collection::vec(edit, 1..6);
    (prop::sample::select(vec![BETASKY, FORMS]), edits).prop_map(|(good, edits)| {
        let mut text: Vec<char> = good.chars().collect();
        for (at, length, words, kind) in edits {
            let start = at % text.len().max(1);
            let end = (start + length).min(text.len());
            let cut: Vec<char> = text[start..end].to_vec();
            let new = match kind {
                0 => Vec::new(),
                1 => [cut.clone(), cut].concat(),
                _ => words.chars().take(12).collect(),
            };
            text.splice(start..end, new);
        }
        text.into_iter().collect()
    })
}

/// Reads a text; whatever it says, it must be possible to show it.
fn check(text: &str) {
    let mut sources = SourceMap::default();
    let file = sources.add("x.policy", text);
    let parsed = ward_parser::parse(file, text);
    for diagnostic in &parsed.diagnostics {
        assert!(diagnostic.help.as_ref().is_some_and(|help| !help.is_empty()), "{diagnostic:?}");
        assert!(!diagnostic.message.ends_with('.'), "{}", diagnostic.message);
        for label in &diagnostic.labels {
            assert!(text.get(label.span.range()).is_some(), "{diagnostic:?}");
        }
    }
    render::all_to_text(&parsed.diagnostics, &sources, false);
    for item in &parsed.file.items {
        assert!(text.get(item.span.range()).is_some_and(|slice| !slice.is_empty()));
    }
}

fn is_lossless(text: &str) -> bool {
    let tokens = ward_parser::lex(text);
    let joined: String = tokens.iter().map(|token| &text[token.range()]).collect();
    joined == text && tokens.windows(2).all(|pair| pair[0].end == pair[1].start)
}

#[test]
fn tokens_of_the_examples_are_the_examples() {
    assert!(is_lossless(BETASKY) && is_lossless(FORMS) && is_lossless(""));
}

#[test]
fn every_beginning_of_a_policy_can_be_read() {
    for (at, _) in FORMS.char_indices().step_by(7) {
        check(&FORMS[..at]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn tokens_are_the_text(text in "\\PC*|(?s).{0,200}") {
        prop_assert!(is_lossless(&text));
    }

    #[test]
    fn any_text_can_be_read(text in "(?s).{0,300}") {
        check(&text);
    }

    #[test]
    fn any_words_can_be_read(text in words()) {
        prop_assert!(is_lossless(&text));
        check(&text);
    }

    #[test]
    fn a_damaged_policy_can_be_read(text in mutated()) {
        check(&text);
    }

    #[test]
    fn any_claim_can_be_read(text in words()) {
        drop(ward_parser::parse_statement_claim(FileId(0), &text));
    }

    #[test]
    fn any_bytes_can_be_decoded(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = ward_parser::decode(&bytes) {
            check(&text);
        }
    }
}
