//! The service as its callers see it.
//!
//! `WARD_RELOADS` and `WARD_CONNECTIONS` ask for more reloads under load and more slow or idle
//! connections than a quick run has; `WARD_STORM` is the same for the broken edits of `ward-live`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod anything;
mod api;
mod brief;
mod callers;
mod certification;
mod client;
mod collector;
mod data;
mod decision_log;
mod evaluations;
mod http;
mod limits;
mod reloads;
mod scenarios;
mod search;
mod service;
mod tls;
mod todo;
mod traces;
mod twice;
