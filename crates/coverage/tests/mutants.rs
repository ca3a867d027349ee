//! Which mutants a policy has, and that they are policies.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use ward_compiler::{PolicySource, compile, set::read_dir};
use ward_coverage::{Mutant, mutants};

const BASE: &str = "policy clinic
subject entity User { active: Bool = true, broad: Bool = false }
entity Note { author: User, signed: Bool, readers: Set<User> }
actions notes on Note { view, edit, sign }
";

/// The mutants of some rules, all of which must compile.
fn of(rules: &str) -> Vec<(Mutant, String)> {
    let source = PolicySource::from_text(format!("{BASE}{rules}"));
    compile(&source).unwrap_or_else(|failure| panic!("{failure}\n{rules}"));
    let made = mutants(&source).into_iter().map(|mutant| {
        let applied = mutant.applied(&source);
        compile(&applied).unwrap_or_else(|failure| panic!("{failure}\n{}", applied.files[0].text));
        let text = applied.files[0].text.clone();
        (mutant, text.strip_prefix(BASE).unwrap().to_owned())
    });
    made.collect()
}

/// What is said about them.
fn said(rules: &str) -> Vec<String> {
    let line = |mutant: &Mutant| mutant.location.line - 4;
    of(rules).iter().map(|(mutant, _)| format!("{} {}", line(mutant), mutant.text)).collect()
}

/// The rules of the mutant of which this is said.
fn made(rules: &str, text: &str) -> String {
    let all = of(rules);
    let one = all.iter().find(|(mutant, _)| mutant.text.starts_with(text));
    let one = one.unwrap_or_else(|| panic!("{:?}", said(rules)));
    one.1.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_statement_is_left_out_with_its_notes() {
    let rules =
        "role nurse {\n  can view\n  /// Why.\n  @owner(\"x\")\n  can edit\n  cannot sign\n}";
    assert_eq!(
        said(rules),
        ["2 `can view` of `nurse` is left out", "5 `can edit` of `nurse` is left out"]
    );
    assert_eq!(made(rules, "`can edit`"), "role nurse { can view cannot sign }");
}

#[test]
fn each_clause_is_left_out_and_turned() {
    let scope = "scope own on Note: note.author == subject\n";
    let rules = format!("{scope}role nurse {{ can view within own when note.signed }}");
    assert_eq!(
        said(&rules),
        [
            "1 `note.author == subject` is turned into its opposite in the scope `own`",
            "2 `can view within own when note.signed` of `nurse` is left out",
            "2 `within own` is left out of `can view within own when note.signed` of `nurse`",
            "2 `within own` is turned into its opposite in `can view within own when note.signed` of `nurse`",
            "2 `when note.signed` is left out of `can view within own when note.signed` of `nurse`",
            "2 `when note.signed` is turned into its opposite in `can view within own when note.signed` of `nurse`",
        ]
    );
    let role = |text: &str| made(&rules, text).split_once("role").unwrap().1.to_owned();
    assert_eq!(role("`within own` is left out"), " nurse { can view when note.signed }");
    assert_eq!(
        role("`within own` is turned"),
        " nurse { can view when (note.signed) and not (within `own`) }"
    );
    assert_eq!(
        role("`when note.signed` is turned"),
        " nurse { can view within own when not (note.signed) }"
    );
    let turned = made(&rules, "`note.author == subject` is turned");
    assert!(turned.starts_with("scope own on Note: not (note.author == subject) role"), "{turned}");
}

#[test]
fn the_opposite_of_several_scopes_is_said_of_all() {
    let scopes =
        "scope own on Note: note.author == subject\nscope read on Note: subject in note.readers\n";
    let rules = format!("{scopes}role nurse {{ can view within own and read }}");
    let turned = made(&rules, "`within own and read` is turned");
    assert!(
        turned.ends_with("{ can view when not ((within `own`) and (within `read`)) }"),
        "{turned}"
    );
}

#[test]
fn each_side_of_a_condition_is_left_out() {
    let rules = "restriction r {\n  forbid sign unless (note.signed or subject.broad) and subject.active\n}";
    let whole = "`unless (note.signed or subject.broad) and subject.active`";
    let said = said(rules);
    assert!(
        said.contains(&format!("2 `subject.active` is left out of {whole} of `r`"))
            && said.contains(&format!(
                "2 `note.signed or subject.broad` is left out of {whole} of `r`"
            )),
        "{said:#?}"
    );
    assert_eq!(
        made(rules, "`subject.active` is left out"),
        "restriction r { forbid sign unless (note.signed or subject.broad) }"
    );
}

#[test]
fn a_restriction_is_left_out_as_a_whole() {
    let rules =
        "role nurse { can notes }\nrestriction two on what nurse give { forbid sign  forbid edit }";
    assert_eq!(
        made(rules, "the restriction `two`"),
        "role nurse { can notes } restriction two on what nurse give { }"
    );
    assert_eq!(
        made(rules, "`on what nurse give`"),
        "role nurse { can notes } restriction two { forbid sign forbid edit }"
    );
}

#[test]
fn a_class_is_for_everybody_and_says_nothing() {
    let roles = "role nurse { may sign } role doctor { may sign }";
    let rules = format!("{roles}\nclass senior for nurse {{ enable sign  forbid edit }}");
    assert_eq!(
        made(&rules, "`for nurse`"),
        format!("{roles} class senior {{ enable sign forbid edit }}")
    );
    assert_eq!(
        made(&rules, "all that the class `senior`"),
        format!("{roles} class senior for nurse {{ }}")
    );
}

#[test]
fn each_inheritance_and_what_narrows_it_is_left_out() {
    let rules = "scope own on Note: note.author == subject
role a { can view }
role b { can edit }
role c extends a, b within own except edit { }";
    let last = |text: &str| made(rules, text).split_once("role c").unwrap().1.to_owned();
    assert_eq!(last("that `c` extends `a`"), " extends b within own except edit { }");
    assert_eq!(last("that `c` extends `b`"), " extends a within own except edit { }");
    assert_eq!(
        last("`within own` is left out of the `extends` of `c`"),
        " extends a, b except edit { }"
    );
    assert_eq!(
        last("`except edit` is left out of the `extends` of `c`"),
        " extends a, b within own { }"
    );
    let alone = "role a { can view }\nrole c extends a { }";
    assert_eq!(made(alone, "that `c` extends `a`"), "role a { can view } role c { }");
}

#[test]
fn exceptions_of_statements_are_left_out() {
    let rules = "role nurse { can notes except sign when note.signed }";
    assert_eq!(made(rules, "`except sign when note.signed`"), "role nurse { can notes }");
    assert_eq!(
        made(rules, "`when note.signed` is left out"),
        "role nurse { can notes except sign }"
    );
}

#[test]
fn the_mutants_of_the_systems_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    for system in ["betasky", "cliniko", "cliniko-requests", "extendedreach", "penelope", "portal"]
    {
        let source = read_dir(&folder.join(system));
        let all = mutants(&source);
        assert!(!all.is_empty(), "{system}");
        for mutant in all {
            let applied = mutant.applied(&source);
            let files = applied.files.iter().zip(&source.files);
            let mut changed = files.filter(|(new, old)| new != old).map(|(new, _)| &new.text);
            let (Some(text), None) = (changed.next(), changed.next()) else {
                panic!("{}", mutant.text)
            };
            let wrong = ward_parser::parse(ward_diagnostics::FileId(0), text).diagnostics;
            assert!(wrong.is_empty(), "{}: {wrong:?}", mutant.text);
        }
    }
}
