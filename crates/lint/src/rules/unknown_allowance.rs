//! An allowance of a rule that doesn't exist.
//!
//! ## What it does
//! Finds names in `// ward: allow(…)` that are no rule's.
//!
//! ## Why is this bad?
//! A misspelt allowance allows nothing, and its author believes that it does.
//!
//! ## Example
//! ```policy fragment
//! role reader "Reader" in Practice {
//!   can view on Note within caseload  // ward: allow(unscoped) within the caseload
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role reader "Reader" in Practice {
//!   can view on Note within caseload
//! }
//! ```
