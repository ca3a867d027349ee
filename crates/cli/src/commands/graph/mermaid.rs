//! The graph for Markdown pages.

use std::fmt::Write as _;

use ward_compiler::graph::{Link, Node};

use super::picture::Picture;

/// The graph in Mermaid's language, a subgraph for each kind of declaration. Nodes are numbered:
/// names may hold what no id of Mermaid can.
pub fn text(picture: &Picture<'_>) -> String {
    let mut text = String::from("flowchart LR\n");
    let mut sorted = picture.nodes.clone();
    sorted.sort();
    for group in sorted.chunk_by(|a, b| a.kind == b.kind) {
        let word = group[0].kind.word();
        let _ = writeln!(text, "  subgraph kind_{word} [\"{word}\"]");
        for node in group {
            let _ = writeln!(text, "    {}[\"{}\"]", id(&sorted, node), escape(&node.name));
        }
        text.push_str("  end\n");
    }
    for (from, to, link) in &picture.edges {
        let arrow = match link {
            Link::Extends => "==>",
            Link::In => "-.->",
            Link::Names => "-->",
        };
        let _ = writeln!(text, "  {} {arrow} {}", id(&sorted, from), id(&sorted, to));
    }
    text
}

fn id(nodes: &[&Node], node: &Node) -> String {
    format!("n{}", nodes.binary_search(&node).unwrap_or(nodes.len()))
}

/// Text inside a quoted label, where Mermaid knows `#…;` as entities and reads some Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '#' | '<' | '>' | '&' | '`' | '\\' | ';' => {
                let _ = write!(escaped, "#{};", u32::from(letter));
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    #[test]
    fn labels_hold_nothing_that_mermaid_reads() {
        assert_eq!(super::escape("a \"b\" #c <d>"), "a #34;b#34; #35;c #60;d#62;");
    }
}
