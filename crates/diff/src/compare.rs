//! Where the two policies decide differently, cell by cell.

use std::collections::BTreeSet;

use ward_compiler::model::{ANYONE, Cell, RoleId, Target};
use ward_prover::{Comparison, Fact};

use crate::asked::{self, Ways};
use crate::cell::{Shape, taken};
use crate::change::Evidence;
use crate::merge::Merged;
use crate::replay;

/// What was found.
#[derive(Default)]
pub(crate) struct Found {
    /// How many cells are proved to decide alike.
    pub unchanged: usize,
    /// What differs.
    pub findings: Vec<Finding>,
}

/// Whom a finding concerns: a position in [`Merged::roles`], or more than one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Whom {
    Everybody,
    Role(usize),
    Combined,
}

/// What happens to a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    Gain,
    Loss,
    Obligations,
    Released,
}

/// A difference in one cell.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub whom: Whom,
    pub turn: Turn,
    pub target: Target,
    /// Statements with `{}` where the cells are named; for everybody only.
    pub frame: String,
    /// What follows the cells.
    pub tail: String,
    pub evidence: Option<Evidence>,
    pub undecided: Option<String>,
}

/// Compares every cell.
pub(crate) fn all(merged: &Merged) -> Found {
    let mut found = Found::default();
    for target in merged.targets() {
        let mut pair = Pair::new(merged, target);
        let unchanged = pair.shapes[0] == pair.shapes[1] || pair.compare();
        found.unchanged += usize::from(unchanged);
        pair.obligations();
        found.findings.append(&mut pair.findings);
    }
    found
}

/// Whether it is proved of every cell that it decides alike; ends with the first that may not.
pub(crate) fn alike(merged: &Merged) -> bool {
    let pairs = merged.targets().into_iter().map(|target| Pair::new(merged, target));
    let mut differing = pairs.filter(|pair| pair.shapes[0] != pair.shapes[1]);
    differing.all(|pair| {
        let mut question = pair.question();
        !question.open(Turn::Gain) && !question.open(Turn::Loss)
    })
}

/// One target in both policies.
pub(crate) struct Pair<'m> {
    pub merged: &'m Merged,
    pub target: Target,
    pub cells: [Cell; 2],
    pub shapes: [Shape; 2],
    findings: Vec<Finding>,
}

impl<'m> Pair<'m> {
    fn new(merged: &'m Merged, target: Target) -> Self {
        let cells = merged.sides.each_ref().map(|side| side.cells.get(&target));
        let cells = cells.map(|cell| cell.map(|(_, cell)| cell.clone()).unwrap_or_default());
        let shapes = cells.each_ref().map(|cell| Shape::of(merged, cell));
        Self { merged, target, cells, shapes, findings: Vec::new() }
    }

