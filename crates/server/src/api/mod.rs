//! The AuthZEN API as a function from bytes to bytes, without HTTP, clock or lock.
//!
//! One request is answered by one [`Version`], whole batches and pages included.

mod body;
mod evaluation;
mod evaluations;
mod metadata;
mod page;
mod problem;
mod search;
mod told;

use std::cell::RefCell;

use serde::Serialize;
use serde_json::Value;
use ward_evaluator::{Decision, Malformed, Request, Scratch};
use ward_live::Version;

pub use metadata::{METADATA_PATH, metadata};
pub use problem::Problem;

use crate::settings::Limits;

/// What can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Endpoint {
    /// One decision.
    Evaluation,
    /// Many decisions.
    Evaluations,
    /// Who may do this?
    SubjectSearch,
    /// On what may they do this?
    ResourceSearch,
    /// What may they do with this?
    ActionSearch,
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Evaluation,
        Self::Evaluations,
        Self::SubjectSearch,
        Self::ResourceSearch,
        Self::ActionSearch,
    ];

    /// What is asked at a path.
    ///
    /// ```
    /// use ward_server::api::Endpoint;
    ///
    /// assert_eq!(Endpoint::at("/access/v1/evaluation"), Some(Endpoint::Evaluation));
    /// assert_eq!(Endpoint::at("/access/v1/evaluation/"), None);
    /// ```
    pub fn at(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|endpoint| endpoint.path() == path)
    }

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Evaluation => "/access/v1/evaluation",
            Self::Evaluations => "/access/v1/evaluations",
            Self::SubjectSearch => "/access/v1/search/subject",
            Self::ResourceSearch => "/access/v1/search/resource",
            Self::ActionSearch => "/access/v1/search/action",
        }
    }

    /// Its name in logs and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Evaluation => "evaluation",
            Self::Evaluations => "evaluations",
            Self::SubjectSearch => "search_subject",
            Self::ResourceSearch => "search_resource",
            Self::ActionSearch => "search_action",
        }
    }
}

/// Most answers are shorter than this, in bytes.
const USUAL_LENGTH: usize = 1 << 10;

thread_local! {
    /// The room that each thread decides in. A session couldn't be kept in its place: it asks one
    /// engine, and each request takes the version that is in force then. Nor could a connection
    /// keep the room: between two awaits it may change its thread, and most connections are idle.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// A status and a JSON body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// JSON.
    pub body: Vec<u8>,
}

impl Reply {
    pub(crate) fn ok(body: &impl Serialize) -> Self {
        let mut text = Vec::with_capacity(USUAL_LENGTH);
        // Writing texts and numbers to memory doesn't fail.
        let _ = serde_json::to_writer(&mut text, body);
        Self { status: 200, body: text }
    }
}

/// Who hears of decisions: the decision log, counters.
pub trait Hears: Sync {
    /// A request was decided, or couldn't be. Where requests are kept, it holds the time that
    /// decided.
    fn decided(&self, request: &Request, decision: &Decision);
    /// Whether requests are kept, such as by a decision log.
    fn keeps_requests(&self) -> bool;
    /// An evaluation was malformed; nothing was decided.
    fn malformed(&self);
}

/// Nobody hears.
#[derive(Clone, Copy, Debug)]
pub struct Nobody;

impl Hears for Nobody {
    fn decided(&self, _: &Request, _: &Decision) {}
    fn keeps_requests(&self) -> bool {
        false
    }
    fn malformed(&self) {}
}

/// What a request is answered with.
#[derive(Clone, Copy)]
pub struct Answering<'a> {
    /// What is in force.
    pub version: &'a Version,
    /// How much one request may ask for.
    pub limits: &'a Limits,
    /// What `context.now` is, in microseconds since 1970-01-01T00:00:00Z; `None` leaves it to the
    /// caller, who is then trusted with it.
    pub now: Option<i64>,
    /// Whether reasons are left out of answers.
    pub brief: bool,
    /// Whether the time for this request is up.
    pub time_is_up: &'a (dyn Fn() -> bool + Sync),
    /// Who hears of decisions.
    pub hears: &'a dyn Hears,
}

impl std::fmt::Debug for Answering<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answering").field("version", &self.version.number).finish_non_exhaustive()
    }
}

/// Answers a request.
///
/// ```
/// use ward_live::{Gates, Place, Reloader};
/// use ward_server::api::{Answering, Endpoint, Nobody, answer};
/// use ward_server::Limits;
///
/// # let folder = std::env::temp_dir().join(format!("ward-server-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # std::fs::write(folder.join("clinic.policy"), "policy clinic\nsubject entity User\n")?;
/// let reloader = Reloader::new(Place::new(&folder), Gates::default());
/// reloader.reload();
/// let version = reloader.live().current().ok_or("nothing in force")?;
/// let answering = Answering {
///     version: &version,
///     limits: &Limits::default(),
///     now: Some(0),
///     brief: false,
///     time_is_up: &|| false,
///     hears: &Nobody,
/// };
/// let reply = answer(Endpoint::Evaluation, br#"{"subject": {"type": "User"}}"#, answering);
/// assert_eq!(reply.status, 400);
/// assert!(String::from_utf8(reply.body)?.contains("the request has no `subject.id`"));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn answer(endpoint: Endpoint, body: &[u8], answering: Answering<'_>) -> Reply {
    let answered = match endpoint {
        Endpoint::Evaluation => evaluation::answer(body, answering),
        Endpoint::Evaluations => evaluations::answer(body, answering),
        Endpoint::SubjectSearch => search::subjects(body, answering),
        Endpoint::ResourceSearch => search::resources(body, answering),
        Endpoint::ActionSearch => search::actions(body, answering),
    };
    answered.unwrap_or_else(|problem| problem.reply())
}

impl Answering<'_> {
    /// Sets the time that decides, unless callers are trusted with it.
    fn stamp(&self, request: &mut Request) {
        if let Some(now) = self.now {
            let text = ward_compiler::time::format_time(now);
            request.context.insert("now".into(), Value::String(text));
        }
    }

    /// Decides a request that has been read.
    fn decide(&self, request: &mut Request) -> Result<Decision, Malformed> {
        let engine = &self.version.engine;
        let decision = SCRATCH
            .with_borrow_mut(|scratch| engine.session_in(scratch).at(self.now).decide(request))?;
        if self.hears.keeps_requests() {
            // What is kept must be decided alike again.
            self.stamp(request);
        }
        self.hears.decided(request, &decision);
        Ok(decision)
    }
}
