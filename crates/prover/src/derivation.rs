//! What the solver derives, step by step, so that it can be checked.

use std::sync::{Arc, Mutex};

use batsat::clause::Kind;
use rustsat::types::Lit;

use crate::budget::Budget;
use crate::rup::{Checker, Code};

/// Clauses that the solver learnt, in order.
type Learnt = Arc<Mutex<Vec<Vec<Code>>>>;

/// Hears what the solver does: pays for its choices, and keeps what it learns where asked to.
#[derive(Debug, Default)]
pub(crate) struct Observer {
    paid_from: Option<(Budget, u64)>,
    learnt: Option<Learnt>,
}

impl Observer {
    /// Pays so many steps for each choice, and stops the solver when the budget is over.
    pub fn pay_from(&mut self, budget: Budget, choice: u64) {
        self.paid_from = Some((budget, choice));
    }
}

impl batsat::Callbacks for Observer {
    fn on_new_clause(&mut self, clause: &[batsat::Lit], _: Kind) {
        let Some(learnt) = &self.learnt else { return };
        if let Ok(mut learnt) = learnt.lock() {
            learnt.push(clause.iter().map(batsat::Lit::idx).collect());
        }
    }

    fn stop(&self) -> bool {
        self.paid_from.as_ref().is_some_and(|(budget, choice)| {
            budget.spend(*choice);
            budget.is_over()
        })
    }
}

/// A solver's derivation, with a checker that knows what was asserted and what has been checked.
#[derive(Debug)]
pub(crate) struct Derivation {
    checker: Checker,
    learnt: Learnt,
}

impl Derivation {
    /// What an observer hears from now on.
    pub fn observed_by(observer: &mut Observer) -> Self {
        let learnt = Learnt::default();
        observer.learnt = Some(learnt.clone());
        Self { checker: Checker::default(), learnt }
    }

    /// Takes an asserted clause as given.
    pub fn add(&mut self, clause: &[Lit]) {
        self.checker.add(&codes(clause));
    }

    /// Whether what was learnt so far follows step by step.
    pub fn follows(&mut self) -> bool {
        let learnt = match self.learnt.lock() {
            Ok(mut learnt) => std::mem::take(&mut *learnt),
            Err(_) => return false,
        };
        learnt.iter().all(|clause| self.checker.derive(clause))
    }

    /// Whether these assumptions lead to a conflict by units, after what was learnt.
    pub fn refutes(&mut self, assumptions: &[Lit]) -> bool {
        self.follows() && self.checker.refutes(&codes(assumptions))
    }
}

fn codes(literals: &[Lit]) -> Vec<Code> {
    literals.iter().map(|literal| literal.vidx32() * 2 + u32::from(literal.is_neg())).collect()
}

#[cfg(test)]
mod tests {
    use rustsat::solvers::{Solve, SolveIncremental, SolverResult};
    use rustsat::types::Clause;

    use super::*;

    /// Whether each of so many pigeons may have a hole of its own among one fewer.
    fn pigeons(count: u32) -> Vec<Vec<Lit>> {
        let sits = |pigeon: u32, hole: u32| Lit::positive(pigeon * count + hole);
        let mut clauses: Vec<Vec<Lit>> = Vec::new();
        for pigeon in 0..count {
            clauses.push((0..count - 1).map(|hole| sits(pigeon, hole)).collect());
            for other in 0..pigeon {
                for hole in 0..count - 1 {
                    clauses.push(vec![!sits(pigeon, hole), !sits(other, hole)]);
                }
            }
        }
        clauses
    }

    #[test]
    fn what_takes_a_search_to_refute_is_checked_step_by_step() {
        let mut solver = rustsat_batsat::Solver::<Observer>::default();
        let mut derivation = Derivation::observed_by(solver.batsat_mut().cb_mut());
        for clause in pigeons(5) {
            derivation.add(&clause);
            solver.add_clause(clause.iter().copied().collect::<Clause>()).unwrap();
        }
        assert!(!derivation.checker.refutes(&[]), "units alone don't see it");
        assert_eq!(solver.solve_assumps(&[]).unwrap(), SolverResult::Unsat);
        assert!(derivation.refutes(&[]));
    }

    #[test]
    fn a_step_that_does_not_follow_is_noticed() {
        let mut observer = Observer::default();
        let mut derivation = Derivation::observed_by(&mut observer);
        derivation.add(&[Lit::positive(0), Lit::positive(1)]);
        let learnt = observer.learnt.clone().unwrap();
        learnt.lock().unwrap().push(vec![0]);
        assert!(!derivation.refutes(&[!Lit::positive(0)]));
    }
}
