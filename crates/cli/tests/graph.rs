//! `ward graph`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use common::{policies, surgery, ward};

const SYSTEMS: [&str; 6] =
    ["betasky", "cliniko", "cliniko-requests", "extendedreach", "penelope", "portal"];

#[test]
fn everything_with_what_it_leans_on() {
    insta::assert_snapshot!(surgery("graph").shown());
}

#[test]
fn what_something_leans_on() {
    insta::assert_snapshot!(surgery("graph --from doctor").shown());
}

#[test]
fn what_a_change_reaches() {
    insta::assert_snapshot!(surgery("graph --reaches scope:mine").shown());
}

#[test]
fn why_one_leans_on_the_other() {
    let run = surgery("graph --why role:doctor enum:State");
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.out);
}

#[test]
fn no_chain_is_a_no() {
    let run = surgery("graph --why enum:State role:doctor");
    assert_eq!((run.status, run.out.as_str()), (1, "enum:State does not lean on role:doctor\n"));
}

#[test]
fn something_unused_is_a_finding() {
    let used = surgery("graph --unused");
    assert_eq!((used.status, used.out.as_str()), (0, "everything is used\n"));
    let text = "policy p subject entity User entity Note actions n on Note { view }
                scope idle on Note: true  role r { can view }";
    let unused = common::run(common::fixtures(), &["graph", "--unused", "--policy", "-"], text);
    assert_eq!(unused.status, 1, "{}", unused.err);
    insta::assert_snapshot!(unused.out);
}

#[test]
fn a_name_that_is_not_there_or_not_alone_is_no_question() {
    let missing = surgery("graph --from docter");
    assert_eq!((missing.status, missing.out.as_str()), (2, ""));
    let kind = surgery("graph --from role:docter");
    let text = "policy p subject entity User entity Note actions n on Note { view }
                scope own on Note: true  role own { can view within own }";
    let several =
        common::run(common::fixtures(), &["graph", "--from", "own", "--policy", "-"], text);
    assert_eq!(several.status, 2);
    insta::assert_snapshot!(format!("{}{}{}", missing.err, kind.err, several.err));
}

#[test]
fn two_questions_at_once_are_none() {
    assert_eq!(surgery("graph --unused --from doctor").status, 2);
}

#[test]
fn for_other_programs() {
    for format in ["dot", "mermaid", "json", "svg"] {
        let run = surgery(&format!("graph --format {format}"));
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{format}");
        insta::assert_snapshot!(format!("graph_as_{format}"), run.out);
    }
}

#[test]
fn no_name_gets_out_of_its_label() {
    let text = "policy p subject entity User entity Note actions n on Note { view }
                role r { can view }
                test \"<b> & \\\"it\\\" # `x`\" { given User u  given Note k  u cannot view k }";
    for format in ["dot", "mermaid", "svg"] {
        let run =
            common::run(common::fixtures(), &["graph", "--format", format, "--policy", "-"], text);
        assert_eq!(run.status, 0, "{}", run.err);
        let lines: Vec<_> = run.out.lines().filter(|line| line.contains("it")).collect();
        insta::assert_snapshot!(format!("label_in_{format}"), lines.join("\n"));
    }
}

#[test]
fn a_drawing_of_each_system_has_every_box_and_is_always_the_same() {
    for name in SYSTEMS {
        let words = format!("graph --policy {name} --format");
        let svg = ward(policies(), &format!("{words} svg")).out;
        let json = ward(policies(), &format!("{words} json")).json();
        let count = |what: &str| svg.matches(what).count();
        assert_eq!(count("<g>"), json["nodes"].as_array().unwrap().len(), "{name}");
        assert_eq!(count("<path "), json["edges"].as_array().unwrap().len(), "{name}");
        assert_eq!(svg, ward(policies(), &format!("{words} svg")).out);
    }
}

#[test]
fn the_graph_of_a_system() {
    insta::assert_snapshot!(ward(policies(), "graph --policy portal").shown());
    insta::assert_snapshot!(
        ward(policies(), "graph --policy betasky --reaches scope:assigned").shown()
    );
}

#[test]
fn a_role_reaches_what_means_it_without_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let policy = "policy t \"T\"\nentity P\nsubject entity User in P\nentity Doc in P\n\
        actions d on Doc { view, edit }\nscope led on Doc: subject holds roles in P\n\
        role nurse \"N\" in P { can view }\nrole boss \"B\" in P { can all on all }\n\
        role out \"O\" { can view }\nclaim \"nobody further\": roles in P <= boss\n\
        claim \"no edits\": never edit for roles in P\nclaim \"the boss alone\": always edit for boss\n\
        constraint home \"H\": roles in P require place in subject.p\n\
        constraint apart \"A\": exclusive roles that can view, roles that can edit per P except boss\n\
        constraint but \"E\": exclusive boss, out except nurse\n";
    std::fs::write(folder.path().join("p.policy"), policy).unwrap();
    let reaches = |node: &str| {
        common::ward(folder.path(), &format!("graph --policy p.policy --reaches {node}")).out
    };
    let reached = reaches("role:nurse");
    for name in ["nobody further", "no edits", "home", "apart", "led", "but"] {
        assert!(reached.contains(name), "{name}: {reached}");
    }
    assert!(!reached.contains("the boss alone"), "{reached}");
    let reached = reaches("role:out");
    assert!(reached.contains("apart") && !reached.contains("home"), "{reached}");
    assert!(reaches("type:P").contains("home"));
}
