//! Types, properties, actions and context of a small made-up policy.

use super::choices::Choices;
use super::world::Item;

/// A type of values.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `Bool`
    Bool,
    /// `Int`
    Int,
    /// The enum `Status`.
    Status,
    /// `Date`
    Date,
    /// `Time`
    Time,
    /// `String`
    Text,
    /// `Role`
    Role,
    /// `Ip`
    Ip,
    /// `{a: Int, b: Status?}`
    Extra,
    /// An entity of one of these types.
    Entity(Vec<usize>),
    /// A set.
    Set(Box<Kind>),
}

/// A property, parameter or context field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: Kind,
    /// What silence means, as policy text.
    pub default: Option<String>,
    /// `?`
    pub optional: bool,
}

/// An entity type.
#[derive(Clone, Debug)]
pub struct Type {
    /// Its name.
    pub name: &'static str,
    /// Its name in conditions.
    pub snake: &'static str,
    /// The letter that its ids begin with.
    pub letter: char,
    /// Its entities ask.
    pub subject: bool,
    /// `external`
    pub external: bool,
    /// The kinds of container.
    pub containers: Vec<usize>,
    /// Properties.
    pub properties: Vec<Field>,
    /// Facets.
    pub facets: Vec<&'static str>,
}

/// How an action stands on a type.
#[derive(Clone, Debug)]
pub struct Action {
    /// Its name.
    pub name: &'static str,
    /// The type.
    pub ty: usize,
    /// `new`
    pub new: bool,
    /// About what is in the record.
    pub parts: bool,
    /// About one facet only.
    pub facet: Option<&'static str>,
    /// Parameters.
    pub params: Vec<Field>,
}

/// All declarations.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Entity types.
    pub types: Vec<Type>,
    /// Actions, once per type.
    pub actions: Vec<Action>,
    /// Groups of actions.
    pub groups: Vec<String>,
    /// Context fields.
    pub context: Vec<Field>,
}

/// The values of the enum `Status`.
pub const STATUS: [&str; 3] = ["active", "paused", "closed"];

/// The type whose entities ask.
pub const USER: usize = 1;

impl Schema {
    /// A made-up schema.
    pub fn generate(c: &mut Choices) -> Self {
        let mut schema = Self::default();
        schema.declare_types(c);
        schema.declare_properties(c);
        schema.declare_actions(c);
        schema.declare_context(c);
        schema
    }

    fn add(&mut self, name: &'static str, snake: &'static str, letter: char) -> usize {
        self.types.push(Type {
            name,
            snake,
            letter,
            subject: false,
            external: false,
            containers: Vec::new(),
            properties: Vec::new(),
            facets: Vec::new(),
        });
        self.types.len() - 1
    }

    fn declare_types(&mut self, c: &mut Choices) {
        let org = self.add("Org", "org", 'o');
        let user = self.add("User", "user", 'u');
        self.types[user].subject = true;
        self.types[user].external = c.percent(10);
        if c.percent(20) {
            self.types[org].containers.push(org);
        }
        let mut user_containers = vec![org];
        if c.percent(60) {
            let team = self.add("Team", "team", 't');
            self.types[team].containers = c.some(&[org, team], 60);
            user_containers.push(team);
        }
        self.types[user].containers = c.some(&user_containers, 75);
        for (name, snake, letter) in
            [("Case", "case", 'c'), ("CaseNote", "case_note", 'n'), ("Folder", "folder", 'f')]
        {
            if !(c.percent(65) || name == "Case" && self.types.len() < 3) {
                continue;
            }
            let all: Vec<usize> = (0..self.types.len()).filter(|ty| *ty != user).collect();
            let ty = self.add(name, snake, letter);
            let mut containers = c.some(&all, 55);
            if c.percent(if name == "Folder" { 80 } else { 8 }) {
                containers.push(ty);
            }
            self.types[ty].containers = containers;
            self.types[ty].external = c.percent(8);
            if c.percent(45) {
                self.types[ty].facets = vec!["basic", "money"];
                if c.percent(40) {
                    self.types[ty].facets.push("secret");
                }
            }
        }
        if c.percent(30) {
            let bot = self.add("Bot", "bot", 'b');
            self.types[bot].subject = true;
            self.types[bot].external = c.percent(75);
            self.types[bot].containers = c.some(&[org], 60);
        }
    }

