//! The span of a request, by the conventions for HTTP servers:
//! <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>.

use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State as Shared};
use axum::http::{Method, Version};
use axum::middleware::Next;
use axum::response::Response;
use opentelemetry::trace::{Status, TraceContextExt};
use opentelemetry::{Context, KeyValue};

use super::State;
use crate::traces::Tracing;

/// What is asked for every few seconds, by machines, and decides nothing.
const UNTRACED: [&str; 3] = ["/live", "/ready", "/metrics"];

/// The span of a request, put on it for whoever answers.
#[derive(Clone, Debug)]
pub(super) struct Traced(pub Context);

/// Begins a span for each request and ends it with the response. It is a layer only where there
/// are traces.
pub(super) async fn carry(
    Shared((state, traces)): Shared<(Arc<State>, Arc<Tracing>)>,
    mut request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.as_ref().map(MatchedPath::as_str);
    if route.is_some_and(|route| UNTRACED.contains(&route)) {
        return next.run(request).await;
    }
    let secure = state.settings.tls.is_some();
    let name = name(request.method(), route);
    let attributes = attributes(&request, route, secure);
    let context = traces.request(name, request.headers(), attributes);
    request.extensions_mut().insert(Traced(context.clone()));
    let response = next.run(request).await;
    let (span, status) = (context.span(), response.status());
    span.set_attribute(KeyValue::new("http.response.status_code", i64::from(status.as_u16())));
    if status.is_server_error() {
        span.set_attribute(KeyValue::new("error.type", status.as_str().to_owned()));
        span.set_status(Status::error(""));
    }
    span.end();
    response
}

fn name(method: &Method, route: Option<&str>) -> String {
    let method = known(method).unwrap_or("HTTP");
    route.map_or_else(|| method.to_owned(), |route| format!("{method} {route}"))
}

/// A path that leads nowhere is the caller's invention, so only routes are told, which hold no
/// names of anything.
fn attributes(request: &Request, route: Option<&str>, secure: bool) -> Vec<KeyValue> {
    let method = known(request.method()).unwrap_or("_OTHER");
    let mut attributes = vec![
        KeyValue::new("http.request.method", method),
        KeyValue::new("url.scheme", if secure { "https" } else { "http" }),
    ];
    if let Some(route) = route {
        attributes.push(KeyValue::new("http.route", route.to_owned()));
        attributes.push(KeyValue::new("url.path", route.to_owned()));
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
