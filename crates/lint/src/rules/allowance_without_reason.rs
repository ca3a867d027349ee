//! An allowance that doesn't say why.
//!
//! ## What it does
//! Finds `// ward: allow(rule)` that lets a finding pass without a reason behind it.
//!
//! ## Why is this bad?
//! Whoever reviews the policy next can't tell an exception that was thought about from one that was
//! made to silence a tool.
//!
//! ## Example
//! ```policy fragment
//! role platform_owner "Platform owner" {
//!   // ward: allow(open_tenant)
//!   can view on Patient.basic
//! }
//! ```
//!
//! ## Use instead
//! ```policy fragment
//! role platform_owner "Platform owner" {
//!   // ward: allow(open_tenant) the vendor's own staff, in every practice
//!   can view on Patient.basic
//! }
//! ```
