//! What is measured: one file per scenario.

mod applications;
mod casbin_lines;
mod entities;
mod policies;
mod roles;

use std::path::PathBuf;

use crate::Result;
use crate::case::Case;
use crate::report::{Section, rows};
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
}

/// A case that isn't built yet.
pub type Planned = Box<dyn FnOnce() -> Result<Case>>;

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
        name: "entities",
        title: "Many entities",
        about: entities::ABOUT,
        measure: Measure::Decisions(entities::cases),
    },
];

impl Scenario {
    /// Measures it.
    ///
    /// # Errors
    /// Where an engine fails, or decides otherwise than the others.
    pub fn measure(&self, settings: &Settings) -> Result<Section> {
        let rows = match self.measure {
            Measure::Decisions(cases) => decisions(cases(settings), settings.effort)?,
        };
        Ok(Section { name: self.name, title: self.title, about: self.about, rows })
    }
}

fn decisions(planned: Vec<Planned>, effort: Effort) -> Result<Vec<crate::report::Row>> {
    let mut all = Vec::new();
    for build in planned {
        let mut case = build()?;
        let measured = run(&mut case, effort)?;
        eprintln!("  {}", case.name);
        all.extend(rows(&case.name, &measured));
    }
    Ok(all)
}
