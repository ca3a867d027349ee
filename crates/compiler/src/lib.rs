//! Compiles Ward policy sets.
//!
//! ```text
//! folder ──set──▶ PolicySource ──parse──▶ trees ──resolve──▶ names, types, rules ──lower──▶ Policy
//! ```
//!
//! Holds: reading a policy set from disk ([`set`]), resolving it ([`compile`]), the dependency
//! [`graph`] and the [`model`] that every user of a policy shares. Does not hold: data, requests
//! or decisions; those are the evaluator's.
//!
//! Invariants: compiling is a function of the source alone; it reports every error it finds and
//! gives a policy only where there is none; an overlay that fails is left out alone.
//!
//! ```
//! use ward_compiler::{PolicySource, compile};
//!
//! let source = PolicySource::from_text(
//!     "policy clinic \"A clinic\"
//!      subject entity User
//!      entity Note { author: User }
//!      actions notes on Note { view, edit }
//!      scope own on Note: note.author == subject
//!      role nurse \"Nurse\" { can view  can edit within own }",
//! );
//! let policy = compile(&source).expect("it compiles");
//! assert_eq!(policy.name, "clinic");
//! assert_eq!(policy.rules.len(), 2);
//! ```

pub mod graph;
mod hash;
pub mod incremental;
mod left_out;
mod lower;
pub mod model;
mod pipeline;
mod resolve;
pub mod set;
pub mod time;

pub use lower::{CeilingJudge, Unseen};
pub use model::Policy;
pub use pipeline::{ASKED, Failure, Options, compile, compile_dir, compile_with};
pub use set::{PolicySource, Settings, SourceFile};
