//! Order of numbers, dates, times and durations.
//!
//! A comparison becomes a bit for `a - b <= k`, on one of two scales (`scales.rs`). Which of these
//! bits can hold together is checked on each solution: they can unless a circle of them sums up
//! below zero. Such a circle becomes a clause, and the solver is asked again.

use super::scalars::{Family, Node};
use super::state::Facts;
use super::truth::{Truth, Val};
use crate::circuit::Bit;
use crate::term::{Term, TermId};

/// `left <= right + bound`; with the bit that says so, where it doesn't always hold.
#[derive(Clone, Copy)]
struct Edge {
    left: Node,
    right: Node,
    bound: i128,
    bit: Option<Bit>,
}

impl Facts<'_> {
    /// Whether one value is less than another, or at most.
    pub fn less(&mut self, low: &Val, high: &Val, or_equal: bool) -> Truth {
        let (Val::Term(low, low_offset), Val::Term(high, high_offset)) = (low, high) else {
            return self.free_truth();
        };
        let fact = if or_equal {
            self.at_most(*low, *low_offset, *high, *high_offset)
        } else {
            !self.at_most(*high, *high_offset, *low, *low_offset)
        };
        let known = [self.defined(*low), self.defined(*high)];
        let known = self.circuit.and(known);
        self.known_if(known, fact)
    }

    /// The bit for `left + left_offset <= right + right_offset`.
    pub fn at_most(
        &mut self,
        left: TermId,
        left_offset: i128,
        right: TermId,
        right_offset: i128,
    ) -> Bit {
        let (left, left_offset) = self.node(left, left_offset);
        let (right, right_offset) = self.node(right, right_offset);
        self.difference(left, right, right_offset - left_offset)
    }

    /// The bit for `left - right <= bound`.
    pub(super) fn difference(&mut self, left: Node, right: Node, bound: i128) -> Bit {
        if left == right {
            return self.circuit.constant(bound >= 0);
        }
        let step = self.step(left).min(self.step(right));
        let bound = floor(bound, step);
        // `a - b <= k` is the opposite of `b - a <= -k - 1`, in steps that both take.
        if left < right {
            self.scalars.difference(&mut self.circuit, left, right, bound)
        } else {
            !self.scalars.difference(&mut self.circuit, right, left, -bound - step)
        }
    }

    fn node(&self, term: TermId, offset: i128) -> (Node, i128) {
        match self.fixed(term) {
            Some(value) => (Node::Origin(Family::of(self.ty(term))), value + offset),
            None => (Node::Term(term), offset),
        }
    }

    /// A moved value as a term of its own.
    pub fn moved(&mut self, term: TermId, offset: i128, ty: &ward_compiler::model::Ty) -> TermId {
        if offset == 0 {
            return term;
        }
        let moved = Term::OfTwo("moved".into(), term, offset, term, 0);
        if let Some(known) = self.find(&moved) {
            return known;
        }
        let moved = self.term(moved, ty.clone());
        let (a, b) = (self.defined(term), self.defined(moved));
        self.circuit.implies(a, b);
        self.circuit.implies(b, a);
        for bit in [self.at_most(moved, 0, term, offset), self.at_most(term, offset, moved, 0)] {
            self.circuit.assert(&[bit]);
        }
        moved
    }

    /// The comparisons of the last solution, and the limits of what they compare.
    fn edges(&self) -> Vec<Edge> {
        let mut edges: Vec<Edge> = self
            .scalars
            .differences()
            .map(|(left, right, bound, bit)| {
                if self.circuit.value(bit) {
                    Edge { left, right, bound, bit: Some(bit) }
                } else {
                    let step = self.step(left).min(self.step(right));
                    Edge { left: right, right: left, bound: -bound - step, bit: Some(!bit) }
                }
            })
            .collect();
        for node in nodes(&edges) {
            let Node::Term(term) = node else { continue };
            let Some((least, most)) = self.limits(term) else { continue };
            let origin = Node::Origin(Family::of(self.ty(term)));
            edges.push(Edge { left: node, right: origin, bound: most, bit: None });
            edges.push(Edge { left: origin, right: node, bound: -least, bit: None });
        }
        edges
    }

    /// Of the last solution, a clause against comparisons that can't all hold.
    pub fn impossible_order(&self) -> Option<Vec<Bit>> {
        let edges = self.edges();
        if edges.is_empty() {
            return None;
        }
        self.distances(&edges).err()
    }

    /// The numbers of the last solution: one for each term that is compared, in units of its type.
    pub fn numbers(&self) -> Vec<(TermId, i64)> {
        let edges = self.edges();
        let Ok(distances) = self.distances(&edges) else { return Vec::new() };
        let origin = |family: Family| {
            let origin = distances.iter().find(|(node, _)| *node == Node::Origin(family));
            origin.map_or(0, |(_, distance)| *distance)
        };
        let origins = [origin(Family::Numbers), origin(Family::Calendar)];
        distances
            .iter()
            .filter_map(|(node, distance)| {
                let Node::Term(term) = node else { return None };
                let ty = self.ty(*term);
                let amount = distance - origins[Family::of(ty) as usize];
                i64::try_from(amount.div_euclid(super::scales::unit(ty))).ok().map(|it| (*term, it))
            })
            .collect()
    }

    /// Amounts that meet all comparisons, in the steps of each term, or a circle of comparisons
    /// that nothing meets (Bellman and Ford).
    fn distances(&self, edges: &[Edge]) -> Result<Vec<(Node, i128)>, Vec<Bit>> {
        let nodes = nodes(edges);
        let steps: Vec<i128> = nodes.iter().map(|node| self.step(*node)).collect();
        let at = |node: Node| nodes.binary_search(&node).unwrap_or(0);
        let mut distance = vec![0_i128; nodes.len()];
        let mut through: Vec<Option<usize>> = vec![None; nodes.len()];
        let mut last = None;
        // Rounding to steps may take more rounds than there are nodes.
        for _ in 0..=2 * nodes.len() {
            self.circuit.budget().spend_on(edges.len());
            last = None;
            for (index, edge) in edges.iter().enumerate() {
                let (left, right) = (at(edge.left), at(edge.right));
                let reached = floor(distance[right] + edge.bound, steps[left]);
                if reached < distance[left] {
                    distance[left] = reached;
                    through[left] = Some(index);
                    last = Some(left);
                }
            }
            if last.is_none() {
                return Ok(nodes.into_iter().zip(distance).collect());
            }
        }
        let mut node = last.unwrap_or(0);
        for _ in 0..nodes.len() {
            node = through[node].map_or(node, |edge| at(edges[edge].right));
        }
        let start = node;
        let mut circle = Vec::new();
        while let Some(edge) = through[node] {
            circle.push(edges[edge]);
            node = at(edges[edge].right);
            if node == start {
                break;
            }
        }
        if node == start && self.sinks(&circle) {
            return Err(circle.iter().filter_map(|edge| edge.bit.map(|bit| !bit)).collect());
        }
        // Not settled: what can't be ruled out may be.
        Ok(nodes.into_iter().zip(distance).collect())
    }

    /// Whether going around a circle, each edge from right to left, ends lower than it began.
    fn sinks(&self, circle: &[Edge]) -> bool {
        let coarsest = (0..circle.len()).max_by_key(|at| self.step(circle[*at].left));
        let Some(first) = coarsest else { return false };
        let around = (1..=circle.len()).map(|back| (first + circle.len() - back) % circle.len());
        let end = around
            .fold(0, |amount, at| floor(amount + circle[at].bound, self.step(circle[at].left)));
        end < 0
    }
}

/// The nodes of some comparisons, in order.
fn nodes(edges: &[Edge]) -> Vec<Node> {
    let mut nodes: Vec<Node> = edges.iter().flat_map(|edge| [edge.left, edge.right]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// The greatest multiple of a step that is at most an amount.
fn floor(amount: i128, step: i128) -> i128 {
    amount.div_euclid(step) * step
}
