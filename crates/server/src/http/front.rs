//! What every request passes on its way: its span, its id, who calls, and where it leads.
//!
//! These are plain functions rather than layers around a router: most requests ask for one
//! decision, which takes less time than the boxes that layers put around a request.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use axum::response::Response;
use hyper::body::Incoming;
use tower::ServiceExt;

use super::callers::Caller;
use super::certified::Certified;
use super::decide::{decide, response};
use super::routes::{route, router};
use super::traced::{self, Traced};
use super::{State, request_id};
use crate::api::{Endpoint, METADATA_PATH, Problem};

/// Paths for which nobody has to be known.
const OPEN: [&str; 3] = ["/live", "/ready", METADATA_PATH];

/// The service as a function from requests to responses.
#[derive(Clone, Debug)]
pub struct Front {
    state: Arc<State>,
    router: Router,
}

impl Front {
    /// Everything that this state can answer.
    pub fn new(state: Arc<State>) -> Self {
        Self { router: router(state.clone()), state }
    }

    /// Answers a request of a connection whose certificate named this caller.
    pub(super) async fn answer(
        &self,
        certified: Option<Certified>,
        mut request: Request<Incoming>,
    ) -> Response {
        let id = request_id::header(&request);
        let span = self.state.traces.as_ref().and_then(|traces| {
            let secure = self.state.settings.tls.is_some();
            traced::begin(traces, &request, route(request.uri().path()), secure)
        });
        if let Some(span) = &span {
            request.extensions_mut().insert(Traced(span.clone()));
        }
        let mut response = match self.caller(certified, &request) {
            Ok(caller) => {
                if let Some(caller) = caller {
                    request.extensions_mut().insert::<Caller>(caller);
                }
                self.answer_known(request).await
            }
            Err(problem) => response(problem.reply()),
        };
        if let Some(id) = id {
            response.headers_mut().insert(request_id::NAME, id);
        }
        self.state.metrics.responded(response.status().as_u16());
        if let Some(span) = &span {
            traced::end(span, response.status());
        }
        response
    }

    /// Who calls; an error where nobody is known who has to be. Whatever leads nowhere is kept
    /// from strangers too.
    fn caller(
        &self,
        certified: Option<Certified>,
        request: &Request<Incoming>,
    ) -> Result<Option<Caller>, Problem> {
        if OPEN.contains(&request.uri().path()) {
            return Ok(None);
        }
        match &*self.state.tokens.load() {
            // Where tokens are asked for, they name callers, whatever their certificates say.
            None => Ok(certified.map(|certified| certified.0)),
            Some(tokens) => tokens.caller(request.headers()).map(Some),
        }
    }

    async fn answer_known(&self, request: Request<Incoming>) -> Response {
        if request.method() == Method::POST
            && let Some(endpoint) = Endpoint::at(request.uri().path())
        {
            return decide(&self.state, endpoint, request).await;
        }
        let answered = self.router.clone().oneshot(request.map(Body::new)).await;
        answered.unwrap_or_else(|never: Infallible| match never {})
    }
}
