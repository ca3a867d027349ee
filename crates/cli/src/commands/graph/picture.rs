//! The part of a graph that is shown, before any layout.

use ward_compiler::graph::{Link, Node};

use super::select::Selection;

/// The part of a graph that is shown.
#[derive(Debug)]
pub struct Picture<'a> {
    /// The policy's name.
    pub name: &'a str,
    /// The declarations: sorted, or in the order of a chain.
    pub nodes: Vec<&'a Node>,
    /// The dependencies among them, sorted.
    pub edges: Vec<(&'a Node, &'a Node, Link)>,
    /// What was asked.
    pub question: &'a Selection<'a>,
}

/// The word for a dependency.
pub fn link_word(link: Link) -> &'static str {
    match link {
        Link::Extends => "extends",
        Link::Names => "names",
        Link::In => "in",
    }
}
