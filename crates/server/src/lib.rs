//! A policy decision point: the OpenID AuthZEN Authorization API 1.0 over HTTP.
//!
//! ```text
//! connection ──TLS──▶ routes ──▶ caller known? ──▶ body, within limits ──▶ api::answer ──▶ reply
//!                                                                              │
//!                                                    one Version of ward-live ─┴─▶ decision log
//! ```
//!
//! Holds: the API as a function from bytes to bytes ([`api`]), HTTP around it, limits, callers,
//! certificates, the decision log, metrics, spans. Does not hold: decisions (the evaluator's), reloads
//! (`ward-live`'s), arguments and the terminal (the command's).
//!
//! Invariants: a refusal is a 200; what isn't a request is a 400 and permits nothing; a request,
//! batch or page is answered by one version, which it names; no request waits for a reload or for
//! another caller's slowness; what callers send comes back in errors only cut short, and tokens
//! never.

pub mod api;
mod credentials;
pub mod data;
mod http;
pub mod log;
mod metrics;
mod serve;
mod settings;
mod signals;
mod traces;

pub use http::{Front, State, Stop, Tokens};
pub use serve::{Asked, Service, Started, trace};
pub use settings::{Limits, Log, Settings, Tls, Traces, WhenFull};
pub use traces::Tracing;
