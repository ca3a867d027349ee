//! Overlays under their ceilings: what is proved to lie within lives, all else is left out.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

use ward_compiler::{PolicySource, compile};
use ward_diagnostics::codes;

const VENDOR: &str = r#"policy clinic
enum State { draft, final }
entity Practice
subject entity User in Practice
entity Note in Practice { author: User, state: State = draft, pages: Int = 1 }
context { mfa: Bool = false }
actions notes on Note { view, edit, sign }
scope own on Note: note.author == subject
role clerk in Practice { can view  may sign }
ceiling practice_roles on Practice {
  allow view
  allow edit when note.state == draft or context.mfa
  allow sign within own
}
"#;

/// Whether an overlay lives, without and with the prover; and the help where it doesn't.
fn lives(overlay: &str) -> (bool, Result<(), String>) {
    let overlay = format!("overlay Practice::\"sun\" under practice_roles\n{overlay}\n");
    let files = [("vendor.policy", VENDOR.to_owned()), ("sun.policy", overlay)];
    let source = PolicySource::from_texts(files);
    let seen = compile(&source).unwrap();
    let proved = ward_prover::compile(&source).unwrap();
    let why = proved.rejected.first().map(|overlay| {
        assert!(overlay.diagnostics.iter().all(|problem| problem.code == codes::OUTSIDE_CEILING));
        overlay.diagnostics[0].help.clone().unwrap()
    });
    (seen.rejected.is_empty(), why.map_or(Ok(()), Err))
}

#[test]
fn conditions_as_they_stand_need_no_proof() {
    assert_eq!(lives("role a { can view }"), (true, Ok(())));
    assert_eq!(lives("role a { can sign within own when context.mfa }"), (true, Ok(())));
}

#[test]
fn conditions_that_say_more_are_proved() {
    for role in [
        "role a { can edit when note.state == draft }",
        "role a { can edit when context.mfa and note.pages > 1 }",
        "role a { can edit unless note.state == final }",
        "role a { can sign when not (note.author != subject) }",
        "scope mine on Note: subject == note.author and context.mfa\nrole a { can sign within mine }",
    ] {
        assert_eq!(lives(role), (false, Ok(())), "{role}");
    }
}

#[test]
fn what_lies_outside_is_shown() {
    for (role, action) in [
        ("role a { can edit }", "edit"),
        ("role a { can edit when note.pages > 1 }", "edit"),
        ("role a { can sign when context.mfa }", "sign"),
        ("role a extends clerk {}", "sign"),
    ] {
        let (seen, proved) = lives(role);
        let why = proved.unwrap_err();
        assert!(
            !seen && why.contains(&format!("for instance, User::user_1 may {action} Note")),
            "{role}: {why}"
        );
    }
    assert_eq!(lives("role a extends clerk except sign {}").1, Ok(()));
}

#[test]
fn what_a_class_switches_on_counts() {
    assert_eq!(lives("class signs for clerk { enable sign within own }"), (true, Ok(())));
    assert_eq!(
        lives("class signs for clerk { enable sign when subject == note.author }"),
        (false, Ok(()))
    );
    let (_, proved) = lives("class signs for clerk { enable sign }");
    assert!(proved.unwrap_err().contains("for instance, User::user_1 may sign"));
}

#[test]
fn what_cannot_be_told_counts_as_outside() {
    let vendor = VENDOR
        .replace("pages: Int = 1", "kind: String")
        .replace("allow view\n", "allow view when note.kind like \"*/*\"\n");
    let overlay = "overlay Practice::\"sun\" under practice_roles\nrole a { can view when note.kind like \"x/*\" }\n";
    let source =
        PolicySource::from_texts([("vendor.policy", vendor), ("sun.policy", overlay.to_owned())]);
    let policy = ward_prover::compile(&source).unwrap();
    let why = policy.rejected[0].diagnostics[0].help.clone().unwrap();
    assert!(why.contains("it isn't proved that it stays within: `like`"), "{why}");
}

