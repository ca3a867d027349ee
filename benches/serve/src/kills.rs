//! `kill -9` while data are written: what was acknowledged is there afterwards, and nothing half.

use std::fs;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::client::{Client, EVALUATION};
use crate::clinic::{Clinic, evaluation, text};
use crate::ledger::{Ledger, Stored, stored};
use crate::outcome::Section;
use crate::service::Service;
use crate::times::{Times, shown};
use crate::{Failed, Run};

/// Who writes, each one transaction after the other.
const WRITERS: u32 = 3;
const TOKEN: &str = "a-token-for-this-run-only";
/// The kill comes after the first acknowledgement, within so many milliseconds.
const MOMENT: u64 = 120;
/// So long the first acknowledgement is waited for.
const LONGEST: Duration = Duration::from_secs(20);

/// What was found after all kills.
#[derive(Debug, Default)]
struct Found {
    acknowledged: u64,
    /// Transactions that were cut off, and found to be made.
    made: u64,
    /// Transactions that were cut off, and found not to be made.
    not_made: u64,
    lost: u64,
    half: u64,
    undecided: u64,
    starts: Times,
}

/// Runs the scenario.
///
/// # Errors
/// Where it can't be run.
pub fn run(run: &Run) -> Result<Section, Failed> {
    let rounds = run.rounds(200, 5);
    let clinic = Clinic::new("")?;
    let (store, tokens) = (text(&clinic.beside("store")), text(&clinic.beside("tokens")));
    fs::write(&tokens, format!("writer {TOKEN}\n"))?;
    let options = ["--store", &store, "--tokens", &tokens];
    let mut ledgers: Vec<Ledger> = (0..WRITERS).map(Ledger::new).collect();
    let mut found = Found::default();
    for _ in 0..rounds {
        let begun = Instant::now();
        let mut service = Service::start(&run.ward, &clinic, &options)?;
        found.starts.add(begun.elapsed());
        look(&service, &mut ledgers, &mut found)?;
        write_and_kill(&mut service, &mut ledgers)?;
    }
    let service = Service::start(&run.ward, &clinic, &options)?;
    look(&service, &mut ledgers, &mut found)?;
    found.acknowledged = ledgers.iter().map(|ledger| ledger.acknowledged).sum();
    Ok(section(rounds, found))
}

fn section(rounds: u64, found: Found) -> Section {
    let Found { acknowledged, made, not_made, lost, half, undecided, starts } = found;
    let starts = starts.sorted();
    let mut section = Section::new(
        "`kill -9` during data writes",
        format!(
            "{WRITERS} writers send transactions, each of which puts a nurse, an assignment and four patients and deletes \
             those of five transactions before, to a service with `--store` and `--tokens`; it is killed at a random moment \
             within {MOMENT} ms after the first acknowledgement and started again with the same store. What is stored is compared \
             name by name, and a decision that leans on the last acknowledged transaction is asked for. (A kill is not a power cut: \
             what the system has taken from the process, it writes.)"
        ),
        &["", "how often"],
    );
    for (what, count) in [
        ("kills", rounds),
        ("transactions found made, all together", acknowledged),
        ("cut off by a kill, and made whole", made),
        ("cut off by a kill, and not made at all", not_made),
    ] {
        section.row(&[what.into(), count.to_string()]);
    }
    section.row(&[
        "from the start to the first answer: half within, all within".into(),
        format!("{}, {}", shown(starts.within(500)), shown(starts.longest())),
    ]);
    section.promise(
        lost == 0,
        format!("every acknowledged transaction is there: {lost} writers lost some"),
    );
    section.promise(half == 0, format!("nothing half-done is there: {half} times something was"));
    section.promise(
        undecided == 0,
        format!("what was acknowledged decides after the start: {undecided} times it didn't"),
    );
    section
}

/// Writes with all writers, and kills the service in the middle of it.
fn write_and_kill(service: &mut Service, ledgers: &mut [Ledger]) -> Result<(), Failed> {
    let acknowledged = AtomicU64::new(0);
    let address = service.address;
    thread::scope(|scope| {
        let writers: Vec<_> = ledgers
            .iter_mut()
            .map(|ledger| scope.spawn(|| write(address, ledger, &acknowledged)))
            .collect();
        let begun = Instant::now();
        while acknowledged.load(Ordering::SeqCst) == 0 && begun.elapsed() < LONGEST {
            thread::sleep(Duration::from_micros(200));
        }
        thread::sleep(Duration::from_micros(fastrand::u64(0..MOMENT * 1000)));
        let killed = service.kill();
        for writer in writers {
            writer.join().map_err(|_| "a writer broke down")??;
        }
        killed
    })?;
    match acknowledged.load(Ordering::SeqCst) {
        0 => Err("no transaction was acknowledged".into()),
        _ => Ok(()),
    }
}

/// Sends transactions until nobody answers any more. What is refused is an error.
fn write(address: SocketAddr, ledger: &mut Ledger, acknowledged: &AtomicU64) -> Result<(), Failed> {
    let Ok(client) = Client::plain(address) else { return Ok(()) };
    let mut client = client.with_token(TOKEN);
    loop {
        ledger.open = true;
        let Ok(answer) = client.post("/data/v1/transactions", &ledger.next()) else {
            return Ok(());
        };
        if answer.status != 200 {
            let said = String::from_utf8_lossy(&answer.body).into_owned();
            return Err(format!("a transaction is answered by {}: {said}", answer.status).into());
        }
        ledger.open = false;
        ledger.acknowledged += 1;
        acknowledged.fetch_add(1, Ordering::SeqCst);
    }
}

/// Compares what is stored with what was acknowledged, and takes it from there.
fn look(service: &Service, ledgers: &mut [Ledger], found: &mut Found) -> Result<(), Failed> {
    let mut client = service.client()?.with_token(TOKEN);
    let all = stored(&client.get("/data/v1/data")?.json()?);
    let known = ledgers.iter().map(|ledger| all.iter().filter(|name| ledger.is_mine(name)).count());
    if known.sum::<usize>() != all.len() {
        found.half += 1;
    }
    for ledger in ledgers {
        let mine: Stored = all.iter().filter(|name| ledger.is_mine(name)).cloned().collect();
        let open = std::mem::take(&mut ledger.open);
        if mine == ledger.after(ledger.acknowledged) {
            found.not_made += u64::from(open);
        } else if open && mine == ledger.after(ledger.acknowledged + 1) {
            ledger.acknowledged += 1;
            found.made += 1;
        } else {
            let lost = ledger.after(ledger.acknowledged).iter().any(|name| !mine.contains(name));
            found.lost += u64::from(lost);
            found.half += 1;
        }
        if let Some((nurse, patient)) = ledger.last() {
            let body = evaluation(&nurse, "view", ("Patient", &patient));
            let answer = client.post(EVALUATION, &body)?.json()?;
            found.undecided += u64::from(answer["decision"] != true);
        }
    }
    Ok(())
}
