//! An allowance that allows nothing.
//!
//! ## What it does
//! Finds `// ward: allow(rule) reason` on a line where that rule finds nothing. `--fix` takes it away.
//!
//! ## Why is this bad?
//! It says that something is exceptional that no longer is, and hides the next finding on that line.
//!
//! ## Example
//! ```policy fragment
//! role reader "Reader" in Practice {
//!   can view on Note within caseload  // ward: allow(long_line) a long list
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role reader "Reader" in Practice {
//!   can view on Note within caseload
//! }
//! ```
