//! What a writer has sent, and what of it must be stored.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// How many records a transaction puts.
const RECORDS: u64 = 4;
/// A transaction deletes what the one so many before it had put.
const KEPT: u64 = 5;

/// The names of what is stored: `Type::id` of entities, subject and patient of assignments.
pub type Stored = BTreeSet<String>;

/// What one writer has sent. Its records are nobody else's.
#[derive(Clone, Debug)]
pub struct Ledger {
    writer: u32,
    /// How many transactions were acknowledged.
    pub acknowledged: u64,
    /// Whether one more was sent, and nothing came back.
    pub open: bool,
}

impl Ledger {
    /// A writer that hasn't sent anything.
    pub fn new(writer: u32) -> Self {
        Self { writer, acknowledged: 0, open: false }
    }

    /// The next transaction: patients and a nurse, the nurse on the team of each, and away with older ones.
    pub fn next(&self) -> String {
        let number = self.acknowledged + 1;
        let nurse = self.nurse(number);
        let mut entities = vec![json!({"type": "User", "id": nurse})];
        entities.extend((0..RECORDS).map(|record| {
            json!({"type": "Patient", "id": self.patient(number, record),
                   "properties": {"care_team": [format!("User::{nurse}")]}})
        }));
        let mut delete = json!({});
        if let Some(old) = number.checked_sub(KEPT).filter(|old| *old > 0) {
            let nurse = self.nurse(old);
            let mut gone = vec![format!("User::{nurse}")];
            gone.extend(
                (0..RECORDS).map(|record| format!("Patient::{}", self.patient(old, record))),
            );
            delete = json!({"entities": gone, "assignments": [{"subject": format!("User::{nurse}"), "role": "nurse"}]});
        }
        json!({
            "put": {"entities": entities, "assignments": [{"subject": format!("User::{nurse}"), "role": "nurse"}]},
            "delete": delete,
        })
        .to_string()
    }

    /// What must be stored after so many transactions.
    pub fn after(&self, transactions: u64) -> Stored {
        let mut stored = Stored::new();
        let oldest = (transactions + 1).saturating_sub(KEPT).max(1);
        for number in oldest..=transactions {
            let nurse = self.nurse(number);
            stored.insert(format!("User::{nurse}"));
            stored.insert(format!("User::{nurse} nurse"));
            stored.extend(
                (0..RECORDS).map(|record| format!("Patient::{}", self.patient(number, record))),
            );
        }
        stored
    }

    /// Whether a name is one of this writer's.
    pub fn is_mine(&self, name: &str) -> bool {
        name.split_once("::").is_some_and(|(_, id)| id.starts_with(&format!("w{}-", self.writer)))
    }

    /// A nurse, and a patient whom they may view, of the last acknowledged transaction.
    pub fn last(&self) -> Option<(String, String)> {
        let number = Some(self.acknowledged).filter(|number| *number > 0)?;
        Some((self.nurse(number), self.patient(number, 0)))
    }

    fn nurse(&self, number: u64) -> String {
        format!("w{}-{number}", self.writer)
    }

    fn patient(&self, number: u64, record: u64) -> String {
        format!("w{}-{number}-{record}", self.writer)
    }
}

/// The names of everything in what the data API gives.
pub fn stored(data: &Value) -> Stored {
    let of = |name: &str| data[name].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entities = of("entities");
    let entities =
        entities.iter().map(|one| format!("{}::{}", text(&one["type"]), text(&one["id"])));
    let assignments = of("assignments");
    let assignments =
        assignments.iter().map(|one| format!("{} {}", text(&one["subject"]), text(&one["role"])));
    entities.chain(assignments).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_says_what_its_transactions_make() {
        let mut ledger = Ledger::new(2);
        let mut made = Stored::new();
        for number in 1..=12 {
            let transaction: Value = serde_json::from_str(&ledger.next()).unwrap();
            let delete = &transaction["delete"];
            for name in delete["entities"].as_array().into_iter().flatten() {
                assert!(made.remove(name.as_str().unwrap()), "{name}");
            }
            for name in stored(&json!({"assignments": delete["assignments"]})) {
                assert!(made.remove(&name), "{name}");
            }
            made.extend(stored(&transaction["put"]));
            ledger.acknowledged = number;
            assert_eq!(made, ledger.after(number));
            assert!(made.iter().all(|name| ledger.is_mine(name) && !Ledger::new(1).is_mine(name)));
        }
    }
}
