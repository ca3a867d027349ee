//! Data that callers change: entities and assignments in a store of the service's own.
//!
//! A transaction is built into a new version first, kept on disk second and put in force third;
//! where one of these fails, nothing has changed. What was answered with a yes is on disk.

mod digest;
mod names;
mod records;
mod store;
mod transaction;

pub use records::Records;
pub use store::DataStore;
pub use transaction::Transaction;

use serde_json::{Value, json};
use ward_evaluator::{Change, DataFile};
use ward_live::{Next, NotChanged, Reloader};

use crate::api::Problem;
use digest::Changes;
use records::changes_of;
use store::Writer;

/// Where transactions go.
pub const TRANSACTIONS: &str = "/data/v1/transactions";

/// Where the stored data are read.
pub const DATA: &str = "/data/v1/data";

/// Makes a transaction.
///
/// # Errors
/// What is wrong with it, or why it can't be made.
pub fn change(store: &DataStore, reloader: &Reloader, body: &[u8]) -> Result<Value, Problem> {
    let transaction = Transaction::read(body)?;
    let writer = store.writer();
    let next = Stored::after(&writer, &transaction);
    match reloader.change(&next) {
        Ok(version) => Ok(json!({
            "version": version.number,
            "policy": version.policy,
            "data": version.data,
            "entities": writer.records().entities(),
            "assignments": writer.records().assignments(),
        })),
        Err(NotChanged::NotReady) => Err(Problem::plain(
            503,
            "no policy is in force yet",
            "ask again when `/ready` says yes",
        )),
        Err(NotChanged::HeldBack(held)) => {
            let first = held.diagnostics.first();
            let help = first.and_then(|one| one.help.clone()).unwrap_or_default();
            let message = format!("the data don't pass the gate `{}`: {}", held.gate, held.first());
            Err(match first {
                Some(one) => Problem::coded(409, one.code, message, help),
                None => Problem::plain(409, message, help),
            })
        }
        Err(NotChanged::NotKept(why)) => {
            tracing::error!(error = why, "the store can't be written");
            Err(Problem::plain(500, "the store can't be written", "nothing has changed; ask again"))
        }
    }
}

/// What is stored after a transaction.
struct Stored<'w> {
    writer: &'w Writer<'w>,
    transaction: &'w Transaction,
    change: Change,
    changes: Changes,
    fingerprint: String,
}

impl<'w> Stored<'w> {
    fn after(writer: &'w Writer<'w>, transaction: &'w Transaction) -> Self {
        let records = writer.records();
        let change = records.change(transaction);
        let changes = changes_of(transaction);
        let fingerprint = records.fingerprint_after(&changes);
        Self { writer, transaction, change, changes, fingerprint }
    }
}

impl Next for Stored<'_> {
    fn change(&self) -> &Change {
        &self.change
    }

    fn data(&self) -> DataFile {
        self.writer.records().file(Some(self.transaction))
    }

    fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    fn keep(&self) -> Result<(), String> {
        self.writer.keep(self.transaction, self.changes.clone())
    }
}
