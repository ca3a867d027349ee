//! The service as its callers see it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what must not fail in a test fails it")]

mod anything;
mod api;
mod callers;
mod certification;
mod client;
mod data;
mod decision_log;
mod evaluations;
mod http;
mod limits;
mod reloads;
mod search;
mod service;
mod tls;
mod todo;
