//! `[matrix]` of `ward.toml`: what the words of a published matrix mean in the policy.
//!
//! It is written for one matrix by somebody who has read it. What it doesn't explain is an error:
//! a word or row that nobody thought about must not pass as compared.

use std::collections::BTreeMap;

use serde::Deserialize;
use ward_compiler::Settings;
use ward_diagnostics::{Diagnostic, codes};

/// The table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What a row is called, made of its fields: `"{action} {on}"`.
    pub row: Option<String>,
    /// Columns that are neither part of the row's name nor a role.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Columns whose role has another name in the policy.
    #[serde(default)]
    pub roles: BTreeMap<String, Column>,
    /// What is known of the records of every row that doesn't say so itself.
    pub given: Option<OneOrMore>,
    /// What the words in the cells mean.
    #[serde(default)]
    pub words: BTreeMap<String, Meaning>,
    /// What rows mean that can't be read as `action Type`.
    #[serde(default)]
    pub rows: BTreeMap<String, RowMeaning>,
    /// Restrictions and classes that stand above the published matrix, with the reason. Where it
    /// is given, each that reaches a cell must be here or in the word's `less`.
    pub aside: Option<BTreeMap<String, String>>,
}

/// What a column means.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "a column is a role's name or `{ skip = \"reason\" }`")]
pub enum Column {
    /// This role.
    Role(String),
    /// None.
    Skip(Skip),
}

/// Not comparable.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// Why.
    pub skip: String,
}

/// What a word in a cell means.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "a word means `\"yes within own\"`, a list of such, `{ is = …, less = […] }` or `{ skip = \"reason\" }`"
)]
pub enum Meaning {
    /// One way, or `no`.
    Way(String),
    /// Several ways.
    Ways(Vec<String>),
    /// Nothing that can be compared.
    Skip(Skip),
    /// Ways, from which restrictions and classes take.
    Less(Less),
}

/// Ways, from which restrictions and classes take.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Less {
    /// The ways.
    pub is: OneOrMore,
    /// Which take from it: all of them must reach the cell.
    pub less: Vec<String>,
}

/// A text, or a list of them.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "this is a text or a list of texts")]
pub enum OneOrMore {
    /// A text.
    One(String),
    /// A list.
    More(Vec<String>),
}

impl OneOrMore {
    /// All of them.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::More(texts) => texts,
        }
    }
}

/// What a row means.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "a row means `\"action Type\"`, a list of such, `{ asks = …, given = …, words = {…}, cells = {…} }` or `{ skip = \"reason\" }`"
)]
pub enum RowMeaning {
    /// These permissions.
    Asks(OneOrMore),
    /// Nothing that can be compared.
    Skip(Skip),
    /// With words of its own.
    Special(Special),
}

/// A row in which something is different.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Special {
    /// The permissions; left out: as the row is called.
    pub asks: Option<OneOrMore>,
    /// What is known of the record: `within own`, `resource.kind == invoice`; left out: what the
    /// matrix says of all rows.
    pub given: Option<OneOrMore>,
    /// Words that mean something else in this row.
    #[serde(default)]
    pub words: BTreeMap<String, Meaning>,
    /// By column, what a single cell means, whatever it says.
    #[serde(default)]
    pub cells: BTreeMap<String, Meaning>,
}

impl Mapping {
    /// The mapping of a policy set.
    ///
    /// # Errors
    /// `E0601` where the table is none.
    pub fn of(settings: &Settings) -> Result<Self, Box<Diagnostic>> {
        let Some(table) = settings.matrix.clone() else { return Ok(Self::default()) };
        table.try_into().map_err(|error| {
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            Box::new(
                Diagnostic::error(
                    codes::BAD_SETTINGS,
                    format!("`ward.toml`, `[matrix]`: {message}"),
                )
                .help("docs/matrix.md shows what the table may say"),
            )
        })
    }
}

/// What a table says of a name: by the name itself, or by the longest pattern with one `*` that it
/// fits, with what the `*` stands for.
pub fn look_up<'t, T>(table: &'t BTreeMap<String, T>, name: &str) -> Option<(&'t T, String)> {
    if let Some(exact) = table.get(name) {
        return Some((exact, String::new()));
    }
    let fits = table.iter().filter_map(|(pattern, value)| {
        let (head, tail) = pattern.split_once('*')?;
        let star = name.strip_prefix(head)?.strip_suffix(tail)?;
        Some((pattern.len(), value, star.to_owned()))
    });
    fits.max_by_key(|(length, ..)| *length).map(|(_, value, star)| (value, star))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_up_before_patterns_and_the_longest_pattern_wins() {
        let table: BTreeMap<String, u8> =
            [("a*".into(), 1), ("ab*".into(), 2), ("abc".into(), 3)].into();
        assert_eq!(look_up(&table, "abc"), Some((&3, String::new())));
        assert_eq!(look_up(&table, "abd"), Some((&2, "d".into())));
        assert_eq!(look_up(&table, "ax"), Some((&1, "x".into())));
        assert_eq!(look_up(&table, "b"), None);
    }
}