    /// Both cells over the same data and requests.
    fn question(&self) -> Question<'m> {
        let [old, new] = &self.cells;
        let between = Cell { prohibitions: new.prohibitions.clone(), ..old.clone() };
        let mut asked = Comparison::new(&self.merged.policy, self.target, &self.merged.versions);
        let permitted = [old, &between, new].map(|cell| asked.permitted(cell));
        Question { comparison: asked, permitted }
    }

    /// Looks for every way in which decisions differ; says whether it is proved that none do.
    fn compare(&mut self) -> bool {
        let mut question = self.question();
        let turns = [Turn::Gain, Turn::Loss];
        let open: Vec<Turn> = turns.into_iter().filter(|turn| question.open(*turn)).collect();
        for turn in &open {
            let before = self.findings.len();
            self.by_role(&mut question, *turn);
            self.by_prohibition(&mut question, *turn);
            if self.findings.len() == before {
                let facts = vec![question.real(*turn)];
                self.note(&mut question, Whom::Combined, *turn, &facts, Tail::default());
            }
        }
        open.is_empty()
    }

    /// What somebody with one role gains or loses by what the role gives.
    fn by_role(&mut self, question: &mut Question<'_>, turn: Turn) {
        for (at, (_, ids)) in self.merged.roles.iter().enumerate() {
            let given = [0, 1].map(|side: usize| self.shapes[side].of_role(ids[side]));
            let differs = ids[0] != ids[1] || given[0] != given[1];
            let may = given.iter().flatten().any(|(may, _)| *may);
            let by_class = may && self.shapes[0].enables != self.shapes[1].enables;
            if given.iter().all(BTreeSet::is_empty) || !(differs || by_class) {
                continue;
            }
            let held: Vec<RoleId> = ids.iter().flatten().copied().collect();
            let whom = if held.contains(&ANYONE) { Whom::Everybody } else { Whom::Role(at) };
            for classes in [false, true] {
                let mut facts = question.comparison.holding_only(&held, classes);
                facts.push(question.real(turn));
                facts.push(question.step(1, 2, turn));
                if question.comparison.possible(&facts) == Some(false) {
                    continue;
                }
                let mut tail = self.tail_of_role(*ids, turn);
                if classes {
                    tail.text = format!("{}{}", tail.text, self.class_names());
                }
                self.note(question, whom, turn, &facts, tail);
                break;
            }
        }
    }

    /// What everybody gains or loses because something isn't forbidden any longer, or now is.
    fn by_prohibition(&mut self, question: &mut Question<'_>, turn: Turn) {
        if self.shapes[0].prohibitions == self.shapes[1].prohibitions {
            return;
        }
        let facts = vec![question.real(turn), question.step(0, 1, turn)];
        if question.comparison.possible(&facts) == Some(false) {
            return;
        }
        let tail = self.tail_of_prohibitions(turn);
        self.note(question, Whom::Everybody, turn, &facts, tail);
    }

    fn note(
        &mut self,
        question: &mut Question<'_>,
        whom: Whom,
        turn: Turn,
        facts: &[Fact],
        tail: Tail,
    ) {
        let (merged, target, gain) = (self.merged, self.target, turn == Turn::Gain);
        let check =
            |candidate: &ward_prover::Candidate| replay::differs(merged, target, candidate, gain);
        let shown = question.comparison.shown(facts, &check);
        let evidence = shown.map(|candidate| replay::evidence(merged, &candidate, gain));
        let undecided = evidence.is_none().then(|| question.why_undecided());
        let Tail { frame, text } = tail;
        self.findings.push(Finding { whom, turn, target, frame, tail: text, evidence, undecided });
    }

    /// What the permits of a cell ask for, where that has changed and the role gains nothing, which says it.
    fn obligations(&mut self) {
        let asks = |cell: &Cell| {
            cell.grants.iter().any(|grant| !grant.obligations.is_empty())
                || cell.enables.iter().any(|enable| !enable.obligations.is_empty())
        };
        if !self.cells.iter().any(asks) {
            return;
        }
        let ways = self.cells.each_ref().map(|cell| Ways::of(self.merged, cell));
        for (at, (_, ids)) in self.merged.roles.iter().enumerate() {
            let whom = if ids[0] == Some(ANYONE) { Whom::Everybody } else { Whom::Role(at) };
            if self.findings.iter().any(|one| one.whom == whom && one.turn == Turn::Gain) {
                continue;
            }
            let changed = asked::change(self.merged, self.target, &self.cells, &ways, *ids);
            let Some((tail, released)) = changed else { continue };
            self.findings.push(Finding {
                whom,
                turn: if released { Turn::Released } else { Turn::Obligations },
                target: self.target,
                frame: String::new(),
                tail,
                evidence: None,
                undecided: None,
            });
        }
    }
}

/// How a finding is said.
#[derive(Default)]
pub(crate) struct Tail {
    pub frame: String,
    pub text: String,
}

/// The old cell, the old one under the new prohibitions, and the new one.
struct Question<'p> {
    comparison: Comparison<'p>,
    permitted: [Fact; 3],
}

impl Question<'_> {
    /// That one of the three permits and another doesn't: the later for a gain.
    fn step(&mut self, from: usize, to: usize, turn: Turn) -> Fact {
        let (yes, no) = match turn {
            Turn::Gain => (self.permitted[to], self.permitted[from]),
            _ => (self.permitted[from], self.permitted[to]),
        };
        let no = self.comparison.not(no);
        self.comparison.all(&[yes, no])
    }

    /// That the two policies decide differently.
    fn real(&mut self, turn: Turn) -> Fact {
        self.step(0, 2, turn)
    }

    /// Whether it isn't proved that there is no such difference.
    fn open(&mut self, turn: Turn) -> bool {
        let real = self.real(turn);
        self.comparison.possible(&[real]) != Some(false)
    }

    fn why_undecided(&self) -> String {
        let constructs: Vec<&str> =
            self.comparison.constructs().iter().map(String::as_str).collect();
        if constructs.is_empty() {
            "no data could be made that show it".into()
        } else {
            format!("{} can't be followed exactly", constructs.join(", "))
        }
    }
}

/// The prohibitions of one side that the other doesn't have, by position.
pub(crate) fn only_in(pair: &Pair<'_>, side: usize) -> Vec<usize> {
    let other = &pair.shapes[1 - side].prohibitions;
    let own = pair.cells[side].prohibitions.iter().enumerate();
    own.filter(|(_, one)| !other.contains(&taken(pair.merged, one))).map(|(at, _)| at).collect()
}
