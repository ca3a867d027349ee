//! Asking an engine: in a session, or once.

use std::cell::RefCell;

use ward_diagnostics::Diagnostic;

use crate::decision::{Decision, Verdict};
use crate::engine::Engine;
use crate::eval::{Eval, Work};
use crate::request::{Asked, Light, Malformed, Outcome, Own, Request, resolve};

/// The room that decisions are made in. It holds nothing that a later decision could see, and
/// belongs to no engine: whoever asks one engine after another, as a service whose policy is
/// reloaded, keeps one for each thread and lends it to each [session](Engine::session_in).
#[derive(Debug, Default)]
pub struct Scratch {
    room: Option<Box<Own>>,
    work: RefCell<Work>,
}

/// Asks an engine one request after another, in the same room: once that is large enough,
/// deciding without reasons allocates nothing.
///
/// ```
/// use std::sync::Arc;
/// use ward_compiler::{PolicySource, compile};
/// use ward_evaluator::{DataFile, Engine, Request};
///
/// let policy = compile(&PolicySource::from_text(
///     "policy clinic
///      subject entity User
///      actions of_users on User { greet }
///      role guest { can greet when context.now < 2026-01-01T00:00:00Z }",
/// ));
/// # let policy = policy.unwrap();
/// # let text = r#"{"entities": [{"type": "User", "id": "ann"}],
/// #                "assignments": [{"subject": "User::ann", "role": "guest"}]}"#;
/// # let data = DataFile { name: "data.json".into(), text: text.into() };
/// let (engine, _) = Engine::load(Arc::new(policy), &[data]);
/// # let request = Request::from_text(
/// #     r#"{"subject": {"type": "User", "id": "ann"}, "action": {"name": "greet"},
/// #         "resource": {"type": "User", "id": "ann"}}"#).unwrap();
/// assert!(!engine.session().permits(&request)?, "the time isn't known");
/// let mut session = engine.session().at(0);
/// assert!(session.permits(&request)?);
/// assert!(session.decide(&request)?.permit);
/// # Ok::<(), ward_evaluator::Malformed>(())
/// ```
#[derive(Debug)]
pub struct Session<'e> {
    engine: &'e Engine,
    scratch: Held<'e>,
    now: Option<i64>,
}

/// The room of a session.
#[derive(Debug)]
enum Held<'e> {
    Own(Box<Scratch>),
    Lent(&'e mut Scratch),
}

impl Held<'_> {
    fn scratch(&mut self) -> &mut Scratch {
        match self {
            Self::Own(scratch) => scratch,
            Self::Lent(scratch) => scratch,
        }
    }
}

impl Engine {
    /// A session, for many requests.
    pub fn session(&self) -> Session<'_> {
        Session { engine: self, scratch: Held::Own(Box::default()), now: None }
    }

    /// A session in room that is lent to it.
    pub fn session_in<'e>(&'e self, scratch: &'e mut Scratch) -> Session<'e> {
        Session { engine: self, scratch: Held::Lent(scratch), now: None }
    }

    /// Whether a request is permitted, without reasons; see [`Session::permits`].
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn permits(&self, request: &Request) -> Result<bool, Malformed> {
        self.session().permits(request)
    }

    /// What becomes of a request, with the reasons; see [`Session::decide`].
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn decide(&self, request: &Request) -> Result<Decision, Malformed> {
        self.session().decide(request)
    }

    /// What becomes of a request, for a person who asks why; see [`Session::explain`].
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn explain(&self, request: &Request) -> Result<Decision, Malformed> {
        self.session().explain(request)
    }
}

impl Session<'_> {
    /// Decides at a time of whoever asks, in microseconds since 1970-01-01T00:00:00Z, whatever
    /// `context.now` requests give; `None` leaves it to them.
    #[must_use]
    pub fn at(mut self, now: impl Into<Option<i64>>) -> Self {
        self.now = now.into();
        self
    }

    /// Whether a request is permitted, without reasons.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn permits(&mut self, request: &Request) -> Result<bool, Malformed> {
        Ok(self.answer(request, |eval| eval.permits())?.unwrap_or(false))
    }

    /// Whether a request that was [resolved](Engine::resolve) is permitted, without reasons. Its
    /// time is the one that it was resolved with.
    pub fn permits_asked(&mut self, asked: &Asked<'_>) -> bool {
        self.engine.eval(asked, &self.scratch.scratch().work).permits()
    }

    /// What becomes of a request, without reasons; the inner error says for which name or record
    /// that isn't there it is refused.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn verdict(
        &mut self,
        request: &Request,
    ) -> Result<Result<Verdict, Box<Diagnostic>>, Malformed> {
        self.answer(request, |eval| eval.verdict())
    }

    /// What becomes of a request, with the reasons.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn decide(&mut self, request: &Request) -> Result<Decision, Malformed> {
        let decided = self.answer(request, |eval| eval.decision())?;
        Ok(self.or_refused(decided))
    }

    /// What becomes of a request, with the reasons, and with how many others hold the roles that
    /// were missing. That looks at every assignment, so it is for a person who asks why, and not
    /// for each of a program's requests.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn explain(&mut self, request: &Request) -> Result<Decision, Malformed> {
        let decided = self.answer(request, |eval| eval.explanation())?;
        Ok(self.or_refused(decided))
    }

    fn or_refused(&self, decided: Result<Decision, Box<Diagnostic>>) -> Decision {
        decided.unwrap_or_else(|problem| Decision::refused(self.engine.policy(), problem))
    }

    /// Asks about a request; the inner error says for what it is refused.
    fn answer<T>(
        &mut self,
        request: &Request,
        question: impl FnOnce(&Eval<'_>) -> T,
    ) -> Result<Result<T, Box<Diagnostic>>, Malformed> {
        let Scratch { room, work } = self.scratch.scratch();
        let light = Light { at: self.now, ..self.engine.light() };
        let asked = match resolve(light, request, room.take().unwrap_or_default())? {
            Outcome::Refused(problem) => return Ok(Err(problem)),
            Outcome::Asked(asked) => asked,
        };
        let eval = self.engine.eval(&asked, work);
        let answer = eval.outright().map_or_else(|| Ok(question(&eval)), Err);
        *room = Some(asked.into_room());
        Ok(answer)
    }
}
