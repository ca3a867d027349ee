//! Declarations with one or two kinds of record and few properties.

use super::Draw;

/// The type of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `Bool`
    Bool,
    /// An enum of two.
    Pair,
    /// `Int`
    Int,
    /// `Date`
    Date,
    /// One of these types.
    Entity(Vec<usize>),
    /// A set of these.
    Set(Vec<usize>),
}

/// A property, parameter or context field.
#[derive(Clone, Debug)]
pub struct Property {
    pub name: String,
    pub kind: Kind,
    pub optional: bool,
    pub default: Option<&'static str>,
}

/// An entity type.
#[derive(Clone, Debug)]
pub struct Type {
    pub name: &'static str,
    pub snake: &'static str,
    pub containers: Vec<usize>,
    pub properties: Vec<Property>,
    pub external: bool,
    pub facets: bool,
}

/// Declarations.
#[derive(Clone, Debug)]
pub struct Schema {
    pub types: Vec<Type>,
    pub context: Vec<Property>,
    /// Parameters of `edit` on the records.
    pub params: Vec<Property>,
    /// Whether records can be made.
    pub makes: bool,
    /// Whether `view` stands on the first kind of container too.
    pub view_container: bool,
}

/// Who asks.
pub const USER: usize = 0;
/// What is asked about.
pub const DOC: usize = 1;

/// The names of the types, and which type lies in which, in one of several shapes.
const SHAPES: &[&[(&str, &str, &[usize])]] = &[
    &[("User", "user", &[]), ("Doc", "doc", &[])],
    &[("User", "user", &[]), ("Doc", "doc", &[2]), ("Folder", "folder", &[])],
    &[("User", "user", &[]), ("Doc", "doc", &[1])],
    &[("User", "user", &[2]), ("Doc", "doc", &[2]), ("Team", "team", &[])],
    &[("User", "user", &[]), ("Doc", "doc", &[2]), ("Folder", "folder", &[2])],
    &[("User", "user", &[2]), ("Doc", "doc", &[]), ("Team", "team", &[])],
    &[("User", "user", &[]), ("Doc", "doc", &[2]), ("Folder", "folder", &[3]), ("Org", "org", &[])],
    &[
        ("User", "user", &[]),
        ("Doc", "doc", &[2, 3]),
        ("Folder", "folder", &[3]),
        ("Org", "org", &[]),
    ],
    &[
        ("User", "user", &[3]),
        ("Doc", "doc", &[2]),
        ("Folder", "folder", &[3]),
        ("Org", "org", &[]),
    ],
];

impl Schema {
    /// Declarations.
    pub fn draw(draw: &mut Draw) -> Self {
        let shape = draw.one_of(SHAPES).copied().unwrap_or(SHAPES[0]);
        let mut types: Vec<Type> = shape
            .iter()
            .map(|(name, snake, containers)| Type {
                name,
                snake,
                containers: containers.to_vec(),
                properties: Vec::new(),
                external: false,
                facets: false,
            })
            .collect();
        types[DOC].external = draw.percent(8);
        types[DOC].facets = draw.percent(12);
        let count = types.len();
        for (at, ty) in types.iter_mut().enumerate() {
            let most = [2, 3, 2, 1][at.min(3)];
            let many = draw.below(most + 1);
            ty.properties = (0..many).map(|nth| property(draw, at, nth, count)).collect();
        }
        let context = if draw.percent(25) { vec![plain(draw, "ctx".into())] } else { Vec::new() };
        let params = if draw.percent(25) { vec![plain(draw, "arg".into())] } else { Vec::new() };
        let view_container = types.len() > 2 && draw.percent(35);
        Self { types, context, params, makes: draw.percent(20), view_container }
    }

    /// The types that one may lie in, at any depth.
    pub fn ancestors(&self, ty: usize) -> Vec<usize> {
        let mut found = self.types[ty].containers.clone();
        let mut at = 0;
        while let Some(container) = found.get(at).copied() {
            for outer in &self.types[container].containers {
                if !found.contains(outer) {
                    found.push(*outer);
                }
            }
            at += 1;
        }
        found
    }

