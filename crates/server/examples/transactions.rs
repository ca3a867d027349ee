//! What a transaction of the data API, and an edit of the policy, cost beside much data.
//!
//! ```sh
//! cargo run --release -p ward-server --example transactions 100000
//! ```
//!
//! A store is filled with as many entities as are asked for, and half as many assignments. Then
//! small transactions are made, one entity and one assignment each, and rules are edited.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ward_live::{Gates, Outcome, Pace, Place, Reloader};
use ward_server::data::{DataStore, change};

const RULES: &str = "policy clinic
entity Ward
subject entity User in Ward { active: Bool = true, level: Int = 0 }
entity Note in Ward { author: User?, title: String?, tags: Set<String> = [] }
actions notes on Note { view, edit }
scope own on Note: note.author == subject
role nurse {
  can view when subject.active
  can edit within own when subject.level > 5
}
";

/// How many transactions and edits are made.
const ROUNDS: usize = 30;

fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args().nth(1).map_or(Ok(100_000), |text| text.parse())?;
    let folder = std::env::temp_dir().join(format!("ward-transactions-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let measured = measure(&folder, count);
    std::fs::remove_dir_all(&folder)?;
    measured
}

fn measure(folder: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    std::fs::write(folder.join("rules.policy"), RULES)?;
    let store = Arc::new(DataStore::open(&folder.join("data.redb"))?);
    let pace = Pace { settle: Duration::ZERO, ..Pace::default() };
    let reloader =
        Reloader::new(Place::new(folder), Gates::default()).pace(pace).held(store.clone());
    reloader.reload();
    let begun = Instant::now();
    make(&store, &reloader, &filling(count))?;
    println!("{count} entities at once: {:?}", begun.elapsed());
    let mut took = Vec::new();
    for round in 0..ROUNDS {
        let begun = Instant::now();
        make(&store, &reloader, &one_more(count + round))?;
        took.push(begun.elapsed());
    }
    told("one entity and one assignment", &mut took);
    let mut took = Vec::new();
    for round in 0..ROUNDS {
        std::fs::write(
            folder.join("rules.policy"),
            RULES.replace("> 5", &format!("> {}", round + 6)),
        )?;
        let begun = Instant::now();
        let reload = reloader.reload();
        took.push(begun.elapsed());
        if !matches!(reload.outcome, Outcome::InForce(_)) {
            return Err(format!("{:?}", reload.outcome).into());
        }
    }
    told("an edit of a rule", &mut took);
    Ok(())
}

fn make(store: &DataStore, reloader: &Reloader, body: &Value) -> Result<(), Box<dyn Error>> {
    let body = serde_json::to_vec(body)?;
    change(store, reloader, &body).map_err(|problem| format!("{problem:?}"))?;
    Ok(())
}

/// A ward for each hundred, two users to three notes.
fn filling(count: usize) -> Value {
    let mut entities = Vec::new();
    let mut assignments = Vec::new();
    for at in 0..count {
        let parents = [format!("Ward::w{}", at / 100)];
        match at % 5 {
            _ if at % 100 == 0 => {
                entities.push(json!({"type": "Ward", "id": format!("w{}", at / 100)}));
            }
            1 | 2 => {
                entities.push(user(at));
                assignments.push(nurse(at));
            }
            _ => entities.push(json!({
                "type": "Note", "id": format!("n{at}"), "parents": parents,
                "properties": {
                    "author": format!("User::u{}", at - at % 5 + 1), "title": format!("note {at}"),
                    "tags": ["a", "b"]},
            })),
        }
    }
    json!({"put": {"entities": entities, "assignments": assignments}})
}

fn user(at: usize) -> Value {
    json!({"type": "User", "id": format!("u{at}"), "parents": [format!("Ward::w{}", at / 100 % 100)],
        "properties": {"level": at % 10}})
}

fn nurse(at: usize) -> Value {
    json!({"subject": format!("User::u{at}"), "role": "nurse", "within": format!("Ward::w{}", at / 100 % 100)})
}

fn one_more(at: usize) -> Value {
    json!({"put": {"entities": [user(at)], "assignments": [nurse(at)]}})
}

fn told(what: &str, took: &mut [Duration]) {
    took.sort_unstable();
    let median = took.get(took.len() / 2).copied().unwrap_or_default();
    let slowest = took.last().copied().unwrap_or_default();
    println!("{what}: {median:?}, slowest {slowest:?}");
}
