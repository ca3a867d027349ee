//! One policy with one set of data.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use ward_compiler::Policy;
use ward_compiler::time::Zone;
use ward_diagnostics::Diagnostic;

use crate::eval::{Eval, Work};
use crate::index::Index;
use crate::program::Program;
use crate::request::{Asked, Frame, Light, Malformed, Outcome, Request, resolve};
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
        let nobody = Asked::about_data(Frame::new(&self.store), None, None, None);
        let work = RefCell::default();
        let placed: Vec<_> = {
            let eval = self.eval(&nobody, &work);
            let settled = |one: &Reaching| {
                let role = one.assignment.role()?;
                let within = one.assignment.within;
                within
                    .is_none_or(|within| eval.all_above(within).is_some())
                    .then(|| eval.is_placed(role, &one.assignment))
            };
            let all = self.store.all_reaching();
            unplaced.iter().filter_map(|at| Some((*at, settled(all.get(*at)?)))).collect()
        };
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
        Ok(self.resolve(request)?.map(|asked| question(&self.eval(&asked, &RefCell::default()))))
    }

    pub(crate) fn outcome(&self, request: &Request) -> Result<Outcome<'_>, Malformed> {
        resolve(self.light(), request, Box::default())
    }

    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(&self.policy, &self.store))
    }

    /// What requests are read in the light of.
    pub(crate) fn light(&self) -> Light<'_> {
        let Self { policy, program, store, strict, .. } = self;
        Light { policy, program, store, strict: *strict, at: None }
    }

    /// Answers about a question, in the room of earlier ones.
    pub(crate) fn eval<'a>(&'a self, asked: &'a Asked<'a>, work: &'a RefCell<Work>) -> Eval<'a> {
        Eval::new(&self.policy, &self.program, &self.constants, &self.zone, asked, work)
    }
}
