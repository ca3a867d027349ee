//! The span of a request, by the conventions for HTTP servers:
//! <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>.

use axum::http::{Method, Request, StatusCode, Version};
use opentelemetry::trace::{Status, TraceContextExt};
use opentelemetry::{Context, KeyValue};

use crate::traces::Tracing;

/// What is asked for every few seconds, by machines, and decides nothing.
const UNTRACED: [&str; 3] = ["/live", "/ready", "/metrics"];

/// The span of a request, put on it for whoever answers.
#[derive(Clone, Debug)]
pub(super) struct Traced(pub Context);

/// Begins the span of a request.
pub(super) fn begin<B>(
    traces: &Tracing,
    request: &Request<B>,
    route: Option<&'static str>,
    secure: bool,
) -> Option<Context> {
    if route.is_some_and(|route| UNTRACED.contains(&route)) {
        return None;
    }
    let name = name(request.method(), route);
    Some(traces.request(name, request.headers(), attributes(request, route, secure)))
}

/// Ends it with the response.
pub(super) fn end(context: &Context, status: StatusCode) {
    let span = context.span();
    span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
    if status.is_server_error() {
        span.set_attribute(KeyValue::new("error.type", status.as_str().to_owned()));
        span.set_status(Status::error(""));
    }
    span.end();
}

fn name(method: &Method, route: Option<&str>) -> String {
    let method = known(method).unwrap_or("HTTP");
    route.map_or_else(|| method.to_owned(), |route| format!("{method} {route}"))
}

/// A path that leads nowhere is the caller's invention, so only routes are told, which hold no
/// names of anything.
fn attributes<B>(request: &Request<B>, route: Option<&'static str>, secure: bool) -> Vec<KeyValue> {
    let method = known(request.method()).unwrap_or("_OTHER");
    let mut attributes = vec![
        KeyValue::new("http.request.method", method),
        KeyValue::new("url.scheme", if secure { "https" } else { "http" }),
    ];
    if let Some(route) = route {
        attributes.push(KeyValue::new("http.route", route));
        attributes.push(KeyValue::new("url.path", route));
    }
    let version = match request.version() {
        Version::HTTP_10 => "1.0",
        Version::HTTP_11 => "1.1",
        Version::HTTP_2 => "2",
        _ => return attributes,
    };
    attributes.push(KeyValue::new("network.protocol.version", version));
    attributes
}

fn known(method: &Method) -> Option<&'static str> {
    const KNOWN: [&str; 9] =
        ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    KNOWN.into_iter().find(|one| *one == method.as_str())
}