    fn declare_properties(&mut self, c: &mut Choices) {
        let team = self.types.iter().position(|ty| ty.name == "Team");
        let crew = match team.filter(|_| c.percent(50)) {
            Some(team) => vec![USER, team],
            None => vec![USER],
        };
        for at in 0..self.types.len() {
            let linked = c.below(self.types.len());
            let pool = [
                ("open", Kind::Bool),
                ("level", Kind::Int),
                ("status", Kind::Status),
                ("due", Kind::Date),
                ("owner", Kind::Entity(vec![USER])),
                ("crew", Kind::Set(Box::new(Kind::Entity(crew.clone())))),
                ("parent", Kind::Entity(vec![at])),
                ("linked", Kind::Entity(vec![linked])),
                ("title", Kind::Text),
                ("seen", Kind::Time),
                ("kind", Kind::Role),
                ("marks", Kind::Set(Box::new(Kind::Status))),
                ("home", Kind::Ip),
                ("extra", Kind::Extra),
            ];
            let mut fields = Vec::new();
            for (weight, (name, kind)) in pool.into_iter().enumerate() {
                if c.percent(if weight < 8 { 40 } else { 15 }) {
                    fields.push(field(c, name, kind));
                }
            }
            for container in self.above(at) {
                if container != at && c.percent(10) {
                    let name = self.types[container].snake;
                    let kind = Kind::Entity(vec![container]);
                    fields.push(Field {
                        name: name.into(),
                        kind,
                        default: None,
                        optional: c.percent(30),
                    });
                }
            }
            self.types[at].properties = fields;
        }
    }

    fn declare_actions(&mut self, c: &mut Choices) {
        for ty in 0..self.types.len() {
            let faceted = !self.types[ty].facets.is_empty();
            if ty < 2 && !c.percent(55) {
                continue;
            }
            let mut add = |name, new, parts, facet, params| {
                self.actions.push(Action { name, ty, new, parts, facet, params });
            };
            let parts = faceted && c.percent(80);
            add("view", false, parts, None, Vec::new());
            if c.percent(70) {
                add("edit", false, parts, None, Vec::new());
            }
            if c.percent(55) {
                let parts = faceted && c.percent(30);
                add("create", true, parts, None, Vec::new());
            }
            if c.percent(40) {
                let all = [
                    ("to", Kind::Entity(vec![USER])),
                    ("on_day", Kind::Date),
                    ("level", Kind::Int),
                ];
                let params = c.some(&all, 60);
                let params: Vec<Field> =
                    params.into_iter().map(|(name, kind)| field(c, name, kind)).collect();
                add("assign", false, false, None, params);
            }
            if faceted && c.percent(40) {
                add("pay", false, false, Some("money"), Vec::new());
            }
        }
        if self.actions.is_empty() {
            let ty = self.types.len() - 1;
            let view = Action {
                name: "view",
                ty,
                new: false,
                parts: !self.types[ty].facets.is_empty(),
                facet: None,
                params: Vec::new(),
            };
            self.actions.push(view);
        }
    }

    fn declare_context(&mut self, c: &mut Choices) {
        let pool = [
            ("mfa", Kind::Bool),
            ("level", Kind::Int),
            ("who", Kind::Entity(vec![USER])),
            ("ip", Kind::Ip),
        ];
        self.context =
            c.some(&pool, 45).into_iter().map(|(name, kind)| field(c, name, kind)).collect();
    }

    /// The declarations as policy text.
    pub fn items(&mut self) -> Vec<Item> {
        let mut items = vec![Item::declaration(format!("enum Status {{ {} }}", STATUS.join(", ")))];
        for ty in &self.types {
            items.push(Item::declaration(self.entity(ty)));
        }
        if !self.context.is_empty() {
            let fields = self.fields(&self.context);
            items.push(Item::declaration(format!("context {{ {} }}", fields.join("  "))));
        }
        let mut groups = Vec::new();
        for (at, ty) in self.types.iter().enumerate() {
            for (extent, wanted) in
                [("", (false, false)), (" and parts", (true, false)), (".money", (false, true))]
            {
                let actions = self.actions.iter().filter(|action| {
                    action.ty == at && (action.parts, action.facet.is_some()) == wanted
                });
                let actions: Vec<String> = actions.map(|action| self.action(action)).collect();
                if !actions.is_empty() {
                    let group = format!("on_{}{}", ty.snake, extent.replace([' ', '.'], "_"));
                    items.push(Item::declaration(format!(
                        "actions {group} on {}{extent} {{ {} }}",
                        ty.name,
                        actions.join(", ")
                    )));
                    groups.push(group);
                }
            }
        }
        self.groups = groups;
        items.push(Item::declaration("obligation log"));
        items.push(Item::declaration("obligation notify(who: String)"));
        items
    }

