//! What to compare: the published sheet, read through the mapping.
//!
//! Everything that can't be read is collected, so that a mapping is mended in one go.

use std::collections::BTreeMap;

use ward_compiler::Policy;
use ward_compiler::model::RoleId;
use ward_diagnostics::did_you_mean;

use super::super::select::{self, role_name};
use super::expected::Expected;
use super::given::Given;
use super::mapping::{Column, Mapping, Meaning, OneOrMore, RowMeaning, Special, look_up};
use super::rows::{self, Ask};
use super::sheet::{Record, Sheet};

/// A published cell with what it is compared with.
#[derive(Debug)]
pub struct Planned {
    /// The line of its row.
    pub line: usize,
    /// What its row is called.
    pub row: String,
    /// What its column is called.
    pub column: String,
    /// What it says.
    pub published: String,
    /// The role; none where the column is set aside.
    pub role: Option<RoleId>,
    /// What its row asks about.
    pub asks: Vec<Ask>,
    /// What its row takes for given.
    pub given: Given,
    /// What it says in words of the policy.
    pub expected: Expected,
}

/// Reads a sheet through a mapping.
///
/// # Errors
/// Every word, row and column that can't be read, and how it may be mended.
pub fn plan(
    policy: &Policy,
    mapping: &Mapping,
    sheet: &Sheet,
) -> Result<Vec<Planned>, Vec<Problem>> {
    let mut reader = Reader { policy, mapping, own: is_own(sheet), problems: Vec::new() };
    let template = reader.template(sheet);
    let columns = reader.columns(sheet, &template);
    let mut planned = Vec::new();
    for record in &sheet.rows {
        let name = filled(&template, sheet, record);
        reader.row(&name, record, sheet, &columns, &mut planned);
    }
    if reader.problems.is_empty() { Ok(planned) } else { Err(reader.problems) }
}

/// Something in the sheet that the mapping doesn't explain, or wrongly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// The mend.
    pub help: String,
}

/// Whether it is a sheet as `ward matrix --format csv` writes it.
pub fn is_own(sheet: &Sheet) -> bool {
    sheet.columns.iter().take(2).map(String::as_str).eq(["on", "action"])
}

/// The row's name.
fn filled(template: &str, sheet: &Sheet, record: &Record) -> String {
    let mut name = template.to_owned();
    for (column, field) in sheet.columns.iter().zip(&record.fields) {
        name = name.replace(&format!("{{{column}}}"), field.trim());
    }
    name
}

struct Reader<'a> {
    policy: &'a Policy,
    mapping: &'a Mapping,
    own: bool,
    problems: Vec<Problem>,
}

/// A column of cells: its place, its name, and the role or why it has none.
struct RoleColumn {
    at: usize,
    name: String,
    role: Result<RoleId, String>,
}

