//! How texts are laid out.

mod common;

use common::checked;

/// The text, indented as in a test, becomes the other.
fn becomes(text: &str, formatted: &str) {
    assert_eq!(checked(text), unindented(formatted));
}

/// Stays as it is.
fn stays(text: &str) {
    becomes(&unindented(text), text);
}

/// Without the line end at the beginning and the indentation of the first line on every line.
fn unindented(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let indent = text.len() - text.trim_start_matches(' ').len();
    let line = |line: &str| line.get(indent..).unwrap_or("").to_owned() + "\n";
    text.trim_end().lines().map(line).collect()
}

#[test]
fn a_statement_has_its_line() {
    becomes(
        "role  nurse{can view can edit\n on Note within  own}",
        "
        role nurse {
          can view
          can edit on Note within own
        }",
    );
}

#[test]
fn a_single_statement_stays_where_the_author_put_it() {
    stays("role nurse { can view }");
    stays(
        "
        role nurse {
          can view
        }",
    );
    becomes("role nurse {\n}\nrole aide { }", "role nurse { }\nrole aide  { }");
}

#[test]
fn parts_of_statements_stand_in_columns() {
    becomes(
        "role nurse {
        can view,edit on Patient within own
        can all
        can sign on Note within own when note.open
        // a comment parts no columns
        cannot view unless b
        cannot archive unless c

        can view on A within own
        can archive on Patient within own
        }",
        "
        role nurse {
          can view, edit on Patient within own
          can all
          can sign       on Note    within own when note.open
          // a comment parts no columns
          cannot view    unless b
          cannot archive unless c

          can view    on A       within own
          can archive on Patient within own
        }",
    );
}

#[test]
fn a_line_that_columns_would_push_too_far_stays_out_of_them() {
    let long = "forbid a on P when resource.one_property == two and resource.third_property == four and five == 6";
    let other = "forbid a_very_long_name_of_an_action on R when short";
    let text = format!("restriction r {{\n  {long}\n  {other}\n  forbid bc on P when c\n}}");
    let formatted = checked(&text);
    assert!(formatted.contains(&format!("  {long}\n")), "{formatted}");
    assert!(
        formatted.contains("  forbid bc                            on P when c\n"),
        "{formatted}"
    );
}

#[test]
fn declarations_of_one_line_stand_in_columns() {
    becomes(
        "enum A {a,b}\nenum Longer {c}
        entity P in Q {x:Int,  y : Set < Int > ?}
        entity Longer in Longest{}
        entity Two
        scope own on A:a==b
        scope longer on A,B: c",
        "
        enum A      { a, b }
        enum Longer { c }
        entity P      in Q       { x: Int, y: Set<Int>? }
        entity Longer in Longest { }
        entity Two
        scope own    on A:    a == b
        scope longer on A, B: c",
    );
}

#[test]
fn properties_have_their_types_in_a_column() {
    becomes(
        "entity P {
          name:String, // the first
          /// documented
          a_longer_name :Int=- 3
        facets{a,@sensitive b}

          other:Bool
        }"
        .replace("- 3", "-3")
        .as_str(),
        "
        entity P {
          name:          String,  // the first
          /// documented
          a_longer_name: Int = -3
          facets { a, @sensitive b }

          other: Bool
        }",
    );
}

#[test]
fn a_list_keeps_the_lines_of_its_author() {
    stays(
        "
        actions visits on Visit {
          view, edit,
          /// Moves it.
          reschedule(new_date: Date),
          archive,  // for good
          delete
        }",
    );
    becomes("enum E { a,\n b }", "enum E { a, b }");
}

#[test]
fn a_list_that_is_too_long_is_broken() {
    let names: Vec<String> = (0..30).map(|at| format!("value_{at}")).collect();
    let formatted = checked(&format!("enum E {{ {} }}", names.join(", ")));
    let lines: Vec<&str> = formatted.lines().collect();
    assert_eq!((lines.len(), lines[0], lines[lines.len() - 1]), (5, "enum E {", "}"));
    assert!(lines.iter().all(|line| line.len() <= ward_format::WIDTH));
}

#[test]
fn what_is_too_long_for_its_line_of_a_list_moves_the_others_up() {
    let row: Vec<String> = (0..12).map(|at| format!("value_{at}")).collect();
    let text = format!("enum E {{\n  {},\n  x,\n  y,\n  // other\n  z,\n  w\n}}", row.join(", "));
    let formatted = checked(&text);
    assert!(formatted.ends_with("\n  value_11, x, y,\n  // other\n  z,\n  w\n}\n"), "{formatted}");
}

#[test]
fn a_long_statement_is_broken_in_front_of_its_parts() {
    becomes(
        "role r { can view on First_type, Second_type within own_records when subject.status == active and resource.open except edit on First_type }",
        "
        role r {
          can view on First_type, Second_type
            within own_records
            when subject.status == active and resource.open
            except edit on First_type
        }",
    );
}

