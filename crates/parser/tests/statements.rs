//! How bodies are cut into statements and statements into parts.

mod common;

use common::{codes, show, show_scopes, statements};
use ward_parser::ast::{Selection, Statement, Verb};

/// A selection as text, with its parts in their order.
fn text_of(selection: &Selection) -> String {
    let actions: Vec<&str> = selection.actions.iter().map(|name| name.text.as_str()).collect();
    let mut out = actions.join(",");
    for target in selection.on.iter().flatten() {
        let facet = target.facet.as_ref().map_or(String::new(), |it| format!(".{}", it.text));
        out.push_str(&format!(" on:{}{facet}", target.ty.text));
    }
    let within = selection.within.as_ref().map(|(_, scopes)| show_scopes(scopes));
    let when = selection.when.as_ref().map(|(_, when)| show(when));
    let unless = selection.unless.as_ref().map(|(_, unless)| show(unless));
    for (word, part) in [("within", within), ("when", when), ("unless", unless)] {
        out.push_str(&part.map_or(String::new(), |part| format!(" {word}:{part}")));
    }
    for obligation in &selection.with {
        let arguments: Vec<String> = obligation.arguments.iter().map(show).collect();
        out.push_str(&format!(" with:{}({})", obligation.name.text, arguments.join(",")));
    }
    for (_, except) in &selection.except {
        out.push_str(&format!(" except:[{}]", text_of(except)));
    }
    out
}

fn body(text: &str) -> Vec<String> {
    let line = |it: &Statement| format!("{} {}", it.verb.word(), text_of(&it.selection));
    statements(&format!("role r {{ {text} }}")).iter().map(line).collect()
}

#[test]
fn all_parts_in_their_order() {
    let text = r#"can view, edit on A.b, C within d or e when f unless g with h("i"), j except k on L except all"#;
    let expected = r#"can view,edit on:A.b on:C within:(or d e) when:f unless:g with:h("i") with:j() except:[k on:L] except:[all]"#;
    assert_eq!(body(text), [expected]);
}

#[test]
fn what_follows_an_except_belongs_to_it() {
    assert_eq!(
        body("can a except b on C within d unless e"),
        ["can a except:[b on:C within:d unless:e]"]
    );
}

#[test]
fn statements_need_nothing_between_them() {
    assert_eq!(body("can view on A  can qa cannot all"), ["can view on:A", "can qa", "cannot all"]);
    assert_eq!(body("can view when a.can may edit"), ["can view when:a.can", "may edit"]);
    assert_eq!(body("can view when a == 1 can `x y`"), ["can view when:(== a 1)", "can x y"]);
    assert_eq!(body("can view on\n    A,\n    B\n  can x"), ["can view on:A on:B", "can x"]);
}

#[test]
fn actions_may_be_called_like_keywords() {
    assert_eq!(body("can can, may on A"), ["can can,may on:A"]);
    assert_eq!(body("can on on A"), ["can on on:A"]);
    assert_eq!(body("can new, test, role on A"), ["can new,test,role on:A"]);
    assert_eq!(body("can view,\n may on A"), ["can view,may on:A"]);
    assert_eq!(
        body("can x when r.status == case or r.on == to"),
        ["can x when:(or (== r.status case) (== r.on to))"]
    );
}

#[test]
fn verbs_are_told_apart() {
    let verbs: Vec<Verb> = statements("role r { can a may b cannot c forbid d enable e allow f }")
        .iter()
        .map(|it| it.verb)
        .collect();
    assert_eq!(
        verbs,
        [Verb::Can, Verb::May, Verb::Cannot, Verb::Forbid, Verb::Enable, Verb::Allow]
    );
}

#[test]
fn documentation_and_annotations_go_to_their_statement() {
    let text = "role r {\n  /// First.\n  // not this\n  /// Second.\n  @a @b(\"c\")\n  can x /// nor this\n  can y\n}";
    let all = statements(text);
    assert_eq!(all[0].meta.docs, ["First.", "Second."]);
    assert_eq!(all[0].meta.annotations.len(), 2);
    assert_eq!(all[0].meta.annotations[1].text.as_ref().map(|it| it.text.as_str()), Some("c"));
    assert!(all[1].meta.docs.is_empty() && all[1].meta.annotations.is_empty());
}

#[test]
fn spans_are_those_of_the_file() {
    let text = "// first\nrole r {\n  can view on A within b   // why\n}\n";
    let all = statements(text);
    let slice = |span: ward_diagnostics::Span| &text[span.range()];
    assert_eq!(slice(all[0].span), "can view on A within b");
    assert_eq!(slice(all[0].verb_span), "can");
    assert_eq!(slice(all[0].selection.span), "view on A within b");
    assert_eq!(slice(all[0].selection.within.as_ref().expect("within").0), "within b");
}

#[test]
fn parts_out_of_order_are_named() {
    for text in [
        "can a within b on C",
        "can a when b within c on D",
        "can a unless b when c",
        "can a on B on C",
        "can a when b when c",
        "can a except b unless c when d",
    ] {
        let found = codes(&format!("role r {{ {text} }}"));
        assert!(found.contains(&"E0107"), "{text}: {found:?}");
    }
}
