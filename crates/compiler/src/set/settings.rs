//! `ward.toml`.

use serde::Deserialize;
use ward_diagnostics::{Diagnostic, codes};

/// The settings of a policy set.
///
/// ```
/// let settings = ward_compiler::Settings::parse("time_zone = \"Europe/Zurich\"").unwrap();
/// assert_eq!(settings.time_zone(), "Europe/Zurich");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// A name for people; the policy's own name stands in `policy NAME`.
    pub name: Option<String>,
    /// The folder of the policy set on which this one stands, relative to this one.
    pub base: Option<String>,
    /// The IANA name of the time zone in which days and hours are read; `UTC` unless set.
    pub time_zone: Option<String>,
    /// Policy files relative to the folder, where not all below it are meant.
    pub files: Option<Vec<String>>,
    /// Data files relative to the folder, for commands that are given none.
    pub data: Option<Vec<String>>,
    /// Levels of lint rules.
    pub lint: Option<toml::Table>,
    /// How the matrix is printed and compared.
    pub matrix: Option<toml::Table>,
    /// How tests are run.
    pub test: Option<toml::Table>,
    /// How the service runs.
    pub serve: Option<toml::Table>,
}

impl Settings {
    /// Reads a settings file.
    ///
    /// # Errors
    /// `E0601` where it is not TOML, has an unknown setting, or names no time zone.
    pub fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        let settings: Self = toml::from_str(text).map_err(|error| {
            let message = error.message().lines().next().unwrap_or("not TOML").trim().to_owned();
            let line = match error.span().and_then(|span| text.get(..span.start)) {
                Some(before) => format!(", line {}", before.matches('\n').count() + 1),
                None => String::new(),
            };
            Diagnostic::error(codes::BAD_SETTINGS, format!("`ward.toml`{line}: {message}")).help(
                "the settings are `name`, `base`, `time_zone`, `files`, `data` and the tables `[lint]`, `[matrix]`, `[test]`, `[serve]`",
            )
        })?;
        if crate::time::Zone::named(settings.time_zone()).is_none() {
            return Err(Box::new(
                Diagnostic::error(
                    codes::BAD_SETTINGS,
                    format!("`ward.toml`: there is no time zone `{}`", settings.time_zone()),
                )
                .help("write an IANA name such as `Europe/Zurich` or `UTC`"),
            ));
        }
        Ok(settings)
    }

    /// The time zone in which days and hours are read.
    pub fn time_zone(&self) -> &str {
        self.time_zone.as_deref().unwrap_or("UTC")
    }
}
