//! The store on disk: redb, a file of its own, in which a transaction is kept whole or not at all.

use std::collections::BTreeMap;
use std::io::ErrorKind::InvalidData;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::{
    Database, DatabaseError, ReadableDatabase, ReadableTable, StorageError, TableDefinition,
};
use ward_evaluator::{DataFile, Written, parse_json};
use ward_live::Held;

use super::digest::Changes;
use super::{Records, Transaction};

const ENTITIES: TableDefinition<'static, &str, &str> = TableDefinition::new("entities");
const ASSIGNMENTS: TableDefinition<'static, &str, &str> = TableDefinition::new("assignments");

/// Entities and assignments on disk, and the same in memory.
#[derive(Debug)]
pub struct DataStore {
    database: Database,
    /// Changed when a transaction is kept, in a copy where somebody is reading them.
    records: Mutex<Arc<Records>>,
    /// Held by whoever makes a transaction.
    writing: Mutex<()>,
}

impl DataStore {
    /// Opens a store, or makes one.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn open(path: &Path) -> Result<Self, String> {
        let database = Database::create(path).map_err(|error| match error {
            DatabaseError::Storage(StorageError::Io(io)) if io.kind() == InvalidData => {
                "it holds something else".to_owned()
            }
            error => error.to_string(),
        })?;
        let records = read(&database).map_err(|error| error.to_string())?;
        let records = Mutex::new(Arc::new(records));
        Ok(Self { database, records, writing: Mutex::new(()) })
    }

    /// What is stored now.
    pub fn records(&self) -> Arc<Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The only one who writes, for as long as it is held.
    pub(super) fn writer(&self) -> Writer<'_> {
        let alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        Writer { store: self, _alone: alone }
    }
}

impl Held for DataStore {
    fn data(&self) -> DataFile {
        self.records().file(None)
    }

    fn fingerprint(&self) -> String {
        self.records().fingerprint().to_owned()
    }
}

/// The only one who writes.
pub(super) struct Writer<'s> {
    store: &'s DataStore,
    _alone: MutexGuard<'s, ()>,
}

impl Writer<'_> {
    /// What is stored now.
    pub(super) fn records(&self) -> Arc<Records> {
        self.store.records()
    }

    /// Keeps a transaction: when this is well, it is on disk.
    pub(super) fn keep(&self, transaction: &Transaction, changes: Changes) -> Result<(), String> {
        write(&self.store.database, transaction).map_err(|error| error.to_string())?;
        let mut records = self.store.records.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut records).apply(transaction, changes);
        Ok(())
    }
}

fn read(database: &Database) -> Result<Records, Box<dyn std::error::Error>> {
    // Made where they aren't there yet.
    let making = database.begin_write()?;
    making.open_table(ENTITIES)?;
    making.open_table(ASSIGNMENTS)?;
    making.commit()?;
    let reading = database.begin_read()?;
    let (mut entities, mut assignments) = (BTreeMap::new(), BTreeMap::new());
    for entry in reading.open_table(ENTITIES)?.iter()? {
        let (name, text) = entry?;
        entities.insert(name.value().to_owned(), parse_json(text.value())?);
    }
    for entry in reading.open_table(ASSIGNMENTS)?.iter()? {
        let (name, text) = entry?;
        assignments.insert(name.value().to_owned(), parse_json(text.value())?);
    }
    Ok(Records::new(entities, assignments))
}

fn write(database: &Database, transaction: &Transaction) -> Result<(), redb::Error> {
    let writing = database.begin_write()?;
    {
        let mut entities = writing.open_table(ENTITIES)?;
        for name in &transaction.delete_entities {
            entities.remove(name.as_str())?;
        }
        for (name, entity) in &transaction.put_entities {
            entities.insert(name.as_str(), Written(entity).text().as_str())?;
        }
        let mut assignments = writing.open_table(ASSIGNMENTS)?;
        for name in &transaction.delete_assignments {
            assignments.remove(name.as_str())?;
        }
        for (name, assignment) in &transaction.put_assignments {
            assignments.insert(name.as_str(), Written(assignment).text().as_str())?;
        }
    }
    // By default a commit is on disk before it returns.
    writing.commit()?;
    Ok(())
}
