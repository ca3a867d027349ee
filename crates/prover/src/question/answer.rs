//! Answering one question: a solution, evidence made of it, and what the evaluator says of that.

use ward_compiler::model::RuleId;

use crate::asked::Asked;
use crate::circuit::Bit;
use crate::evidence::{Candidate, Evidence, Whole, build, shrink};
use crate::verdict::Verdict;
use crate::world::World;

/// A check that evidence has to pass, run by the evaluator.
pub(crate) type Check<'a> = dyn Fn(&Candidate) -> bool + 'a;

/// The answers to a claim's questions together: refuted by one, undecided by one, else proved.
#[derive(Default)]
pub(crate) struct Answers {
    undecided: Option<String>,
}

impl Answers {
    /// Takes one answer; a refutation ends it.
    pub(crate) fn take(&mut self, verdict: Verdict) -> Option<Verdict> {
        match verdict {
            Verdict::Refuted(_) => Some(verdict),
            Verdict::Undecided(why) => {
                self.undecided.get_or_insert(why);
                None
            }
            Verdict::Proved | Verdict::Assumed(_) => None,
        }
    }

    /// What they come to.
    pub(crate) fn verdict(self) -> Verdict {
        self.undecided.map_or(Verdict::Proved, Verdict::Undecided)
    }
}

/// How a violation is shown.
pub(crate) struct Shown<'a> {
    /// What evidence shows, in a sentence.
    pub shows: &'a str,
    /// The statement that the question is about, where it is about one.
    pub rule: Option<RuleId>,
    /// What evidence has to pass.
    pub check: &'a Check<'a>,
}

/// Answers one question: whether `violation` can be in the world. Evidence is made, replayed and
/// shrunk; without evidence that passes the question is undecided.
pub(crate) fn answer(
    asked: &Asked<'_>,
    mut world: World<'_>,
    violation: Bit,
    shown: &Shown<'_>,
) -> Verdict {
    if violation == world.facts.circuit.no() {
        return Verdict::Proved;
    }
    world.facts.circuit.assert(&[violation]);
    match world.solve(&[]) {
        Some(false) => return Verdict::Proved,
        None => return Verdict::Undecided("the solver gave up".into()),
        Some(true) => {}
    }
    for wishes in wishes(&mut world) {
        if world.solve(&wishes) != Some(true) {
            continue;
        }
        let candidate = build(&mut world, 0);
        let whole = Whole::of(&world);
        if whole.is_some() && candidate.lacks_a_value || !(shown.check)(&candidate) {
            continue;
        }
        let small = shrink(candidate, shown.check, whole.as_ref(), asked.budget());
        if let Some(evidence) = evidence(asked, small, shown) {
            return Verdict::Refuted(Box::new(evidence));
        }
    }
    Verdict::Undecided(why_undecided(&world))
}

/// Evidence with what the evaluator decides about it.
fn evidence(asked: &Asked<'_>, small: Candidate, shown: &Shown<'_>) -> Option<Evidence> {
    let (engine, request) = (asked.engine(&small)?, small.request()?);
    let decision = engine.decide(&request).ok().filter(|decision| decision.error.is_none())?;
    let gives = |id: &str| asked.policy.rules.iter().position(|rule| rule.id == id);
    let given =
        decision.rules().first().filter(|_| decision.permit).and_then(|rule| gives(&rule.id));
    Some(Evidence {
        data: small.data(),
        request: small.request.clone(),
        decision: decision.permit,
        shows: shown.shows.to_owned(),
        rule: shown.rule.or(given.map(RuleId::from_index)),
        other_data: None,
        other_request: None,
    })
}

pub(crate) fn why_undecided(world: &World<'_>) -> String {
    let constructs: Vec<&str> = world.facts.constructs.iter().map(String::as_str).collect();
    if constructs.is_empty() {
        "a counterexample seems possible, but no data could be made that show it".into()
    } else {
        format!("{} can't be followed exactly", constructs.join(", "))
    }
}

/// Solutions that are wished for, the plainest first: everything stored and given; everything
/// stored; whatever there is.
pub(crate) fn wishes(world: &mut World<'_>) -> Vec<Vec<Bit>> {
    let mut stored = Vec::new();
    for term in world.facts.entities() {
        stored.push(world.facts.is_known(term));
        stored.push(world.facts.is_complete(term));
    }
    stored.extend(world.facts.one_way_up());
    let given: Vec<Bit> = world.facts.ids().map(|term| world.facts.defined(term)).collect();
    // No assignment says that something is perhaps held.
    let told = world.told();
    let no_roles: Vec<Bit> = world.held_keys().into_iter().map(|(_, truth)| truth.no).collect();
    let told = agreeable(world, &told, &[]);
    let only_stored = agreeable(world, &stored, &told);
    let all_given = agreeable(world, &given, &only_stored);
    let plain = agreeable(world, &no_roles, &all_given);
    vec![plain, only_stored, told, Vec::new()]
}

/// As many of the wishes as can be together with what is settled: all of them, or else some of
/// each half.
pub(crate) fn agreeable(world: &mut World<'_>, wishes: &[Bit], settled: &[Bit]) -> Vec<Bit> {
    let all: Vec<Bit> = settled.iter().chain(wishes).copied().collect();
    if wishes.is_empty() || world.solve(&all) == Some(true) {
        return all;
    }
    let (first, second) = wishes.split_at(wishes.len() / 2);
    if first.is_empty() {
        return settled.to_vec();
    }
    let kept = agreeable(world, first, settled);
    agreeable(world, second, &kept)
}
