//! Order of numbers, dates, times and durations.
//!
//! A comparison becomes a bit for `a - b <= k` over whole numbers. Which of these bits can hold
//! together is checked on each solution: they can unless a circle of them sums up below zero.
//! Such a circle becomes a clause, and the solver is asked again.

use ward_compiler::model::Constant;

use super::scalars::Node;
use super::state::Facts;
use super::truth::{Truth, Val};
use crate::circuit::Bit;
use crate::term::{Term, TermId};

impl Facts<'_> {
    /// The number of a literal.
    pub fn fixed(&self, term: TermId) -> Option<i64> {
        match &self.terms[term] {
            Term::Constant(Constant::Int(value)) => Some(*value),
            Term::Constant(Constant::Decimal(value)) => Some(value.0),
            Term::Constant(Constant::Date(days)) => Some(i64::from(*days)),
            Term::Constant(Constant::Time(micros) | Constant::Duration(micros)) => Some(*micros),
            _ => None,
        }
    }

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
        left_offset: i64,
        right: TermId,
        right_offset: i64,
    ) -> Bit {
        let (left, left_offset) = self.node(left, left_offset);
        let (right, right_offset) = self.node(right, right_offset);
        let Some(bound) = right_offset.checked_sub(left_offset) else {
            return self.circuit.fresh();
        };
        if left == right {
            return self.circuit.constant(bound >= 0);
        }
        // `a - b <= k` is the opposite of `b - a <= -k - 1`.
        let (key, negated) = if left < right {
            ((left, right, bound), false)
        } else {
            ((right, left, -1 - bound), true)
        };
        let (low, high, bound) = key;
        let bit = self.scalars.difference(&mut self.circuit, low, high, bound);
        if negated { !bit } else { bit }
    }

    fn node(&self, term: TermId, offset: i64) -> (Node, i64) {
        match self.fixed(term) {
            Some(value) => (None, value.saturating_add(offset)),
            None => (Some(term), offset),
        }
    }

    /// The comparisons of the last solution: `a - b <= k`, each with the bit that makes it so.
    fn comparisons(&self) -> Vec<(Node, Node, i64, Bit)> {
        self.scalars
            .differences()
            .map(|(left, right, bound, bit)| {
                if self.circuit.value(bit) {
                    (left, right, bound, bit)
                } else {
                    (right, left, bound.saturating_neg().saturating_sub(1), !bit)
                }
            })
            .collect()
    }

    /// Of the last solution, a clause against comparisons that can't all hold.
    pub fn impossible_order(&self) -> Option<Vec<Bit>> {
        let comparisons = self.comparisons();
        if comparisons.is_empty() {
            return None;
        }
        self.distances(&comparisons).err()
    }

    /// The numbers of the last solution: one for each term that is compared.
    pub fn numbers(&self) -> Vec<(TermId, i64)> {
        let comparisons = self.comparisons();
        let Ok(distances) = self.distances(&comparisons) else { return Vec::new() };
        let origin =
            distances.iter().find(|(node, _)| node.is_none()).map_or(0, |(_, distance)| *distance);
        distances
            .into_iter()
            .filter_map(|(node, distance)| {
                node.map(|term| (term, i64::try_from(distance - origin).unwrap_or(0)))
            })
            .collect()
    }

    /// Numbers that meet all comparisons, or a circle of comparisons that nothing meets
    /// (Bellman and Ford).
    fn distances(
        &self,
        comparisons: &[(Node, Node, i64, Bit)],
    ) -> Result<Vec<(Node, i128)>, Vec<Bit>> {
        let mut nodes: Vec<Node> = comparisons.iter().flat_map(|(a, b, _, _)| [*a, *b]).collect();
        nodes.push(None);
        nodes.sort_unstable();
        nodes.dedup();
        let at = |node: Node| nodes.binary_search(&node).unwrap_or(0);
        let mut distance = vec![0_i128; nodes.len()];
        let mut through: Vec<Option<usize>> = vec![None; nodes.len()];
        let mut last = None;
        for _ in 0..=nodes.len() {
            self.circuit.budget().spend_on(comparisons.len());
            last = None;
            for (edge, (a, b, bound, _)) in comparisons.iter().enumerate() {
                // a <= b + bound
                let reached = distance[at(*b)] + i128::from(*bound);
                if reached < distance[at(*a)] {
                    distance[at(*a)] = reached;
                    through[at(*a)] = Some(edge);
                    last = Some(at(*a));
                }
            }
            if last.is_none() {
                return Ok(nodes.into_iter().zip(distance).collect());
            }
        }
        let mut node = last.unwrap_or(0);
        for _ in 0..nodes.len() {
            node = through[node].map_or(node, |edge| at(comparisons[edge].1));
        }
        let start = node;
        let mut clause = Vec::new();
        while let Some(edge) = through[node] {
            clause.push(!comparisons[edge].3);
            node = at(comparisons[edge].1);
            if node == start {
                break;
            }
        }
        Err(clause)
    }
}
