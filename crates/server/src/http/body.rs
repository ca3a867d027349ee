//! Bodies of requests, within limits: of each one, and of all that are being read together.

use std::error::Error;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::api::Problem;
use crate::settings::Limits;

/// So much of a body is read whoever else sends one. A single decision asks for less.
pub(super) const SMALL: usize = 16 << 10;

/// In so many bytes the room is counted.
const UNIT: usize = 1 << 10;

/// A whole body, which has its place in the room for as long as it is kept.
#[derive(Debug, Default)]
pub(super) struct Whole {
    pub bytes: Bytes,
    _room: Option<OwnedSemaphorePermit>,
}

/// The room for all bodies: at least two of the largest always find a place.
pub(super) fn room(limits: &Limits) -> Arc<Semaphore> {
    let two = limits.body.max(limits.data_body).saturating_mul(2);
    let units = limits.bodies.max(two).div_ceil(UNIT);
    Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS)))
}

/// Reads a body of at most so many bytes.
///
/// # Errors
/// Where it has more, or breaks off, or there is no room beside the others.
pub(super) async fn read<B>(body: B, most: usize, room: &Arc<Semaphore>) -> Result<Whole, Problem>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    // Who says beforehand how long it is, and waits to be told to go on, is told before sending it.
    if body.size_hint().lower() > u64::try_from(most).unwrap_or(u64::MAX) {
        return Err(too_long(most));
    }
    let mut body = Limited::new(body, most);
    let (mut text, mut taken) = (BytesMut::new(), None);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken(&*error, most))?;
        let Ok(piece) = frame.into_data() else { continue };
        if text.is_empty() && body.is_end_stream() {
            // A body in one piece, as most are, is taken as it is.
            return Ok(Whole { bytes: piece, _room: None });
        }
        text.extend_from_slice(&piece);
        make_room(text.capacity(), room, &mut taken)?;
    }
    Ok(Whole { bytes: text.freeze(), _room: taken })
}

/// Takes as much room as so many bytes need; who finds none is told at once.
fn make_room(
    bytes: usize,
    room: &Arc<Semaphore>,
    taken: &mut Option<OwnedSemaphorePermit>,
) -> Result<(), Problem> {
    let needed = bytes.saturating_sub(SMALL).div_ceil(UNIT);
    let has = taken.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
    let Some(more) = needed.checked_sub(has).filter(|more| *more > 0) else { return Ok(()) };
    let more = room.clone().try_acquire_many_owned(u32::try_from(more).unwrap_or(u32::MAX));
    let more = more.map_err(|_| {
        Problem::limit(503, "too many large bodies are being read", "ask again later")
    })?;
    match taken {
        Some(taken) => taken.merge(more),
        none => *none = Some(more),
    }
    Ok(())
}

fn broken(error: &(dyn Error + 'static), most: usize) -> Problem {
    if error.is::<LengthLimitError>() {
        return too_long(most);
    }
    Problem::plain(400, "the body broke off", "send it again")
}

fn too_long(most: usize) -> Problem {
    let message = format!("the body has more than {most} bytes");
    Problem::limit(413, message, "send it in several requests")
}
