//! `ward explain`.

mod common;

use common::surgery;

#[test]
fn stories() {
    for (name, words) in [
        ("permit_of_parts", "User::bo view Patient::lee"),
        ("permit_by_a_class", "User::ann archive Patient::kim --context mfa=true"),
        ("refusal_by_a_restriction", "User::bo send Letter::l2"),
        ("refusal_of_a_part", "User::ann view Patient::lee"),
        ("refusal_without_the_role", "User::di read Letter::l1"),
        ("refusal_of_an_inactive_user", "User::cy view Patient.contact::kim"),
        ("refusal_by_an_unmet_condition", "User::ann archive Patient::lee"),
    ] {
        let run = surgery(&format!("explain {words} --now 2026-03-02"));
        assert_eq!(run.status, i32::from(name.starts_with("refusal")), "{name}");
        insta::assert_snapshot!(name, run.shown());
    }
}

#[test]
fn a_story_for_a_program() {
    let run = surgery("explain User::bo send Letter::l2 --now 2026-03-02 --format json");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.shown());
}

#[test]
fn it_decides_as_eval_does() {
    for words in
        ["User::ann view Patient::kim", "User::di edit Patient::kim", "User::x view Patient::kim"]
    {
        let words = format!("{words} --now 2026-03-02");
        let (eval, explain) =
            (surgery(&format!("eval {words}")), surgery(&format!("explain {words}")));
        assert_eq!((eval.status, eval.err), (explain.status, explain.err), "{words}");
    }
}

#[test]
fn a_code_has_a_page_whatever_its_case() {
    let page = surgery("explain E0201");
    assert_eq!(page.status, 0);
    assert!(page.out.starts_with("# E0201"), "{}", page.out);
    assert_eq!(page.out, surgery("explain e0201").out);
    assert_eq!(surgery("explain E0201 --format json").json()["code"], "E0201");
}

#[test]
fn a_code_that_is_none_is_no_question() {
    let run = surgery("explain E9999");
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    let half = surgery("explain User::ann");
    assert_eq!(half.status, 2);
    assert_eq!(surgery("explain User::ann view").status, 2);
    insta::assert_snapshot!(format!("{}{}", run.err, half.err));
}
