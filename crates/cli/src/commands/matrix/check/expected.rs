//! What a published cell says, in the words of the policy's matrix.

use std::collections::BTreeSet;

use super::found::{Found, Way};
use super::given::in_general;
use super::mapping::Meaning;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing that can be compared, and why.
    Skip(String),
    /// These ways, less what these restrictions and classes take.
    Ways {
        /// None is a `no`.
        ways: BTreeSet<String>,
        /// Names of restrictions and classes.
        less: BTreeSet<String>,
    },
}

impl Expected {
    /// What a word means; `star` is what a `*` in its pattern stood for.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn of(meaning: &Meaning, star: &str) -> Result<Self, String> {
        let (ways, less) = match meaning {
            Meaning::Skip(skip) => return Ok(Self::Skip(skip.skip.replace('*', star))),
            Meaning::Way(text) => (std::slice::from_ref(text), &[][..]),
            Meaning::Ways(texts) => (&texts[..], &[][..]),
            Meaning::Less(less) => (less.is.texts(), &less.less[..]),
        };
        let ways: BTreeSet<String> = ways.iter().map(|way| way.trim().replace('*', star)).collect();
        Self::ways(ways, less.iter().cloned().collect())
    }

    /// What a cell says that `ward matrix --format csv` wrote.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn literal(text: &str) -> Result<Self, String> {
        Self::ways(text.split("; ").map(|way| way.trim().to_owned()).collect(), BTreeSet::new())
    }

    fn ways(mut ways: BTreeSet<String>, less: BTreeSet<String>) -> Result<Self, String> {
        let begins = |way: &str| way.split(' ').next().unwrap_or_default().to_owned();
        if let Some(other) = ways.iter().find(|way| !["yes", "may"].contains(&begins(way).as_str()))
            && other != "no"
        {
            return Err(format!("`{other}` begins neither with `yes`, `may` nor `no`"));
        }
        if ways.contains("no") && ways.len() > 1 {
            return Err("`no` stands beside something else".into());
        }
        ways.remove("no");
        Ok(Self::Ways { ways, less })
    }

    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Skip(why) => why.clone(),
            Self::Ways { ways, less } => {
                let ways = ways.iter().map(String::as_str).collect::<Vec<_>>();
                let said = if ways.is_empty() { "no".into() } else { ways.join("; ") };
                with_less(said, less)
            }
        }
    }

    /// Whether that is what was found. `aside` are restrictions and classes that need no mention;
    /// none: all of them.
    pub fn agrees(&self, found: &Found, snake: &str, aside: Option<&BTreeSet<String>>) -> bool {
        let Self::Ways { ways, less } = self else { return true };
        let fits = |said: &String, way: &Way| {
            let said = in_general(said, snake);
            said == way.text || said == way.full()
        };
        let all_found = ways.iter().all(|said| found.ways.iter().any(|way| fits(said, way)));
        let all_said = found.ways.iter().all(|way| ways.iter().any(|said| fits(said, way)));
        // What nobody has needs nothing that takes it away.
        let reached =
            found.ways.is_empty() || less.iter().all(|name| found.less.contains_key(name));
        let known =
            |name: &String| less.contains(name) || aside.is_none_or(|aside| aside.contains(name));
        all_found && all_said && reached && found.less.keys().all(known)
    }
}

/// `yes, less what three_failed_attempts takes`
pub fn with_less(said: String, less: &BTreeSet<String>) -> String {
    if less.is_empty() {
        return said;
    }
    let names: Vec<_> = less.iter().map(String::as_str).collect();
    let verb = if names.len() == 1 { "takes" } else { "take" };
    format!("{said}, less what {} {verb}", names.join(", "))
}
