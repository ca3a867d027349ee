//! The five endpoints of the API.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Request, StatusCode};
use axum::response::Response;
use hyper::body::Incoming;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use ward_live::clock;

use super::State;
use super::body::{SMALL, read};
use super::heard::{Asker, Heard};
use crate::api::{Answering, Endpoint, Problem, Reply, answer};

/// Answers a request of the API.
pub(super) async fn decide(
    state: &Arc<State>,
    endpoint: Endpoint,
    request: Request<Incoming>,
) -> Response {
    let begun = Instant::now();
    let reply = match ask(state, endpoint, request, begun).await {
        Ok(reply) => reply,
        Err(problem) => problem.reply(),
    };
    state.metrics.answered(endpoint, begun.elapsed());
    response(reply)
}

async fn ask(
    state: &Arc<State>,
    endpoint: Endpoint,
    request: Request<Incoming>,
    begun: Instant,
) -> Result<Reply, Problem> {
    if !is_json(&request) {
        let help = "send `Content-Type: application/json`";
        return Err(Problem::plain(400, "the content isn't said to be JSON", help));
    }
    let asker = Asker::of(endpoint, &request);
    let limits = &state.settings.limits;
    let mut reading = pin!(read(request.into_body(), limits.body, &state.bodies));
    // Most bodies have come with their heads, and need no clock.
    let (body, from) = match poll_immediate(reading.as_mut()).await {
        Some(body) => (body?, begun),
        None => {
            let slow = |_| Problem::limit(408, "the body came too slowly", "send it at once");
            (timeout(limits.read_time, reading).await.map_err(slow)??, Instant::now())
        }
    };
    // Only now: whoever sends slowly takes nobody's place.
    if endpoint == Endpoint::Evaluation && body.bytes.len() <= SMALL {
        let _place = at_once(&state.places)?;
        return answered(&asker, state, &body.bytes, from);
    }
    // What may take long is done beside the threads that serve everybody.
    let _waiting = at_once(&state.waiting)?;
    let place = timeout(limits.time, state.long_places.clone().acquire_owned()).await;
    let place = place.map_err(|_| busy())?.map_err(|_| busy())?;
    let state = state.clone();
    let work = move || {
        let _place: OwnedSemaphorePermit = place;
        answered(&asker, &state, &body.bytes, Instant::now())
    };
    let broken = || Problem::plain(500, "the request broke the service", "please report it");
    tokio::task::spawn_blocking(work).await.map_err(|_| broken())?
}

pub(super) fn is_json<B>(request: &Request<B>) -> bool {
    let mut given = request.headers().get_all(CONTENT_TYPE).iter();
    // Given twice, it isn't said which of them the content is.
    let (Some(kind), None) = (given.next(), given.next()) else { return false };
    let essence = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

/// What a future has come to, if it has by now.
async fn poll_immediate<F: Future>(mut future: Pin<&mut F>) -> Option<F::Output> {
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// A place, or none: whoever finds none is told at once.
fn at_once(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    places.clone().try_acquire_owned().map_err(|_| busy())
}

pub(super) fn busy() -> Problem {
    Problem::limit(503, "too many requests are being decided", "ask again later")
}

/// Answers, by the version in force.
fn answered(asker: &Asker, state: &State, body: &[u8], from: Instant) -> Result<Reply, Problem> {
    let guard = state.live.guard();
    let Some(version) = guard.as_deref() else {
        let help = "ask again when `/ready` says yes";
        return Err(Problem::plain(503, "no policy is in force yet", help));
    };
    state.metrics.in_flight.inc();
    let traces = state.traces.as_ref().zip(asker.span.as_ref());
    let deciding = traces.map(|(traces, request)| traces.within("decide", request));
    let now = clock();
    let end = from + state.settings.limits.time;
    let hears = Heard::by(asker, state, version, now);
    let answering = Answering {
        version,
        limits: &state.settings.limits,
        now: (!state.settings.trust_caller_time).then_some(now),
        brief: state.settings.brief,
        time_is_up: &|| Instant::now() >= end,
        hears: &hears,
    };
    let reply = answer(asker.endpoint, body, answering);
    drop(deciding);
    hears.tell_span();
    state.metrics.in_flight.dec();
    Ok(reply)
}

/// A reply as HTTP has it.
pub(super) fn response(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    if status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer realm=\"ward\"");
        headers.insert(axum::http::header::WWW_AUTHENTICATE, scheme);
    }
    response
}
