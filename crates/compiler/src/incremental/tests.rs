use super::*;
use crate::compile;

const SCHEMA: &str = "policy p
subject entity User { level: Int = 0, crew: Set<User> = [] }
entity Note { author: User, level: Int = 0 }
actions notes on Note { view, edit, sign }
scope own on Note: note.author == subject
";

const ROLES: &str = "role low {
  can view when subject.level > 1
  can edit within own
}
role middle extends low {
  can sign when note.level > 5
  cannot edit on Note unless within own
}
role high {
  can view, edit when subject.level > 7
}
restriction closed {
  forbid sign when note.level > 9
}
";

fn told(policy: &Policy) -> String {
    let places: Vec<_> = policy.graph.nodes().into_iter().map(|it| policy.graph.span(it)).collect();
    let (nodes, edges) = (policy.graph.nodes(), policy.graph.edges());
    let graph = format!("{nodes:?} {edges:?} {places:?}");
    let rest = Policy { graph: crate::graph::Graph::default(), ..policy.clone() };
    format!("{rest:#?}\n{graph}")
}

fn source(roles: &str) -> PolicySource {
    PolicySource::from_texts([("a.policy", SCHEMA.to_owned()), ("b.policy", roles.to_owned())])
}

/// What it takes to go from one text to the other; the policy is compared.
fn changed(from: &str, to: &str) -> Report {
    let mut compiler = Recompiler::default();
    compiler.update(source(from)).expect("the first compiles");
    let (policy, report) = compiler.update(source(to)).expect("the second compiles");
    let fresh = compile(&source(to)).expect("the second compiles");
    assert!(told(&policy) == told(&fresh), "{}", told(&policy));
    report
}

#[test]
fn another_number_is_checked_alone() {
    let report = changed(ROLES, &ROLES.replace("> 5", "> 500"));
    assert_eq!((report.whole, report.statements_checked, report.cells_changed), (false, 2, 1));
    assert_eq!(report.declarations_read, 4);
}

#[test]
fn more_or_fewer_conditions_move_the_numbers_of_later_ones() {
    let more = ROLES.replace("> 5", "> 5 and subject in note.author.crew or note.level == 3");
    let more = more.replace("> 5 and", "> 5 and (").replace("== 3", "== 3)");
    let report = changed(ROLES, &more);
    assert_eq!((report.whole, report.statements_checked), (false, 2));
    let report = changed(&more, ROLES);
    assert_eq!((report.whole, report.statements_checked), (false, 2));
}

#[test]
fn a_statement_more_or_less_moves_the_rules_behind_it() {
    let more = ROLES.replace("can edit within own", "can edit within own\n  can sign within own");
    assert!(!changed(ROLES, &more).whole);
    assert!(!changed(&more, ROLES).whole);
    let other = ROLES.replace("can edit within own", "can view within own");
    assert!(!changed(ROLES, &other).whole);
}

#[test]
fn what_a_later_declaration_shares_is_checked_from_the_start() {
    let report = changed(ROLES, &ROLES.replace("subject.level > 1", "note.level > 9"));
    assert!(report.whole, "the restriction's condition would have another number");
}

#[test]
fn heads_and_scopes_are_checked_from_the_start_and_other_files_not_read_again() {
    let report = changed(ROLES, &ROLES.replace("role high", "role higher"));
    assert_eq!((report.whole, report.files_read), (true, 1));
    let mut compiler = Recompiler::default();
    compiler.update(source(ROLES)).expect("it compiles");
    let schema = SCHEMA.replace("note.author == subject", "subject in note.author.crew");
    let files = [("a.policy", schema), ("b.policy", ROLES.to_owned())];
    let (_, report) = compiler.update(PolicySource::from_texts(files)).expect("it compiles");
    assert_eq!((report.whole, report.files_read), (true, 1));
}

#[test]
fn what_says_the_same_is_not_compiled_again() {
    let mut compiler = Recompiler::default();
    let (first, _) = compiler.update(source(ROLES)).expect("it compiles");
    let (again, report) = compiler.update(source(ROLES)).expect("it compiles");
    assert!(Arc::ptr_eq(&first, &again));
    assert_eq!(report, Report::default());
    let edited = ROLES.replace("> 5", "> 50");
    compiler.update(source(&edited)).expect("it compiles");
    let (again, _) = compiler.update(source(&edited)).expect("it compiles");
    assert!(told(&again) == told(&compile(&source(&edited)).expect("it compiles")));
}

#[test]
fn a_judge_is_asked_of_overlays_that_were_not_judged() {
    let set = "policy p\nsubject entity User in Firm\nentity Firm\nentity Note in Firm { level: Int = 0 }\n\
        actions notes on Note { view }\nceiling low on Firm { allow view on Note when note.level < 5 }\n";
    let own = "overlay Firm::\"f\" under low\nrole r { can view when note.level == 3 }\n";
    let files = [("a.policy", set.to_owned()), ("overlays/f.policy", own.to_owned())];
    let source = PolicySource::from_texts(files);
    let mut compiler = Recompiler::default();
    let (policy, _) = compiler.update(source.clone()).expect("it compiles");
    assert_eq!((policy.overlays.len(), policy.rejected.len()), (0, 1), "nobody has proved it");
    let judge = |_: &Arc<Policy>, _: &crate::Unseen| Ok(());
    let (policy, _) = compiler.update_judged(source, Some(&judge)).expect("it compiles");
    assert_eq!((policy.overlays.len(), policy.rejected.len()), (1, 0));
}

#[test]
fn errors_are_those_of_compiling_and_the_way_back_is_open() {
    let mut compiler = Recompiler::default();
    compiler.update(source(ROLES)).expect("it compiles");
    for wrong in ["can sing", "can sign when", "can sign when note.levle > 5"] {
        let wrong = source(&ROLES.replace("can sign when note.level > 5", wrong));
        let (one, other) = (compiler.update(wrong.clone()), compile(&wrong));
        let (one, other) = (one.map(|_| ()).unwrap_err(), other.map(|_| ()).unwrap_err());
        assert_eq!(one.diagnostics, other.diagnostics);
        assert!(compiler.update(source(ROLES)).is_ok());
    }
}

#[test]
fn a_policy_that_somebody_holds_is_not_changed_under_them() {
    let mut compiler = Recompiler::default();
    let (held, _) = compiler.update(source(ROLES)).expect("it compiles");
    let before = told(&held);
    let next = source(&ROLES.replace("> 5", "> 50"));
    let (policy, report) = compiler.update(next).expect("it compiles");
    assert!(!report.whole);
    assert_eq!(told(&held), before);
    assert_ne!(told(&policy), before);
}
