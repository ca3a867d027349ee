//! The declarations that tables are made over: a property of every type that the language has,
//! required, optional and with a default, and every way in which a record can lie.

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `Bool`
    Bool,
    /// `Int`
    Int,
    /// `Decimal`
    Decimal,
    /// `Date`
    Date,
    /// `Time`
    Time,
    /// `Duration`
    Duration,
    /// `String`
    Text,
    /// The enum `Hue`.
    Hue,
    /// `Role`
    Role,
    /// `Ip`
    Ip,
    /// `IpRange`
    Range,
    /// A record of a text and an optional number.
    Record,
    /// An entity of one or several of the types.
    Entity(&'static [&'static str]),
}

/// How a property may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// It should be, and may be missing all the same.
    Required,
    /// It may be absent.
    Optional,
    /// Where it is absent, its default counts.
    Default,
}

/// A property: its name, what it is, whether it is a set, and how it may be given.
pub type Property = (&'static str, Kind, bool, Given);

/// The declarations.
pub const TEXT: &str = r#"
enum Hue { red, green, blue }
entity Org { n: Int?, open: Bool = false, main: Bool? }
entity Team in Org { n: Int?, lead: User?, org: Org?, open: Bool? }
subject entity User in Team, Org { n: Int?, level: Decimal = 1.5, boss: User?, team: Team?, on: Bool?, hue: Hue = green }
subject external entity Caller in Org { n: Int?, on: Bool = false, boss: User? }
entity Folder in Folder, Org { n: Int?, owner: User?, parent: Folder?, readers: Set<User> = [], open: Bool = true }
entity Rec in Folder, Team, Org {
  a: Int, b: Int?, c: Int = 7
  x: Decimal, y: Decimal?, z: Decimal = 0.5
  day: Date, due: Date?
  at: Time, seen: Time?
  span: Duration, wait: Duration?
  s: String, t: String?
  hue: Hue, tint: Hue?
  f: Bool, g: Bool?, h: Bool = true
  job: Role, spare: Role?
  ip: Ip, host: Ip?
  net: IpRange, lan: IpRange?
  who: User or Team, by: User?, owner: User or Caller or Team?, spot: Folder or Org or Rec?, folder: Folder?
  nums: Set<Int>, decs: Set<Decimal> = [], days: Set<Date>, words: Set<String> = [], hues: Set<Hue>
  jobs: Set<Role> = [], ips: Set<Ip>, nets: Set<IpRange> = []
  people: Set<User or Team>, folders: Set<Folder> = []
  home: { city: String, zip: Int? }, away: { city: String, zip: Int? }?
  homes: Set<{ city: String, zip: Int? }> = []
}
external entity Call in Org, Team {
  a: Int, b: Int?, c: Int = 7, y: Decimal?, day: Date?, hue: Hue?, f: Bool, h: Bool = true, s: String?
  by: User?, who: User or Team, org: Org?, people: Set<User or Team>, nums: Set<Int> = []
}
context { k: Int?, q: Decimal?, today: Date?, ip: Ip?, ok: Bool = false, person: User? }
actions recs on Rec { act(p: Int, r: Decimal?, d: Date = 2026-03-02, e: User?), new make(p: Int, r: Decimal?, d: Date = 2026-03-02, e: User?) }
actions calls on Call { ping(p: Int, r: Decimal?, d: Date = 2026-03-02, e: User?) }
role base "Base" in Org { can act when resource.c == 7 }
role lead "Lead" in Org extends base { }
role free "Free" { can act when resource.c == 7 }
class watched "Watched" { forbid ping when resource.c == 8 }
scope mine on Rec, Call: resource.by == subject
scope readable on Folder: subject in folder.readers or folder.parent within readable
scope readable on Rec: rec.folder within readable
"#;

/// The properties of a record that is asked about.
pub const REC: &[Property] = &[
    ("a", Kind::Int, false, Given::Required),
    ("b", Kind::Int, false, Given::Optional),
    ("c", Kind::Int, false, Given::Default),
    ("x", Kind::Decimal, false, Given::Required),
    ("y", Kind::Decimal, false, Given::Optional),
    ("z", Kind::Decimal, false, Given::Default),
    ("day", Kind::Date, false, Given::Required),
    ("due", Kind::Date, false, Given::Optional),
    ("at", Kind::Time, false, Given::Required),
    ("seen", Kind::Time, false, Given::Optional),
    ("span", Kind::Duration, false, Given::Required),
    ("wait", Kind::Duration, false, Given::Optional),
    ("s", Kind::Text, false, Given::Required),
    ("t", Kind::Text, false, Given::Optional),
    ("hue", Kind::Hue, false, Given::Required),
    ("tint", Kind::Hue, false, Given::Optional),
    ("f", Kind::Bool, false, Given::Required),
    ("g", Kind::Bool, false, Given::Optional),
    ("h", Kind::Bool, false, Given::Default),
    ("job", Kind::Role, false, Given::Required),
    ("spare", Kind::Role, false, Given::Optional),
    ("ip", Kind::Ip, false, Given::Required),
    ("host", Kind::Ip, false, Given::Optional),
    ("net", Kind::Range, false, Given::Required),
    ("lan", Kind::Range, false, Given::Optional),
    ("who", Kind::Entity(&["User", "Team"]), false, Given::Required),
    ("by", Kind::Entity(&["User"]), false, Given::Optional),
    ("owner", Kind::Entity(&["User", "Caller", "Team"]), false, Given::Optional),
    ("spot", Kind::Entity(&["Folder", "Org", "Rec"]), false, Given::Optional),
    ("nums", Kind::Int, true, Given::Required),
    ("decs", Kind::Decimal, true, Given::Default),
    ("days", Kind::Date, true, Given::Required),
    ("words", Kind::Text, true, Given::Default),
    ("hues", Kind::Hue, true, Given::Required),
    ("jobs", Kind::Role, true, Given::Default),
    ("ips", Kind::Ip, true, Given::Required),
    ("nets", Kind::Range, true, Given::Default),
    ("people", Kind::Entity(&["User", "Team"]), true, Given::Required),
    ("folders", Kind::Entity(&["Folder"]), true, Given::Default),
    ("home", Kind::Record, false, Given::Required),
    ("away", Kind::Record, false, Given::Optional),
    ("homes", Kind::Record, true, Given::Default),
];

/// The properties of an external record.
pub const CALL: &[Property] = &[
    ("a", Kind::Int, false, Given::Required),
    ("b", Kind::Int, false, Given::Optional),
    ("c", Kind::Int, false, Given::Default),
    ("y", Kind::Decimal, false, Given::Optional),
    ("day", Kind::Date, false, Given::Optional),
    ("hue", Kind::Hue, false, Given::Optional),
    ("f", Kind::Bool, false, Given::Required),
    ("h", Kind::Bool, false, Given::Default),
    ("s", Kind::Text, false, Given::Optional),
    ("by", Kind::Entity(&["User"]), false, Given::Optional),
    ("who", Kind::Entity(&["User", "Team"]), false, Given::Required),
    ("people", Kind::Entity(&["User", "Team"]), true, Given::Required),
    ("nums", Kind::Int, true, Given::Default),
];

/// The properties of everything else that is stored.
pub const OTHERS: &[(&str, &[Property])] = &[
    (
        "Org",
        &[
            ("n", Kind::Int, false, Given::Optional),
            ("open", Kind::Bool, false, Given::Default),
            ("main", Kind::Bool, false, Given::Optional),
        ],
    ),
    (
        "Team",
        &[
            ("n", Kind::Int, false, Given::Optional),
            ("lead", Kind::Entity(&["User"]), false, Given::Optional),
            ("open", Kind::Bool, false, Given::Optional),
        ],
    ),
    (
        "User",
        &[
            ("n", Kind::Int, false, Given::Optional),
            ("level", Kind::Decimal, false, Given::Default),
            ("boss", Kind::Entity(&["User"]), false, Given::Optional),
            ("on", Kind::Bool, false, Given::Optional),
            ("hue", Kind::Hue, false, Given::Default),
        ],
    ),
    (
        "Caller",
        &[
            ("n", Kind::Int, false, Given::Optional),
            ("on", Kind::Bool, false, Given::Default),
            ("boss", Kind::Entity(&["User"]), false, Given::Optional),
        ],
    ),
    (
        "Folder",
        &[
            ("n", Kind::Int, false, Given::Optional),
            ("owner", Kind::Entity(&["User"]), false, Given::Optional),
            ("parent", Kind::Entity(&["Folder"]), false, Given::Optional),
            ("readers", Kind::Entity(&["User"]), true, Given::Default),
            ("open", Kind::Bool, false, Given::Default),
        ],
    ),
];

/// What each type may lie in.
pub const CONTAINERS: &[(&str, &[&str])] = &[
    ("Org", &[]),
    ("Team", &["Org"]),
    ("User", &["Team", "Org"]),
    ("Caller", &["Org"]),
    ("Folder", &["Folder", "Org"]),
    ("Rec", &["Folder", "Team", "Org"]),
    ("Call", &["Org", "Team"]),
];
