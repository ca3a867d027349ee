//! Conditions of each form, on every combination of types that it may be asked of.

use super::schema::{CALL, Kind, REC};
use super::values::literals;
use crate::enumerate::Draw;

/// What kind of record a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A stored one.
    Stored,
    /// One that is to be made.
    New,
    /// An external one, stored or not.
    External,
}

impl Asked {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Stored, Self::New, Self::External];

    /// The type.
    pub fn ty(self) -> &'static str {
        match self {
            Self::Stored | Self::New => "Rec",
            Self::External => "Call",
        }
    }

    /// The action.
    pub fn action(self) -> &'static str {
        match self {
            Self::Stored => "act",
            Self::New => "make",
            Self::External => "ping",
        }
    }
}

/// What a table is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `==` and `!=`
    Equal,
    /// `<`, `<=`, `>`, `>=`
    Order,
    /// `a in b to c`
    Between,
    /// `+` and `-`, compared.
    Sum,
    /// `a in [b, c]`
    InList,
    /// `a in SET` and `SET contains a`
    InSet,
    /// An entity in an entity.
    InEntity,
    /// An entity in a set of entities.
    InEntities,
    /// An address in a range.
    InRange,
    /// `has` of a property or a container.
    Has,
    /// `has` of a field of a record.
    HasField,
    /// `has` of the context or the action.
    HasGiven,
    /// `is`
    Is,
    /// `like`
    Like,
    /// `within`
    Within,
    /// `holds`
    Holds,
    /// `any` and `all` over sets.
    Quantified,
    /// `any` and `all` over the nearest containers.
    Containers,
    /// `count`
    Count,
    /// Parts of a time.
    TimePart,
    /// Fields of records, and records compared.
    Record,
    /// A value that is a condition by itself.
    Bool,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Equal,
        Self::Order,
        Self::Between,
        Self::Sum,
        Self::InList,
        Self::InSet,
        Self::InEntity,
        Self::InEntities,
        Self::InRange,
        Self::Has,
        Self::HasField,
        Self::HasGiven,
        Self::Is,
        Self::Like,
        Self::Within,
        Self::Holds,
        Self::Quantified,
        Self::Containers,
        Self::Count,
        Self::TimePart,
        Self::Record,
        Self::Bool,
    ];
}

/// Kinds that have an order.
const ORDERED: [Kind; 5] = [Kind::Int, Kind::Decimal, Kind::Date, Kind::Time, Kind::Duration];
/// All kinds of plain values.
const PLAIN: [Kind; 11] = [
    Kind::Int,
    Kind::Decimal,
    Kind::Date,
    Kind::Time,
    Kind::Duration,
    Kind::Text,
    Kind::Hue,
    Kind::Role,
    Kind::Ip,
    Kind::Range,
    Kind::Bool,
];
const ORDERS: [&str; 4] = ["<", "<=", ">", ">="];

/// What a table's conditions speak of: few operands, so that they bear on each other.
pub struct Speech<'d> {
    draw: &'d mut Draw,
    asked: Asked,
    palette: Vec<(Kind, Vec<String>)>,
}

impl<'d> Speech<'d> {
    /// A choice of operands.
    pub fn new(draw: &'d mut Draw, asked: Asked) -> Self {
        Self { draw, asked, palette: Vec::new() }
    }

