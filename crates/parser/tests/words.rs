//! The table of words beside the grammar, the fuzzer's dictionary and the page about names.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;
use std::path::Path;

use ward_parser::words::{self, SIGNS, Use, WORDS};
use ward_parser::{TokenKind, lex};

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The literals of the grammar, without comments.
fn literals() -> Vec<String> {
    let mut literals = Vec::new();
    for line in read("grammar/ward.pest").lines().filter(|line| !line.starts_with("//")) {
        let mut rest = line.split(" // ").next().unwrap_or("");
        while let Some(open) = rest.find('"') {
            let inner = &rest[open + 1..];
            let mut escaped = false;
            let ends = |char: char| {
                let ends = char == '"' && !escaped;
                escaped = char == '\\' && !escaped;
                ends
            };
            let close = inner.find(ends).expect("a literal is closed");
            literals.push(inner[..close].to_owned());
            rest = &inner[close + 1..];
        }
    }
    literals
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn table() -> BTreeSet<String> {
    WORDS.iter().map(|word| word.text.to_owned()).collect()
}

#[test]
fn the_table_has_the_words_of_the_grammar_and_no_others() {
    // Letters of time stamps, and first letters that save trying several rules.
    let letters = ["T", "Z", "a", "i", "n", "s", "w"];
    // The reserved words that share a first letter are written as their ends.
    let ends = ["nd", "ny", "ll"];
    let found = literals().into_iter().filter(|literal| is_word(literal));
    let found = found.filter(|word| !letters.contains(&&**word) && !ends.contains(&&**word));
    assert_eq!(found.collect::<BTreeSet<_>>(), table());
}

/// The words of the alternatives of a rule that lists words.
fn alternatives(rule: &str) -> BTreeSet<String> {
    let grammar = read("grammar/ward.pest");
    let line = grammar.lines().find(|line| line.split(' ').next() == Some(rule));
    let line = line.unwrap_or_else(|| panic!("no rule `{rule}`"));
    line.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_uses_are_those_of_the_rules_that_list_words() {
    let table = |used| words::used_as(used).map(str::to_owned).collect::<BTreeSet<_>>();
    let rules = [
        ("verb", Use::Verb),
        ("can_or_cannot", Use::Expectation),
        ("quantifier", Use::Quantifier),
        ("bool_word", Use::Constant),
        ("unit", Use::Unit),
    ];
    for (rule, used) in rules {
        assert_eq!(alternatives(rule), table(used), "{rule}");
    }
    let mut operators = alternatives("word_operator");
    operators.extend(alternatives("logic"));
    operators.insert("to".to_owned());
    assert_eq!(operators, table(Use::Operator));
}

#[test]
fn exactly_the_reserved_words_are_no_names() {
    for word in WORDS {
        let text = format!("enum Word {{ first, {} }}", word.text);
        let parsed = ward_parser::parse(ward_diagnostics::FileId(0), &text);
        let reserved = word.uses.contains(&Use::Reserved);
        assert_eq!(parsed.diagnostics.is_empty(), !reserved, "{text}");
    }
}

#[test]
fn the_table_has_the_signs_of_the_grammar_and_no_others() {
    // Parts of names and texts, blanks, and how `!=` begins.
    let parts = ["!", "_", "`", "\\n", "\\\"", "\\\\", " "];
    let signs = literals().into_iter().filter(|literal| !literal.is_empty() && !is_word(literal));
    let signs: BTreeSet<_> = signs.filter(|sign| !parts.contains(&&**sign)).collect();
    assert_eq!(signs, SIGNS.map(str::to_owned).into());
}

#[test]
fn every_word_and_sign_is_one_token() {
    for text in WORDS.iter().map(|word| word.text).chain(SIGNS) {
        let tokens = lex(text);
        let known = !matches!(tokens[0].kind, TokenKind::Foreign | TokenKind::Unknown);
        assert!(tokens.len() == 1 && known, "{text}");
        assert_eq!(tokens[0].kind == TokenKind::Word, is_word(text), "{text}");
    }
}

#[test]
fn the_fuzzers_dictionary_has_every_word() {
    let dictionary = read("fuzz/policy.dict");
    let entries = dictionary.lines().map(|line| line.trim_matches('"').to_owned());
    let found: BTreeSet<_> = entries.filter(|entry| is_word(entry)).collect();
    assert_eq!(found, table(), "one line a word in fuzz/policy.dict");
    let missing: Vec<_> = SIGNS
        .iter()
        .filter(|sign| sign.len() > 1 && !dictionary.contains(&format!("\"{sign}\"")))
        .collect();
    assert!(missing.is_empty(), "not in fuzz/policy.dict: {missing:?}");
}

#[test]
fn the_page_about_names_lists_the_reserved_words() {
    let page = read("docs/language/names.md");
    let section = page.split("## Reserved words").nth(1).expect("the section is there");
    let listed = section.split('`').nth(1).expect("the words stand in backquotes");
    let listed: BTreeSet<_> = listed.split_whitespace().collect();
    assert_eq!(listed, words::used_as(Use::Reserved).collect());
}
