//! Reloads while requests are decided.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use serde_json::Value;

use crate::service::{Clinic, DATA, RULES, ask, until};

const PATH: &str = "/access/v1/evaluation";

/// How many reloads; `WARD_RELOADS` asks for more.
fn rounds() -> u64 {
    std::env::var("WARD_RELOADS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

/// Asks all the time, for a permit and a refusal that swap with the policy, and checks that what
/// was decided is what the version named would decide. An odd version lets nurses read.
fn caller(running: &crate::service::Running, done: &AtomicBool, asked: &AtomicU64) {
    let mut client = running.client();
    let single = ask("ann", "read", "n1");
    let batch = format!(
        r#"{{"subject": {{"type": "User", "id": "ann"}}, "action": {{"name": "read"}}, "resource": {{"type": "Note", "id": "n1"}}, "evaluations": [{}]}}"#,
        vec!["{}"; 20].join(",")
    );
    let check = |answer: &Value| {
        let version = answer["context"]["version"].as_u64().unwrap();
        assert_eq!(answer["decision"], version % 2 == 1, "{answer}");
        version
    };
    while !done.load(Ordering::Relaxed) {
        check(&client.post(PATH, &single).json());
        let many = client.post("/access/v1/evaluations", &batch).json();
        let many = many["evaluations"].as_array().unwrap().clone();
        let first = check(&many[0]);
        assert!(many.iter().all(|one| check(one) == first), "one batch, one version");
        asked.fetch_add(1 + many.len() as u64, Ordering::Relaxed);
    }
}

#[test]
fn each_decision_is_that_of_the_version_it_names_and_none_fails() {
    let clinic = Clinic::new();
    let running = Arc::new(clinic.serve());
    let (done, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let (running, done, asked) = (running.clone(), done.clone(), asked.clone());
            thread::spawn(move || caller(&running, &done, &asked))
        })
        .collect();
    let without = RULES.replace("  can read\n", "  cannot read\n");
    for round in 2..=rounds() {
        clinic.write("rules.policy", if round % 2 == 0 { &without } else { RULES });
        until(|| running.live.current().unwrap().number == round);
    }
    done.store(true, Ordering::Relaxed);
    callers.into_iter().for_each(|caller| caller.join().unwrap());
    assert!(asked.load(Ordering::Relaxed) > rounds());
}

#[test]
fn while_edits_are_broken_the_last_good_version_decides() {
    let clinic = Clinic::new();
    let running = clinic.serve();
    let mut client = running.client();
    for round in 0..rounds() * 5 {
        let cut = usize::try_from(round).unwrap() * 17 % RULES.len();
        clinic.write("rules.policy", &format!("{}\nrole {{", &RULES[..cut]));
        clinic.write("data.json", &DATA[..DATA.len() - 1 - cut % 50]);
        let answer = client.post(PATH, &ask("ann", "read", "n1")).json();
        assert_eq!((&answer["decision"], &answer["context"]["version"]), (&true.into(), &1.into()));
    }
    clinic.write("data.json", DATA);
    clinic.write("rules.policy", &format!("{RULES}// mended\n"));
    until(|| running.live.current().unwrap().number == 2);
}
