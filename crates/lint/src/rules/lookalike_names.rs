//! Two names that differ by a letter.
//!
//! ## What it does
//! Finds actions, roles and scopes of which two have nearly the same name: one letter more, less or
//! other, or the same letters in other case or with other underscores. Names that differ in a number,
//! or in a word of three letters or less (`pt`, `ot`), are left out.
//!
//! ## Why is this bad?
//! One of them will be written for the other, and both compile.
//!
//! ## Example
//! ```policy fragment
//! role nurses "Nurses" in Practice { can view on Visit within own }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role head_nurse "Head nurse" in Practice { can view on Visit within own }
//! ```

use ward_compiler::graph::NodeKind;
use ward_diagnostics::Span;

use crate::input::Input;
use crate::problem::Problem;

/// Shorter names are often alike by chance.
const SHORTEST: usize = 5;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let graph = &input.policy.graph;
    let mut found = Vec::new();
    for kind in [NodeKind::Action, NodeKind::Role, NodeKind::Scope] {
        let nodes = graph.nodes().into_iter().filter(|node| node.kind == kind);
        let names: Vec<(String, Span)> =
            nodes.filter_map(|node| Some((node.name.clone(), graph.span(node)?))).collect();
        for (at, (name, span)) in names.iter().enumerate() {
            for (other, other_span) in
                names[at + 1..].iter().filter(|(other, _)| are_alike(name, other))
            {
                found.push(
                    Problem::new(
                        format!("`{other}` and `{name}` are nearly the same"),
                        *other_span,
                        "one of two",
                    )
                    .also(*span, "the other")
                    .help("give one of them a name that can't be taken for the other"),
                );
            }
        }
    }
    found
}

fn are_alike(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > 3 || differ_in_a_short_word(a, b) {
        return false;
    }
    let plain = |name: &str| -> Vec<char> {
        name.chars().filter(|letter| *letter != '_').flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (plain(a), plain(b));
    if a.len().min(b.len()) < SHORTEST || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = (&a[start..], &b[start..]);
    let end = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(|(a, b)| a == b).count();
    let left = (&rest.0[..rest.0.len() - end], &rest.1[..rest.1.len() - end]);
    let digits = left.0.iter().chain(left.1).any(char::is_ascii_digit);
    left.0.len() <= 1 && left.1.len() <= 1 && !digits
}

/// Short words are codes, and codes are alike by nature.
fn differ_in_a_short_word(a: &str, b: &str) -> bool {
    let (a, b): (Vec<_>, Vec<_>) = (a.split('_').collect(), b.split('_').collect());
    let mut different = a.iter().zip(&b).filter(|(a, b)| a != b);
    a.len() == b.len() && different.all(|(a, b)| a.len() <= 3 && b.len() <= 3) && a != b
}
