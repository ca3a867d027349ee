//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{any, get, post};
use serde_json::{Value, json};

use super::decide::response;
use super::{State, data, status};
use crate::api::{self, Endpoint, Problem, metadata};
use crate::data::{DATA, TRANSACTIONS};

/// All paths beside those of decisions.
const PATHS: [&str; 7] =
    ["/live", "/ready", api::METADATA_PATH, TRANSACTIONS, DATA, "/status", "/metrics"];

/// What is answered by a path of its own, beside decisions.
pub(super) fn router(state: Arc<State>) -> Router {
    let mut router = Router::new();
    for endpoint in Endpoint::ALL {
        // Who posts to them has been answered before.
        router = router.route(endpoint.path(), any(only_post));
    }
    let transact =
        |Shared(state): Shared<Arc<State>>, request: Request| data::transact(state, request);
    router
        .route("/live", get(live).fallback(only_get))
        .route("/ready", get(ready).fallback(only_get))
        .route(api::METADATA_PATH, get(configuration).fallback(only_get))
        .route(TRANSACTIONS, post(transact).fallback(only_post))
        .route(DATA, get(stored).fallback(only_get))
        .route("/status", get(told_status).fallback(only_get))
        .route("/metrics", get(metrics).fallback(only_get))
        .fallback(nowhere)
        .with_state(state)
}

/// The path as the service itself writes it, where it leads anywhere.
pub(super) fn route(path: &str) -> Option<&'static str> {
    let mut known = Endpoint::ALL.into_iter().map(Endpoint::path);
    known.find(|route| *route == path).or_else(|| PATHS.into_iter().find(|route| *route == path))
}

fn told(status: StatusCode, body: &Value) -> Response {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

async fn live() -> Response {
    told(StatusCode::OK, &json!({"live": true}))
}

async fn ready(Shared(state): Shared<Arc<State>>) -> Response {
    let ready = state.is_ready();
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    told(status, &json!({"ready": ready}))
}

async fn configuration(Shared(state): Shared<Arc<State>>) -> Response {
    told(StatusCode::OK, &metadata(&state.public_url))
}

async fn told_status(Shared(state): Shared<Arc<State>>) -> Response {
    told(StatusCode::OK, &status::status(&state))
}

async fn stored(Shared(state): Shared<Arc<State>>, request: Request) -> Response {
    data::stored(&state, &request)
}

async fn metrics(Shared(state): Shared<Arc<State>>) -> Response {
    let mut response = Response::new(Body::from(state.metrics_text()));
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

async fn only_post() -> Response {
    not_allowed("POST")
}

async fn only_get() -> Response {
    not_allowed("GET, HEAD")
}

fn not_allowed(methods: &'static str) -> Response {
    let help = format!("use {}", methods.replace(", ", " or "));
    let message = "this path doesn't take the method";
    let mut refused = response(Problem::plain(405, message, help).reply());
    refused.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
    refused
}

async fn nowhere() -> Response {
    let help = "`/.well-known/authzen-configuration` lists the endpoints";
    response(Problem::plain(404, "there is nothing at this path", help).reply())
}
