//! The dependency graph: what each declaration leans on.
//!
//! petgraph stays behind this module; it takes and returns [`Node`]s.

use std::collections::BTreeSet;
use std::fmt;

use indexmap::IndexMap;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Bfs, EdgeRef, Reversed};
use rustc_hash::FxBuildHasher;
use ward_diagnostics::Span;

/// The kinds of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A policy or overlay.
    Overlay,
    /// A role.
    Role,
    /// A security class.
    Class,
    /// A restriction.
    Restriction,
    /// A ceiling.
    Ceiling,
    /// A scope.
    Scope,
    /// An action.
    Action,
    /// A group of actions.
    Group,
    /// An entity type.
    Type,
    /// An enum.
    Enum,
    /// The request's context.
    Context,
    /// An obligation.
    Obligation,
    /// A claim.
    Claim,
    /// A constraint.
    Constraint,
    /// A test.
    Test,
}

impl NodeKind {
    /// The word for it, as it prefixes a node's name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Overlay => "overlay",
            Self::Role => "role",
            Self::Class => "class",
            Self::Restriction => "restriction",
            Self::Ceiling => "ceiling",
            Self::Scope => "scope",
            Self::Action => "action",
            Self::Group => "group",
            Self::Type => "type",
            Self::Enum => "enum",
            Self::Context => "context",
            Self::Obligation => "obligation",
            Self::Claim => "claim",
            Self::Constraint => "constraint",
            Self::Test => "test",
        }
    }
}

/// A declaration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// Its kind.
    pub kind: NodeKind,
    /// Its name; an overlay's declarations carry `overlay/` in front.
    pub name: String,
}

impl Node {
    /// A node.
    pub fn new(kind: NodeKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.name)
    }
}

/// Why one declaration leans on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Link {
    /// It extends it.
    Extends,
    /// It names it.
    Names,
    /// It lies in it, or is declared inside it.
    In,
}

/// What depends on what.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    inner: DiGraph<Node, Link>,
    index: IndexMap<Node, (NodeIndex, Option<Span>), FxBuildHasher>,
}

impl Graph {
    /// Adds a declaration; the first place given stays.
    pub fn declare(&mut self, node: Node, span: Option<Span>) {
        self.insert(node, span);
    }

    fn insert(&mut self, node: Node, span: Option<Span>) -> NodeIndex {
        if let Some((at, place)) = self.index.get_mut(&node) {
            *place = place.or(span);
            return *at;
        }
        let at = self.inner.add_node(node.clone());
        self.index.insert(node, (at, span));
        at
    }

    /// Notes that one declaration leans on another.
    pub fn depend(&mut self, from: Node, to: Node, link: Link) {
        self.link(&from, to, link);
    }

    pub(crate) fn link(&mut self, from: &Node, to: Node, link: Link) {
        let from = match self.index.get(from) {
            Some((at, _)) => *at,
            None => self.insert(from.clone(), None),
        };
        let to = self.insert(to, None);
        let known = self.inner.edges_connecting(from, to).any(|edge| *edge.weight() == link);
        if from != to && !known {
            self.inner.add_edge(from, to, link);
        }
    }

    /// Forgets what a declaration leans on.
    pub(crate) fn forget(&mut self, from: &Node) {
        let Some((at, _)) = self.index.get(from) else { return };
        while let Some(edge) = self.inner.first_edge(*at, petgraph::Direction::Outgoing) {
            self.inner.remove_edge(edge);
        }
    }

