//! Which statements, conditions and cells of a policy its tests have decided by, and which changes of
//! it they would notice.
//!
//! Holds: what was seen while requests were asked, and the reckoning; the policies that differ in one
//! thing ([`mutants`]). Does not hold: how tests are written, files or terminals.
//!
//! A statement is covered if it was among those that decided: a grant that held in a permit, a
//! prohibition that took something away. A condition is covered twice: once where it was true
//! while its statement could have decided, once where it was not. A cell of the matrix, a role's
//! permission, is covered if something was permitted through it.
//!
//! ```
//! use std::sync::Arc;
//! use ward_compiler::{PolicySource, compile};
//! use ward_coverage::Seen;
//!
//! let policy = compile(&PolicySource::from_text(
//!     "policy clinic
//!      subject entity User
//!      entity Note { author: User }
//!      actions notes on Note { view, sign }
//!      role nurse { can view when note.author == subject
//!                   can sign }
//!      test \"own notes\" {
//!        given User ann as nurse
//!        given Note n1 { author: ann }
//!        ann can view n1
//!      }",
//! )).unwrap();
//! let mut seen = Seen::default();
//! seen.tests(&Arc::new(policy.clone()), None);
//! let report = seen.report(&policy);
//! assert_eq!(report.rules.covered, 1);
//! assert_eq!(report.uncovered[0].text, "can sign");
//! ```

mod lcov;
mod mutants;
mod notice;
mod report;
mod seen;

pub use lcov::lcov;
pub use mutants::{Mutant, mutants};
pub use notice::{decided, tests_pass};
pub use report::{Condition, Count, Report, Statement};
pub use seen::Seen;
