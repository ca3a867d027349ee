//! A type whose name isn't in PascalCase.
//!
//! ## What it does
//! Finds entity types and enums whose names begin with a small letter or have underscores.
//!
//! ## Why is this bad?
//! With one way of writing, a type can be told from everything else at a glance.
//!
//! ## Example
//! ```policy fragment
//! entity lab_result in Patient
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! entity LabResult in Patient
//! ```

use ward_parser::ast::{ItemKind, Name};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let names = input.items().filter_map(|item| match &item.kind {
        ItemKind::Entity(entity) => Some(&entity.name),
        ItemKind::Enum(one) => Some(&one.name),
        _ => None,
    });
    names
        .filter(|name| !is_pascal(name))
        .map(|name| {
            Problem::new(format!("`{}` isn't in PascalCase", name.text), name.span, "")
                .help(format!("write `{}`", pascal(&name.text)))
        })
        .collect()
}

fn is_pascal(name: &Name) -> bool {
    name.text.starts_with(char::is_uppercase) && !name.text.contains('_')
}

fn pascal(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    name.split('_').map(word).collect()
}
