//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State as Shared};
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::callers::Caller;
use super::certified::Certified;
use super::decide::{decide, response};
use super::{State, data, request_id, status, traced};
use crate::api::{self, Endpoint, Problem, metadata};
use crate::data::{DATA, TRANSACTIONS};

/// The service as a function from requests to responses.
pub fn router(state: Arc<State>) -> Router {
    let mut guarded = Router::new();
    for endpoint in Endpoint::ALL {
        let answer = move |Shared(state): Shared<Arc<State>>, request: Request| {
            decide(state, endpoint, request)
        };
        guarded = guarded.route(endpoint.path(), post(answer).fallback(only_post));
    }
    let transact =
        |Shared(state): Shared<Arc<State>>, request: Request| data::transact(state, request);
    let guarded = guarded
        .route(TRANSACTIONS, post(transact).fallback(only_post))
        .route(DATA, get(stored).fallback(only_get))
        .route("/status", get(told_status).fallback(only_get))
        .route("/metrics", get(metrics).fallback(only_get))
        .layer(from_fn_with_state(state.clone(), known_callers));
    let router = Router::new()
        .route("/live", get(live).fallback(only_get))
        .route("/ready", get(ready).fallback(only_get))
        .route(api::METADATA_PATH, get(configuration).fallback(only_get))
        .merge(guarded)
        .fallback(nowhere)
        .layer(from_fn_with_state(state.clone(), request_id::carry));
    let router = match state.traces.clone() {
        Some(traces) => router.layer(from_fn_with_state((state.clone(), traces), traced::carry)),
        None => router,
    };
    router.with_state(state)
}

/// Lets a request through whose caller is known, where callers have to be.
async fn known_callers(
    Shared(state): Shared<Arc<State>>,
    mut request: Request,
    next: Next,
) -> Response {
    let caller = match &*state.tokens.load() {
        // Where tokens are asked for, they name callers, whatever their certificates say.
        None => request.extensions().get::<Certified>().map(|certified| certified.0.clone()),
        Some(tokens) => match tokens.caller(request.headers()) {
            Ok(caller) => Some(caller),
            Err(problem) => return response(problem.reply()),
        },
    };
    if let Some(caller) = caller {
        request.extensions_mut().insert::<Caller>(caller);
    }
    next.run(request).await
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
