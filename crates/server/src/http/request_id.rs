//! `X-Request-ID`: given, it comes back, whatever the answer.

use std::sync::Arc;

use axum::extract::{Request, State as Shared};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::State;

const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// The caller's id, as text where it is one.
pub(super) fn of(request: &Request) -> Option<&str> {
    std::str::from_utf8(request.headers().get(NAME)?.as_bytes()).ok()
}

/// The trace that a request belongs to: the second part of its `traceparent`, as
/// <https://www.w3.org/TR/trace-context/> has it.
pub(super) fn trace_of(request: &Request) -> Option<&str> {
    let parent = request.headers().get("traceparent")?.to_str().ok()?;
    let trace = parent.split('-').nth(1)?;
    let is_one = trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_one.then_some(trace)
}

/// The outermost layer: gives the id back and counts the answer.
pub(super) async fn carry(
    Shared(state): Shared<Arc<State>>,
    request: Request,
    next: Next,
) -> Response {
    let id: Option<HeaderValue> = request.headers().get(NAME).cloned();
    let mut response = next.run(request).await;
    if let Some(id) = id {
        response.headers_mut().insert(NAME, id);
    }
    state.metrics.responded(response.status().as_u16());
    response
}
