//! The graph for Graphviz.

use std::fmt::Write as _;

use ward_compiler::graph::{Link, NodeKind};

use super::picture::{Picture, link_word};

/// The graph in the DOT language.
pub fn text(picture: &Picture<'_>) -> String {
    let mut text = format!("digraph {} {{\n", quoted(picture.name));
    text.push_str("  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
    for node in &picture.nodes {
        let (id, name) = (quoted(&node.to_string()), quoted(&node.name));
        let _ = writeln!(text, "  {id} [label={name}, tooltip={id}{}];", shape(node.kind));
    }
    for (from, to, link) in &picture.edges {
        let (from, to) = (quoted(&from.to_string()), quoted(&to.to_string()));
        let style = match link {
            Link::Extends => "arrowhead=empty",
            Link::In => "style=dashed",
            Link::Names => "style=solid",
        };
        let word = link_word(*link);
        let _ = writeln!(text, "  {from} -> {to} [{style}, tooltip=\"{word}\"];");
    }
    text.push_str("}\n");
    text
}

fn shape(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Role | NodeKind::Class => ", style=\"rounded,bold\"",
        NodeKind::Restriction | NodeKind::Ceiling => ", shape=octagon",
        NodeKind::Scope => ", shape=ellipse",
        NodeKind::Type | NodeKind::Enum => ", style=solid",
        NodeKind::Claim | NodeKind::Constraint | NodeKind::Test => ", shape=note",
        _ => "",
    }
}

/// A quoted id: in it only the quote and the backslash mean something.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_quoted() {
        assert_eq!(super::quoted("say \"hi\" \\"), "\"say \\\"hi\\\" \\\\\"");
    }
}
