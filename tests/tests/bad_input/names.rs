//! Names that are declared twice, or not at all, and roles that extend one another in circles.

use crate::answer::{Answer, table};

const FRAME: &str = "policy clinic \"A clinic\"
enum Status { open, closed }
entity Site
subject entity User in Site { status: Status, sites: Set<Site> = [] }
entity Note in Site { author: User, status: Status facets { body, bill } }
entity Visit in Site
context { mfa: Bool }
actions notes on Note and parts { view, edit(reason: String) }
actions visits on Visit { book }
obligation notify(who: String)
scope own on Note: note.author == subject
role nurse \"Nurse\" in Site { can view  may edit }
class careful \"Careful\" { forbid edit  enable edit }
restriction closed_notes \"Closed notes stay\" { forbid edit when note.status == closed }
ceiling site_roles on Site { allow view }
constraint few: 1 to 3 nurse per Site
";

const E0202: &[&str] = &["E0202"];
const E0201: &[&str] = &["E0201"];

#[test]
fn the_frame_is_accepted() {
    assert_eq!(Answer::to(FRAME).shown(), "");
}

#[test]
fn names_declared_twice() {
    assert_reads!(table(
        FRAME,
        &[
            ("enum Status { a }", E0202),
            ("enum Site { a }", E0202),
            ("entity Note", E0202),
            ("entity Status", E0202),
            ("enum Level { low, high, low }", E0202),
            ("entity Bed { size: Int, size: Int }", E0202),
            ("entity Bed { size: Int facets { a, a } }", E0202),
            ("entity Bed { size: { a: Int, a: Int } }", E0202),
            ("entity Bed in Site, Site", E0202),
            ("context { mfa: Bool }", E0202),
            ("actions view on Note { read }", E0202),
            ("actions more on Note { notes }", E0202),
            ("actions more on Note { move(to: Site, to: Site) }", E0202),
            ("actions more on Note { copy, copy }", E0202),
            ("obligation notify()", E0202),
            ("obligation tell(a: Int, a: Int)", E0202),
            ("scope own on Note: true", &["E0502"]),
            ("scope other on Note, Note: true", &["E0502"]),
            ("role nurse { }", E0202),
            ("class careful { }", E0202),
            ("class nurse { }", E0202),
            ("role careful { }", E0202),
            ("role anyone { can view }\nrole anyone { can view }", E0202),
            ("role clerk extends nurse, nurse { }", E0202),
            ("restriction closed_notes { forbid view }", E0202),
            ("ceiling site_roles on Site { allow view }", E0202),
            ("constraint few: 1 to 3 nurse per Site", E0202),
            ("test \"t\" { given User a { status: open, status: closed } }", E0202),
            (
                "test \"t\" { given User a  given User a  a cannot view Note::n  given Note n }",
                E0202
            ),
            ("test \"t\" { given context { mfa: true }  given context { mfa: false } }", E0202),
            ("test \"t\" { given context { mfa: true }  given User a  given context { } }", E0202),
            (
                "actions more on Note { new write }
test \"t\" { given Site s  given Site t  given User a  a cannot write Note in s, t }",
                E0202
            ),
            (
                "actions more on Note { new write }
test \"t\" { given Site s  given Site t  given User a  a cannot write Note in s { site: t } }",
                E0202
            ),
        ]
    ));
}

#[test]
fn types_that_are_not_declared() {
    assert_reads!(table(
        FRAME,
        &[
            ("entity Bed in Stie", E0201),
            ("entity Bed { site: Stie }", E0201),
            ("entity Bed { sites: Set<Stie> }", E0201),
            ("context { at: Stie }", E0201),
            ("actions more on Nota { read }", E0201),
            ("actions more on Visit { move(to: Stie) }", E0201),
            ("obligation tell(a: Strin)", E0201),
            ("scope other on Nota: true", E0201),
            ("role clerk in Stie { can view }", E0201),
            ("role clerk { can view on Nota }", E0201),
            ("role clerk { can view when resource is Nota }", E0201),
            ("role clerk { can view when subject in Stie::\"a\" }", E0201),
            ("ceiling c on Stie { allow view }", E0201),
            ("constraint c: 1 to 3 nurse per Stie", E0201),
            ("constraint c: every Nota: true", E0201),
            ("claim \"c\": roles in Stie <= nurse", E0201),
            ("test \"t\" { given Usr a }", E0201),
        ]
    ));
}

