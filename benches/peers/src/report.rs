//! What was measured, as a table for people or as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use crate::case::Form;
use crate::runner::Measured;

/// One scenario's results.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its name, as `--only` takes it.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What is measured, and who is absent and why.
    pub about: &'static str,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// What was decided or done.
    pub case: String,
    /// What the engines were given, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<&'static str>,
    /// The engines, Ward first.
    pub cells: Vec<Cell>,
}

/// What one engine needed.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// The engine.
    pub engine: &'static str,
    /// What `value` counts.
    pub unit: Unit,
    /// The middle of what was measured.
    pub value: f64,
    /// What 99 of 100 don't go beyond, where calls were timed one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
    /// This over the first engine's.
    pub ratio: f64,
}

/// A unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Nanoseconds.
    Nanoseconds,
    /// Bytes.
    Bytes,
    /// A number of things.
    Count,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Self::Nanoseconds => scaled(value, 1e3, &["ns", "µs", "ms", "s"]),
            Self::Bytes => scaled(value, 1024.0, &["B", "KiB", "MiB", "GiB"]),
            Self::Count => scaled(value, f64::INFINITY, &[""]),
        }
    }
}

/// Three digits and a unit.
fn scaled(mut value: f64, step: f64, units: &[&str]) -> String {
    let mut unit = 0;
    while value >= step && unit + 1 < units.len() {
        value /= step;
        unit += 1;
    }
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    let shown = format!("{value:.digits$} {}", units.get(unit).copied().unwrap_or_default());
    shown.trim_end().to_owned()
}

/// The rows of a case: one for each form.
pub fn rows(case: &str, measured: &[Measured]) -> Vec<Row> {
    let of_form = |form: Form| {
        let cells: Vec<Cell> =
            measured.iter().filter(|one| one.form == form).map(decision_cell).collect();
        Row { case: case.to_owned(), form: Some(form.word()), cells }
    };
    [Form::Resolved, Form::Strings]
        .map(of_form)
        .into_iter()
        .filter(|r| !r.cells.is_empty())
        .collect()
}

fn decision_cell(one: &Measured) -> Cell {
    Cell {
        engine: one.engine,
        unit: Unit::Nanoseconds,
        value: one.median,
        p99: Some(one.p99),
        ratio: one.ratio,
    }
}

/// The row of tasks that took turns.
pub fn task_row(case: &str, results: &[(&'static str, f64, f64)]) -> Row {
    let cells = results.iter().map(|(engine, value, ratio)| Cell {
        engine,
        unit: Unit::Nanoseconds,
        value: *value,
        p99: None,
        ratio: *ratio,
    });
    Row { case: case.to_owned(), form: None, cells: cells.collect() }
}

/// Everything as JSON.
///
/// # Errors
/// Never in practice: what is measured can be written.
pub fn json(sections: &[Section]) -> crate::Result<String> {
    Ok(serde_json::to_string_pretty(sections)?)
}

/// Everything as Markdown tables.
pub fn markdown(sections: &[Section]) -> String {
    let mut out = String::new();
    for section in sections {
        let _ = write!(out, "## {}\n\n{}\n\n{}\n", section.title, section.about, table(section));
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

fn table(section: &Section) -> String {
    let mut engines: Vec<&str> = Vec::new();
    for cell in section.rows.iter().flat_map(|row| &row.cells) {
        if !engines.contains(&cell.engine) {
            engines.push(cell.engine);
        }
    }
    let forms = section.rows.iter().any(|row| row.form.is_some());
    let mut head = vec!["case".to_owned()];
    if forms {
        head.push("given".to_owned());
    }
    let compared: Vec<bool> = engines.iter().map(|engine| is_compared(section, engine)).collect();
    for (engine, compared) in engines.iter().zip(&compared) {
        head.push((*engine).to_owned());
        if *compared {
            head.push("×".to_owned());
        }
    }
    let mut lines = vec![line(&head), rule(&head, 1 + usize::from(forms))];
    lines.extend(section.rows.iter().map(|row| line(&table_row(row, &engines, &compared, forms))));
    lines.concat()
}

/// Whether an engine has ratios to another, and so a column for them.
fn is_compared(section: &Section, engine: &str) -> bool {
    section.rows.iter().any(|row| {
        let mut others = row.cells.iter().skip(1);
        others.any(|cell| cell.engine == engine && cell.ratio.is_finite())
    })
}

fn table_row(row: &Row, engines: &[&str], compared: &[bool], forms: bool) -> Vec<String> {
    let mut cells = vec![row.case.clone()];
    if forms {
        cells.push(row.form.unwrap_or_default().to_owned());
    }
    for (engine, compared) in engines.iter().zip(compared) {
        let cell = row.cells.iter().find(|cell| cell.engine == *engine);
        cells.push(cell.map_or_else(|| "–".to_owned(), shown));
        if *compared {
            cells.push(cell.map_or_else(String::new, |cell| format!("**{}**", ratio(cell.ratio))));
        }
    }
    cells
}

fn shown(cell: &Cell) -> String {
    let value = cell.unit.show(cell.value);
    match cell.p99 {
        Some(p99) => format!("{value} ({})", cell.unit.show(p99)),
        None => value,
    }
}

fn ratio(ratio: f64) -> String {
    scaled(ratio, f64::INFINITY, &[""])
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn rule(head: &[String], left: usize) -> String {
    let rules: Vec<&str> =
        (0..head.len()).map(|at| if at < left { "---" } else { "--:" }).collect();
    format!("| {} |\n", rules.join(" | "))
}
