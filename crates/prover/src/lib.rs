//! Proves what policies promise.
//!
//! ```text
//! claim ──▶ questions per target ──▶ circuit over all data and requests ──▶ solver
//!                                        │ none: proved          │ one: data and a request,
//!                                        ▼                       ▼ replayed by the evaluator
//! ```
//!
//! Holds: the circuit of everything that a target's decision depends on ([`world`]), the
//! questions that claims ask, and the making, replaying and shrinking of evidence. Does not
//! hold: the meaning of a decision, which is the evaluator's; every refutation is replayed there.
//!
//! Invariants: every axiom is valid, so what is said to be proved holds for all data and
//! requests that the declarations allow; what is refuted has been replayed; everything else is
//! undecided, with the construct that stands in the way. Time that runs out never proves anything.

mod all;
#[doc(hidden)]
pub mod axiom;
mod circuit;
mod compare;
mod evidence;
mod limit;
mod overlay;
mod permit;
mod question;
mod report;
mod term;
mod table;
pub mod useful;
mod verdict;
mod world;

pub use all::prove_all;
pub use compare::{Comparison, Fact, Versions};
pub use evidence::{Candidate, Evidence};
pub use limit::prove_within;
pub use overlay::{compile, compile_asking, recompile};
pub use question::prove;
pub use report::report;
pub use table::Table;
pub use verdict::Verdict;
pub use world::{Holdable, Law};
