//! One policy with one set of data.

use std::sync::Arc;

use ward_compiler::Policy;
use ward_compiler::time::Zone;
use ward_diagnostics::Diagnostic;

use crate::decision::Decision;
use crate::eval::Eval;
use crate::request::{Asked, Malformed, Outcome, Request, resolve};
use crate::store::{Builder, DataFile, Store, read_json};

/// Decides requests. It is immutable: decisions can be asked from many threads, and a new engine
/// replaces it as a whole when policy or data change.
#[derive(Clone, Debug)]
pub struct Engine {
    policy: Arc<Policy>,
    store: Store,
    zone: Zone,
    strict: bool,
}

impl Engine {
    /// An engine without data.
    pub fn new(policy: Arc<Policy>) -> Self {
        let store = Store::empty(&policy);
        Self::with_store(policy, store)
    }

    /// An engine over data files, with everything that is wrong or odd with them. Where one of
    /// the diagnostics is an error, the engine must not be used for decisions.
    pub fn load(policy: Arc<Policy>, files: &[DataFile]) -> (Self, Vec<Diagnostic>) {
        let mut builder = Builder::new(&policy);
        for file in files {
            read_json(&mut builder, file);
        }
        let (store, problems) = builder.finish();
        (Self::with_store(policy, store), problems)
    }

    /// An engine over a store that was built for this policy.
    pub fn with_store(policy: Arc<Policy>, store: Store) -> Self {
        let zone = Zone::named(&policy.time_zone).or_else(|| Zone::named("UTC"));
        // The compiler has found the zone, and UTC is always there.
        let zone = zone.unwrap_or_else(Zone::utc);
        Self { policy, store, zone, strict: false }
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

    /// Whether a request is permitted, without reasons.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn permits(&self, request: &Request) -> Result<bool, Malformed> {
        Ok(match self.resolve(request)? {
            Outcome::Refused(_) => false,
            Outcome::Asked(asked) => self.eval(&asked).permits(),
        })
    }

    /// What becomes of a request, with the reasons.
    ///
    /// # Errors
    /// Where the request is malformed.
    pub fn decide(&self, request: &Request) -> Result<Decision, Malformed> {
        Ok(match self.resolve(request)? {
            Outcome::Refused(problem) => Decision::refused(&self.policy, problem),
            Outcome::Asked(asked) => self.eval(&asked).decision(),
        })
    }

    pub(crate) fn zone(&self) -> &Zone {
        &self.zone
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
        Ok(match self.resolve(request)? {
            Outcome::Refused(_) => None,
            Outcome::Asked(asked) => Some(question(&self.eval(&asked))),
        })
    }

    pub(crate) fn resolve(&self, request: &Request) -> Result<Outcome<'_>, Malformed> {
        resolve(&self.policy, &self.store, request, self.strict)
    }

    pub(crate) fn eval<'a>(&'a self, asked: &'a Asked<'a>) -> Eval<'a> {
        Eval::new(&self.policy, &self.zone, asked)
    }
}
