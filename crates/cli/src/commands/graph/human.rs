//! The graph at a terminal.

use std::io;

use ward_compiler::Policy;
use ward_compiler::graph::{Node, NodeKind};

use super::picture::{Picture, link_word};
use super::select::Selection;
use crate::terminal::{Paint, Terminal};

/// Prints it.
pub fn print(picture: &Picture<'_>, policy: &Policy, terminal: &mut Terminal) -> io::Result<()> {
    match picture.question {
        Selection::All => everything(picture, terminal),
        Selection::From(node) => {
            terminal.line(&format!("{node} leans on"))?;
            list(picture, Some(node), policy, terminal)
        }
        Selection::Reaches(node) => {
            terminal.line(&format!("a change of {node} reaches"))?;
            list(picture, Some(node), policy, terminal)
        }
        Selection::Unused => {
            if picture.nodes.is_empty() {
                return terminal.line("everything is used");
            }
            terminal.line("nothing leans on")?;
            list(picture, None, policy, terminal)
        }
        Selection::Why(from, to) => why(picture, from, to, policy, terminal),
    }
}

/// Every declaration with what it leans on directly.
fn everything(picture: &Picture<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let mut kind = None;
    for node in &picture.nodes {
        if kind.replace(node.kind) != Some(node.kind) {
            terminal.line(&terminal.paint(Paint::Strong, heading(node.kind)))?;
        }
        terminal.line(&format!("  {}", node.name))?;
        let of_node = picture.edges.iter().filter(|(from, _, _)| from == node);
        let mut named: Vec<(NodeKind, &'static str, Vec<&str>)> = Vec::new();
        for (_, to, link) in of_node {
            let word = link_word(*link);
            match named.iter_mut().find(|(kind, link, _)| (*kind, *link) == (to.kind, word)) {
                Some((_, _, names)) => names.push(&to.name),
                None => named.push((to.kind, word, vec![&to.name])),
            }
        }
        for (kind, link, names) in named {
            let line = format!("    {link} {} {}", kind.word(), names.join(", "));
            terminal.line(&terminal.paint(Paint::Faint, &line))?;
        }
    }
    Ok(())
}

fn list(
    picture: &Picture<'_>,
    asked: Option<&Node>,
    policy: &Policy,
    terminal: &mut Terminal,
) -> io::Result<()> {
    let others: Vec<_> = picture.nodes.iter().filter(|node| Some(**node) != asked).collect();
    if others.is_empty() {
        return terminal.line("  nothing");
    }
    let room = others.iter().map(|node| node.to_string().chars().count()).max().unwrap_or(0);
    for node in others {
        let name = node.to_string();
        let gap = " ".repeat(room - name.chars().count());
        let line = format!("  {name}{gap}  {}", place(policy, node));
        terminal.line(line.trim_end())?;
    }
    Ok(())
}

fn why(
    picture: &Picture<'_>,
    from: &Node,
    to: &Node,
    policy: &Policy,
    terminal: &mut Terminal,
) -> io::Result<()> {
    if picture.nodes.is_empty() {
        return terminal.line(&format!("{from} does not lean on {to}"));
    }
    for (at, node) in picture.nodes.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| picture.nodes[at]);
        let link = picture.edges.iter().find(|edge| Some(edge.0) == before && edge.1 == *node);
        let word = link.map_or_else(String::new, |(_, _, link)| format!("{} ", link_word(*link)));
        let line = format!("{}{word}{node}  {}", "  ".repeat(at), place(policy, node));
        terminal.line(line.trim_end())?;
    }
    Ok(())
}

/// `rules.policy:12`; empty for what no file declares.
fn place(policy: &Policy, node: &Node) -> String {
    let span = policy.graph.span(node);
    span.map_or_else(String::new, |span| {
        let at = policy.sources.location(span);
        format!("{}:{}", at.path, at.line)
    })
}

fn heading(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Overlay => "overlays",
        NodeKind::Role => "roles",
        NodeKind::Class => "classes",
        NodeKind::Restriction => "restrictions",
        NodeKind::Ceiling => "ceilings",
        NodeKind::Scope => "scopes",
        NodeKind::Action => "actions",
        NodeKind::Group => "groups",
        NodeKind::Type => "types",
        NodeKind::Enum => "enums",
        NodeKind::Context => "context",
        NodeKind::Obligation => "obligations",
        NodeKind::Claim => "claims",
        NodeKind::Constraint => "constraints",
        NodeKind::Test => "tests",
    }
}