    /// As text.
    pub fn text(&self) -> String {
        let mut text = String::from("enum Pair { a, b }\n");
        for (at, ty) in self.types.iter().enumerate() {
            let kind = match at {
                USER => "subject ",
                _ if ty.external => "external ",
                _ => "",
            };
            let containers: Vec<_> = ty.containers.iter().map(|to| self.types[*to].name).collect();
            let within = if containers.is_empty() {
                String::new()
            } else {
                format!(" in {}", containers.join(", "))
            };
            let mut fields: Vec<String> = ty.properties.iter().map(|one| self.field(one)).collect();
            if ty.facets {
                fields.push("facets { x, y }".into());
            }
            text += &format!("{kind}entity {}{within} {{ {} }}\n", ty.name, fields.join("\n  "));
        }
        if !self.context.is_empty() {
            let fields: Vec<String> = self.context.iter().map(|one| self.field(one)).collect();
            text += &format!("context {{ {} }}\n", fields.join(", "));
        }
        let params: Vec<String> = self.params.iter().map(|one| self.field(one)).collect();
        let params =
            if params.is_empty() { String::new() } else { format!("({})", params.join(", ")) };
        let parts = if self.types[DOC].facets { " and parts" } else { "" };
        text += &format!("actions docs on Doc{parts} {{ view, edit{params} }}\n");
        if self.makes {
            text += "actions docs on Doc { new make }\n";
        }
        if self.view_container {
            text += &format!("actions docs on {} {{ view }}\n", self.types[2].name);
        }
        text
    }

    fn field(&self, property: &Property) -> String {
        let names = |types: &[usize]| {
            let names: Vec<_> = types.iter().map(|ty| self.types[*ty].name).collect();
            names.join(" or ")
        };
        let ty = match &property.kind {
            Kind::Bool => "Bool".into(),
            Kind::Pair => "Pair".into(),
            Kind::Int => "Int".into(),
            Kind::Date => "Date".into(),
            Kind::Entity(types) => names(types),
            Kind::Set(types) => format!("Set<{}>", names(types)),
        };
        let optional = if property.optional { "?" } else { "" };
        let default = property.default.map(|text| format!(" = {text}")).unwrap_or_default();
        format!("{}: {ty}{optional}{default}", property.name)
    }
}

/// A property without references.
fn plain(draw: &mut Draw, name: String) -> Property {
    let kinds = [Kind::Bool, Kind::Pair, Kind::Int, Kind::Date];
    let kind = kinds[draw.below(kinds.len())].clone();
    finished(draw, name, kind)
}

fn finished(draw: &mut Draw, name: String, kind: Kind) -> Property {
    let default = match &kind {
        Kind::Bool => Some("false"),
        Kind::Pair => Some("a"),
        Kind::Int => Some("1"),
        Kind::Date => Some("2026-01-02"),
        Kind::Set(_) => Some("[]"),
        Kind::Entity(_) => None,
    };
    let (optional, default) = match draw.below(4) {
        0 => (true, None),
        1 => (false, default),
        _ => (false, None),
    };
    Property { name, kind, optional, default }
}

/// A property; its name says its type and where it stands.
fn property(draw: &mut Draw, owner: usize, nth: usize, types: usize) -> Property {
    let letter = ["u", "d", "c", "o"][owner.min(3)];
    if draw.percent(45) {
        return plain(draw, format!("{letter}{nth}"));
    }
    let mut to = vec![draw.below(types)];
    if types > 2 && draw.percent(15) {
        let other = draw.below(types);
        if !to.contains(&other) {
            to.push(other);
        }
    }
    let kind = if draw.percent(45) { Kind::Set(to) } else { Kind::Entity(to) };
    finished(draw, format!("{letter}{nth}"), kind)
}
