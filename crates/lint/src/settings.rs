//! The table `[lint]` of `ward.toml`: `rule_name = "off" | "advice" | "warn" | "error"`.

use ward_diagnostics::did_you_mean;

use crate::rule::{Level, Rule};
use crate::table::{RULES, find};

/// The levels that count in a policy set.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    set: Vec<(&'static str, Level)>,
}

/// A setting that can't be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadSetting {
    /// What is wrong with it.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Levels {
    /// Reads the table.
    ///
    /// # Errors
    /// Every entry that names no rule or no level.
    pub fn read(table: Option<&toml::Table>) -> Result<Self, Vec<BadSetting>> {
        let mut levels = Self::default();
        let mut bad = Vec::new();
        for (name, value) in table.into_iter().flatten() {
            match (find(name), value.as_str().and_then(Level::named)) {
                (Some(rule), Some(level)) => levels.set.push((rule.name, level)),
                (None, _) => bad.push(no_rule(name)),
                (_, None) => bad.push(BadSetting {
                    message: format!("`ward.toml`: {value} is no level of `{name}`"),
                    help: "the levels are `off`, `advice`, `warn` and `error`".into(),
                }),
            }
        }
        if bad.is_empty() { Ok(levels) } else { Err(bad) }
    }

    /// The level of a rule.
    pub fn of(&self, rule: &Rule) -> Level {
        let set = self.set.iter().find(|(name, _)| *name == rule.name);
        set.map_or(rule.level, |(_, level)| *level)
    }
}

fn no_rule(name: &str) -> BadSetting {
    let near = did_you_mean(name, RULES.iter().map(|rule| rule.name));
    BadSetting {
        message: format!("`ward.toml`: there is no lint rule `{name}`"),
        help: near.unwrap_or_else(|| "`docs/lint.md` lists the rules".into()),
    }
}
