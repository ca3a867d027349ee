//! What every entity lies in, at any depth.
//!
//! Entities with the same parents share one list. Parents come before children, without
//! recursion, so that no depth can overflow the stack. Every list has an entry per step up, so the
//! depth is limited: without that, memory would grow with the square of the depth of a chain.

use rustc_hash::FxHashMap;
use ward_diagnostics::{Diagnostic, codes};

use super::{Builder, Store, number};
use crate::value::EntityId;

/// In so many entities, one in the other, an entity may lie.
pub(super) const DEEPEST: u32 = 1_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Entered,
    Done,
}

/// A list of parents and ancestors that is known.
#[derive(Clone, Copy)]
pub(super) struct List {
    pub links: u32,
    pub ancestors: u32,
    pub complete: bool,
}

/// The work of closing all containers.
pub(super) struct Closed<'b, 'p> {
    builder: &'b mut Builder<'p>,
    /// The parents of each entity; `None` where it isn't stored.
    parents: Vec<Option<Vec<EntityId>>>,
    state: Vec<State>,
    /// How many entities, one in the other, each of them lies in.
    depth: Vec<u32>,
    /// Whether one was found that lies too deep.
    too_deep: bool,
    known: FxHashMap<Vec<EntityId>, List>,
}

impl<'b, 'p> Closed<'b, 'p> {
    /// Closes the containers of all entities of a builder; reports those that contain one
    /// another.
    pub fn of(builder: &'b mut Builder<'p>) {
        let count = builder.store.known();
        let mut parents = vec![None; count];
        for (entity, span) in &builder.given_parents {
            let given = span.places().filter_map(|at| builder.parents.get(at as usize).copied());
            parents[entity.0 as usize] = Some(given.collect());
        }
        let state = vec![State::Open; count];
        let depth = vec![0; count];
        let known = FxHashMap::default();
        let mut closed = Closed { builder, parents, state, depth, too_deep: false, known };
        for start in 0..count {
            closed.close(start);
        }
    }

    fn close(&mut self, start: usize) {
        let mut stack = vec![start];
        while let Some(at) = stack.last().copied() {
            let Some(parents) = self.parents[at].as_ref().filter(|_| self.state[at] != State::Done)
            else {
                self.state[at] = State::Done;
                stack.pop();
                continue;
            };
            self.state[at] = State::Entered;
            let mut waiting = false;
            let mut circle = None;
            for parent in parents {
                let parent = parent.0 as usize;
                match self.state[parent] {
                    State::Open => {
                        stack.push(parent);
                        waiting = true;
                    }
                    State::Entered => circle = Some(parent),
                    State::Done => {}
                }
            }
            if let Some(parent) = circle {
                self.report_circle(at, parent);
            } else if !waiting {
                self.close_one(at);
                self.state[at] = State::Done;
                stack.pop();
            }
        }
    }

    /// Takes the parent away as well, so that the walk ends; the data don't load in any case.
    fn report_circle(&mut self, at: usize, parent: usize) {
        let name = |index: usize| self.builder.name(EntityId(number(index)));
        let message = if at == parent {
            format!("`{}` contains itself", name(at))
        } else {
            format!("`{}` and `{}` contain one another", name(at), name(parent))
        };
        self.builder.report(
            Diagnostic::error(codes::DATA_CYCLE, message).help("take one of the parents away"),
        );
        if let Some(parents) = &mut self.parents[at] {
            parents.retain(|id| id.0 as usize != parent);
        }
    }

    /// The first is enough: the data don't load in any case.
    fn report_depth(&mut self, at: usize) {
        if std::mem::replace(&mut self.too_deep, true) {
            return;
        }
        let name = self.builder.name(EntityId(number(at)));
        let message = format!("`{name}` lies in more than {DEEPEST} entities, one in the other");
        self.builder.report(
            Diagnostic::error(codes::DATA_CYCLE, message)
                .help(format!("put what lies deeper than {DEEPEST} into an entity further up")),
        );
    }

    fn close_one(&mut self, at: usize) {
        let Some(parents) = self.parents[at].take() else { return };
        let above = parents.iter().map(|parent| self.depth[parent.0 as usize]).max();
        self.depth[at] = above.map_or(0, |above| above.saturating_add(1));
        if self.depth[at] > DEEPEST {
            self.report_depth(at);
            return;
        }
        let count = number(parents.len());
        let list = match self.known.get(&parents) {
            Some(list) => *list,
            None => {
                let list = List::of(&mut self.builder.store, &parents);
                self.known.insert(parents, list);
                list
            }
        };
        self.builder.store.heads[at].close(list, count);
    }
}

impl List {
    /// Writes down the parents of an entity, and what they lie in.
    pub fn of(store: &mut Store, parents: &[EntityId]) -> Self {
        let mut ancestors: Vec<EntityId> = parents.to_vec();
        let mut complete = true;
        for parent in parents {
            match store.entity(*parent) {
                Some(entity) => {
                    ancestors.extend_from_slice(entity.ancestors());
                    complete &= entity.is_complete();
                }
                None => complete = false,
            }
        }
        ancestors.sort_unstable();
        ancestors.dedup();
        let links = number(store.links.len());
        store.links.extend_from_slice(parents);
        store.links.extend_from_slice(&ancestors);
        Self { links, ancestors: number(ancestors.len()), complete }
    }
}
