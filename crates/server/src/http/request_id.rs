//! `X-Request-ID`: given, it comes back, whatever the answer.

use axum::http::{HeaderName, HeaderValue, Request};

/// The name of the header.
pub(super) const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// The caller's id, as text where it is one.
pub(super) fn of<B>(request: &Request<B>) -> Option<&str> {
    std::str::from_utf8(request.headers().get(NAME)?.as_bytes()).ok()
}

/// The trace that a request belongs to: the second part of its `traceparent`, as
/// <https://www.w3.org/TR/trace-context/> has it.
pub(super) fn trace_of<B>(request: &Request<B>) -> Option<&str> {
    let parent = request.headers().get("traceparent")?.to_str().ok()?;
    let trace = parent.split('-').nth(1)?;
    let is_one = trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_one.then_some(trace)
}

/// The caller's id as it came.
pub(super) fn header<B>(request: &Request<B>) -> Option<HeaderValue> {
    request.headers().get(NAME).cloned()
}
