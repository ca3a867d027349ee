//! A text that is compared with several fixed ones.
//!
//! ## What it does
//! Finds a `String` property that conditions compare with at least two different texts.
//!
//! ## Why is this bad?
//! Data may say `Urgent` or `urgnet`; nothing checks it, and no grant and no prohibition fits.
//!
//! ## Example
//! ```policy
//! policy practice "A practice"
//! subject entity User
//! entity Note { status: String }
//! actions notes on Note { view, edit }
//! role nurse "Nurse" {
//!   can view when note.status == "signed"
//!   can edit when note.status == "draft"
//! }
//! ```
//!
//! ## Use instead
//! ```policy
//! policy practice "A practice"
//! subject entity User
//! enum State { draft, signed }
//! entity Note { status: State }
//! actions notes on Note { view, edit }
//! role nurse "Nurse" {
//!   can view when note.status == signed
//!   can edit when note.status == draft
//! }
//! ```

use std::collections::{BTreeMap, BTreeSet};

use ward_compiler::model::{Access, Comparison, Condition, Constant, Path, ValueExpr};
use ward_diagnostics::Span;

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let policy = input.policy;
    let exprs = &policy.exprs;
    let mut texts: BTreeMap<Span, (String, BTreeSet<&str>)> = BTreeMap::new();
    for id in exprs.conditions() {
        let Condition::Comparison(Comparison::Eq(left, right)) = exprs.condition(id) else {
            continue;
        };
        for (property, text) in [(left, right), (right, left)] {
            let (ValueExpr::Path(Path::Property { access, .. }), Some(Constant::Text(text))) =
                (exprs.value(*property), exprs.constant(*text))
            else {
                continue;
            };
            for (ty, access) in access.iter() {
                let Access::Property(property) = access else { continue };
                let property = policy.schema.property(*ty, *property);
                let entry = texts
                    .entry(property.span)
                    .or_insert_with(|| (property.name.clone(), BTreeSet::new()));
                entry.1.insert(text);
            }
        }
    }
    let several = texts.into_iter().filter(|(_, (_, texts))| texts.len() > 1);
    several
        .map(|(span, (name, texts))| {
            let shown: Vec<_> = texts.iter().map(|text| format!("{text:?}")).collect();
            Problem::new(
                format!("`{name}` is compared with {}", shown.join(", ")),
                span,
                "any text",
            )
            .help("declare an enum with these values")
        })
        .collect()
}
