//! Boolean circuits over a SAT solver.
//!
//! Gates are simplified and shared as they are built; what is asserted becomes clauses. The
//! solver stays behind this file.

use rustc_hash::FxHashMap;
use rustsat::solvers::{Solve, SolveIncremental, SolverResult};
use rustsat::types::{Clause, Lit, TernaryVal};

use crate::limit::is_over;

/// A truth value of a circuit.
pub type Bit = Lit;

/// A circuit and the solver that it is built in.
pub struct Circuit {
    solver: rustsat_batsat::BasicSolver,
    next: u32,
    gates: FxHashMap<Vec<Bit>, Bit>,
    yes: Bit,
    failed: bool,
}

impl Default for Circuit {
    fn default() -> Self {
        let mut circuit = Self {
            solver: rustsat_batsat::BasicSolver::default(),
            next: 1,
            gates: FxHashMap::default(),
            yes: Lit::positive(0),
            failed: false,
        };
        circuit.solver.batsat_mut().cb_mut().set_stop(is_over);
        let yes = circuit.yes;
        circuit.assert(&[yes]);
        circuit
    }
}

impl Circuit {
    /// The bit that is always true.
    pub fn yes(&self) -> Bit {
        self.yes
    }

    /// The bit that is always false.
    pub fn no(&self) -> Bit {
        !self.yes
    }

    /// A constant bit.
    pub fn constant(&self, value: bool) -> Bit {
        if value { self.yes() } else { self.no() }
    }

    /// A bit of its own.
    pub fn fresh(&mut self) -> Bit {
        let bit = Lit::positive(self.next);
        self.next += 1;
        bit
    }

    /// All of them.
    pub fn and(&mut self, bits: impl IntoIterator<Item = Bit>) -> Bit {
        let mut inputs: Vec<Bit> = bits.into_iter().filter(|bit| *bit != self.yes).collect();
        inputs.sort_unstable();
        inputs.dedup();
        let opposed = inputs.windows(2).any(|pair| pair[0].var() == pair[1].var());
        if opposed || inputs.contains(&self.no()) {
            return self.no();
        }
        match inputs.as_slice() {
            [] => return self.yes(),
            [one] => return *one,
            _ => {}
        }
        if let Some(known) = self.gates.get(&inputs) {
            return *known;
        }
        let gate = self.fresh();
        for input in &inputs {
            self.assert(&[!gate, *input]);
        }
        let clause: Vec<Bit> = inputs.iter().map(|input| !*input).chain([gate]).collect();
        self.assert(&clause);
        self.gates.insert(inputs, gate);
        gate
    }

    /// One of them at least.
    pub fn or(&mut self, bits: impl IntoIterator<Item = Bit>) -> Bit {
        let negated: Vec<Bit> = bits.into_iter().map(|bit| !bit).collect();
        !self.and(negated)
    }

    /// Asserts that one of these is true.
    pub fn assert(&mut self, clause: &[Bit]) {
        let clause: Clause = clause.iter().copied().collect();
        self.failed |= self.solver.add_clause(clause).is_err();
    }

    /// Asserts that the first implies the second.
    pub fn implies(&mut self, from: Bit, to: Bit) {
        if from != self.no() && to != self.yes() && from != to {
            self.assert(&[!from, to]);
        }
    }

    /// Asserts that all of the first imply the second.
    pub fn all_imply(&mut self, from: &[Bit], to: Bit) {
        if to == self.yes() || from.contains(&self.no()) {
            return;
        }
        let clause: Vec<Bit> = from.iter().map(|bit| !*bit).chain([to]).collect();
        self.assert(&clause);
    }

    /// Asserts, under conditions, that two are the same.
    pub fn same_if(&mut self, conditions: &[Bit], left: Bit, right: Bit) {
        if left == right {
            return;
        }
        let with = |bit: Bit| [conditions, &[bit]].concat();
        self.all_imply(&with(left), right);
        self.all_imply(&with(right), left);
    }

    /// Whether everything asserted can be true together with these; `None` where the solver
    /// failed or the time is up.
    pub fn solve(&mut self, assumptions: &[Bit]) -> Option<bool> {
        if self.failed || is_over() {
            return None;
        }
        match self.solver.solve_assumps(assumptions) {
            Ok(SolverResult::Sat) => Some(true),
            Ok(SolverResult::Unsat) => Some(false),
            _ => None,
        }
    }

    /// What a bit is in the solution that the last call found.
    pub fn value(&self, bit: Bit) -> bool {
        if bit == self.yes || bit == !self.yes {
            return bit == self.yes;
        }
        match self.solver.lit_val(bit) {
            Ok(TernaryVal::True) => true,
            Ok(TernaryVal::False | TernaryVal::DontCare) | Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_mean_what_they_say() {
        let mut circuit = Circuit::default();
        let (a, b) = (circuit.fresh(), circuit.fresh());
        let both = circuit.and([a, b]);
        let either = circuit.or([a, b]);
        assert_eq!(circuit.solve(&[both, !either]), Some(false));
        assert_eq!(circuit.solve(&[!both, either]), Some(true));
        assert_eq!(circuit.and([a, !a]), circuit.no());
        assert_eq!(circuit.and([b, a]), both);
    }
}
