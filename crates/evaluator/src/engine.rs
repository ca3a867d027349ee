//! One policy with one set of data.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use ward_compiler::Policy;
use ward_compiler::time::Zone;
use ward_diagnostics::Diagnostic;

use crate::decision::{Decision, Verdict};
use crate::eval::{Eval, Work};
use crate::inquiry::About;
use crate::program::Program;
use crate::request::{Asked, Light, Malformed, Outcome, Own, Request, resolve};
use crate::reverse::Index;
use crate::store::{
    Builder, DataFile, Ledger, Loaded, Reaching, Store, read_json, read_json_telling,
};
use crate::value::Value;

/// Decides requests. It is immutable: decisions can be asked from many threads, and a new engine
/// replaces it as a whole when policy or data change.
#[derive(Clone, Debug)]
pub struct Engine {
    policy: Arc<Policy>,
    program: Arc<Program>,
    pub(crate) store: Arc<Store>,
    /// The values of the policy's constants, by expression.
    pub(crate) constants: Arc<[Option<Value>]>,
    /// How the data were read.
    pub(crate) ledger: Arc<Ledger>,
    zone: Zone,
    strict: bool,
    /// The data the other way round, once somebody has asked backwards.
    index: Arc<OnceLock<Index>>,
}

impl Engine {
    /// An engine without data.
    pub fn new(policy: Arc<Policy>) -> Self {
        let (data, _) = Builder::new(&policy).finish();
        Self::with_data(policy, data)
    }

    /// An engine over data files, with everything that is wrong or odd with them. Where one of
    /// the diagnostics is an error, the engine must not be used for decisions.
    pub fn load(policy: Arc<Policy>, files: &[DataFile]) -> (Self, Vec<Diagnostic>) {
        Self::load_telling(policy, files, &mut |_| {})
    }

    /// The same as [`Engine::load`]; tells after each entity how many of its file were read.
    pub fn load_telling(
        policy: Arc<Policy>,
        files: &[DataFile],
        tell: &mut dyn FnMut(usize),
    ) -> (Self, Vec<Diagnostic>) {
        let mut builder = Builder::new(&policy);
        for file in files {
            read_json_telling(&mut builder, file, tell);
        }
        let (data, problems) = builder.finish();
        (Self::with_data(policy, data), problems)
    }

    /// The same as [`Engine::load`], with data behind those of the files that
    /// [`Engine::changed`] can change.
    pub fn load_with(
        policy: Arc<Policy>,
        files: &[DataFile],
        held: &DataFile,
    ) -> (Self, Vec<Diagnostic>) {
        let mut builder = Builder::new(&policy);
        files.iter().for_each(|file| read_json(&mut builder, file));
        builder.begin_held();
        read_json(&mut builder, held);
        let (data, problems) = builder.finish();
        (Self::with_data(policy, data), problems)
    }

    /// An engine over data that were read for this policy.
    pub fn with_data(policy: Arc<Policy>, data: Loaded) -> Self {
        let zone = Zone::named(&policy.time_zone).or_else(|| Zone::named("UTC"));
        // The compiler has found the zone, and UTC is always there.
        let zone = zone.unwrap_or_else(Zone::utc);
        let program = Arc::new(Program::of(&policy));
        let mut engine = Self {
            policy,
            program,
            store: Arc::new(data.store),
            constants: data.constants,
            ledger: Arc::new(data.ledger),
            zone,
            strict: false,
            index: Arc::default(),
        };
        let all: Vec<usize> = (0..engine.store.all_reaching().len()).collect();
        engine.place(&all);
        engine
    }

    /// The same with other data, read for the same policy; some assignments (by where they stand
    /// among those that reach somebody) have not been placed yet.
    pub(crate) fn over(&self, store: Store, ledger: Arc<Ledger>, unplaced: &[usize]) -> Self {
        let mut engine =
            Self { store: Arc::new(store), ledger, index: Arc::default(), ..self.clone() };
        engine.place(unplaced);
        engine
    }

    /// The same data under another policy that reads them alike.
    pub(crate) fn with_policy(
        &self,
        policy: Arc<Policy>,
        store: Arc<Store>,
        constants: Arc<[Option<Value>]>,
        ledger: Arc<Ledger>,
    ) -> Self {
        let zone = Zone::named(&policy.time_zone).unwrap_or_else(Zone::utc);
        let program = Arc::new(Program::of(&policy));
        Self { policy, program, store, constants, ledger, zone, ..self.clone() }
    }

    /// Notes whether the places of these assignments are ones where their roles can be held;
    /// nothing where a request may still say more of that place.
    fn place(&mut self, unplaced: &[usize]) {
        let nobody = self.inquire(About::default(), None);
        let placed: Vec<_> = nobody.with_eval(|eval| {
            let settled = |one: &Reaching| {
                let role = one.assignment.role()?;
                let within = one.assignment.within;
                within
                    .is_none_or(|within| eval.all_above(within).is_some())
                    .then(|| eval.is_placed(role, &one.assignment))
            };
            let all = self.store.all_reaching();
            unplaced.iter().filter_map(|at| Some((*at, settled(all.get(*at)?)))).collect()
        });
        Arc::make_mut(&mut self.store).set_placed(placed);
    }

    /// Makes properties of requests that nothing reads an error.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// The policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The policy, to be shared.
    pub fn shared_policy(&self) -> Arc<Policy> {
        self.policy.clone()
    }

    /// The data.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Whether a request is permitted, without reasons. Who asks often keeps a [`Scratch`] and
    /// calls [`Engine::permits_in`].
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn permits(&self, request: &Request) -> Result<bool, Malformed> {
        self.permits_in(&mut Scratch::default(), request)
    }

