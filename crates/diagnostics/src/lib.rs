//! What every part of Ward says when something is wrong, and where.
//!
//! Holds: byte spans over a [`SourceMap`], the stable [`Code`]s with their pages, the
//! [`Diagnostic`] value, near-miss suggestions and the rendering for a terminal or a program.
//! Does not hold: any knowledge of policies; who finds a problem builds the words.
//!
//! ```
//! use ward_diagnostics::{Diagnostic, SourceMap, codes};
//!
//! let mut sources = SourceMap::default();
//! let file = sources.add("rules.policy", "role nurse { can veiw }");
//! let span = sources.span_of(file, "veiw").unwrap();
//! let problem = Diagnostic::error(codes::UNKNOWN_NAME, "there is no action `veiw`")
//!     .at(span, "not declared")
//!     .help("did you mean `view`?");
//! assert!(ward_diagnostics::render::to_text(&problem, &sources, false).contains("veiw"));
//! ```

pub mod codes;
mod diagnostic;
pub mod render;
mod source;
mod suggest;
mod visible;

pub use codes::Code;
pub use diagnostic::{Diagnostic, Label, Severity, has_errors, sort};
pub use source::{FileId, Location, SourceMap, Span};
pub use suggest::{did_you_mean, nearest};
pub use visible::visible;
