//! Two enums with the same values.
//!
//! ## What it does
//! Finds two enums of at least three values each of which one has all values of the other.
//!
//! ## Why is this bad?
//! Values of different enums are never equal and can't be compared, although they read the same.
//!
//! ## Example
//! ```policy fragment
//! enum Day     { monday, friday, sunday }
//! enum OpenDay { monday, friday, sunday }
//! entity Rota in Site { day: Day, open: OpenDay }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! enum Day { monday, friday, sunday }
//! entity Rota in Site { day: Day, open: Day }
//! ```

use crate::input::Input;
use crate::problem::Problem;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let declared = input.policy.schema.enums.values();
    let enums: Vec<_> = declared.filter_map(|one| Some((one, one.span?))).collect();
    let mut found = Vec::new();
    for (at, (one, span)) in enums.iter().enumerate() {
        for (other, other_span) in &enums[at + 1..] {
            let shared =
                one.values.keys().filter(|value| other.values.contains_key(*value)).count();
            let least = one.values.len().min(other.values.len());
            if least < 3 || shared < least {
                continue;
            }
            let (wide, narrow) =
                if one.values.len() > other.values.len() { (one, other) } else { (other, one) };
            found.push(
                Problem::new(
                    format!("`{}` has every value of `{}`", wide.name, narrow.name),
                    *other_span,
                    "another type",
                )
                .also(*span, "the same values")
                .help("use one enum for both, unless they mean different things"),
            );
        }
    }
    found
}
