//! A name that isn't in snake_case.
//!
//! ## What it does
//! Finds roles, classes, restrictions, scopes, constraints, groups, actions, properties and facets whose names have capitals.
//!
//! ## Why is this bad?
//! With one way of writing, a name can be told from a type at a glance, and is guessed right.
//!
//! ## Example
//! ```policy fragment
//! role headNurse "Head nurse" in Practice { can view on Visit within own }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role head_nurse "Head nurse" in Practice { can view on Visit within own }
//! ```

use ward_parser::ast::{Item, ItemKind, Name};

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let has_capital = |name: &&Name| name.text.chars().any(char::is_uppercase);
    let names = input.items().flat_map(names).filter(has_capital);
    names
        .map(|name| {
            Problem::new(format!("`{}` isn't in snake_case", name.text), name.span, "")
                .help(format!("write `{}`", snake(&name.text)))
        })
        .collect()
}

fn names(item: &Item) -> Vec<&Name> {
    match &item.kind {
        ItemKind::Policy(policy) => vec![&policy.name],
        ItemKind::Role(role) => vec![&role.name],
        ItemKind::Class(class) => vec![&class.name],
        ItemKind::Restriction(restriction) => vec![&restriction.name],
        ItemKind::Scope(scope) => vec![&scope.name],
        ItemKind::Ceiling(ceiling) => vec![&ceiling.name],
        ItemKind::Constraint(constraint) => vec![&constraint.name],
        ItemKind::Obligation(obligation) => vec![&obligation.name],
        ItemKind::Enum(one) => one.values.iter().collect(),
        ItemKind::Context(context) => context.fields.iter().map(|field| &field.name).collect(),
        ItemKind::Actions(actions) => {
            let names = actions.actions.iter().map(|action| &action.name);
            names.chain([&actions.group]).collect()
        }
        ItemKind::Entity(entity) => {
            let facets = entity.facets.iter().map(|facet| &facet.name);
            entity.properties.iter().map(|property| &property.name).chain(facets).collect()
        }
        _ => Vec::new(),
    }
}

fn snake(name: &str) -> String {
    let mut text = String::new();
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_uppercase() && after_small {
            text.push('_');
        }
        after_small = letter.is_lowercase() || letter.is_ascii_digit();
        text.extend(letter.to_lowercase());
    }
    text
}