    /// Whether a request is permitted, without reasons, in the room of earlier decisions: once
    /// that is large enough, nothing is allocated.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn permits_in(&self, scratch: &mut Scratch, request: &Request) -> Result<bool, Malformed> {
        let room = scratch.room.take().unwrap_or_default();
        let asked = match resolve(self.light(), request, room)? {
            Outcome::Refused(_) => return Ok(false),
            Outcome::Asked(asked) => asked,
        };
        let permit = self.eval(&asked).permits();
        scratch.room = Some(asked.into_room());
        Ok(permit)
    }

    /// What becomes of a request, without reasons, in the room of earlier decisions; the inner
    /// error says for which name or record that isn't there it is refused.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn verdict_in(
        &self,
        scratch: &mut Scratch,
        request: &Request,
    ) -> Result<Result<Verdict, Box<Diagnostic>>, Malformed> {
        let room = scratch.room.take().unwrap_or_default();
        let asked = match resolve(self.light(), request, room)? {
            Outcome::Refused(problem) => return Ok(Err(problem)),
            Outcome::Asked(asked) => asked,
        };
        let eval = self.eval(&asked);
        let verdict = eval.outright().map_or_else(|| Ok(eval.verdict()), Err);
        scratch.room = Some(asked.into_room());
        Ok(verdict)
    }

    /// Whether a request that was [resolved](Engine::resolve) is permitted, in the room of
    /// earlier decisions.
    pub fn permits_asked(&self, scratch: &mut Scratch, asked: &Asked<'_>) -> bool {
        Eval::new(&self.policy, &self.program, &self.constants, &self.zone, asked, &scratch.work)
            .permits()
    }

    /// Looks the names of a request up, to be decided once or often; `None` where it is refused
    /// for a name or record that isn't there.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn resolve(&self, request: &Request) -> Result<Option<Asked<'_>>, Malformed> {
        Ok(match self.outcome(request)? {
            Outcome::Refused(_) => None,
            Outcome::Asked(asked) => Some(asked),
        })
    }

    /// What becomes of a request, with the reasons.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn decide(&self, request: &Request) -> Result<Decision, Malformed> {
        Ok(match self.outcome(request)? {
            Outcome::Refused(problem) => Decision::refused(&self.policy, problem),
            Outcome::Asked(asked) => self.decided(&asked, Eval::decision),
        })
    }

    /// What becomes of a request, with the reasons, and with how many others hold the roles that
    /// were missing. That looks at every assignment, so it is for a person who asks why, and not
    /// for each of a program's requests.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn explain(&self, request: &Request) -> Result<Decision, Malformed> {
        Ok(match self.outcome(request)? {
            Outcome::Refused(problem) => Decision::refused(&self.policy, problem),
            Outcome::Asked(asked) => self.decided(&asked, Eval::explanation),
        })
    }

    /// What becomes of a request, with the reasons, in the room of earlier decisions.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn decide_in(
        &self,
        scratch: &mut Scratch,
        request: &Request,
    ) -> Result<Decision, Malformed> {
        self.decide_at(scratch, request, None)
    }

    /// The same at a time of whoever decides, in microseconds since 1970-01-01T00:00:00Z, whatever
    /// `context.now` the request gives; `None` leaves it to the request.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn decide_at(
        &self,
        scratch: &mut Scratch,
        request: &Request,
        now: Option<i64>,
    ) -> Result<Decision, Malformed> {
        let room = scratch.room.take().unwrap_or_default();
        let asked = match resolve(Light { at: now, ..self.light() }, request, room)? {
            Outcome::Refused(problem) => return Ok(Decision::refused(&self.policy, problem)),
            Outcome::Asked(asked) => asked,
        };
        let decision = self.decided(&asked, Eval::decision);
        scratch.room = Some(asked.into_room());
        Ok(decision)
    }

    /// What is asked of a request, unless it is refused outright.
    fn decided<'a>(
        &'a self,
        asked: &'a Asked<'a>,
        question: impl FnOnce(&Eval<'a>) -> Decision,
    ) -> Decision {
        let eval = self.eval(asked);
        match eval.outright() {
            Some(problem) => Decision::refused(&self.policy, problem),
            None => question(&eval),
        }
    }

    /// Asks anything about a request that can be decided; `None` where it is refused for a name
    /// or record that isn't there.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn ask<T>(
        &self,
        request: &Request,
        question: impl FnOnce(&Eval<'_>) -> T,
    ) -> Result<Option<T>, Malformed> {
        Ok(self.resolve(request)?.map(|asked| question(&self.eval(&asked))))
    }

    pub(crate) fn outcome(&self, request: &Request) -> Result<Outcome<'_>, Malformed> {
        resolve(self.light(), request, Box::default())
    }

    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.policy, &self.store))
    }

    fn light(&self) -> Light<'_> {
        let Self { policy, program, store, strict, .. } = self;
        Light { policy, program, store, strict: *strict, at: None }
    }

    pub(crate) fn eval<'a>(&'a self, asked: &'a Asked<'a>) -> Eval<'a> {
        Eval::new(
            &self.policy,
            &self.program,
            &self.constants,
            &self.zone,
            asked,
            asked.frame.work(),
        )
    }
}

/// The room that decisions are made in. One per thread, kept from decision to decision, spares
/// every allocation; it holds nothing that a later decision could see.
#[derive(Debug, Default)]
pub struct Scratch {
    room: Option<Box<Own>>,
    work: RefCell<Work>,
}
