//! One decision.

use super::{Answering, Problem, Reply, body};

pub(super) fn answer(body: &[u8], answering: Answering<'_>) -> Result<Reply, Problem> {
    let decided = body::request(body, answering.limits)
        .and_then(|mut request| Ok(answering.decide(&mut request)?));
    if decided.is_err() {
        answering.hears.malformed();
    }
    Ok(Reply::ok(&answering.told(&decided?)))
}
