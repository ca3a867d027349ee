//! The stable codes. One file per subject; each code has a page `docs/diagnostics/CODE.md`.
//!
//! `E00` files and tokens, `E01` syntax, `E02` names, `E03` types, `E04` roles, restrictions and
//! classes, `E05` scopes and recursion, `E06` overlays and policy sets, `E07` data, `E08`
//! requests, `E09` the command line, `E10` promises, `E11` the service. Warnings share the
//! numbers of their subject and begin with `W`. Findings about data begin with `A`.

use std::fmt;

/// A stable code such as `E0201`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Declares the codes of one subject and the table `ALL` of them, with their titles.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $title:literal;)*) => {
        use super::Code;
        $( #[doc = $title] $(#[$doc])* pub const $name: Code = Code($code); )*
        /// The codes of this subject with their titles.
        pub(super) const ALL: &[(Code, &str)] = &[$(($name, $title)),*];
    };
}

mod audit;
mod claims;
mod data;
mod names;
mod overlays;
mod rules;
mod scopes;
mod service;
mod syntax;
mod tokens;
mod types;

pub use audit::*;
pub use claims::*;
pub use data::*;
pub use names::*;
pub use overlays::*;
pub use rules::*;
pub use scopes::*;
pub use service::*;
pub use syntax::*;
pub use tokens::*;
pub use types::*;

/// Every code of a diagnostic with its title, in the order of the codes.
pub fn all() -> Vec<(Code, &'static str)> {
    let tables = [
        tokens::ALL,
        syntax::ALL,
        names::ALL,
        types::ALL,
        rules::ALL,
        scopes::ALL,
        overlays::ALL,
        data::ALL,
        claims::ALL,
        service::ALL,
    ];
    let mut all: Vec<_> = tables.into_iter().flatten().copied().collect();
    all.sort_unstable();
    all
}

/// Every code of a finding of `ward audit` with its title, in the order of the codes.
pub fn findings() -> Vec<(Code, &'static str)> {
    audit::ALL.to_vec()
}

/// The code that a person wrote, whatever its case; of a diagnostic or of a finding.
pub fn find(text: &str) -> Option<(Code, &'static str)> {
    all().into_iter().chain(findings()).find(|(code, _)| code.0.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_code_is_given_twice() {
        let mut all = super::all();
        all.extend(super::findings());
        all.sort_unstable();
        for pair in all.windows(2) {
            assert_ne!(pair[0].0, pair[1].0);
        }
    }
}
