//! The two endpoints of the data API.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::Response;
use tokio::time::timeout;

use super::State;
use super::body::read;
use super::callers::Caller;
use super::decide::{busy, is_json, response};
use crate::api::{Problem, Reply};
use crate::data::{self, DataStore};

/// Makes a transaction.
pub(super) async fn transact(state: Arc<State>, request: Request) -> Response {
    response(change(state, request).await.unwrap_or_else(|problem| problem.reply()))
}

async fn change(state: Arc<State>, request: Request) -> Result<Reply, Problem> {
    let store = store_for(&state, &request)?;
    if !is_json(&request) {
        let help = "send `Content-Type: application/json`";
        return Err(Problem::plain(400, "the content isn't said to be JSON", help));
    }
    let limits = &state.settings.limits;
    let body =
        timeout(limits.read_time, read(request.into_body(), limits.data_body, &state.bodies)).await;
    let slow = |_| Problem::limit(408, "the body came too slowly", "send it at once");
    let body = body.map_err(slow)??;
    // One transaction is made at a time; the others wait here, not in the store.
    let place = timeout(limits.time, state.writing.clone().acquire_owned()).await;
    let place = place.map_err(|_| busy())?.map_err(|_| busy())?;
    let work = move || {
        let _place = place;
        let reloader = state.reloader.as_ref().ok_or_else(no_store)?;
        data::change(&store, reloader, &body.bytes).map(|done| Reply::ok(&done))
    };
    let broken = |_| Problem::plain(500, "the request broke the service", "please report it");
    tokio::task::spawn_blocking(work).await.map_err(broken)?
}

/// Gives what is stored.
pub(super) fn stored(state: &State, request: &Request) -> Response {
    let reply = store_for(state, request).map(|store| Reply::ok(&store.records().to_json()));
    response(reply.unwrap_or_else(|problem| problem.reply()))
}

/// The store, where there is one and the caller may use it.
fn store_for(state: &State, request: &Request) -> Result<Arc<DataStore>, Problem> {
    let store = state.store.clone().ok_or_else(no_store)?;
    let writers = &state.settings.writers;
    let caller = request.extensions().get::<Caller>();
    let may = writers.is_empty() || caller.is_some_and(|caller| writers.contains(&caller.0));
    if may {
        return Ok(store);
    }
    Err(Problem::plain(
        403,
        "the caller isn't one of those who write data",
        "ask who runs the service",
    ))
}

fn no_store() -> Problem {
    Problem::plain(404, "the service keeps no data of its own", "start it with `--store FILE`")
}
