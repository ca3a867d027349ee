//! `only … depend on PROPERTY`: nothing else changes with it.
//!
//! Two copies of data and request agree on all but the property, or the context field, or the
//! time; the question is whether something else is permitted in one and refused in the other.

use ward_compiler::model::{Depended, RoleBits, Target};

use super::answer::{Answers, Check, why_undecided, wishes};
use super::replay::decided;
use crate::asked::Asked;
use crate::circuit::Bit;
use crate::evidence::{Candidate, Evidence, Patch, build, shrink};
use crate::term::Term;
use crate::verdict::Verdict;
use crate::world::{Differing, World};

/// One question per target: whether its decision can change where it mustn't.
pub(super) fn prove(
    asked: &Asked<'_>,
    what: &[Target],
    roles: Option<&RoleBits>,
    property: Depended,
) -> Verdict {
    let differing = match property {
        Depended::Property(ty, id) => {
            Differing::Property(ty, asked.policy.schema.property(ty, id).name.clone())
        }
        Depended::Context(id) => Differing::Context(id),
        Depended::Now => Differing::Now,
    };
    let mut answers = Answers::default();
    for target in asked.policy.cells.index.keys() {
        let named = what.contains(target);
        if named && roles.is_none() {
            continue;
        }
        let excluded = roles.filter(|_| named);
        if let Some(refuted) = answers.take(changes(asked, *target, &differing, excluded)) {
            return refuted;
        }
    }
    answers.verdict()
}

/// Whether a decision changes, of a subject who surely holds none of the roles.
fn changes(
    asked: &Asked<'_>,
    target: Target,
    differing: &Differing,
    excluded: Option<&RoleBits>,
) -> Verdict {
    let mut world = World::new(asked.policy, &asked.means, target);
    if let Some(name) = places(&mut world, differing) {
        let permit = world.permit(0, &[]);
        return match world.solve(&[permit]) {
            Some(false) => Verdict::Proved,
            _ => Verdict::Undecided(format!(
                "`{name}` says where such a record lies, which can't be followed exactly"
            )),
        };
    }
    world.setting.differing = Some(differing.clone());
    let apart = far_apart(&mut world);
    let mut all = vec![world.permit(0, &[]), !world.permit(1, &[])];
    if let Some(roles) = excluded {
        let (subject, resource) = (world.facts.subject(), world.facts.resource());
        for copy in [0, 1] {
            all.push(world.holds(None, subject, roles, &[], Some(resource), copy).no);
        }
    }
    let violation = world.facts.circuit.and(all);
    if violation == world.facts.circuit.no() {
        return Verdict::Proved;
    }
    world.facts.circuit.assert(&[violation]);
    match world.solve(&[]) {
        Some(false) => return Verdict::Proved,
        None => return Verdict::Undecided("the solver gave up".into()),
        Some(true) => {}
    }
    for mut wished in wishes(&mut world) {
        let wished_apart = [&*wished, &*apart].concat();
        if world.solve(&wished_apart) == Some(true) {
            wished = wished_apart;
        }
        if world.solve(&wished) != Some(true) {
            continue;
        }
        let (first, second) = (build(&mut world, 0), build(&mut world, 1));
        if let Some(evidence) = evidence(asked, first, &second, differing) {
            return Verdict::Refuted(Box::new(evidence));
        }
    }
    Verdict::Undecided(why_undecided(&world))
}

/// The property that the copies differ in, where it says of a record that the request describes
/// where that lies: the copies then differ in more than the property.
fn places(world: &mut World<'_>, differing: &Differing) -> Option<String> {
    let Differing::Property(ty, name) = differing else { return None };
    let schema = &world.facts.policy.schema;
    schema.mirrored_container(*ty, name)?;
    let external = schema.ty(*ty).external;
    let target = world.facts.target.ty;
    let described = target == *ty && (external || world.facts.makes_record())
        || external && schema.subject_types().contains(ty);
    described.then(|| format!("{}.{name}", schema.ty(*ty).name))
}

/// For evidence, a wish: two times so far apart that in every time zone assignments can end
/// between them.
fn far_apart(world: &mut World<'_>) -> Vec<Bit> {
    if world.setting.differing != Some(Differing::Now) {
        return Vec::new();
    }
    let [one, two] =
        [0, 1].map(|copy| world.facts.term(Term::Now(copy), ward_compiler::model::Ty::Time));
    let days = i128::from(4 * ward_compiler::time::DAY);
    let apart = [world.facts.at_most(one, days, two, 0), world.facts.at_most(two, days, one, 0)];
    vec![world.facts.circuit.or(apart), world.facts.defined(one), world.facts.defined(two)]
}

/// Data and two requests, or two data sets and a request, that differ as said and are decided
/// differently.
fn evidence(
    asked: &Asked<'_>,
    first: Candidate,
    second: &Candidate,
    differing: &Differing,
) -> Option<Evidence> {
    let patch = Patch::of(asked.policy, second, differing);
    let check: &Check<'_> = &|candidate| {
        let decides = |candidate: &Candidate, permit: bool| {
            asked.with_engine(candidate, |engine, request| decided(engine, request, permit))
        };
        decides(candidate, true) && decides(&patch.applied(candidate), false)
    };
    if !check(&first) {
        return None;
    }
    let small = shrink(first, check, None, asked.budget());
    let other = patch.applied(&small);
    Some(Evidence {
        data: small.data(),
        request: small.request.clone(),
        decision: true,
        rule: None,
        shows: format!("this is permitted, and with another `{}` it isn't", patch.name()),
        other_data: (other.data() != small.data()).then(|| other.data()),
        other_request: (other.request != small.request).then_some(other.request),
    })
}
