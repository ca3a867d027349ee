//! What a new version has to pass before it is put in force.

use std::fmt;

/// One thing that a new version has to pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// Its files can be read, and are not being written.
    Reads,
    /// It compiles. Overlays with errors are left out, as everywhere.
    Compiles,
    /// Every promise is proved.
    Claims,
    /// Its own tests pass.
    Tests,
    /// Nobody gains anything over the version in force.
    NoNewAccess,
    /// Its data load.
    Data,
    /// No constraint over the data is broken.
    Constraints,
}

impl Gate {
    /// Its name in `ward.toml`, logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reads => "reads",
            Self::Compiles => "compiles",
            Self::Claims => "claims",
            Self::Tests => "tests",
            Self::NoNewAccess => "no-new-access",
            Self::Data => "data",
            Self::Constraints => "constraints",
        }
    }

    /// Every gate, in the order in which they are passed.
    pub const ALL: [Self; 7] = [
        Self::Reads,
        Self::Compiles,
        Self::Claims,
        Self::Tests,
        Self::NoNewAccess,
        Self::Data,
        Self::Constraints,
    ];

    /// Those that can be chosen; the others are always on.
    pub const CHOSEN: [Self; 4] = [Self::Claims, Self::Tests, Self::NoNewAccess, Self::Constraints];
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which gates are on. Reading, compiling and loading can't be switched off.
///
/// ```
/// use ward_live::Gates;
///
/// assert_eq!(Gates::default().to_string(), "reads, compiles, claims, tests, data");
/// assert!(Gates::named(["no-new-access"]).unwrap().to_string().contains("no-new-access"));
/// assert_eq!(Gates::named(["test"]), Err("test".to_owned()));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gates {
    chosen: Vec<Gate>,
}

impl Default for Gates {
    fn default() -> Self {
        Self { chosen: vec![Gate::Claims, Gate::Tests] }
    }
}

impl Gates {
    /// The gates of these names, beside those that are always on.
    ///
    /// # Errors
    /// The first name that is no gate.
    pub fn named<N: AsRef<str>>(names: impl IntoIterator<Item = N>) -> Result<Self, String> {
        let mut chosen = Vec::new();
        for name in names {
            let name = name.as_ref();
            match Gate::ALL.into_iter().find(|gate| gate.name() == name) {
                Some(gate) => chosen.push(gate),
                None => return Err(name.to_owned()),
            }
        }
        Ok(Self { chosen })
    }

    /// Whether a gate is on.
    pub fn has(&self, gate: Gate) -> bool {
        !Gate::CHOSEN.contains(&gate) || self.chosen.contains(&gate)
    }

    /// The gates that are on, in order.
    pub fn on(&self) -> Vec<Gate> {
        Gate::ALL.into_iter().filter(|gate| self.has(*gate)).collect()
    }
}

impl fmt::Display for Gates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.on().into_iter().map(Gate::name).collect();
        f.write_str(&names.join(", "))
    }
}