impl Reader<'_> {
    /// A problem is told once, however many cells have it.
    fn problem(&mut self, message: String, help: &str) {
        if !self.problems.iter().any(|problem| problem.message == message) {
            self.problems.push(Problem { message, help: help.into() });
        }
    }

    fn template(&mut self, sheet: &Sheet) -> String {
        if self.own {
            return "{action} {on}".into();
        }
        match &self.mapping.row {
            Some(row) => row.clone(),
            None => format!("{{{}}}", sheet.columns.first().map_or("", String::as_str)),
        }
    }

    fn columns(&mut self, sheet: &Sheet, template: &str) -> Vec<RoleColumn> {
        let named = |column: &String| template.contains(&format!("{{{column}}}"));
        if !sheet.columns.iter().any(named) {
            let message = format!("`row = \"{template}\"` names no column of the sheet");
            self.problem(message, "write the names of columns in braces, `{action} {on}`");
        }
        let mut columns = Vec::new();
        for (at, name) in sheet.columns.iter().enumerate() {
            if named(name) || (!self.own && self.mapping.ignore.contains(name)) {
                continue;
            }
            let role = match self.mapping.roles.get(name) {
                _ if self.own => self.role(name, name),
                None => self.role(name, name),
                Some(Column::Role(role)) => self.role(name, role),
                Some(Column::Skip(skip)) => Some(Err(skip.skip.clone())),
            };
            columns.extend(role.map(|role| RoleColumn { at, name: name.clone(), role }));
        }
        columns
    }

    fn role(&mut self, column: &str, name: &str) -> Option<Result<RoleId, String>> {
        let all = select::roles(self.policy, &[]).unwrap_or_default();
        let full = all.iter().find(|role| role_name(self.policy, **role) == name);
        let named = || {
            let mut by_name = all.iter().filter(|role| self.policy.role(**role).name == name);
            by_name.next().filter(|_| by_name.next().is_none())
        };
        if let Some(role) = full.or_else(named) {
            return Some(Ok(*role));
        }
        let names: Vec<_> = all.iter().map(|role| self.policy.role(*role).name.as_str()).collect();
        let hint = did_you_mean(name, names).map(|hint| format!("{hint}; ")).unwrap_or_default();
        self.problem(
            format!("the column `{column}` is no role of the policy"),
            &format!("{hint}name its role in `[matrix.roles]`, or put it in `ignore`"),
        );
        None
    }

    fn row(
        &mut self,
        name: &str,
        record: &Record,
        sheet: &Sheet,
        columns: &[RoleColumn],
        planned: &mut Vec<Planned>,
    ) {
        let (special, star, skip) = self.special(name);
        let asks = match skip {
            Some(_) => Vec::new(),
            None => self.asks(name, &special, &star),
        };
        let general = self.mapping.given.as_ref().filter(|_| !self.own);
        let given = special.given.as_ref().or(general).map(OneOrMore::texts).unwrap_or_default();
        let given: Vec<_> = given.iter().map(|text| text.replace('*', &star)).collect();
        let given = Given::read(self.policy, &given).unwrap_or_else(|message| {
            self.problem(message, "mend `given` in `[matrix.rows]`");
            Given::default()
        });
        for column in columns {
            let published = record.fields[column.at].trim();
            let expected = match (&skip, &column.role) {
                (Some(why), _) | (None, Err(why)) => Expected::Skip(why.clone()),
                (None, Ok(_)) => self.expected(&special, &column.name, published),
            };
            planned.push(Planned {
                line: record.line,
                row: name.to_owned(),
                column: sheet.columns[column.at].clone(),
                published: published.to_owned(),
                role: column.role.as_ref().ok().copied(),
                asks: asks.clone(),
                given: given.clone(),
                expected,
            });
        }
    }

    /// What is special about a row, what the `*` in its pattern stands for, and why it is left out.
    fn special(&self, name: &str) -> (Special, String, Option<String>) {
        let found = if self.own { None } else { look_up(&self.mapping.rows, name) };
        let Some((meaning, star)) = found else {
            return (Special::default(), String::new(), None);
        };
        match meaning {
            RowMeaning::Skip(skip) => (Special::default(), star, Some(skip.skip.clone())),
            RowMeaning::Asks(asks) => {
                (Special { asks: Some(asks.clone()), ..Special::default() }, star, None)
            }
            RowMeaning::Special(special) => (special.clone(), star, None),
        }
    }

    fn asks(&mut self, name: &str, special: &Special, star: &str) -> Vec<Ask> {
        let own_name = [name.to_owned()];
        let texts = special.asks.as_ref().map_or(&own_name[..], OneOrMore::texts);
        let mut asks = Vec::new();
        for text in texts {
            match rows::read(self.policy, &text.replace('*', star)) {
                Ok(more) => asks.extend(more),
                Err(message) => self.problem(
                    format!("the row `{name}` can't be read: {message}"),
                    "say in `[matrix.rows]` what it asks, or set it aside with `{ skip = \"reason\" }`",
                ),
            }
        }
        asks
    }

    /// What a cell says: by itself, by the row's words, by the matrix's words.
    fn expected(&mut self, special: &Special, column: &str, published: &str) -> Expected {
        let read = if self.own {
            Expected::literal(published)
        } else {
            match self.meaning(special, column, published) {
                Some((meaning, star)) => Expected::of(&meaning, &star),
                None => {
                    self.problem(
                        format!("the word `{published}` isn't explained"),
                        "say in `[matrix.words]` what it means, or set it aside with `{ skip = \"reason\" }`",
                    );
                    return Expected::Skip(String::new());
                }
            }
        };
        read.unwrap_or_else(|message| {
            self.problem(message, "a way is `yes`, `yes within own`, `may when …` or `no`");
            Expected::Skip(String::new())
        })
    }

    fn meaning(
        &self,
        special: &Special,
        column: &str,
        published: &str,
    ) -> Option<(Meaning, String)> {
        if let Some(cell) = special.cells.get(column) {
            return Some((cell.clone(), String::new()));
        }
        let tables: [&BTreeMap<String, Meaning>; 2] = [&special.words, &self.mapping.words];
        let found = tables.into_iter().find_map(|table| look_up(table, published));
        let plain = || match published {
            "yes" | "no" | "may" => Some((Meaning::Way(published.into()), String::new())),
            _ => None,
        };
        found.map(|(meaning, star)| (meaning.clone(), star)).or_else(plain)
    }
}
