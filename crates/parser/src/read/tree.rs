//! What the grammar has read, as a list of nodes that is cheap to walk again and again.

use std::rc::Rc;

use pest::Token;

use crate::grammar::Rule;

/// A rule that has been met, in front of all that it consists of.
#[derive(Clone, Copy, Debug)]
struct Node {
    rule: Rule,
    start: u32,
    end: u32,
    /// How many nodes it consists of, itself included.
    size: u32,
}

/// A reading of an outline.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Rc<[Node]>,
}

impl Tree {
    /// The tree of pest's pairs.
    pub fn new(pairs: pest::iterators::Pairs<'_, Rule>) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for token in pairs.tokens() {
            match token {
                Token::Start { rule, pos } => {
                    open.push(nodes.len());
                    let start = small(pos.pos());
                    nodes.push(Node { rule, start, end: start, size: 1 });
                }
                Token::End { pos, .. } => {
                    let Some(at) = open.pop() else { continue };
                    let size = small(nodes.len() - at);
                    if let Some(node) = nodes.get_mut(at) {
                        (node.end, node.size) = (small(pos.pos()), size);
                    }
                }
            }
        }
        Self { nodes: nodes.into() }
    }

    /// The outermost pair.
    pub fn root(&self) -> Option<Pair> {
        self.pair(0)
    }

    /// All pairs, each in front of what it consists of.
    pub fn flatten(&self) -> impl Iterator<Item = Pair> + '_ {
        (0..self.nodes.len()).filter_map(|at| self.pair(at))
    }

    fn pair(&self, at: usize) -> Option<Pair> {
        let node = *self.nodes.get(at)?;
        Some(Pair { tree: self.clone(), at, node })
    }
}

fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A rule that has been met, with what it consists of.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    tree: Tree,
    at: usize,
    node: Node,
}

impl Pair {
    /// The rule.
    pub fn as_rule(&self) -> Rule {
        self.node.rule
    }

    /// The bytes of the outline that it covers.
    pub fn place(&self) -> (u32, u32) {
        (self.node.start, self.node.end)
    }

    /// What it consists of directly.
    pub fn into_inner(self) -> Pairs {
        let end = self.at + self.node.size as usize;
        Pairs { tree: self.tree, at: self.at + 1, end }
    }

    /// The first pair of the rule directly in it.
    pub fn first(&self, rule: Rule) -> Option<Pair> {
        let end = self.at + self.node.size as usize;
        let mut at = self.at + 1;
        while at < end {
            let node = self.tree.nodes.get(at)?;
            if node.rule == rule {
                return self.tree.pair(at);
            }
            at += node.size as usize;
        }
        None
    }
}

/// Pairs that follow one another.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    tree: Tree,
    at: usize,
    end: usize,
}

impl Iterator for Pairs {
    type Item = Pair;

    fn next(&mut self) -> Option<Pair> {
        if self.at >= self.end {
            return None;
        }
        let pair = self.tree.pair(self.at)?;
        self.at += pair.node.size as usize;
        Some(pair)
    }
}
