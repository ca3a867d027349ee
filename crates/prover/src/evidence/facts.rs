//! What a solution says: which entities there are, what they are, where they lie.

use std::collections::BTreeMap;

use ward_compiler::model::{Constant, Ty, TypeId};

use crate::term::{Term, TermId};
use crate::world::World;

/// An entity of a solution: terms that are the same.
#[derive(Clone, Debug)]
pub(super) struct Body {
    /// Its terms.
    pub terms: Vec<TermId>,
    /// Its type.
    pub ty: TypeId,
    /// Its id.
    pub id: String,
    /// Whether it is stored.
    pub known: bool,
    /// Whether all that it lies in is stored.
    pub complete: bool,
    /// The entities that it lies in, by position.
    pub inside: Vec<usize>,
}

/// The entities of a solution, by position; and the position of each term.
pub(super) fn bodies(world: &mut World<'_>) -> (Vec<Body>, BTreeMap<TermId, usize>) {
    let terms: Vec<TermId> = world
        .facts
        .entities()
        .into_iter()
        .filter(|term| world.facts.circuit.value(world.facts.defined(*term)))
        .collect();
    let mut place: BTreeMap<TermId, usize> = BTreeMap::new();
    let mut bodies: Vec<Body> = Vec::new();
    for term in &terms {
        let known = (0..bodies.len()).find(|at| {
            let same = world.facts.is_same(bodies[*at].terms[0], *term);
            world.facts.circuit.value(same)
        });
        match known {
            Some(at) => {
                bodies[at].terms.push(*term);
                place.insert(*term, at);
            }
            None => {
                place.insert(*term, bodies.len());
                let ty = type_of(world, *term);
                bodies.push(Body {
                    terms: vec![*term],
                    ty,
                    id: String::new(),
                    known: false,
                    complete: false,
                    inside: Vec::new(),
                });
            }
        }
    }
    name(world, &mut bodies);
    for at in 0..bodies.len() {
        let term = bodies[at].terms[0];
        let (known, complete) = (world.facts.is_known(term), world.facts.is_complete(term));
        bodies[at].known = world.facts.circuit.value(known)
            || bodies[at].terms.iter().any(|term| is_asked(world, *term));
        bodies[at].complete = world.facts.circuit.value(complete);
        for outer in (0..bodies.len()).filter(|outer| *outer != at) {
            let inside = world.facts.is_inside(term, bodies[outer].terms[0]);
            if world.facts.circuit.value(inside) {
                bodies[at].inside.push(outer);
            }
        }
    }
    (bodies, place)
}

fn is_asked(world: &World<'_>, term: TermId) -> bool {
    matches!(world.facts.terms[term], Term::Subject | Term::Resource)
}

fn type_of(world: &mut World<'_>, term: TermId) -> TypeId {
    let types = world.facts.entity_types(term).to_vec();
    let found = types.iter().copied().find(|ty| {
        let is = world.facts.is_type(term, *ty);
        world.facts.circuit.value(is)
    });
    found.or(types.first().copied()).unwrap_or(TypeId(0))
}

/// Literals keep their ids; others are called after their type.
fn name(world: &World<'_>, bodies: &mut [Body]) {
    let fixed: Vec<Option<String>> = bodies
        .iter()
        .map(|body| {
            body.terms.iter().find_map(|term| match &world.facts.terms[*term] {
                Term::Constant(Constant::Entity(_, id)) => Some(id.clone()),
                _ => None,
            })
        })
        .collect();
    let mut counts: BTreeMap<TypeId, usize> = BTreeMap::new();
    for (at, id) in fixed.iter().enumerate() {
        let body = &mut bodies[at];
        let snake = &world.facts.policy.schema.ty(body.ty).snake;
        body.id = match id {
            Some(id) => id.clone(),
            None => loop {
                let count = counts.entry(body.ty).or_insert(0);
                *count += 1;
                let id = format!("{snake}_{count}");
                if !fixed.contains(&Some(id.clone())) {
                    break id;
                }
            },
        };
    }
}

/// The values of a solution that aren't entities.
pub(super) struct Values {
    numbers: BTreeMap<TermId, i64>,
    texts: BTreeMap<TermId, String>,
}

impl Values {
    /// Reads them off.
    pub(super) fn of(world: &mut World<'_>) -> Self {
        let numbers = world.facts.numbers().into_iter().collect();
        Self { numbers, texts: texts(world) }
    }

    /// The number of a term; the literal's own, or any where nothing compares it.
    pub(super) fn number(&self, world: &World<'_>, term: TermId) -> i64 {
        let literal = world.facts.literal(term);
        literal.or_else(|| self.numbers.get(&term).copied()).unwrap_or(0)
    }

    /// The text of a term.
    pub(super) fn text(&self, term: TermId) -> String {
        self.texts.get(&term).cloned().unwrap_or_else(|| "text".into())
    }
}

/// One text for each group of equal texts: that of a literal, or one that fits its patterns.
fn texts(world: &mut World<'_>) -> BTreeMap<TermId, String> {
    let terms: Vec<TermId> = world
        .facts
        .ids()
        .filter(|term| matches!(world.facts.ty(*term), Ty::Text | Ty::Role | Ty::Ip | Ty::IpRange))
        .collect();
    let mut texts: BTreeMap<TermId, String> = BTreeMap::new();
    for term in &terms {
        if let Term::Constant(constant) = &world.facts.terms[*term] {
            texts.insert(*term, constant_text(constant));
        }
    }
    for (count, term) in terms.iter().enumerate() {
        if texts.contains_key(term) {
            continue;
        }
        let same = terms.iter().copied().filter(|other| texts.contains_key(other)).find(|other| {
            let same_type = world.facts.ty(*other) == world.facts.ty(*term);
            same_type && {
                let same = world.facts.equal_bit(*term, 0, *other, 0);
                world.facts.circuit.value(same)
            }
        });
        let text = match same {
            Some(other) => texts[&other].clone(),
            None => invented(world, *term, count),
        };
        texts.insert(*term, text);
    }
    texts
}

fn constant_text(constant: &Constant) -> String {
    match constant {
        Constant::Text(text) | Constant::Role(text) => text.clone(),
        Constant::Ip(address) => address.to_string(),
        Constant::IpRange(range) => range.to_string(),
        _ => String::new(),
    }
}

fn invented(world: &World<'_>, term: TermId, count: usize) -> String {
    match world.facts.ty(term) {
        Ty::Ip => match world.facts.range_around(term) {
            Some(range) => range,
            None => format!("198.51.100.{}", count % 250 + 1),
        },
        Ty::IpRange => format!("198.51.{}.0/24", count % 250 + 1),
        Ty::Role => format!("role_{count}"),
        _ => match world.facts.form_of(term) {
            Some(form) => form.example(&format!("x{count}")),
            None => format!("text_{count}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use ward_compiler::model::TextForm;

    #[test]
    fn the_text_for_a_pattern_fits_it() {
        for pattern in ["a*", r"*\**", r"a\\*\*", "plain", ""] {
            let form = TextForm::Like(pattern.into());
            let text = form.example("x1");
            assert!(ward_evaluator::eval::fits(&text, &form), "{text} like {pattern}");
        }
    }
}
