//! Overlays and headers: a customer's mistakes are the customer's alone.

use crate::answer::Answer;
use ward_compiler::{PolicySource, compile};

const VENDOR: &str = "policy clinic \"A clinic\"
entity Site
entity Group
subject entity User in Site
entity Note in Site { author: User }
actions notes on Note { view, edit }
role nurse \"Nurse\" { can view, edit }
restriction r \"R\" { forbid edit when note.author != subject }
ceiling site_roles on Site { allow view }
";

/// What the vendor's policy with one more file says, and whether there still is a policy.
fn with(text: &str, codes: &[&str]) -> String {
    let source = PolicySource::from_texts([("rules.policy", VENDOR), ("site.policy", text)]);
    let compiled = compile(&source);
    let lives = if compiled.is_ok() { "lives" } else { "fails" };
    let answer = Answer::from(compiled);
    let shown = format!("{text}\n  the policy {lives}\n{}", answer.shown());
    assert_eq!(answer.codes(), codes, "{shown}");
    shown
}

#[test]
fn overlays_that_go_wrong_are_left_out_alone() {
    let head = "overlay Site::\"north\" under site_roles\n";
    let mut shown = String::new();
    for (text, codes) in [
        ("role clerk { can veiw }", "E0201"),
        ("role clerk { can view ", "E0006"),
        ("role clerk { can edit }", "E0604"),
        ("role clerk extends nurse { }", "E0604"),
        ("role nurse { can view }", "E0605"),
        ("restriction r { forbid view }", "E0605"),
        ("role anyone { can view }", "E0403"),
        ("entity Bed", "E0603"),
        ("actions more on Note { read }", "E0603"),
        ("context { mfa: Bool }", "E0603"),
        ("obligation tell()", "E0603"),
        ("ceiling c on Site { allow view }", "E0603"),
    ] {
        shown += &with(&format!("{head}{text}\n"), &[codes]);
    }
    assert_reads!(shown);
}

#[test]
fn overlays_under_no_ceiling() {
    assert_reads!(
        [
            with("overlay Site::\"north\" under site_role\nrole clerk { can view }\n", &["E0606"]),
            with("overlay Group::\"g\" under site_roles\nrole clerk { can view }\n", &["E0606"]),
            with("overlay Stie::\"north\" under site_roles\nrole clerk { can view }\n", &["E0201"]),
            with("role clerk { can view }\noverlay Site::\"north\" under site_roles\n", &["E0108"]),
        ]
        .join("\n")
    );
}

#[test]
fn policies_that_are_two_or_none() {
    assert_reads!(
        [
            with("policy other \"Another\"\n", &["E0209"]),
            with(
                "overlay Site::\"north\" under site_roles\npolicy other \"Another\"\n",
                &["E0108", "E0209"]
            ),
            with("role clerk { can view }\npolicy other \"Another\"\n", &["E0108", "E0209"]),
        ]
        .join("\n")
    );
    let none = compile(&PolicySource::from_text("role nurse { }"));
    assert_eq!(Answer::from(none).codes(), ["E0208"]);
}
