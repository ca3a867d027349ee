//! Proves what policies promise.
//!
//! ```text
//! claim ──▶ questions per target ──▶ circuit over all data and requests ──▶ solver
//!                                        │ none: proved          │ one: data and a request,
//!                                        ▼                       ▼ replayed by the evaluator
//! ```
//!
//! Holds: the circuit of everything that a target's decision depends on ([`facts`] and [`world`]), the
//! questions that claims ask, and the making, replaying and shrinking of evidence. Does not
//! hold: the meaning of a decision, which is the evaluator's; every refutation is replayed there.
//!
//! Invariants: every axiom is valid, so what is said to be proved holds for all data and
//! requests that the declarations allow; what is refuted has been replayed; everything else is
//! undecided, with the construct that stands in the way. A budget that is used up never proves
//! anything; it is counted in steps of work, so that no answer depends on a machine's load.

mod all;
mod asked;
#[doc(hidden)]
pub mod axiom;
mod budget;
mod circuit;
mod compare;
mod derivation;
mod evidence;
mod facts;
mod held;
mod means;
mod overlay;
mod permit;
mod question;
mod report;
mod rup;
mod table;
mod term;
pub mod useful;
mod verdict;
mod versions;
mod worker;
mod world;

pub use all::{prove, prove_all, prove_mutated, prove_within};
pub use budget::{Limits, PROMISE, Stop};
pub use compare::{Comparison, Fact};
pub use evidence::{Candidate, Evidence};
pub use held::Holdable;
pub use overlay::{compile, compile_asking, recompile};
pub use report::report;
pub use table::Table;
pub use verdict::Verdict;
pub use versions::{Law, Versions};