#[test]
fn other_names_that_are_not_declared() {
    assert_reads!(table(
        FRAME,
        &[
            ("role clerk { can veiw }", E0201),
            ("role clerk { can view except eidt }", E0201),
            ("role clerk { can view on Note.bdy }", E0201),
            ("role clerk { can view on Visit.body }", E0201),
            ("actions more on Note.bdy { read }", E0201),
            ("role clerk { can view within onw }", E0201),
            ("role clerk { can view when resource within onw }", E0201),
            ("role clerk extends nusre { }", E0201),
            ("restriction r on what nusre give { forbid view }", E0201),
            ("class c for nusre { forbid view }", E0201),
            ("role clerk { can view when subject holds nusre }", E0201),
            ("role clerk { can view with notfy(\"a\") }", E0201),
            ("role clerk { can view when note.auhtor == subject }", &["E0303"]),
            ("role clerk { can view when context.mfaa }", E0201),
            ("role clerk { can edit when action.raeson == \"a\" }", &["E0306"]),
            ("role clerk { can view when note.status == opne }", E0201),
            ("role clerk { can view when note.status == Status::opne }", E0201),
            ("role clerk { can view when sbject == note.author }", E0201),
            ("role clerk { can view when any s in subject.sites: (t == s) }", E0201),
            ("constraint c: exclusive nurse, clrek", E0201),
            ("constraint c: exclusive nurse, roles that can veiw", &["E0201", "E0413"]),
            ("claim \"c\": nusre <= nurse", E0201),
            ("claim \"c\": never veiw", E0201),
            ("claim \"c\": always view for nurse despite closed_ntes", E0201),
            ("claim \"c\": only view depend on context.mfaa", E0201),
            ("claim \"c\": only view depend on User.statsu", E0201),
            ("test \"t\" { given User a as nusre }", E0201),
            ("test \"t\" { given User ann  given Note n  ana cannot view n }", &["E0410"]),
            ("test \"t\" { given User ann in sit }", &["E0410"]),
            ("test \"t\" { given User ann { staus: open } }", E0201),
            ("test \"t\" { given User ann  given Note n  ann cannot veiw n }", E0201),
            ("test \"t\" { given context { mfaa: true } }", E0201),
        ]
    ));
}

#[test]
fn roles_that_extend_one_another_in_a_circle() {
    assert_reads!(table(
        FRAME,
        &[
            ("role a extends a { }", &["E0401"]),
            ("role a extends b { }\nrole b extends a { }", &["E0401"]),
            ("role a extends b { }\nrole b extends c { }\nrole c extends a { }", &["E0401"]),
            ("role a extends b { }\nrole b extends b { }", &["E0401"]),
        ]
    ));
}

#[test]
fn things_that_do_not_go_together() {
    assert_reads!(table(
        FRAME,
        &[
            ("entity Bed in Site { site: Site = Site::\"main\" }", &["E0305"]),
            ("entity Bed in Site { site: Set<Site> = [Site::\"a\", Site::\"b\"] }", &["E0305"]),
            ("entity Ward in Site\nentity Bed in Ward { site: Site = Site::\"main\" }", &["E0305"]),
            ("entity Bed in Site { site: Set<Site> = [], home: Site = Site::\"main\" }", &[]),
            ("role clerk { can view when resource == subject }", &["E0312"]),
            ("role clerk { can view when subject == note }", &["E0312"]),
            ("role clerk { can view when note in subject }", &["E0312"]),
            ("role clerk { can view when note.author is Site }", &["E0312"]),
            ("role clerk { can view when note.author }", &["E0302"]),
            ("role clerk { can view when note.author == \"ann\" }", &["E0301"]),
            ("role clerk { can view when note.author == note.status }", &["E0301"]),
            ("role clerk { can view when note.status == \"open\" }", &["E0301"]),
            ("role clerk { can view when note.status < closed }", &["E0304"]),
            ("role clerk { can view when note.author < subject }", &["E0304"]),
            ("role clerk { can view when subject.sites == note.site }", &["E0301"]),
            ("role clerk { can view when note.author contains subject }", &["E0301"]),
            ("role clerk { can view when any s in note.status: (s == open) }", &["E0301"]),
            ("role clerk { can view when context.now == context.now.date }", &["E0301"]),
            ("role clerk { can view when context.now + 3 > context.now }", &["E0301"]),
            ("role clerk { can view when note.status + 1 == 2 }", &["E0301"]),
            ("role clerk { can view when subject holds careful }", &["E0405"]),
            ("role clerk extends careful { }", &["E0406"]),
            ("role clerk { forbid view }", &["E0402"]),
            ("restriction r { can view }", &["E0402"]),
            ("restriction r { forbid view with notify(\"a\") }", &["E0402"]),
            ("class c { can view }", &["E0402"]),
            ("class c { enable book }", &["E0404"]),
            ("ceiling c on Site { can view }", &["E0402"]),
            ("role clerk { can book on Note }", &["E0206"]),
            ("role clerk { can view on Status }", &["E0205"]),
            ("role clerk { can view with notify }", &["E0314"]),
            ("role clerk { can view with notify(3) }", &["E0314"]),
        ]
    ));
}
