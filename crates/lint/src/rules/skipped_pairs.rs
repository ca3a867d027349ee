//! Actions on types for which they aren't declared.
//!
//! ## What it does
//! Finds a statement that names several actions and several types one by one, of which some pairs
//! aren't declared. These pairs are skipped.
//!
//! ## Why is this bad?
//! Nothing is wrong with it as long as the author knows. Whoever reads the line aloud says more than
//! it does.
//!
//! ## Example
//! ```policy fragment
//! role student "Student" in Practice { can view, write on Visit, Note within own }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role student "Student" in Practice {
//!   can view  on Visit, Note within own
//!   can write on Note        within own
//! }
//! ```

use ward_parser::ast::{Name, Target};

use crate::input::Input;
use crate::problem::Problem;
use crate::select;

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let policy = input.policy;
    let mut found = Vec::new();
    for said in input.statements() {
        let selection = &said.statement.selection;
        let on = selection.on.as_deref().unwrap_or_default();
        let by_name = |name: &&Name| {
            policy.schema.find_action(&name.text).is_some()
                && !policy.schema.groups.contains_key(&name.text)
        };
        let mut skipped = Vec::new();
        for name in selection.actions.iter().filter(by_name) {
            let targets = select::of_name(policy, name);
            let missing =
                |on: &&Target| !targets.iter().any(|target| select::is_on(policy, on, *target));
            skipped.extend(on.iter().filter(missing).map(|on| pair(name, on)));
        }
        if skipped.is_empty() {
            continue;
        }
        found.push(
            Problem::new(
                format!("not declared, and so skipped: {}", skipped.join(", ")),
                said.statement.span,
                "says less than it seems",
            )
            .help("write a statement for each list of types"),
        );
    }
    found
}

fn pair(name: &Name, on: &Target) -> String {
    match &on.facet {
        Some(facet) => format!("`{}` on `{}.{}`", name.text, on.ty.text, facet.text),
        None => format!("`{}` on `{}`", name.text, on.ty.text),
    }
}
