//! What is measured: one file per scenario.

mod applications;
mod betasky;
mod casbin_lines;
mod compiling;
mod entities;
mod lines;
mod loading;
mod policies;
mod roles;

pub use loading::load;

use std::path::PathBuf;

use crate::Result;
use crate::case::Case;
use crate::report::{Row, Section, rows};
use crate::runner::{Effort, run};

/// How a run was asked for.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long to measure.
    pub effort: Effort,
    /// Leave out what takes minutes or gigabytes.
    pub quick: bool,
    /// A folder with the entity data of the applications, instead of generated ones.
    pub data: Option<PathBuf>,
}

/// A scenario.
pub struct Scenario {
    /// The name that `--only` takes.
    pub name: &'static str,
    title: &'static str,
    about: &'static str,
    measure: Measure,
}

/// How its rows come about.
enum Measure {
    /// Decisions: each case is built, compared, timed and dropped before the next one.
    Decisions(fn(&Settings) -> Vec<Planned>),
    /// Anything else.
    Rows(fn(&Settings) -> Result<Vec<Row>>),
}

/// Builds a case and has it timed.
pub type Planned = Box<dyn FnOnce(&mut Timer<'_>) -> Result<()>>;

/// What is done with a case, once it is built.
pub type Judge<'j> = &'j mut dyn FnMut(&mut Case<'_>) -> Result<Vec<Row>>;

/// Measures cases and keeps their rows.
pub struct Timer<'j> {
    judge: Judge<'j>,
    rows: Vec<Row>,
}

impl Timer<'_> {
    /// Compares and measures.
    ///
    /// # Errors
    /// Where an engine fails, or decides otherwise than the others.
    pub fn time(&mut self, mut case: Case<'_>) -> Result<()> {
        self.rows.extend((self.judge)(&mut case)?);
        eprintln!("  {}", case.name);
        Ok(())
    }
}

/// All scenarios, in the order of the report.
pub const ALL: &[Scenario] = &[
    Scenario {
        name: "applications",
        title: "Three applications",
        about: applications::ABOUT,
        measure: Measure::Decisions(applications::cases),
    },
    Scenario {
        name: "roles",
        title: "Role checks",
        about: roles::ABOUT,
        measure: Measure::Decisions(roles::cases),
    },
    Scenario {
        name: "policies",
        title: "Policies with conditions",
        about: policies::ABOUT,
        measure: Measure::Decisions(policies::cases),
    },
    Scenario {
        name: "compiling",
        title: "From text to engine",
        about: compiling::ABOUT,
        measure: Measure::Rows(compiling::rows),
    },
    Scenario {
        name: "entities",
        title: "Many entities",
        about: entities::ABOUT,
        measure: Measure::Decisions(entities::cases),
    },
    Scenario {
        name: "loading",
        title: "Loading entities",
        about: loading::ABOUT,
        measure: Measure::Rows(loading::rows),
    },
    Scenario {
        name: "betasky",
        title: "A real system's requests",
        about: betasky::ABOUT,
        measure: Measure::Decisions(betasky::cases),
    },
    Scenario {
        name: "lines",
        title: "Lines of JSON",
        about: lines::ABOUT,
        measure: Measure::Decisions(lines::cases),
    },
];

impl Scenario {
    /// Measures it.
    ///
    /// # Errors
    /// Where an engine fails, or decides otherwise than the others.
    pub fn measure(&self, settings: &Settings) -> Result<Section> {
        let rows = match self.measure {
            Measure::Rows(rows) => rows(settings)?,
            Measure::Decisions(_) => self.decisions(settings, &mut |case| {
                let measured = run(case, settings.effort)?;
                Ok(rows(&case.name, &measured))
            })?,
        };
        Ok(Section { name: self.name, title: self.title, about: self.about, rows })
    }

    /// Does something else with its cases; nothing where it has none.
    ///
    /// # Errors
    /// Where a case can't be built, or that fails.
    pub fn decisions(&self, settings: &Settings, judge: Judge<'_>) -> Result<Vec<Row>> {
        let Measure::Decisions(cases) = self.measure else { return Ok(Vec::new()) };
        let mut timer = Timer { judge, rows: Vec::new() };
        for case in cases(settings) {
            case(&mut timer)?;
        }
        Ok(timer.rows)
    }
}
