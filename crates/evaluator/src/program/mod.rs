//! The decision program: a compiled policy laid out for deciding.
//!
//! It says nothing that the policy doesn't say. Conditions and values become nodes of twelve bytes with
//! the same numbers as the policy's expressions, their parts in the order of what they cost; each
//! cell lists its grants by the role that holds them, so that a decision looks at the rules of
//! the roles that the subject holds and at no others; and the names of requests lead to cells by
//! one look-up each.

mod asks;
mod cells;
mod node;
mod readers;
mod said;

use ward_compiler::Policy;

pub(crate) use asks::{Ask, Asks};
pub(crate) use cells::{CellProgram, Cells, GrantProgram};
pub(crate) use node::{ConditionNode, Nodes, Range, ValueNode};
pub(crate) use readers::Readers;
use said::Said;

/// A policy laid out for deciding.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) nodes: Nodes,
    pub(crate) cells: Cells,
    pub(crate) asks: Asks,
    pub(crate) readers: Readers,
    /// What reasons have named so far.
    pub(crate) said: Said,
}

impl Program {
    /// Lays out a policy.
    pub fn of(policy: &Policy) -> Self {
        let nodes = Nodes::of(policy);
        let readers = Readers::of(policy);
        let cells = Cells::of(policy, &nodes, &readers);
        Self { cells, asks: Asks::of(policy), readers, said: Said::of(policy), nodes }
    }
}
