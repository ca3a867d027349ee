//! HTTP around the API: routes, callers, limits, connections.

mod accept;
mod body;
mod callers;
mod certified;
mod data;
mod decide;
mod front;
mod heard;
mod request_id;
mod routes;
mod state;
mod status;
mod tls;
mod traced;

pub use accept::{Accepting, Stop};
pub use callers::Tokens;
pub use front::Front;
pub use state::State;
pub use tls::Secured;
pub(crate) use tls::authorities;