#[test]
fn one_overlay_outside_leaves_the_others() {
    let other = "overlay Practice::\"moon\" under practice_roles\nrole b { can edit when note.state == draft }\n";
    let overlay = "overlay Practice::\"sun\" under practice_roles\nrole a { can edit }\n";
    let files = [("vendor.policy", VENDOR), ("sun.policy", overlay), ("moon.policy", other)];
    let policy = ward_prover::compile(&PolicySource::from_texts(files)).unwrap();
    assert_eq!(policy.overlays.len(), 1);
    assert_eq!(policy.rejected.len(), 1);
    assert!(policy.rejected[0].name.contains("sun"));
}

/// Twelve properties that all differ, of eleven values: true of nothing, which takes long to see.
fn pigeons() -> String {
    let pairs = (0..12).flat_map(|a| (0..a).map(move |b| format!("doc.p{a} != doc.p{b}")));
    pairs.collect::<Vec<_>>().join(" and ")
}

#[test]
fn what_one_overlay_costs_is_bounded_and_leaves_the_others_alone() {
    let properties: Vec<String> = (0..12).map(|at| format!("p{at}: K")).collect();
    let vendor = format!(
        "policy t\nenum K {{ k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10 }}\n\
         subject entity User in P\nentity P\nentity Doc in P {{ {}, n: Int? }}\n\
         actions d on Doc {{ v1, v2, v3, v4, v5, v6 }}\n\
         ceiling c on P {{ allow all on Doc when doc.n > 0 }}\n",
        properties.join(", ")
    );
    let when = pigeons();
    let statements: Vec<String> = (1..=6).map(|at| format!("can v{at} when {when}")).collect();
    let greedy = format!("overlay P::\"p\" under c\nrole r {{ {} }}\n", statements.join("  "));
    let modest = "overlay P::\"q\" under c\nrole s { can v2 when doc.n > 7 }\n";
    let files =
        [("a.policy", vendor.as_str()), ("p.policy", greedy.as_str()), ("q.policy", modest)];
    let policy = ward_prover::compile(&PolicySource::from_texts(files)).unwrap();
    assert!(policy.roles.iter().any(|role| role.name == "s"));
    assert!(!policy.roles.iter().any(|role| role.name == "r"));
    let helps: Vec<&str> =
        policy.rejected[0].diagnostics.iter().filter_map(|one| one.help.as_deref()).collect();
    assert_eq!(helps.len(), 6);
    assert!(helps[0].contains("it takes more than 20000 steps of work"), "{}", helps[0]);
}

/// A vendor's claims about what tenants' roles reach, with what the boss may.
fn vendor(boss: &str) -> String {
    format!(
        "policy t\nsubject entity User in P\nentity P\nentity Doc in P\n\
         actions d on Doc {{ view, edit }}\n\
         role nurse in P {{ can view }}\nrole boss in P {{ can {boss} }}\n\
         ceiling own on P {{ allow view }}\n\
         claim \"custom\": own <= boss\nclaim \"nobody\": roles in P <= boss\n"
    )
}

fn words(files: &[(&str, &str)]) -> Vec<&'static str> {
    let source = PolicySource::from_texts(files.iter().copied());
    let policy = std::sync::Arc::new(ward_prover::compile(&source).unwrap());
    assert!(policy.rejected.is_empty(), "{:?}", policy.rejected);
    let verdicts = ward_prover::prove_all(&policy, &policy.claims, &ward_prover::Limits::default());
    verdicts.iter().map(ward_prover::Verdict::word).collect()
}

#[test]
fn a_tenants_restriction_breaks_no_claim_about_what_roles_reach() {
    let quiet = "overlay P::\"p1\" under own\nrestriction quiet { forbid view }\n";
    let kept = vendor("view, edit");
    assert_eq!(words(&[("a.policy", &kept)]), ["proved", "proved"]);
    assert_eq!(words(&[("a.policy", &kept), ("o.policy", quiet)]), ["proved", "proved"]);
    let broken = vendor("edit");
    assert_eq!(words(&[("a.policy", &broken)]), ["refuted", "refuted"]);
    let told = words(&[("a.policy", &broken), ("o.policy", quiet)]);
    assert!(!told.contains(&"proved"), "{told:?}");
}
