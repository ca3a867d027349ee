//! A sensitive part of a record, given to an office role.
//!
//! ## What it does
//! Finds a grant on a facet that is declared `@sensitive`, in a role whose name or title is about
//! billing, scheduling or the front desk.
//!
//! ## Why is this bad?
//! Such work rarely needs it, and where personal or clinical data leak, they leak from there.
//!
//! ## Example
//! ```policy
//! policy practice "A practice"
//! subject entity User
//! entity Patient { facets { basic, @sensitive clinical } }
//! actions patients on Patient and parts { view }
//! role billing_clerk "Billing clerk" {
//!   can view on Patient.basic, Patient.clinical  // all of it
//! }
//! ```
//!
//! ## Use instead
//! ```policy
//! policy practice "A practice"
//! subject entity User
//! entity Patient { facets { basic, @sensitive clinical } }
//! actions patients on Patient and parts { view }
//! role billing_clerk "Billing clerk" {
//!   can view on Patient.basic  // names and addresses
//! }
//! ```

use std::collections::BTreeSet;

use ward_compiler::model::{RoleId, Target};

use crate::input::Input;
use crate::problem::Problem;

const OFFICE: &[&str] = &[
    "bill",
    "schedul",
    "reception",
    "front desk",
    "front_desk",
    "bookkeep",
    "accountant",
    "finance",
    "marketing",
];

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let policy = input.policy;
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for (target, cell) in &policy.cells.index {
        let Some(part) = target.part.filter(|_| is_sensitive(input, *target)) else { continue };
        for grant in &policy.cells.contents[cell.index()].grants {
            let office =
                |role: &RoleId| !policy.role(*role).is_abstract && input.is_called(*role, OFFICE);
            for role in policy.cells.holders(grant.holders).iter().filter(office) {
                if !told.insert((grant.rule, role, target.ty, part)) {
                    continue;
                }
                let (rule, name) = (policy.rule(grant.rule), &policy.role(role).name);
                let place = policy.schema.part_name(target.ty, Some(part));
                found.push(
                    Problem::new(format!("`{name}` is given `{place}`, which is sensitive"), rule.span, "given here")
                        .help("leave the part out, or allow it with the reason for which this work needs it"),
                );
            }
        }
    }
    found
}

fn is_sensitive(input: &Input<'_>, target: Target) -> bool {
    let facets = &input.policy.schema.ty(target.ty).facets;
    let notes = target.part.and_then(|part| facets.get_index(part.index()));
    notes.is_some_and(|(_, notes)| notes.annotations.iter().any(|(name, _)| name == "sensitive"))
}