    /// Every place of a declaration.
    pub(crate) fn places_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        self.index.values_mut().filter_map(|(_, span)| span.as_mut())
    }

    /// All declarations, sorted.
    pub fn nodes(&self) -> Vec<&Node> {
        let mut nodes: Vec<_> = self.index.keys().collect();
        nodes.sort();
        nodes
    }

    /// All dependencies, sorted.
    pub fn edges(&self) -> Vec<(&Node, &Node, Link)> {
        let ends = |edge: petgraph::graph::EdgeReference<'_, Link>| {
            (edge.source(), edge.target(), *edge.weight())
        };
        let mut edges: Vec<_> = self
            .inner
            .edge_references()
            .map(ends)
            .map(|(from, to, link)| (&self.inner[from], &self.inner[to], link))
            .collect();
        edges.sort();
        edges
    }

    /// Where a declaration is written.
    pub fn span(&self, node: &Node) -> Option<Span> {
        self.index.get(node).and_then(|(_, span)| *span)
    }

    /// The declaration that a person names: `role:lpn`, or `lpn` where only one has that name.
    /// Otherwise every declaration of that name.
    pub fn find(&self, text: &str) -> Result<&Node, Vec<&Node>> {
        let named: Vec<_> = self
            .nodes()
            .into_iter()
            .filter(|node| node.to_string() == text || node.name == text)
            .collect();
        match named.as_slice() {
            [only] => Ok(only),
            _ => Err(named),
        }
    }

    /// Everything that a declaration leans on, itself included; sorted.
    pub fn leans_on(&self, node: &Node) -> BTreeSet<&Node> {
        let Some((start, _)) = self.index.get(node) else { return BTreeSet::new() };
        let mut found = BTreeSet::new();
        let mut walk = Bfs::new(&self.inner, *start);
        while let Some(at) = walk.next(&self.inner) {
            found.insert(&self.inner[at]);
        }
        found
    }

    /// Everything that a change of a declaration reaches, itself included; sorted.
    pub fn reaches(&self, node: &Node) -> BTreeSet<&Node> {
        let Some((start, _)) = self.index.get(node) else { return BTreeSet::new() };
        let mut found = BTreeSet::new();
        let mut walk = Bfs::new(Reversed(&self.inner), *start);
        while let Some(at) = walk.next(Reversed(&self.inner)) {
            found.insert(&self.inner[at]);
        }
        found
    }

    /// A shortest chain of dependencies from one declaration to another, both included; the
    /// alphabetically first of equal ones.
    pub fn why(&self, from: &Node, to: &Node) -> Option<Vec<&Node>> {
        let (start, _) = self.index.get(from)?;
        let (goal, _) = self.index.get(to)?;
        let mut came_from: IndexMap<NodeIndex, NodeIndex> = IndexMap::new();
        let mut layer = vec![*start];
        while !layer.is_empty() && !came_from.contains_key(goal) && start != goal {
            let mut next = Vec::new();
            for at in layer {
                let mut targets: Vec<_> = self.inner.neighbors(at).collect();
                targets.sort_by(|a, b| self.inner[*a].cmp(&self.inner[*b]));
                for target in targets {
                    if target != *start && !came_from.contains_key(&target) {
                        came_from.insert(target, at);
                        next.push(target);
                    }
                }
            }
            layer = next;
        }
        let mut path = vec![&self.inner[*goal]];
        let mut at = *goal;
        while at != *start {
            at = *came_from.get(&at)?;
            path.push(&self.inner[at]);
        }
        path.reverse();
        Some(path)
    }

    /// Declarations of kinds that serve others and that nothing leans on; sorted.
    pub fn unused(&self) -> Vec<&Node> {
        let serves = |kind| {
            matches!(
                kind,
                NodeKind::Scope
                    | NodeKind::Enum
                    | NodeKind::Obligation
                    | NodeKind::Ceiling
                    | NodeKind::Action
            )
        };
        self.nodes()
            .into_iter()
            .filter(|node| serves(node.kind))
            .filter(|node| {
                let at = self.index[*node].0;
                self.inner.neighbors_directed(at, petgraph::Direction::Incoming).next().is_none()
            })
            .collect()
    }
}

/// The groups of nodes that lean on one another in a circle, for graphs over plain numbers: each
/// strongly connected component with more than one node or with an edge to itself.
pub fn circles(nodes: usize, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(nodes, edges.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    for (from, to) in edges {
        graph.add_edge(NodeIndex::new(*from), NodeIndex::new(*to), ());
    }
    let mut circles: Vec<Vec<usize>> = petgraph::algo::tarjan_scc(&graph)
        .into_iter()
        .filter(|group| group.len() > 1 || graph.contains_edge(group[0], group[0]))
        .map(|group| {
            let mut group: Vec<_> = group.into_iter().map(NodeIndex::index).collect();
            group.sort_unstable();
            group
        })
        .collect();
    circles.sort();
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str) -> Node {
        Node::new(NodeKind::Role, name)
    }

    #[test]
    fn why_names_a_shortest_chain() {
        let mut graph = Graph::default();
        for (from, to) in [("a", "b"), ("b", "d"), ("a", "c"), ("c", "e"), ("e", "d")] {
            graph.depend(node(from), node(to), Link::Names);
        }
        let chain = graph.why(&node("a"), &node("d")).unwrap();
        assert_eq!(chain, [&node("a"), &node("b"), &node("d")]);
        assert_eq!(graph.why(&node("d"), &node("a")), None);
    }

    #[test]
    fn a_change_reaches_what_leans_on_it() {
        let mut graph = Graph::default();
        graph.depend(node("a"), node("b"), Link::Extends);
        graph.depend(node("c"), node("b"), Link::Extends);
        let reached: Vec<_> =
            graph.reaches(&node("b")).into_iter().map(|node| node.name.as_str()).collect();
        assert_eq!(reached, ["a", "b", "c"]);
    }

    #[test]
    fn circles_are_found_and_chains_are_not() {
        assert_eq!(circles(4, &[(0, 1), (1, 0), (2, 3), (3, 3)]), [vec![0, 1], vec![3]]);
    }
}
