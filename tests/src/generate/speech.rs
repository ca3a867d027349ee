//! What a condition may speak of: entities, properties, scopes, roles.

use super::choices::Choices;
use super::schema::{Field, Kind, Schema};

/// Which constructs a policy may use.
#[derive(Clone, Copy, Debug)]
pub struct Features {
    /// `holds`
    pub holds: bool,
    /// `has`
    pub has: bool,
    /// Security classes.
    pub classes: bool,
    /// `on what ROLES give`
    pub on_what: bool,
    /// Overlays of one tenant and libraries.
    pub overlays: bool,
    /// Obligations.
    pub obligations: bool,
}

impl Features {
    /// Everything.
    pub const ALL: Self = Self {
        holds: true,
        has: true,
        classes: true,
        on_what: true,
        overlays: true,
        obligations: true,
    };
}

/// Where a class may be asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asking {
    /// Nowhere.
    Never,
    /// Only so that holding it makes the condition truer.
    Plainly,
    /// Anywhere.
    Anyhow,
}

/// A scope that conditions may name.
#[derive(Clone, Debug)]
pub struct ScopeName {
    /// Its name.
    pub name: String,
    /// The types it is defined on.
    pub on: Vec<usize>,
    /// It may be asked for only plainly: it could come to lean on the scope that is being
    /// written.
    pub plainly: bool,
}

/// What a condition may speak of.
#[derive(Clone, Debug)]
pub struct Speech<'a> {
    /// The declarations.
    pub schema: &'a Schema,
    /// What may be used.
    pub features: Features,
    /// The resource's type, where it is known.
    pub resource: Option<usize>,
    /// Whether the type's name stands for the resource.
    pub alias: bool,
    /// Parameters that can be read.
    pub params: Vec<Field>,
    /// Scopes that can be asked for.
    pub scopes: Vec<ScopeName>,
    /// Roles that can be asked for.
    pub roles: Vec<String>,
    /// Classes that can be asked for.
    pub classes: Vec<String>,
    /// Where classes may be asked for.
    pub asking: Asking,
    /// Bound variables.
    pub variables: Vec<(String, Kind)>,
    /// Whether it stands under a negation.
    pub negated: bool,
}

/// An expression with its type.
pub type Typed = (String, Kind);

impl Speech<'_> {
    /// The same under a negation.
    pub fn under_not(&self) -> Self {
        let asking = match self.asking {
            Asking::Anyhow => Asking::Anyhow,
            Asking::Plainly | Asking::Never => Asking::Never,
        };
        Self { asking, negated: true, ..self.clone() }
    }

    /// A property of some entity, of a kind that fits.
    pub fn property(&self, c: &mut Choices, fits: impl Fn(&Kind) -> bool) -> Option<Typed> {
        let mut found: Vec<Typed> = Vec::new();
        for param in &self.params {
            found.push((format!("action.{}", param.name), param.kind.clone()));
        }
        for field in &self.schema.context {
            found.push((format!("context.{}", field.name), field.kind.clone()));
        }
        let (of, types) = self.entity(c)?;
        for ty in &types {
            for property in &self.schema.types[*ty].properties {
                found.push((format!("{of}.{}", property.name), property.kind.clone()));
            }
        }
        let (found, unfit): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, kind)| fits(kind));
        let from_record = unfit.into_iter().find(|(_, kind)| *kind == Kind::Extra);
        match (c.one_of(&found), from_record) {
            (Some(found), _) => Some(found.clone()),
            (None, Some((record, _))) if fits(&Kind::Int) => {
                Some((format!("{record}.a"), Kind::Int))
            }
            (None, Some((record, _))) if fits(&Kind::Status) => {
                Some((format!("{record}.b"), Kind::Status))
            }
            _ => None,
        }
    }

    /// An entity of one of some types, written out if need be.
    pub fn entity_of(
        &self,
        c: &mut Choices,
        fits: &dyn Fn(usize) -> bool,
    ) -> Option<(String, Vec<usize>)> {
        for _ in 0..3 {
            let (text, types) = self.entity(c)?;
            if types.iter().any(|ty| fits(*ty)) {
                return Some((text, types));
            }
        }
        let fitting: Vec<usize> = (0..self.schema.types.len()).filter(|ty| fits(*ty)).collect();
        let ty = *c.one_of(&fitting)?;
        let id = format!("{}{}", self.schema.types[ty].letter, c.between(1, 3));
        Some((format!("{}::\"{id}\"", self.schema.types[ty].name), vec![ty]))
    }

    /// An entity, with the types that it may have.
    pub fn entity(&self, c: &mut Choices) -> Option<(String, Vec<usize>)> {
        let mut bases = vec![("subject".to_owned(), self.schema.subjects())];
        if let Some(ty) = self.resource {
            let name = if self.alias { self.schema.types[ty].snake } else { "resource" };
            for _ in 0..3 {
                bases.push((name.to_owned(), vec![ty]));
            }
        }
        for (name, kind) in &self.variables {
            if let Kind::Entity(types) = kind {
                bases.push((name.clone(), types.clone()));
                bases.push((name.clone(), types.clone()));
            }
        }
        for param in &self.params {
            if let Kind::Entity(types) = &param.kind {
                bases.push((format!("action.{}", param.name), types.clone()));
            }
        }
        for field in &self.schema.context {
            if let Kind::Entity(types) = &field.kind {
                bases.push((format!("context.{}", field.name), types.clone()));
            }
        }
        let mut found = c.one_of(&bases)?.clone();
        for _ in 0..c.below(6).saturating_sub(3) {
            found = self.step(c, found);
        }
        Some(found)
    }

    /// One step further, where there is one.
    fn step(&self, c: &mut Choices, (text, types): (String, Vec<usize>)) -> (String, Vec<usize>) {
        let mut steps: Vec<(String, Vec<usize>)> = Vec::new();
        for ty in &types {
            for property in &self.schema.types[*ty].properties {
                if let Kind::Entity(of) = &property.kind {
                    steps.push((property.name.clone(), of.clone()));
                }
            }
            for container in self.schema.above(*ty) {
                let snake = self.schema.types[container].snake;
                if !self.declares(*ty, snake) {
                    steps.push((snake.to_owned(), vec![container]));
                }
            }
        }
        let Some((name, _)) = c.one_of(&steps) else { return (text, types) };
        let mut all: Vec<usize> = steps
            .iter()
            .filter(|(other, _)| other == name)
            .flat_map(|(_, types)| types.iter().copied())
            .collect();
        // A type's own name means the entity itself.
        all.extend(types.iter().filter(|ty| self.schema.types[**ty].snake == name));
        all.sort_unstable();
        all.dedup();
        (format!("{text}.{name}"), all)
    }

    /// Whether a type declares a property of that name.
    pub fn declares(&self, ty: usize, name: &str) -> bool {
        self.schema.types[ty].properties.iter().any(|property| property.name == name)
    }
}
