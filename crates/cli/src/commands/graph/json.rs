//! The graph for a program.

use serde_json::{Map, Value, json};
use ward_compiler::Policy;
use ward_compiler::graph::Node;

use super::picture::{Picture, link_word};

/// `nodes` with their places, `edges` by the nodes' names.
pub fn value(picture: &Picture<'_>, policy: &Policy) -> Value {
    let nodes: Vec<_> = picture.nodes.iter().map(|one| node(policy, one)).collect();
    let edges: Vec<_> = picture
        .edges
        .iter()
        .map(|(from, to, link)| {
            json!({"from": from.to_string(), "to": to.to_string(), "link": link_word(*link)})
        })
        .collect();
    json!({"policy": picture.name, "nodes": nodes, "edges": edges})
}

fn node(policy: &Policy, node: &Node) -> Value {
    let mut value = Map::new();
    value.insert("id".into(), json!(node.to_string()));
    value.insert("kind".into(), json!(node.kind.word()));
    value.insert("name".into(), json!(node.name));
    if let Some(span) = policy.graph.span(node) {
        let at = policy.sources.location(span);
        value.insert("file".into(), json!(at.path));
        value.insert("line".into(), json!(at.line));
    }
    value.into()
}
