//! A second witness for "unsatisfiable": reverse unit propagation, apart from the solver.
//!
//! The solver reports each clause that it learns. A clause follows from those before it if
//! assuming the opposite of each of its literals and propagating units leads to a conflict; that
//! takes no search, so this file can be read in one sitting and trusted for it. A proof rests on
//! the solver only as far as each learnt clause, and at last the conflict under the question's
//! assumptions, has been checked here. (Goldberg and Novikov, *Verification of proofs of
//! unsatisfiability for CNF formulas*, 2003.)

/// A literal: twice its variable, and one more where it is negated.
pub type Code = u32;

fn opposite(literal: Code) -> Code {
    literal ^ 1
}

/// Clauses that are given or have been checked, with what follows from them by units alone.
#[derive(Debug, Default)]
pub struct Checker {
    /// Each has two literals or more, the first two of which are watched.
    clauses: Vec<Vec<Code>>,
    /// Per literal, the clauses that watch it.
    watches: Vec<Vec<usize>>,
    /// Per literal, whether it is true.
    is_true: Vec<bool>,
    trail: Vec<Code>,
    /// How much of the trail has been propagated.
    done: usize,
    /// Whether the clauses contradict each other by units alone.
    contradicts: bool,
}

impl Checker {
    /// Takes a clause as given.
    pub fn add(&mut self, clause: &[Code]) {
        for literal in clause {
            self.make_room(*literal);
        }
        // What units say here is never taken back, so what is false can go.
        let mut open: Vec<Code> =
            clause.iter().copied().filter(|literal| !self.is_false(*literal)).collect();
        open.sort_unstable();
        open.dedup();
        let holds = open.iter().any(|literal| self.is_true[*literal as usize])
            || open.windows(2).any(|pair| pair[0] == opposite(pair[1]));
        if holds {
            return;
        }
        match open.as_slice() {
            [] => self.contradicts = true,
            [unit] => {
                self.set(*unit);
                self.contradicts |= !self.propagate();
            }
            [first, second, ..] => {
                for watched in [*first, *second] {
                    self.watches[watched as usize].push(self.clauses.len());
                }
                self.clauses.push(open);
            }
        }
    }

    /// Takes a clause that follows from those before it; `false` where that can't be seen by
    /// units, and then it isn't taken.
    pub fn derive(&mut self, clause: &[Code]) -> bool {
        let opposed: Vec<Code> = clause.iter().map(|literal| opposite(*literal)).collect();
        let follows = self.refutes(&opposed);
        if follows {
            self.add(clause);
        }
        follows
    }

    /// Whether these assumptions lead to a conflict by units alone.
    pub fn refutes(&mut self, assumptions: &[Code]) -> bool {
        if self.contradicts {
            return true;
        }
        let before = self.trail.len();
        let mut conflict = false;
        for assumption in assumptions {
            self.make_room(*assumption);
            if self.is_false(*assumption) {
                conflict = true;
                break;
            }
            self.set(*assumption);
        }
        conflict = conflict || !self.propagate();
        for undone in self.trail.drain(before..) {
            self.is_true[undone as usize] = false;
        }
        self.done = before;
        conflict
    }

    fn make_room(&mut self, literal: Code) {
        let needed = (literal | 1) as usize + 1;
        if self.is_true.len() < needed {
            self.is_true.resize(needed, false);
            self.watches.resize_with(needed, Vec::new);
        }
    }

    fn is_false(&self, literal: Code) -> bool {
        self.is_true[opposite(literal) as usize]
    }

    fn set(&mut self, literal: Code) {
        if !self.is_true[literal as usize] {
            self.is_true[literal as usize] = true;
            self.trail.push(literal);
        }
    }

    /// Sets what follows by units; `false` where a clause is left without a literal.
    fn propagate(&mut self) -> bool {
        while let Some(literal) = self.trail.get(self.done).copied() {
            self.done += 1;
            if !self.visit(opposite(literal)) {
                return false;
            }
        }
        true
    }

