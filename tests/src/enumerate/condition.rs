//! Conditions over small declarations.

use super::Draw;
use super::schema::{Kind, Property, Schema, USER};

/// What a condition may speak of.
#[derive(Clone)]
pub struct Speech<'s> {
    pub schema: &'s Schema,
    /// The type of `resource`.
    pub resource: usize,
    /// Scopes with the types they are defined on.
    pub scopes: Vec<(&'static str, Vec<usize>)>,
    /// Roles that may be asked for.
    pub roles: Vec<&'static str>,
    /// Whether the action's parameters can be read.
    pub params: bool,
    /// Bound variables.
    pub variables: Vec<(String, Kind)>,
}

/// A path with the types it may be of.
type Entity = (String, Vec<usize>);

const DATES: [&str; 3] = ["2026-01-01", "2026-01-02", "2026-01-03"];
const NUMBERS: [&str; 4] = ["-1", "0", "1", "2"];
const ORDERS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

impl Speech<'_> {
    /// A condition of at most so many levels.
    pub fn condition(&self, draw: &mut Draw, depth: usize) -> String {
        if depth == 0 {
            return self.atom(draw, 0);
        }
        match draw.below(10) {
            0..=4 => self.atom(draw, depth),
            5 | 6 => self.joined(draw, "and", depth),
            7 | 8 => self.joined(draw, "or", depth),
            _ => format!("not ({})", self.condition(draw, depth - 1)),
        }
    }

    fn joined(&self, draw: &mut Draw, word: &str, depth: usize) -> String {
        let (left, right) = (self.condition(draw, depth - 1), self.condition(draw, depth - 1));
        format!("({left}) {word} ({right})")
    }

    fn atom(&self, draw: &mut Draw, depth: usize) -> String {
        for _ in 0..12 {
            if let Some(atom) = self.try_atom(draw, depth) {
                return atom;
            }
        }
        "subject == User::\"u1\"".into()
    }

    fn try_atom(&self, draw: &mut Draw, depth: usize) -> Option<String> {
        match draw.below(18) {
            0..=4 => self.plain(draw),
            5 | 6 => self.same(draw),
            7 | 8 => self.lies_in(draw),
            9..=11 => self.member(draw),
            12 | 13 => self.quantified(draw, depth),
            14 => self.has(draw),
            15 => self.within(draw),
            16 => self.holds(draw),
            _ => self.odd(draw),
        }
    }

    /// Everything that is an entity.
    fn entities(&self) -> Vec<Entity> {
        let mut found: Vec<Entity> =
            vec![("subject".into(), vec![USER]), ("resource".into(), vec![self.resource])];
        for (name, kind) in &self.variables {
            if let Kind::Entity(types) = kind {
                found.push((name.clone(), types.clone()));
            }
        }
        let roots = found.len();
        let mut from = 0;
        for _ in 0..2 {
            let to = found.len();
            for at in from..to {
                let (path, types) = found[at].clone();
                let [ty] = types.as_slice() else { continue };
                for property in &self.schema.types[*ty].properties {
                    if let Kind::Entity(types) = &property.kind {
                        found.push((format!("{path}.{}", property.name), types.clone()));
                    }
                }
                for container in self.schema.ancestors(*ty) {
                    if container != *ty {
                        let name = self.schema.types[container].snake;
                        found.push((format!("{path}.{name}"), vec![container]));
                    }
                }
            }
            from = to;
        }
        // The ends of paths come first, so that they come up more often.
        found.rotate_left(roots);
        for (ty, declared) in self.schema.types.iter().enumerate() {
            for nth in 1..=2 {
                let id = format!("{}{nth}", &declared.snake[..1]);
                found.push((format!("{}::\"{id}\"", declared.name), vec![ty]));
            }
        }
        found
    }

    fn entity(&self, draw: &mut Draw, fits: &dyn Fn(usize) -> bool) -> Option<Entity> {
        let all = self.entities();
        let found: Vec<&Entity> =
            all.iter().filter(|(_, types)| types.iter().any(|ty| fits(*ty))).collect();
        // Half of the time something short.
        let short: Vec<&Entity> =
            found.iter().copied().filter(|(path, _)| !path.contains('.')).collect();
        let chosen = if draw.percent(50) { draw.one_of(&short) } else { draw.one_of(&found) };
        chosen.map(|entity| (*entity).clone())
    }

    /// Everything that has a value of a kind that fits.
    fn values(&self, fits: &dyn Fn(&Kind) -> bool) -> Vec<(String, Property)> {
        let mut found = Vec::new();
        for property in &self.schema.context {
            found.push((format!("context.{}", property.name), property.clone()));
        }
        for property in self.schema.params.iter().filter(|_| self.params) {
            found.push((format!("action.{}", property.name), property.clone()));
        }
        for (path, types) in self.entities() {
            let [ty] = types.as_slice() else { continue };
            for property in &self.schema.types[*ty].properties {
                found.push((format!("{path}.{}", property.name), property.clone()));
            }
        }
        found.retain(|(_, property)| fits(&property.kind));
        found
    }

    fn value(&self, draw: &mut Draw, fits: &dyn Fn(&Kind) -> bool) -> Option<(String, Property)> {
        let found = self.values(fits);
        let short: Vec<_> =
            found.iter().filter(|(path, _)| path.matches('.').count() == 1).cloned().collect();
        let chosen = if draw.percent(60) { draw.one_of(&short) } else { draw.one_of(&found) };
        chosen.cloned()
    }

    fn plain(&self, draw: &mut Draw) -> Option<String> {
        let fits = |kind: &Kind| matches!(kind, Kind::Bool | Kind::Pair | Kind::Int | Kind::Date);
        let (path, property) = self.value(draw, &fits)?;
        let kind = property.kind;
        let other = |draw: &mut Draw| {
            let wanted = |other: &Kind| *other == kind;
            if draw.percent(25) { self.value(draw, &wanted).map(|(path, _)| path) } else { None }
        };
        Some(match kind {
            Kind::Bool => match draw.below(5) {
                0 | 1 => path,
                2 => format!("{path} == {}", draw.word(&["true", "false"])),
                3 => format!("{path} != {}", draw.word(&["true", "false"])),
                _ => format!("{path} == {}", other(draw)?),
            },
            Kind::Pair => match draw.below(4) {
                0 => format!("{path} in [{}]", draw.word(&["a", "b"])),
                1 => format!("{path} {} {}", draw.word(&["==", "!="]), other(draw)?),
                _ => format!("{path} {} {}", draw.word(&["==", "!="]), draw.word(&["a", "b"])),
            },
            Kind::Int => ordered(draw, &path, &NUMBERS, &["1", "2"], other),
            _ => ordered(draw, &path, &DATES, &["1 day", "2 days"], other),
        })
    }

    fn same(&self, draw: &mut Draw) -> Option<String> {
        let (left, types) = self.entity(draw, &|_| true)?;
        let (right, _) = self.entity(draw, &|ty| types.contains(&ty))?;
        (left != right).then(|| format!("{left} {} {right}", draw.word(&["==", "==", "!="])))
    }

    fn lies_in(&self, draw: &mut Draw) -> Option<String> {
        let (left, types) = self.entity(draw, &|ty| !self.schema.ancestors(ty).is_empty())?;
        let outer = |ty: usize| {
            types.iter().any(|inner| *inner == ty || self.schema.ancestors(*inner).contains(&ty))
        };
        let (right, _) = self.entity(draw, &outer)?;
        let not = if draw.percent(20) { "not " } else { "" };
        (left != right).then(|| format!("{left} {not}in {right}"))
    }

    fn member(&self, draw: &mut Draw) -> Option<String> {
        let (set, property) = self.value(draw, &|kind| matches!(kind, Kind::Set(_)))?;
        let Kind::Set(elements) = property.kind else { return None };
        if draw.coin() {
            let (entity, _) = self.entity(draw, &|ty| elements.contains(&ty))?;
            return Some(format!("{set} contains {entity}"));
        }
        let inside = |ty: usize| {
            elements.contains(&ty)
                || elements.iter().any(|to| self.schema.ancestors(ty).contains(to))
        };
        let (entity, _) = self.entity(draw, &inside)?;
        Some(format!("{entity} {}in {set}", if draw.percent(20) { "not " } else { "" }))
    }

    fn quantified(&self, draw: &mut Draw, depth: usize) -> Option<String> {
        if depth == 0 || self.variables.len() > 1 {
            return None;
        }
        let (set, property) = self.value(draw, &|kind| matches!(kind, Kind::Set(_)))?;
        let Kind::Set(elements) = property.kind else { return None };
        let variable = ["x", "y"][self.variables.len()];
        let mut inner = self.clone();
        inner.variables.push((variable.into(), Kind::Entity(elements)));
        let mut body = inner.condition(draw, depth - 1);
        for _ in 0..6 {
            if body.contains(&format!("{variable}.")) || body.contains(&format!("{variable} ")) {
                break;
            }
            body = inner.condition(draw, depth - 1);
        }
        Some(format!("({} {variable} in {set}: ({body}))", draw.word(&["any", "all"])))
    }

    fn has(&self, draw: &mut Draw) -> Option<String> {
        let (path, property) = self.value(draw, &|_| true)?;
        let (of, _) = path.rsplit_once('.')?;
        if of == "action" || of == "context" {
            return Some(format!("{of} has {}", property.name));
        }
        Some(format!("{of} has {}", property.name))
    }

    fn within(&self, draw: &mut Draw) -> Option<String> {
        let (scope, types) = draw.one_of(&self.scopes)?.clone();
        if types.contains(&self.resource) && draw.percent(60) {
            return Some(format!("within {scope}"));
        }
        let all = self.entities();
        let fits: Vec<_> =
            all.iter().filter(|(_, of)| of.iter().all(|ty| types.contains(ty))).collect();
        let (path, _) = draw.one_of(&fits)?;
        Some(format!("{path} within {scope}"))
    }

    fn holds(&self, draw: &mut Draw) -> Option<String> {
        let role = draw.one_of(&self.roles)?;
        let all = self.entities();
        let fits: Vec<_> = all.iter().filter(|(_, of)| of == &[USER]).collect();
        let (path, _) = draw.one_of(&fits)?;
        let path = if draw.percent(60) { "subject" } else { path };
        Some(format!("{path} holds {role}{}", if draw.percent(30) { " anywhere" } else { "" }))
    }

    /// What comes up now and then.
    fn odd(&self, draw: &mut Draw) -> Option<String> {
        match draw.below(4) {
            0 => {
                let all = self.entities();
                let several: Vec<_> = all.iter().filter(|(_, types)| types.len() > 1).collect();
                let (path, types) = draw.one_of(&several)?;
                let ty = draw.one_of(types)?;
                Some(format!("{path} is {}", self.schema.types[*ty].name))
            }
            1 => {
                let (left, types) = self.entity(draw, &|_| true)?;
                let fits = |ty: usize| types.contains(&ty);
                let (one, two) = (self.entity(draw, &fits)?.0, self.entity(draw, &fits)?.0);
                Some(format!("{left} in [{one}, {two}]"))
            }
            2 => {
                let (set, _) = self.value(draw, &|kind| matches!(kind, Kind::Set(_)))?;
                Some(format!("count({set}) {} {}", draw.word(&["==", ">", "<"]), draw.below(3)))
            }
            _ => Some(format!("context.now.date {} {}", draw.word(&ORDERS), draw.word(&DATES))),
        }
    }
}

fn ordered(
    draw: &mut Draw,
    path: &str,
    constants: &[&str],
    steps: &[&str],
    other: impl Fn(&mut Draw) -> Option<String>,
) -> String {
    if draw.percent(15) {
        return format!("{path} in {} to {}", draw.word(constants), draw.word(constants));
    }
    let moved = match draw.below(8) {
        0 => format!("{path} + {}", draw.word(steps)),
        1 => format!("{path} - {}", draw.word(steps)),
        _ => path.to_owned(),
    };
    let right = other(draw).unwrap_or_else(|| draw.word(constants).to_owned());
    format!("{moved} {} {right}", draw.word(&ORDERS))
}
