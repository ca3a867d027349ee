//! Assignments whose names mean nothing.

use ward_diagnostics::{Severity, codes, nearest};
use ward_evaluator::store::{Unresolved, WhyUnresolved};

use super::about;
use crate::finding::Finding;
use crate::view::View;

const NAME: &str = "correct the name, or take the assignment away";
const CLASS: &str = "write it as `\"role\"` or `\"class\"`, whichever it is";
const ABSTRACT: &str = "assign a role that extends it";
const LEFT_OUT: &str = "mend the overlay: `ward check` says what is wrong with it";
const NOT_HERE: &str = "assign it `within` the overlay's tenant";

/// Every assignment that the data couldn't make sense of.
pub fn check(view: &View<'_>) -> Vec<Finding> {
    view.store.unresolved().iter().map(|one| told(view, one)).collect()
}

fn told(view: &View<'_>, one: &Unresolved) -> Finding {
    let named = view.named_record(&one.record);
    let (name, to) = (&named.name, &named.subject);
    let unknown = (codes::AUDIT_UNKNOWN_NAME, Severity::Error);
    let no_effect = (codes::AUDIT_NO_EFFECT, Severity::Warning);
    let ((code, severity), message, help) = match one.why {
        WhyUnresolved::UnknownName => (
            unknown,
            format!("there is no role or class {name}, assigned to {to}{}", meant(view, name)),
            NAME,
        ),
        WhyUnresolved::WrongKind => {
            let (is, said) = if named.is_class { ("role", "class") } else { ("class", "role") };
            (unknown, format!("{name} is a {is}, and is assigned to {to} as a {said}"), CLASS)
        }
        WhyUnresolved::Abstract => {
            (unknown, format!("{name}, assigned to {to}, is abstract"), ABSTRACT)
        }
        WhyUnresolved::OverlayLeftOut => (
            no_effect,
            format!("{name}, assigned to {to}, belongs to an overlay that is left out"),
            LEFT_OUT,
        ),
        WhyUnresolved::NoLonger if named.is_class => (
            no_effect,
            format!("{name}, assigned to {to}, isn't declared and refuses them everything there"),
            NAME,
        ),
        WhyUnresolved::NoLonger => {
            (no_effect, format!("{name}, assigned to {to}, can't be held any more"), NAME)
        }
        WhyUnresolved::NotHere => {
            let place = match &named.within {
                Some(place) => format!("within {place}"),
                None => "without a place".into(),
            };
            (
                no_effect,
                format!("{name}, assigned to {to} {place}, is another tenant's and holds nowhere"),
                NOT_HERE,
            )
        }
    };
    about(code, severity, message, help, named)
}

/// "; did you mean biller?", where a name is near enough.
fn meant(view: &View<'_>, name: &str) -> String {
    let assignable = view.policy.assignable();
    nearest(name, assignable.keys().map(String::as_str))
        .map_or_else(String::new, |near| format!("; did you mean {near}?"))
}