    /// So many conditions about a form, some of them about what it is made of.
    pub fn conditions(&mut self, form: Form, many: usize) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for nth in 0..many {
            let condition = match nth % 4 {
                0 | 1 => self.form(form),
                2 => self.near(form),
                _ if self.draw.coin() => self.joined(form),
                _ => self.form(form),
            };
            all.push(condition);
        }
        all
    }

    /// A condition of a form.
    pub fn form(&mut self, form: Form) -> String {
        match form {
            Form::Equal => self.equal(),
            Form::Order => {
                let (left, right) = self.comparable();
                format!("{left} {} {right}", self.draw.word(&ORDERS))
            }
            Form::Between => {
                let (value, low) = self.comparable();
                let (_, high) = self.comparable();
                format!("{value} in {low} to {high}")
            }
            Form::Sum => self.sum(),
            Form::InList => self.in_list(),
            Form::InSet => self.in_set(),
            Form::InEntity => {
                let (inner, outer) = (self.entity(), self.entity());
                let not = if self.draw.below(4) == 0 { "not " } else { "" };
                format!("{inner} {not}in {outer}")
            }
            Form::InEntities => format!("{} in {}", self.entity(), self.entities()),
            Form::InRange => {
                let (ip, range) = (self.value(Kind::Ip), self.value(Kind::Range));
                format!("{ip} in {range}")
            }
            Form::Has => self.has(),
            Form::HasField => {
                let record = self.draw.word(&["resource.home", "resource.away"]);
                format!("{record} has {}", self.draw.word(&["zip", "city"]))
            }
            Form::HasGiven => self
                .draw
                .word(&[
                    "context has k",
                    "context has now",
                    "context has ok",
                    "action has p",
                    "action has r",
                    "action has d",
                ])
                .to_owned(),
            Form::Is => {
                let entity = self.entity();
                format!(
                    "{entity} is {}",
                    self.draw.word(&["User", "Team", "Folder", "Org", "Caller or User"])
                )
            }
            Form::Like => {
                let text = self.value(Kind::Text);
                let pattern =
                    self.draw.word(&["\"*\"", "\"a*\"", "\"*b\"", "\"ab\"", "\"*a*b*\"", "\"\""]);
                format!("{text} like {pattern}")
            }
            Form::Within => self
                .draw
                .word(&["within mine", "within readable", "resource.folder within readable"])
                .to_owned(),
            Form::Holds => {
                let who = self.entity();
                let what = self.draw.word(&[
                    "base",
                    "lead",
                    "free",
                    "watched",
                    "roles in Org",
                    "base or free",
                ]);
                let anywhere = if self.draw.coin() { " anywhere" } else { "" };
                format!("{who} holds {what}{anywhere}")
            }
            Form::Quantified => self.quantified(),
            Form::Containers => self.containers(),
            Form::Count => {
                let sets = ["resource.nums", "resource.people", "resource.org", "resource.folders"];
                let set = self.draw.word(&sets);
                let many = self.draw.word(&["0", "1", "2"]);
                format!("count({set}) {} {many}", self.draw.word(&["==", "<", ">="]))
            }
            Form::TimePart => self.time_part(),
            Form::Record => self.record(),
            Form::Bool => {
                let value = self.value(Kind::Bool);
                if value == "true" || value == "false" { "resource.f".into() } else { value }
            }
        }
    }

    /// A condition about what a form's operands are: whether they are given, and what they are.
    fn near(&mut self, form: Form) -> String {
        match form {
            Form::InEntity
            | Form::InEntities
            | Form::Is
            | Form::Within
            | Form::Holds
            | Form::Quantified
            | Form::Containers => {
                let forms = [Form::InEntity, Form::Is, Form::Has, Form::Bool];
                if self.draw.coin() {
                    return format!("{} == {}", self.entity(), self.entity());
                }
                let form = forms[self.draw.below(forms.len())];
                self.form(form)
            }
            _ => {
                let forms = [Form::Equal, Form::Order, Form::Has];
                let form = forms[self.draw.below(forms.len())];
                self.form(form)
            }
        }
    }

    fn joined(&mut self, form: Form) -> String {
        let (left, right) = (self.form(form), self.near(form));
        match self.draw.below(3) {
            0 => format!("({left}) and ({right})"),
            1 => format!("({left}) or ({right})"),
            _ => format!("not (({left}) or not ({right}))"),
        }
    }

    fn equal(&mut self) -> String {
        let word = self.draw.word(&["==", "!="]);
        if self.draw.below(4) == 0 {
            return format!("{} {word} {}", self.entity(), self.entity());
        }
        let kind = PLAIN[self.draw.below(PLAIN.len())];
        let (left, right) = (self.value(kind), self.value(self.beside(kind)));
        format!("{left} {word} {right}")
    }

    /// The kind itself; of numbers sometimes the other one.
    fn beside(&self, kind: Kind) -> Kind {
        match kind {
            Kind::Int if self.palette.len().is_multiple_of(2) => Kind::Decimal,
            kind => kind,
        }
    }

    /// Two values that can be compared.
    fn comparable(&mut self) -> (String, String) {
        let kind = match self.palette.first() {
            Some((kind, _)) if ORDERED.contains(kind) => *kind,
            _ => ORDERED[self.draw.below(ORDERED.len())],
        };
        let other = match kind {
            Kind::Int if self.draw.coin() => Kind::Decimal,
            Kind::Decimal if self.draw.coin() => Kind::Int,
            kind => kind,
        };
        (self.value(kind), self.value(other))
    }

    /// A sum or difference, compared.
    fn sum(&mut self) -> String {
        let sign = self.draw.word(&["+", "-"]);
        let order = self.draw.word(&["==", "<", "<=", ">", ">="]);
        let days = self.draw.word(&["1 day", "3 days", "90 days", "24 hours", "1 hour"]);
        match self.draw.below(8) {
            0 => {
                let (a, b) = (self.value(Kind::Date), self.value(Kind::Date));
                format!("{a} - {b} {order} {days}")
            }
            1 => {
                let (a, b) = (self.value(Kind::Date), self.value(Kind::Date));
                format!("{a} {sign} {days} {order} {b}")
            }
            2 => {
                let (a, b) = (self.value(Kind::Time), self.value(Kind::Time));
                format!("{a} - {b} {order} {days}")
            }
            3 => {
                let (a, b) = (self.value(Kind::Time), self.value(Kind::Time));
                format!("{a} {sign} {days} {order} {b}")
            }
            4 => {
                let (a, b) = (self.value(Kind::Duration), self.value(Kind::Duration));
                format!("{a} {sign} {days} {order} {b}")
            }
            _ => {
                let (a, b) = self.numbers();
                let (c, _) = self.numbers();
                format!("{a} {sign} {b} {order} {c}")
            }
        }
    }

    fn numbers(&mut self) -> (String, String) {
        let kinds = [Kind::Int, Kind::Int, Kind::Decimal];
        let (left, right) = (kinds[self.draw.below(3)], kinds[self.draw.below(3)]);
        (self.value(left), self.value(right))
    }

    fn in_list(&mut self) -> String {
        if self.draw.below(3) == 0 {
            return format!("{} in [{}, {}]", self.entity(), self.entity(), self.entity());
        }
        let kind = PLAIN[self.draw.below(PLAIN.len())];
        let (value, one, two) = (self.value(kind), self.value(kind), self.value(kind));
        format!("{value} in [{one}, {two}]")
    }

    fn in_set(&mut self) -> String {
        let (set, kind) = self.set();
        let value = match kind {
            Kind::Entity(_) => self.entity(),
            Kind::Record => self.draw.word(&["resource.home", "resource.away"]).to_owned(),
            kind => self.value(kind),
        };
        match kind {
            Kind::Entity(_) => format!("{set} contains {value}"),
            _ if self.draw.coin() => format!("{set} contains {value}"),
            _ => format!("{value} in {set}"),
        }
    }

    fn set(&mut self) -> (String, Kind) {
        let declared = if self.asked == Asked::External { CALL } else { REC };
        let sets: Vec<_> = declared.iter().filter(|(_, _, many, _)| *many).collect();
        let (name, kind, ..) = sets[self.draw.below(sets.len())];
        (format!("resource.{name}"), *kind)
    }

    fn has(&mut self) -> String {
        let declared = if self.asked == Asked::External { CALL } else { REC };
        let others = [
            "resource has org",
            "resource has team",
            "resource has folder",
            "subject has team",
            "subject has org",
            "resource.by has boss",
            "resource.by has team",
            "resource.who has n",
            "resource.who has boss",
            "resource.who has org",
            "resource.org has n",
            "resource.org has main",
            "subject has on",
            "resource.folder has org",
        ];
        if self.draw.coin() {
            return self.draw.word(&others).to_owned();
        }
        format!("resource has {}", declared[self.draw.below(declared.len())].0)
    }

    fn quantified(&mut self) -> String {
        let word = self.draw.word(&["any", "all"]);
        match self.draw.below(4) {
            0 => {
                let (order, bound) = (self.draw.word(&["==", "<", ">"]), self.value(Kind::Int));
                format!("{word} v in resource.nums: (v {order} {bound})")
            }
            1 => format!("{word} v in resource.people: (v == {})", self.entity()),
            2 => format!("{word} v in resource.people: (v is User or v in {})", self.entity()),
            _ => format!(
                "{word} v in resource.folders: (v.{})",
                self.draw.word(&["open", "owner == subject", "n == 7", "org has main"])
            ),
        }
    }

    fn containers(&mut self) -> String {
        let word = self.draw.word(&["any", "all"]);
        let (path, body) = *self
            .draw
            .one_of(&[
                ("resource.org", "v.open"),
                ("resource.org", "v.main"),
                ("resource.org", "v == resource.org"),
                ("resource.org", "v.n == 7"),
                ("resource.team", "v.lead == subject"),
                ("resource.team", "v.open"),
                ("subject.org", "resource in v"),
                ("resource.folder", "v.open"),
            ])
            .unwrap_or(&("resource.org", "v.open"));
        format!("{word} v in {path}: ({body})")
    }

    fn time_part(&mut self) -> String {
        let time = self.value(Kind::Time);
        let time = if time.contains("20") { "context.now".to_owned() } else { time };
        match self.draw.below(4) {
            0 => format!(
                "{time}.hour {} {}",
                self.draw.word(&["<", "==", ">="]),
                self.draw.word(&["0", "9", "23"])
            ),
            1 => format!("{time}.weekday == {}", self.draw.word(&["monday", "tuesday"])),
            2 => {
                let date = self.value(Kind::Date);
                format!("{time}.date {} {date}", self.draw.word(&["<", "==", ">="]))
            }
            _ => format!("({time} + 1 day).hour {} 9", self.draw.word(&["<", "==", ">="])),
        }
    }

    fn record(&mut self) -> String {
        let one = self.draw.word(&["resource.home", "resource.away"]);
        match self.draw.below(5) {
            0 => format!("{one}.city == {}", self.draw.word(&["\"ab\"", "\"b\"", "resource.s"])),
            1 => format!("{one}.zip {} 1", self.draw.word(&["==", "<", ">="])),
            2 => "resource.home == resource.away".into(),
            3 => format!("resource.homes contains {one}"),
            _ => format!("any v in resource.homes: (v.zip == 1 or v == {one})"),
        }
    }

    /// An entity of any type.
    fn entity(&mut self) -> String {
        let kind = Kind::Entity(&["User", "Team", "Org"]);
        self.one(kind, |asked| {
            let mut all = vec![
                "subject",
                "resource",
                "resource.who",
                "resource.by",
                "resource.org",
                "resource.team",
                "subject.org",
                "subject.boss",
                "resource.by.boss",
                "resource.who.org",
                "resource.by.team",
                "context.person",
                "action.e",
                "resource.team.lead",
                "User::\"u1\"",
                "User::\"u2\"",
                "User::\"u3\"",
                "Team::\"t1\"",
                "Team::\"t2\"",
                "Org::\"o1\"",
                "Org::\"o2\"",
            ];
            if asked != Asked::External {
                all.extend([
                    "resource.spot",
                    "resource.spot.org",
                    "resource.owner",
                    "resource.owner.org",
                    "resource.folder",
                    "resource.folder.owner",
                    "resource.folder.parent",
                    "resource.spot.folder",
                    "Folder::\"f1\"",
                    "Folder::\"f2\"",
                    "Folder::\"f3\"",
                    "Rec::\"made\"",
                    "Rec::\"rec1\"",
                ]);
            }
            all.into_iter().map(str::to_owned).collect()
        })
    }

    fn entities(&mut self) -> String {
        match self.draw.below(4) {
            0 => "resource.people".into(),
            1 if self.asked != Asked::External => "resource.folders".into(),
            2 => "resource.org".into(),
            _ => format!("[{}, {}]", self.entity(), self.entity()),
        }
    }

    /// A value of a kind.
    fn value(&mut self, kind: Kind) -> String {
        self.one(kind, |asked| {
            let declared = if asked == Asked::External { CALL } else { REC };
            let of_kind = declared.iter().filter(|(_, one, many, _)| *one == kind && !many);
            let mut all: Vec<String> =
                of_kind.map(|(name, ..)| format!("resource.{name}")).collect();
            let more: &[&str] = match kind {
                Kind::Int => &[
                    "subject.n",
                    "context.k",
                    "action.p",
                    "resource.by.n",
                    "resource.org.n",
                    "resource.who.n",
                    "count(resource.nums)",
                ],
                Kind::Decimal => &["context.q", "action.r"],
                Kind::Date => &["context.today", "action.d", "context.now.date"],
                Kind::Time => &["context.now"],
                Kind::Bool => {
                    &["context.ok", "resource.org.open", "resource.org.main", "resource.team.open"]
                }
                Kind::Hue => &[],
                Kind::Ip => &["context.ip"],
                Kind::Duration
                | Kind::Text
                | Kind::Role
                | Kind::Range
                | Kind::Record
                | Kind::Entity(_) => &[],
            };
            all.extend(more.iter().map(|text| (*text).to_owned()));
            all.extend(literals(kind).iter().map(|text| (*text).to_owned()));
            all
        })
    }

    /// One of the few operands of a kind that this table has.
    fn one(&mut self, kind: Kind, all: impl Fn(Asked) -> Vec<String>) -> String {
        let at = match self.palette.iter().position(|(one, _)| *one == kind) {
            Some(at) => at,
            None => {
                let all = all(self.asked);
                let many = if matches!(kind, Kind::Entity(_)) { 5 } else { 4 };
                let chosen = (0..many).map(|_| all[self.draw.below(all.len())].clone()).collect();
                self.palette.push((kind, chosen));
                self.palette.len() - 1
            }
        };
        let many = self.palette[at].1.len();
        let nth = self.draw.below(many);
        self.palette[at].1[nth].clone()
    }
}
