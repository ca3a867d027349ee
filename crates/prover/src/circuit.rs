//! Boolean circuits over a SAT solver.
//!
//! Gates are simplified and shared as they are built; what is asserted becomes clauses. The
//! solver stays behind this file.

use rustc_hash::{FxHashMap, FxHashSet};
use rustsat::solvers::{Solve, SolveIncremental, SolverResult};
use rustsat::types::{Assignment, Clause, Lit, TernaryVal};

use crate::axiom::{Axiom, Mutation};
use crate::budget::Budget;
use crate::derivation::{Derivation, Observer};
use crate::means::Means;

/// Steps for each choice that the solver makes, with what follows from it: it takes about as long
/// as making so many gates.
const CHOICE: u64 = 100;

/// A truth value of a circuit.
pub type Bit = Lit;

/// A circuit and the solver that it is built in.
pub struct Circuit {
    solver: rustsat_batsat::Solver<Observer>,
    /// What the solver derived, where that is checked.
    derivation: Option<Derivation>,
    next: u32,
    gates: FxHashMap<Vec<Bit>, Bit>,
    stated: FxHashSet<Vec<Bit>>,
    model: Assignment,
    yes: Bit,
    failed: bool,
    budget: Budget,
    mutation: Option<Mutation>,
}

impl Circuit {
    /// One without bits.
    pub fn new(means: &Means) -> Self {
        let mut circuit = Self {
            solver: rustsat_batsat::Solver::default(),
            derivation: None,
            next: 1,
            gates: FxHashMap::default(),
            stated: FxHashSet::default(),
            model: Assignment::default(),
            yes: Lit::positive(0),
            failed: false,
            budget: means.budget.clone(),
            mutation: means.mutation,
        };
        let observer = circuit.solver.batsat_mut().cb_mut();
        observer.pay_from(means.budget.clone(), CHOICE);
        if means.verify {
            circuit.derivation = Some(Derivation::observed_by(observer));
        }
        let yes = circuit.yes;
        circuit.assert(&[yes]);
        circuit
    }

    /// What may be spent on it.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

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

    /// How many bits there are.
    pub fn size(&self) -> u32 {
        self.next
    }

    /// A bit of its own.
    pub fn fresh(&mut self) -> Bit {
        self.budget.spend(1);
        let bit = Lit::positive(self.next);
        self.next += 1;
        bit
    }

    /// All of them.
    pub fn and(&mut self, bits: impl IntoIterator<Item = Bit>) -> Bit {
        let mut inputs: Vec<Bit> = bits.into_iter().filter(|bit| *bit != self.yes).collect();
        self.budget.spend_on(inputs.len());
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
        let spoils = self.mutation == Some(Mutation::NegatedInput);
        for (at, input) in inputs.iter().enumerate() {
            let spoilt = spoils && at == 0;
            self.assert(&[!gate, if spoilt { !*input } else { *input }]);
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
        self.budget.spend_on(clause.len());
        if let Some(derivation) = &mut self.derivation {
            derivation.add(clause);
        }
        let clause: Clause = clause.iter().copied().collect();
        self.failed |= self.solver.add_clause(clause).is_err();
    }

    /// Asserts that one of these is true; `false` where that was said before or says nothing.
    pub fn state(&mut self, mut clause: Vec<Bit>) -> bool {
        if clause.contains(&self.yes) {
            return false;
        }
        let no = self.no();
        clause.retain(|bit| *bit != no);
        let said = self.stated.contains(&clause);
        if !said {
            self.assert(&clause);
            self.stated.insert(clause);
        }
        !said
    }

    /// States an instance of an axiom; whether that says anything new.
    pub fn law(&mut self, axiom: Axiom, clause: &[Bit]) -> bool {
        match self.mutation {
            Some(Mutation::Without(without)) if without == axiom => false,
            Some(Mutation::Negated(negated)) if negated == axiom => {
                let mut clause = clause.to_vec();
                let yes = self.yes.var();
                if let Some(last) = clause.iter_mut().rfind(|bit| bit.var() != yes) {
                    *last = !*last;
                }
                self.state(clause)
            }
            Some(_) | None => self.state(clause.to_vec()),
        }
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

    /// Whether everything asserted can be true together with these; `None` where the solver
    /// failed or the budget is used up.
    pub fn solve(&mut self, assumptions: &[Bit]) -> Option<bool> {
        // Whatever comes of it, each bit is looked at.
        self.budget.spend(u64::from(self.next / 8 + 1));
        if self.failed || self.budget.is_over() {
            return None;
        }
        match self.solver.solve_assumps(assumptions) {
            Ok(SolverResult::Sat) => {
                self.model = self.solver.full_solution().ok()?;
                Some(true)
            }
            // A derivation that can't be followed proves nothing.
            Ok(SolverResult::Unsat) => match &mut self.derivation {
                Some(derivation) => derivation.refutes(assumptions).then_some(false),
                None => Some(false),
            },
            _ => None,
        }
    }

    /// What a bit is in the solution that was found last; one made after it is false.
    pub fn value(&self, bit: Bit) -> bool {
        let fact =
            bit.var() == self.yes.var() || self.model.var_value(bit.var()) == TernaryVal::True;
        fact != bit.is_neg()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_mean_what_they_say() {
        let mut circuit = Circuit::new(&Means::of_a_question());
        let (a, b) = (circuit.fresh(), circuit.fresh());
        let both = circuit.and([a, b]);
        let either = circuit.or([a, b]);
        assert_eq!(circuit.solve(&[both, !either]), Some(false));
        assert_eq!(circuit.solve(&[!both, either]), Some(true));
        assert_eq!(circuit.and([a, !a]), circuit.no());
        assert_eq!(circuit.and([b, a]), both);
    }
}