    /// Looks at the clauses that watch a literal that became false.
    fn visit(&mut self, gone: Code) -> bool {
        let watching = std::mem::take(&mut self.watches[gone as usize]);
        let mut kept = Vec::with_capacity(watching.len());
        let mut consistent = true;
        for (at, clause) in watching.iter().copied().enumerate() {
            match self.rewatch(clause, gone) {
                Watch::Moved(to) => self.watches[to as usize].push(clause),
                Watch::Holds => kept.push(clause),
                Watch::Unit(unit) => {
                    kept.push(clause);
                    self.set(unit);
                }
                Watch::Conflict => {
                    kept.extend_from_slice(&watching[at..]);
                    consistent = false;
                    break;
                }
            }
        }
        self.watches[gone as usize] = kept;
        consistent
    }

    /// Finds another literal for a clause to watch in place of one that became false.
    fn rewatch(&mut self, clause: usize, gone: Code) -> Watch {
        let literals = &mut self.clauses[clause];
        if literals[0] == gone {
            literals.swap(0, 1);
        }
        let other = literals[0];
        if self.is_true[other as usize] {
            return Watch::Holds;
        }
        let free = (2..literals.len()).find(|at| !self.is_true[opposite(literals[*at]) as usize]);
        if let Some(at) = free {
            literals.swap(1, at);
            return Watch::Moved(literals[1]);
        }
        if self.is_true[opposite(other) as usize] { Watch::Conflict } else { Watch::Unit(other) }
    }
}

/// What becomes of a clause one of whose watched literals became false.
enum Watch {
    /// It watches another literal.
    Moved(Code),
    /// It is true.
    Holds,
    /// This literal alone can make it true.
    Unit(Code),
    /// Nothing can.
    Conflict,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Literals from numbers as DIMACS has them.
    fn clause(numbers: &[i32]) -> Vec<Code> {
        numbers.iter().map(|number| number.unsigned_abs() * 2 + u32::from(*number < 0)).collect()
    }

    fn given(clauses: &[&[i32]]) -> Checker {
        let mut checker = Checker::default();
        for one in clauses {
            checker.add(&clause(one));
        }
        checker
    }

    #[test]
    fn a_clause_that_follows_by_units_is_taken() {
        let mut checker = given(&[&[1, 2], &[-2, 3], &[-1, 3]]);
        assert!(checker.derive(&clause(&[3])));
        assert!(checker.refutes(&clause(&[-3])));
    }

    #[test]
    fn a_clause_that_does_not_follow_is_not_taken() {
        let mut checker = given(&[&[1, 2], &[-2, 3]]);
        assert!(!checker.derive(&clause(&[3])));
        assert!(!checker.refutes(&clause(&[-3])), "it must not have been taken");
        assert!(!checker.derive(&[]), "nothing is contradicted");
    }

    #[test]
    fn all_clauses_over_two_literals_contradict_each_other_once_one_is_derived() {
        let mut checker = given(&[&[1, 2], &[1, -2], &[-1, 2], &[-1, -2]]);
        assert!(!checker.refutes(&[]), "units alone don't see it");
        assert!(checker.derive(&clause(&[1])));
        assert!(checker.refutes(&[]));
    }

    #[test]
    fn what_is_assumed_is_forgotten_again() {
        let mut checker = given(&[&[-1, 2], &[-2, 3], &[-3, -4]]);
        assert!(checker.refutes(&clause(&[1, 4])));
        assert!(!checker.refutes(&clause(&[4])));
        assert!(!checker.refutes(&clause(&[1])));
        assert!(checker.refutes(&clause(&[4, 1])));
        assert!(checker.refutes(&clause(&[1, -1])));
    }

    #[test]
    fn units_given_later_count_for_clauses_given_before() {
        let mut checker = given(&[&[1, 2, 3], &[-3, 4]]);
        checker.add(&clause(&[-1]));
        checker.add(&clause(&[-2]));
        assert!(checker.refutes(&clause(&[-4])));
        checker.add(&clause(&[-4]));
        assert!(checker.refutes(&[]));
    }

    #[test]
    fn a_clause_and_its_opposite_say_nothing() {
        let mut checker = given(&[&[1, -1]]);
        assert!(!checker.refutes(&clause(&[1])));
        assert!(!checker.refutes(&clause(&[-1])));
    }
}