#[test]
fn a_long_condition_is_broken_in_front_of_and_or() {
    becomes(
        "scope s on Visit: (subject.discipline == nurse and visit.discipline == nursing) or (subject.discipline == aide and visit.discipline in [caring, cleaning])
        restriction r { forbid all when subject.discipline == nurse and visit.discipline == nursing and resource.status == something_longer_still }",
        "
        scope s on Visit:
          (subject.discipline == nurse and visit.discipline == nursing)
          or (subject.discipline == aide and visit.discipline in [caring, cleaning])
        restriction r {
          forbid all
            when subject.discipline == nurse
              and visit.discipline == nursing
              and resource.status == something_longer_still
        }"
    );
}

#[test]
fn what_stands_behind_a_colon_keeps_its_line() {
    stays(
        "
        claim \"short\":
          never approve within own
        claim \"one\":   never a
        claim \"other\": never b",
    );
}

#[test]
fn a_long_head_is_indented_further_than_its_body() {
    becomes(
        "restriction r \"Practitioners see no financial details while the practice hides them from them\" on what practitioner give {
        forbid all }",
        "
        restriction r \"Practitioners see no financial details while the practice hides them from them\"
            on what practitioner give {
          forbid all
        }",
    );
}

#[test]
fn a_long_line_of_a_test_is_broken_in_front_of_as_and_in() {
    becomes(
        "test \"t\" { given User tara in sun { status: active, discipline: registered_nurse } as rn_case_manager within north until 2026-02-28
        at 2026-02-10 :tara cannot reschedule( new_date : 2026-02-11 ) Visit in o1 { clinician: tara, discipline: registered_nurse } }",
        "
        test \"t\" {
          given User tara in sun { status: active, discipline: registered_nurse }
            as rn_case_manager within north until 2026-02-28
          at 2026-02-10: tara cannot reschedule(new_date: 2026-02-11) Visit
            in o1 { clinician: tara, discipline: registered_nurse }
        }",
    );
}

#[test]
fn comments_stay_where_they_are() {
    becomes(
        "// first\n\n\n// second
        role r {// head
        // inside

        can view// end
          can edit, // in the middle
          // and on a line
          sign on Note

        // last
        } // behind
        // at the end",
        "
        // first

        // second
        role r {  // head
          // inside

          can view   // end
          can edit,  // in the middle
            // and on a line
            sign
            on Note

          // last
        }  // behind
        // at the end",
    );
    stays(
        "
        claim \"c\":
          // why
          never a  // because
            unless b",
    );
}

#[test]
fn comments_at_the_ends_of_lines_stand_in_a_column() {
    becomes(
        "role r {
        can view // one
        can edit on Patient // two

        can sign on Note when resource.a_long_property == resource.another_long_property // three
        }",
        "
        role r {
          can view             // one
          can edit on Patient  // two

          can sign on Note when resource.a_long_property == resource.another_long_property  // three
        }",
    );
}

#[test]
fn annotations_of_declarations_have_their_lines() {
    becomes(
        "@owner ( \"a\" ) @draft role r { @reviewed can view }\nentity P { @sensitive a: Int }",
        "
        @owner(\"a\")
        @draft
        role r {
          @reviewed
          can view
        }
        entity P { @sensitive a: Int }",
    );
}

#[test]
fn signs_stand_as_in_prose() {
    becomes(
        "scope s on all: a . b-1>= - 3 or( count ( c )<2 and not(d))or e in[1 ,2]or User :: \"x\"==f"
            .replace("- 3", "-3")
            .as_str(),
        "scope s on all: a.b - 1 >= -3 or (count(c) < 2 and not (d)) or e in [1, 2] or User::\"x\" == f",
    );
    becomes(
        "role r { can a with notify ( \"x\" ,3 ),reason except a within( b or c) }",
        "role r { can a with notify(\"x\", 3), reason except a within (b or c) }",
    );
}

#[test]
fn line_ends_and_marks_are_those_of_unix() {
    assert_eq!(
        checked("\u{FEFF}enum A { a }\r\n\r\n\r\n// c \t\r\nenum B { b }"),
        "enum A { a }\n\n// c\nenum B { b }\n"
    );
    assert_eq!(checked(""), "");
    assert_eq!(checked("\n\n// only this"), "// only this\n");
}

#[test]
fn a_text_with_errors_is_not_formatted() {
    let problems = ward_format::format("role nurse { can  }\nenum  A { a }").unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
}

#[test]
fn names_like_verbs_begin_no_line() {
    let names: Vec<String> = (0..20).map(|at| format!("action_{at}, may, can")).collect();
    checked(&format!("role r {{ can {} on Note }}", names.join(", ")));
}
