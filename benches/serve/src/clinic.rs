//! The policy set that is served, in two versions of its policy and two of its data, and what each
//! of the four must decide.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::Failed;

/// The rules, the first version.
pub const RULES: &str = include_str!("../policy/rules.policy");
/// The tests, which both versions pass.
pub const TESTS: &str = include_str!("../policy/tests.policy");
/// The data, the first version.
pub const DATA: &str = include_str!("../policy/data.json");

/// Which of the two policies decides, on which of the two data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Combination {
    /// Nurses read notes by the first policy, by the second they don't.
    pub first_policy: bool,
    /// Ann is on Kim's care team by the first data, by the second she isn't.
    pub first_data: bool,
}

impl Combination {
    /// What is served at the start.
    pub const START: Self = Self { first_policy: true, first_data: true };

    /// The combination of a version where policy and data change by turns: each changes one of them.
    pub fn by_turns(version: u64) -> Self {
        let step = version.saturating_sub(1) % 4;
        Self { first_policy: matches!(step, 0 | 3), first_data: step < 2 }
    }

    /// The combination of a version where the policy alone changes.
    pub fn policy_alone(version: u64) -> Self {
        Self { first_policy: version % 2 == 1, first_data: true }
    }

    /// The rules that say so.
    pub fn rules(self) -> String {
        match self.first_policy {
            true => RULES.to_owned(),
            false => RULES.replace("can view, write, read within", "can view, write within"),
        }
    }

    /// The data that say so.
    pub fn data(self) -> String {
        match self.first_data {
            true => DATA.to_owned(),
            false => DATA.replace("\"User::ann\", \"User::bo\"", "\"User::bo\""),
        }
    }
}

/// A request and who may be permitted by which combination.
#[derive(Debug)]
pub struct Question {
    subject: &'static str,
    action: &'static str,
    resource: (&'static str, &'static str),
    permitted: fn(Combination) -> bool,
}

/// What is asked: decided by the policy, by the data, by both, and by neither.
pub const QUESTIONS: [Question; 6] = [
    question("dee", "read", ("Note", "n3"), |given| given.first_policy),
    question("ann", "view", ("Patient", "kim"), |given| given.first_data),
    question("ann", "read", ("Note", "n1"), |given| given.first_policy && given.first_data),
    question("bo", "sign", ("Note", "n1"), |_| true),
    question("bo", "sign", ("Note", "n2"), |_| false),
    question("cy", "view", ("Patient", "kim"), |_| false),
];

const fn question(
    subject: &'static str,
    action: &'static str,
    resource: (&'static str, &'static str),
    permitted: fn(Combination) -> bool,
) -> Question {
    Question { subject, action, resource, permitted }
}

impl Question {
    /// The body of the request.
    pub fn body(&self) -> String {
        evaluation(self.subject, self.action, self.resource)
    }

    /// What a combination must decide.
    pub fn expected(&self, given: Combination) -> bool {
        (self.permitted)(given)
    }
}

/// The body of a request for one decision.
pub fn evaluation(subject: &str, action: &str, (ty, id): (&str, &str)) -> String {
    format!(
        r#"{{"subject":{{"type":"User","id":"{subject}"}},"action":{{"name":"{action}"}},"resource":{{"type":"{ty}","id":"{id}"}}}}"#
    )
}

/// How the names of temporary folders begin.
const NAME: &str = "ward-reliability-";

/// The policy set in a folder of its own.
#[derive(Debug)]
pub struct Clinic {
    folder: TempDir,
}

impl Clinic {
    /// The first version of everything, with these settings of the service.
    ///
    /// # Errors
    /// Where files can't be written.
    pub fn new(serve: &str) -> Result<Self, Failed> {
        Self::within(serve, &std::env::temp_dir())
    }

    /// The same in memory, where the system has a place for that: where files change all the time,
    /// the pace of the disk says nothing of the service.
    ///
    /// # Errors
    /// Where files can't be written.
    pub fn in_memory(serve: &str) -> Result<Self, Failed> {
        let (memory, temp) = (Path::new("/dev/shm"), std::env::temp_dir());
        Self::within(serve, if memory.is_dir() { memory } else { &temp })
    }

    fn within(serve: &str, place: &Path) -> Result<Self, Failed> {
        let clinic = Self { folder: TempDir::with_prefix_in(NAME, place)? };
        fs::create_dir(clinic.set())?;
        clinic.put("ward.toml", &settings(serve))?;
        clinic.put("rules.policy", RULES)?;
        clinic.put("tests.policy", TESTS)?;
        clinic.put("data.json", DATA)?;
        Ok(clinic)
    }

    /// More roles beside the two, each with promises that are proved at every reload of the policy.
    ///
    /// # Errors
    /// Where they can't be written.
    pub fn grow(&self, roles: u32) -> Result<(), Failed> {
        let role = |number| {
            format!(
                "role more_{number} \"Role {number}\" {{\n  can view within mine\n  \
                 can read within mine when note.author == subject\n  cannot sign\n  \
                 cannot edit unless within mine\n}}\n"
            )
        };
        self.put("more.policy", &(0..roles).map(role).collect::<String>())
    }

    /// The folder of the policy set.
    pub fn set(&self) -> PathBuf {
        self.folder.path().join("set")
    }

    /// A file of the policy set.
    pub fn path(&self, name: &str) -> PathBuf {
        self.set().join(name)
    }

    /// A file beside the policy set.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a whole file in the place of what was there, by renaming.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn put(&self, name: &str, text: &str) -> Result<(), Failed> {
        let next = self.beside("next");
        fs::write(&next, text)?;
        fs::rename(&next, self.path(name))?;
        Ok(())
    }

    /// Writes into a file in its place, as many editors do.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failed> {
        Ok(fs::write(self.path(name), bytes)?)
    }
}

/// `ward.toml` with these settings of the service.
pub fn settings(serve: &str) -> String {
    format!("name = \"clinic\"\ndata = [\"data.json\"]\n\n[serve]\n{serve}")
}

/// A path as an option takes it.
pub fn text(path: &Path) -> String {
    path.display().to_string()
}