    fn entity(&self, ty: &Type) -> String {
        let containers: Vec<&str> = ty.containers.iter().map(|at| self.types[*at].name).collect();
        let inside = if containers.is_empty() {
            String::new()
        } else {
            format!(" in {}", containers.join(", "))
        };
        let mut body = self.fields(&ty.properties);
        if !ty.facets.is_empty() {
            body.push(format!("facets {{ {} }}", ty.facets.join(", ")));
        }
        format!(
            "{}{}entity {}{inside} {{ {} }}",
            if ty.subject { "subject " } else { "" },
            if ty.external { "external " } else { "" },
            ty.name,
            body.join("  ")
        )
    }

    fn action(&self, action: &Action) -> String {
        let params = self.fields(&action.params);
        let params =
            if params.is_empty() { String::new() } else { format!("({})", params.join(", ")) };
        format!("{}{}{params}", if action.new { "new " } else { "" }, action.name)
    }

    fn fields(&self, fields: &[Field]) -> Vec<String> {
        let text = |field: &Field| {
            let mark = if field.optional { "?" } else { "" };
            let default = field.default.as_deref().map(|value| format!(" = {value}"));
            let kind = self.kind(&field.kind);
            format!("{}: {kind}{mark}{}", field.name, default.unwrap_or_default())
        };
        fields.iter().map(text).collect()
    }

    fn kind(&self, kind: &Kind) -> String {
        match kind {
            Kind::Bool => "Bool".into(),
            Kind::Int => "Int".into(),
            Kind::Status => "Status".into(),
            Kind::Date => "Date".into(),
            Kind::Time => "Time".into(),
            Kind::Text => "String".into(),
            Kind::Role => "Role".into(),
            Kind::Ip => "Ip".into(),
            Kind::Extra => "{ a: Int b: Status? }".into(),
            Kind::Entity(types) => {
                let names: Vec<_> = types.iter().map(|ty| self.types[*ty].name).collect();
                names.join(" or ")
            }
            Kind::Set(element) => format!("Set<{}>", self.kind(element)),
        }
    }

    /// The kinds of container of a type at any depth.
    pub fn above(&self, ty: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut open = self.types[ty].containers.clone();
        while let Some(at) = open.pop() {
            if !found.contains(&at) {
                found.push(at);
                open.extend(&self.types[at].containers);
            }
        }
        found.sort_unstable();
        found
    }

    /// Whether one type can be, or lie in, the other.
    pub fn can_lie(&self, inner: usize, outer: usize) -> bool {
        inner == outer || self.above(inner).contains(&outer)
    }

    /// The types whose entities ask.
    pub fn subjects(&self) -> Vec<usize> {
        (0..self.types.len()).filter(|ty| self.types[*ty].subject).collect()
    }

    /// The actions on a type.
    pub fn on(&self, ty: usize) -> Vec<&Action> {
        self.actions.iter().filter(|action| action.ty == ty).collect()
    }
}

fn field(c: &mut Choices, name: &str, kind: Kind) -> Field {
    let (optional, default) = match c.below(10) {
        0..=4 => (false, None),
        5..=6 => (true, None),
        _ => (false, default(c, &kind)),
    };
    Field { name: name.into(), kind, default, optional }
}

fn default(c: &mut Choices, kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::Bool => c.word(&["false", "true"]).into(),
        Kind::Int => c.below(4).to_string(),
        Kind::Status => c.word(&STATUS).into(),
        Kind::Date => "2026-03-02".into(),
        Kind::Set(_) => "[]".into(),
        Kind::Entity(types) if **types == [USER] => "User::\"u1\"".into(),
        _ => return None,
    })
}
