//! Compiling again after an edit, whatever became of the edit before.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod common;

use std::sync::Arc;

use common::{Set, in_force};
use ward_compiler::Policy;
use ward_compiler::graph::Graph;
use ward_compiler::set::read_dir;
use ward_live::{Gate, Gates, Outcome, Reloader};

fn started(set: &Set, gates: Gates) -> Arc<Reloader> {
    let reloader = set.reloader(gates);
    in_force(&reloader.reload());
    reloader
}

/// The gate that holds back what the set says now.
fn held_back(reloader: &Reloader) -> Gate {
    match &reloader.reload().outcome {
        Outcome::HeldBack(held) => held.gate,
        other => panic!("{other:?}"),
    }
}

/// A set whose next edits change the statements of one role.
const ROLES: &str = "policy clinic
subject entity User { level: Int = 0 }
entity Note { author: User?, level: Int = 0 }
actions notes on Note { view, edit }
role nurse { can view when note.author == subject }
role clerk { can edit when note.level > 7 }
";

/// Everything that a policy says; the graph apart, whose parts are numbered inside.
fn told(policy: &Policy) -> String {
    let graph = format!("{:?} {:?}", policy.graph.nodes(), policy.graph.edges());
    let rest = Policy { graph: Graph::default(), ..policy.clone() };
    format!("{graph}\n{rest:?}")
}

/// What a fresh service would have in force.
fn fresh(set: &Set) -> String {
    told(&ward_prover::compile(&read_dir(set.folder.path())).unwrap())
}

#[test]
fn an_edit_of_a_statement_is_compiled_alone() {
    let set = Set::new();
    set.write("rules.policy", ROLES);
    let reloader = started(&set, Gates::default());
    set.write("rules.policy", &ROLES.replace("> 7", "> 8"));
    let version = in_force(&reloader.reload());
    let report = version.effort.compiled.unwrap();
    assert_eq!((report.whole, report.statements_checked), (false, 1));
    assert_eq!(told(version.engine.policy()), fresh(&set));
}

#[test]
fn a_broken_edit_between_two_good_ones_leaves_no_trace() {
    let set = Set::new();
    set.write("rules.policy", ROLES);
    let reloader = started(&set, Gates::default());
    for broken in ["> ", "> nothing", "> 8 }\nrole nurse { can view"] {
        set.write("rules.policy", &ROLES.replace("> 7", broken));
        assert_eq!(held_back(&reloader), Gate::Compiles);
        set.write("rules.policy", &ROLES.replace("> 7", &format!("> {}", broken.len())));
        assert_eq!(told(in_force(&reloader.reload()).engine.policy()), fresh(&set));
    }
    let version = reloader.live().current().unwrap();
    assert!(version.engine.permits(&common::view("ann")).unwrap());
}

#[test]
fn an_edit_of_what_was_held_back_is_what_compiling_gives() {
    let set = Set::new();
    set.write("rules.policy", ROLES);
    let reloader = started(&set, Gates::named(["no-new-access"]).unwrap());
    let running = reloader.live().current().unwrap();
    let before = told(running.engine.policy());
    set.write("rules.policy", &ROLES.replace("> 7", "> 3"));
    assert_eq!(held_back(&reloader), Gate::NoNewAccess);
    assert_eq!(told(running.engine.policy()), before, "what decides is not touched");
    set.write("rules.policy", &ROLES.replace("> 7", "> 9"));
    let version = in_force(&reloader.reload());
    assert!(!version.effort.compiled.unwrap().whole);
    assert_eq!(told(version.engine.policy()), fresh(&set));
}
