//! The data of the other case systems hold nothing but what their cases mean to show.

mod common;

use common::{audited, data_of, system};

fn shows(name: &str) -> Vec<String> {
    audited(&system(name), &data_of(name))
}

#[test]
fn cliniko_breaks_nothing() {
    assert_eq!(shows("cliniko"), [""; 0]);
}

#[test]
fn extendedreach_ticks_boxes_of_an_administrator_for_somebody_who_is_none() {
    assert_eq!(
        shows("extendedreach"),
        [
            "A0203 -: umar's billing_administration never takes effect: umar doesn't hold restricted_administrator",
            "A0203 -: umar's confidential_workspace_homes never takes effect: umar doesn't hold house_worker_parent",
            "A0203 -: umar's shared_administration never takes effect: umar doesn't hold restricted_administrator",
        ]
    );
}

#[test]
fn penelope_and_portal_have_assignments_that_are_over() {
    for (name, number) in [("penelope", 3), ("portal", 2)] {
        let lines = shows(name);
        assert_eq!(lines.len(), number, "{lines:#?}");
        assert!(lines.iter().all(|line| line.starts_with("A0202")), "{lines:#?}");
    }
}
