//! The three applications of the Cedar paper, on generated hierarchies or the paper's own.

use std::path::Path;

use ward_evaluator::Engine;

use super::{Planned, Settings, Timer, casbin_lines};
use crate::Result;
use crate::case::{Ask, Case};
use crate::engines::casbin::{self, Lines};
use crate::engines::ward::{self, Ward};
use crate::engines::{cedar, oso, regorus};
use crate::generate::{self, REQUESTS, Rng};
use crate::world::World;

pub const ABOUT: &str = "Documents, repositories and to-do lists as in the Cedar paper (OOPSLA \
2024): `n` entities of each type, connected with a probability of 0.05, two hierarchies each. \
Requests are drawn from all that the schema allows.";

/// One application, in each engine's words.
struct Application {
    name: &'static str,
    generate: fn(usize, u64) -> World,
    ward: &'static str,
    cedar: &'static str,
    schema: &'static str,
    rego: &'static str,
    casbin: &'static str,
    lines: fn(&World) -> Lines,
    polar: &'static str,
    /// Which actions are asked of which type.
    actions: &'static [(&'static str, &'static [&'static str])],
}

macro_rules! rules {
    ($name:literal, $ending:literal) => {
        include_str!(concat!("../../policies/", $name, "/", $name, ".", $ending))
    };
}

const APPLICATIONS: &[Application] = &[
    Application {
        name: "gdrive",
        generate: generate::gdrive,
        ward: rules!("gdrive", "policy"),
        cedar: rules!("gdrive", "cedar"),
        schema: rules!("gdrive", "cedarschema"),
        rego: rules!("gdrive", "rego"),
        casbin: rules!("gdrive", "conf"),
        lines: casbin_lines::gdrive,
        polar: rules!("gdrive", "polar"),
        actions: &[
            ("Document", &["read", "write", "share", "changeOwner"]),
            ("Folder", &["createDocument"]),
        ],
    },
    Application {
        name: "github",
        generate: generate::github,
        ward: rules!("github", "policy"),
        cedar: rules!("github", "cedar"),
        schema: rules!("github", "cedarschema"),
        rego: rules!("github", "rego"),
        casbin: rules!("github", "conf"),
        lines: casbin_lines::github,
        polar: rules!("github", "polar"),
        actions: &[("Repository", &["read", "triage", "write", "maintain", "admin"])],
    },
    Application {
        name: "tinytodo",
        generate: generate::tinytodo,
        ward: rules!("tinytodo", "policy"),
        cedar: rules!("tinytodo", "cedar"),
        schema: rules!("tinytodo", "cedarschema"),
        rego: rules!("tinytodo", "rego"),
        casbin: rules!("tinytodo", "conf"),
        lines: casbin_lines::tinytodo,
        polar: rules!("tinytodo", "polar"),
        actions: &[
            ("Application", &["CreateList", "GetLists"]),
            (
                "List",
                &[
                    "GetList",
                    "UpdateList",
                    "DeleteList",
                    "EditShares",
                    "CreateTask",
                    "UpdateTask",
                    "DeleteTask",
                ],
            ),
        ],
    },
];

/// The cases: each application at three sizes, with two hierarchies each.
pub fn cases(settings: &Settings) -> Vec<Planned> {
    let mut all: Vec<Planned> = Vec::new();
    for application in APPLICATIONS {
        for n in [5, 10, 50] {
            for hierarchy in 0..2 {
                let folder = settings.data.clone();
                all.push(Box::new(move |timer: &mut Timer<'_>| {
                    application.case(n, hierarchy, folder.as_deref(), timer)
                }));
            }
        }
    }
    all
}

/// Ward over repositories, with the requests of their case.
///
/// # Errors
/// Where policy or data have errors.
pub fn github(n: usize) -> Result<(Engine, Vec<Ask>)> {
    let application = &APPLICATIONS[1];
    let world = application.world(n, 0, None)?;
    let requests = application.requests(&world, 0);
    let policy = ward::policy(application.ward)?;
    Ok((ward::engine(policy, world.to_ward_json().to_string())?, requests))
}

impl Application {
    fn case(
        &self,
        n: usize,
        hierarchy: u64,
        folder: Option<&Path>,
        timer: &mut Timer<'_>,
    ) -> Result<()> {
        let world = self.world(n, hierarchy, folder)?;
        let requests = self.requests(&world, hierarchy);
        let ward = Ward::new(self.ward, &world, &requests)?;
        let mut contenders = ward.contenders()?;
        contenders.extend(cedar::contenders(self.cedar, self.schema, &world, &requests)?);
        let entry = format!("data.{}.allow", self.name);
        contenders.extend(regorus::contenders(
            self.rego,
            &entry,
            regorus::data(&world),
            &requests,
        )?);
        contenders.extend(casbin::contenders(self.casbin, (self.lines)(&world), &requests)?);
        contenders.extend(oso::contenders(self.polar, &world, &requests)?);
        let name = format!("{} {n}, {}", self.name, ["first", "second"][hierarchy as usize % 2]);
        timer.time(Case { name, requests, contenders })
    }

    fn world(&self, n: usize, hierarchy: u64, folder: Option<&Path>) -> Result<World> {
        match folder {
            Some(folder) => {
                let file = folder.join(format!("{}_{n}_{hierarchy}.json", self.name));
                World::from_cedar_json(&std::fs::read_to_string(file)?)
            }
            None => Ok((self.generate)(n, hierarchy)),
        }
    }

    /// Requests drawn from users, actions, and the records that each action is about.
    fn requests(&self, world: &World, hierarchy: u64) -> Vec<Ask> {
        let mut rng = Rng::new(0x5eed + hierarchy);
        let users = world.ids("User");
        let targets: Vec<_> = self
            .actions
            .iter()
            .flat_map(|(ty, actions)| actions.iter().map(|action| (*action, world.ids(ty))))
            .collect();
        let draw = |_| {
            let (action, records) = rng.pick(&targets);
            let action = *action;
            let resource = records[rng.below(records.len())].clone();
            Ask::new(rng.pick(&users).clone(), action, resource)
        };
        (0..REQUESTS).map(draw).collect()
    }
}
