//! What was probably meant, where it can be guessed.

use super::Stop;
use crate::grammar::Rule;
use crate::words::{self, Use};

/// The most probable mend of an unexpected token.
pub(super) fn hint(stop: &Stop<'_, '_>) -> Option<String> {
    let meant = |word: &str| format!("did you mean `{word}`?");
    let keyword = stop.expected.nearest(stop.word()).map(meant);
    keyword
        .or_else(|| claim_word(stop).map(meant))
        .or_else(|| in_statement(stop))
        .or_else(|| comma(stop))
        .or_else(|| in_condition(stop).map(str::to_owned))
}

/// Inside a condition the form of the whole statement would say little.
fn in_condition(stop: &Stop<'_, '_>) -> Option<&'static str> {
    let expected = &stop.expected;
    if stop.rule == Rule::ceiling_limit {
        return None;
    }
    if expected.has(Rule::open_paren) && stop.before() == ":" {
        return Some("the condition behind the `:` stands in parentheses: `any x in SET: (…)`");
    }
    if expected.has(Rule::text) && stop.before() == "like" {
        return Some("the pattern is text, with `*` for anything: `like \"north*\"`");
    }
    if expected.operand() && stop.stream.slice(stop.at) == "-" {
        return Some("only a number has a sign; write `0 - x`");
    }
    if expected.operator() {
        return Some(
            "conditions are joined with `and` or `or`; values are compared with `==`, `!=`, `<`, \
             `<=`, `>`, `>=`, `in`, `contains` or `like`",
        );
    }
    expected.operand().then_some(
        "a condition compares values, as in `patient.status == active`, or asks `within SCOPE`, \
         `subject holds ROLE` or `resource has PROPERTY`",
    )
}

/// `claim "…": nevr approve`
fn claim_word(stop: &Stop<'_, '_>) -> Option<&'static str> {
    let fits = stop.expected.has(Rule::less_equal);
    fits.then(|| ward_diagnostics::nearest(stop.before(), words::used_as(Use::Claim))).flatten()
}

/// `can view Patient`, `can on Patient`
fn in_statement(stop: &Stop<'_, '_>) -> Option<String> {
    let word = stop.word();
    if !stop.expected.statement_goes_on() || stop.expected.operator() {
        return None;
    }
    if stop.expected.has(Rule::logic) && stop.stream.slice(stop.at) == "." {
        let help = "behind `within` stand names of scopes; a condition stands behind `when`";
        return Some(help.to_owned());
    }
    if word.is_empty() {
        return None;
    }
    if stop.before() == "on" {
        return Some(format!("say what may be done, as in `view on {word}`"));
    }
    let is_type = word.starts_with(|first: char| first.is_ascii_uppercase());
    let list = "several actions are joined with commas, and types stand behind `on`";
    Some(if is_type { format!("types stand behind `on`: `on {word}`") } else { list.to_owned() })
}

/// `enum Tier { sandbox trial }`
fn comma(stop: &Stop<'_, '_>) -> Option<String> {
    let fits = stop.expected.has(Rule::comma) && stop.expected.has(Rule::close_brace);
    (fits && !stop.word().is_empty()).then(|| "put a comma between them".to_owned())
}
