//! What a new version has to pass, and what stays in force where it doesn't.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod common;

use common::{DATA, RULES, Set, in_force, permits};
use ward_live::{Gate, Gates, HeldBack, Outcome, Reloader};

/// The gate that holds back what the set says now.
fn held_back(reloader: &Reloader) -> HeldBack {
    match &reloader.reload().outcome {
        Outcome::HeldBack(held) => HeldBack::clone(held),
        other => panic!("{other:?}"),
    }
}

fn started(set: &Set, gates: Gates) -> std::sync::Arc<Reloader> {
    let reloader = set.reloader(gates);
    in_force(&reloader.reload());
    reloader
}

#[test]
fn what_passes_is_in_force_and_numbered() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    let first = reloader.live().current().unwrap();
    assert_eq!(first.number, 1);
    set.write("rules.policy", &format!("{RULES}role clerk {{ can edit }}\n"));
    let second = in_force(&reloader.reload());
    assert_eq!(second.number, 2);
    assert_ne!(first.policy, second.policy);
    assert_eq!(first.data, second.data);
    assert!(first.engine.permits(&common::view("ann")).unwrap(), "the old one still decides");
}

#[test]
fn what_says_the_same_is_no_new_version() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    set.write("rules.policy", RULES);
    assert!(matches!(reloader.reload().outcome, Outcome::Unchanged));
    assert_eq!(reloader.live().current().unwrap().number, 1);
}

#[test]
fn what_does_not_compile_is_held_back() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    set.write("rules.policy", "policy clinic subject entity");
    let held = held_back(&reloader);
    assert_eq!(held.gate, Gate::Compiles);
    assert!(held.text(false).contains("rules.policy"), "{}", held.text(false));
    assert!(permits(&reloader.live(), "ann"));
}

#[test]
fn what_was_held_back_is_judged_once() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    set.write("rules.policy", "policy clinic subject entity");
    held_back(&reloader);
    assert!(matches!(reloader.reload().outcome, Outcome::Unchanged));
    let last = reloader.live().last().unwrap();
    assert!(matches!(last.outcome, Outcome::HeldBack(_)), "it is still told");
}

#[test]
fn a_refuted_promise_holds_it_back() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    let broken = format!("{RULES}role clerk {{ can edit  cannot edit }}\n");
    set.write("rules.policy", &broken);
    assert_eq!(held_back(&reloader).gate, Gate::Claims);
    let lenient = started(&set, Gates::named(["tests"]).unwrap());
    assert!(permits(&lenient.live(), "ann"));
}

#[test]
fn a_failing_test_holds_it_back() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    let test = "test \"bo sees it\" { given User bo  given Note n  bo can view n }\n";
    set.write("rules.policy", &format!("{RULES}{test}"));
    let held = held_back(&reloader);
    assert_eq!(held.gate, Gate::Tests);
    assert!(held.first().contains("bo sees it"), "{}", held.first());
    started(&set, Gates::named(["claims"]).unwrap());
}

#[test]
fn new_access_holds_it_back_where_that_is_asked() {
    let set = Set::new();
    let reloader = started(&set, Gates::named(["no-new-access"]).unwrap());
    let wider = RULES.replace("can view when note.author == subject", "can view");
    set.write("rules.policy", &wider);
    let held = held_back(&reloader);
    assert_eq!(held.gate, Gate::NoNewAccess);
    assert!(held.first().contains("view"), "{}", held.first());
    let narrower = format!("{RULES}restriction none {{ forbid view on Note }}\n");
    set.write("rules.policy", &narrower);
    in_force(&reloader.reload());
    assert!(!permits(&reloader.live(), "ann"));
}

#[test]
fn data_that_do_not_load_hold_it_back() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    set.write("data.json", &DATA[..DATA.len() / 2]);
    assert_eq!(held_back(&reloader).gate, Gate::Data);
    set.write("data.json", &DATA.replace("User::ann\", \"role", "User::bo\", \"role"));
    let version = in_force(&reloader.reload());
    assert_eq!(version.number, 2);
    assert!(!permits(&reloader.live(), "ann"), "the assignment is bo's now");
}

#[test]
fn data_that_are_gone_hold_it_back() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    std::fs::remove_file(set.path("data.json")).unwrap();
    assert_eq!(held_back(&reloader).gate, Gate::Reads);
    assert!(permits(&reloader.live(), "ann"));
}

#[test]
fn settings_that_are_gone_hold_it_back_though_it_would_compile() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    std::fs::remove_file(set.path("ward.toml")).unwrap();
    let held = held_back(&reloader);
    assert_eq!((held.gate, held.first()), (Gate::Reads, "`ward.toml` is gone"));
    assert!(permits(&reloader.live(), "ann"));
    set.write("ward.toml", "");
    assert_eq!(in_force(&reloader.reload()).engine.store().stored_count(), 0);
}

#[test]
fn a_policy_set_that_is_gone_holds_it_back() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    std::fs::remove_file(set.path("rules.policy")).unwrap();
    assert_eq!(held_back(&reloader).gate, Gate::Compiles);
    std::fs::remove_dir_all(set.folder.path()).unwrap();
    held_back(&reloader);
    assert!(permits(&reloader.live(), "ann"));
}

#[test]
fn a_broken_constraint_is_told_and_holds_back_where_that_is_asked() {
    let set = Set::new();
    let rules = format!("{RULES}constraint one: 2 to 3 nurse per User\n");
    let rules = rules.replace(
        "constraint one: 2 to 3 nurse per User",
        "constraint staffed: every Note: note.author == User::\"bo\"",
    );
    set.write("rules.policy", &rules);
    let told = started(&set, Gates::default());
    let warnings = &told.live().current().unwrap().warnings;
    assert!(warnings.iter().any(|one| one.code.0.starts_with('A')), "{warnings:?}");
    let strict = set.reloader(Gates::named(["constraints"]).unwrap());
    assert_eq!(held_back(&strict).gate, Gate::Constraints);
}

#[test]
fn an_overlay_with_errors_is_left_out_and_told() {
    let set = Set::new();
    let rules =
        RULES.replace("subject entity User\n", "entity Firm\nsubject entity User in Firm\n");
    set.write(
        "rules.policy",
        &format!("{rules}ceiling roles_of_firms on Firm {{ allow notes }}\n"),
    );
    let reloader = started(&set, Gates::default());
    set.write(
        "overlays/f.policy",
        "overlay Firm::\"f\" under roles_of_firms\nrole x { can fly }\n",
    );
    let version = in_force(&reloader.reload());
    assert!(version.warnings.iter().any(|one| one.code.0 == "W0611"));
}

#[test]
fn counts_say_what_reloads_came_to() {
    let set = Set::new();
    let reloader = started(&set, Gates::default());
    reloader.reload();
    set.write("data.json", "");
    held_back(&reloader);
    let counts = reloader.live().counts();
    assert_eq!((counts.in_force, counts.unchanged), (1, 1));
    assert!(counts.held_back.contains(&(Gate::Data, 1)));
}
