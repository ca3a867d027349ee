//! Somebody who may approve their own work.
//!
//! ## What it does
//! Finds an action that approves, countersigns, verifies or authorizes a record with an author (a
//! property such as `author`, `created_by` or `requester` of a subject type) and that the author may do.
//! A request that shows it has been run.
//!
//! ## Why is this bad?
//! A second pair of eyes that may be the first is no control.
//!
//! ## Example
//! ```policy fragment
//! actions notes on Note { approve }
//! role reviewer "Reviewer" in Practice { can approve  }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! actions notes on Note { approve }
//! role reviewer "Reviewer" in Practice { can approve }
//! restriction four_eyes "Nobody approves their own note" { forbid approve when note.author == subject }
//! ```

use ward_compiler::model::{Access, Atom, Comparison, Path, PropertyId, Ty, TypeId};

use super::own::{Asked, refuted};
use crate::input::Input;
use crate::problem::Problem;

const AUTHORS: &[&str] = &[
    "author",
    "creator",
    "created_by",
    "writer",
    "written_by",
    "submitted_by",
    "submitter",
    "requester",
    "requested_by",
    "prepared_by",
    "entered_by",
];

pub(crate) fn check(input: &Input<'_>) -> Vec<Problem> {
    let mut policy = (**input.policy).clone();
    let mut asked = Vec::new();
    for id in input.policy.schema.action_ids() {
        let action = input.policy.schema.action(id);
        if !approves(&action.name) {
            continue;
        }
        for (ty, on) in action.on.iter().filter(|(_, on)| !on.new && input.is_own(on.span)) {
            for (name, property) in authors(input, *ty) {
                let of = policy.exprs.add_value(Atom::Resource(*ty), Ty::entity(*ty));
                let access = [(*ty, Access::Property(property))].into();
                let author_ty = input.policy.schema.property(*ty, property).ty.clone();
                let author = policy.exprs.add_value(
                    Path::Property { of, name: name.as_str().into(), access },
                    author_ty,
                );
                let subjects = Ty::Entity(input.policy.schema.subject_types().into());
                let subject = policy.exprs.add_value(Atom::Subject, subjects);
                let condition = policy.exprs.add_condition(Comparison::Eq(author, subject));
                asked.push((Asked { action: id, ty: *ty, span: on.span, condition }, name));
            }
        }
    }
    let mut found = Vec::new();
    for ((asked, shown), name) in refuted(policy, asked) {
        let what = input.target(asked.target());
        found.push(
            Problem::new(format!("the `{name}` may do {what}"), asked.span, shown)
                .help(format!("forbid it: `forbid ACTION when resource.{name} == subject`")),
        );
    }
    found
}

fn approves(name: &str) -> bool {
    let words = [
        "approve",
        "countersign",
        "cosign",
        "co_sign",
        "verify",
        "authorize",
        "authorise",
        "sign_off",
    ];
    words.iter().any(|word| name.starts_with(word))
}

fn authors(input: &Input<'_>, ty: TypeId) -> Vec<(String, PropertyId)> {
    let schema = &input.policy.schema;
    let is_person =
        |ty: &Ty| matches!(ty, Ty::Entity(types) if types.iter().all(|ty| schema.ty(*ty).subject));
    let properties = schema.ty(ty).properties.values().enumerate();
    properties
        .filter(|(_, property)| {
            AUTHORS.contains(&property.name.as_str()) && is_person(&property.ty)
        })
        .map(|(at, property)| (property.name.clone(), PropertyId::from_index(at)))
        .collect()
}
