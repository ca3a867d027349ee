//! Finds what is valid in a policy and probably not meant, or not wise.
//!
//! ```text
//! PolicySource + Policy ──▶ rules ──▶ problems ──levels, allowances──▶ findings ──▶ formats
//!                             └── some ask the prover              └──▶ edits that mend
//! ```
//!
//! Holds: one table of rules ([`rules`]), a file per rule whose head is its documentation, the
//! levels of `ward.toml`, allowances in comments, the mending of texts, and the formats for other
//! programs. Does not hold: errors of the language, which are the compiler's, and promises, which
//! are the prover's.
//!
//! Invariants: a rule that asks the prover reports only what was proved, or what a replayed
//! request shows; findings come in the order of their places; the same policy gives the same bytes.

mod allow;
mod finding;
mod fix;
pub mod format;
mod index;
mod input;
mod page;
mod problem;
mod rule;
mod rules;
mod run;
mod select;
mod settings;
mod table;
#[cfg(test)]
mod tests;
mod walk;

pub use finding::Finding;
pub use fix::mend;
pub use page::{page, page_of};
pub use problem::{Edit, Problem};
pub use rule::{Group, Level, Rule, Run};
pub use run::{Linted, Options, lint};
pub use settings::{BadSetting, Levels};
pub use table::{RULES, find};
