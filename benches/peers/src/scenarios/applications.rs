//! The three applications of the Cedar paper, on generated hierarchies or the paper's own.

use std::path::Path;

use super::{Planned, Settings, casbin_lines};
use crate::Result;
use crate::case::{Ask, Case};
use crate::engines::casbin::{self, Lines};
use crate::engines::{cedar, regorus, ward};
use crate::generate::{REQUESTS, Rng, gdrive, github, tinytodo};
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
        generate: gdrive,
        ward: rules!("gdrive", "policy"),
        cedar: rules!("gdrive", "cedar"),
        schema: rules!("gdrive", "cedarschema"),
        rego: rules!("gdrive", "rego"),
        casbin: rules!("gdrive", "conf"),
        lines: casbin_lines::gdrive,
        actions: &[
            ("Document", &["read", "write", "share", "changeOwner"]),
            ("Folder", &["createDocument"]),
        ],
    },
    Application {
        name: "github",
        generate: github,
        ward: rules!("github", "policy"),
        cedar: rules!("github", "cedar"),
        schema: rules!("github", "cedarschema"),
        rego: rules!("github", "rego"),
        casbin: rules!("github", "conf"),
        lines: casbin_lines::github,
        actions: &[("Repository", &["read", "triage", "write", "maintain", "admin"])],
    },
    Application {
        name: "tinytodo",
        generate: tinytodo,
        ward: rules!("tinytodo", "policy"),
        cedar: rules!("tinytodo", "cedar"),
        schema: rules!("tinytodo", "cedarschema"),
        rego: rules!("tinytodo", "rego"),
        casbin: rules!("tinytodo", "conf"),
        lines: casbin_lines::tinytodo,
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
                all.push(Box::new(move || application.case(n, hierarchy, folder.as_deref())));
            }
        }
    }
    all
}

impl Application {
    fn case(&self, n: usize, hierarchy: u64, folder: Option<&Path>) -> Result<Case> {
        let world = self.world(n, hierarchy, folder)?;
        let requests = self.requests(&world, hierarchy);
        let mut contenders = ward::contenders(self.ward, &world, &requests)?;
        contenders.extend(cedar::contenders(self.cedar, self.schema, &world, &requests)?);
        let entry = format!("data.{}.allow", self.name);
        contenders.extend(regorus::contenders(
            self.rego,
            &entry,
            regorus::data(&world),
            &requests,
        )?);
        contenders.extend(casbin::contenders(self.casbin, (self.lines)(&world), &requests)?);
        let name = format!("{} {n}, {}", self.name, ["first", "second"][hierarchy as usize % 2]);
        Ok(Case { name, requests, contenders })
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
