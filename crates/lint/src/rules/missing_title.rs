//! A declaration without a title.
//!
//! ## What it does
//! Finds roles that can be assigned, restrictions, classes and ceilings without a title behind their
//! name.
//!
//! ## Why is this bad?
//! Explanations, matrices and refusals name them to people, and have only the technical name.
//!
//! ## Example
//! ```policy fragment
//! role locum in Practice { can view on Visit within own }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role locum "Locum" in Practice { can view on Visit within own }
//! ```

use ward_parser::ast::{ItemKind, Name, Text};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    for item in input.items() {
        let (word, name, title): (&str, &Name, &Option<Text>) = match &item.kind {
            ItemKind::Role(role) if !role.is_abstract && role.name.text != "anyone" => {
                ("role", &role.name, &role.title)
            }
            ItemKind::Restriction(one) => ("restriction", &one.name, &one.title),
            ItemKind::Class(one) => ("class", &one.name, &one.title),
            ItemKind::Ceiling(one) => ("ceiling", &one.name, &one.title),
            _ => continue,
        };
        if title.is_none() {
            found.push(
                Problem::new(format!("the {word} `{}` has no title", name.text), name.span, "")
                    .help("write what people call it behind the name, in quotes"),
            );
        }
    }
    found
}
