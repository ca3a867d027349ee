//! A storm of broken edits under load: the last good version decides throughout.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use crate::callers::{Callers, Plan};
use crate::client::Client;
use crate::clinic::{Clinic, Combination};
use crate::damage::{DAMAGES, Damage, mend};
use crate::heard::Shared;
use crate::outcome::Section;
use crate::reloads::AT_ONCE;
use crate::service::Service;
use crate::{Failed, Run};

/// So long it may take until a broken edit is judged, or a mended one in force.
const LONGEST: Duration = Duration::from_secs(20);
/// After it was judged, it stays broken for so long.
const BROKEN: Duration = Duration::from_millis(10);

/// What came of a kind of damage.
#[derive(Debug, Default)]
struct Tally {
    rounds: u64,
    /// The gates that held it back.
    gates: BTreeSet<String>,
    /// How often it came into force.
    in_force: u64,
    /// How often it was mended before it was judged.
    unjudged: u64,
}

/// Runs the scenario.
///
/// # Errors
/// Where it can't be run.
pub fn run(run: &Run) -> Result<Section, Failed> {
    let rounds = run.rounds(1_900, 57);
    let clinic = Clinic::in_memory(AT_ONCE)?;
    let mut service = Service::start(&run.ward, &clinic, &[])?;
    let plan = Plan::new(service.address, 4, run.rate, Combination::policy_alone);
    let callers = Callers::start(plan.clone());
    let mut tallies: Vec<Tally> = DAMAGES.iter().map(|_| Tally::default()).collect();
    let stormed = storm(rounds, &clinic, service.client()?, &callers.shared, &mut tallies);
    let heard = callers.end()?;
    let mut section = Section::new(
        "A storm of broken edits",
        format!(
            "{rounds} times the files were broken in one of {} ways, in the order of chance, and mended with a new version \
             once the service had judged them; every fourth was mended without waiting. {} requests a second meanwhile.",
            DAMAGES.len(),
            plan.rate
        ),
        &["damage", "times", "of them judged", "held back by the gate", "in force"],
    );
    for (damage, tally) in DAMAGES.iter().zip(&tallies) {
        let gates: Vec<_> = tally.gates.iter().map(|gate| format!("`{gate}`")).collect();
        let judged = tally.rounds - tally.unjudged;
        section.row(&[
            damage.name.into(),
            tally.rounds.to_string(),
            judged.to_string(),
            gates.join(", "),
            tally.in_force.to_string(),
        ]);
    }
    let in_force: u64 = tallies.iter().map(|tally| tally.in_force).sum();
    section.promise(in_force == 0, format!("nothing broken comes into force: {in_force} did"));
    section.promise(
        heard.wrong == 0,
        format!(
            "each of {} answers names the last good version and decides as it does: {} don't{}",
            heard.answers,
            heard.wrong,
            heard.troubles()
        ),
    );
    section.promise(heard.failed == 0, format!("no request fails: {} did", heard.failed));
    let why = stormed.as_ref().err().map(|why| format!(": {why}{}", service.ended()));
    let why = why.unwrap_or_default();
    section.promise(
        stormed.is_ok(),
        format!("each of {rounds} mended versions comes into force{why}"),
    );
    Ok(section)
}

fn storm(
    rounds: u64,
    clinic: &Clinic,
    mut client: Client<std::net::TcpStream>,
    shared: &Shared,
    tallies: &mut [Tally],
) -> Result<(), Failed> {
    let mut order: Vec<usize> = Vec::new();
    for version in 2..=rounds + 1 {
        if order.is_empty() {
            order.extend(0..DAMAGES.len());
            fastrand::shuffle(&mut order);
        }
        let Some(kind) = order.pop() else { break };
        let (Some(damage), Some(tally)) = (DAMAGES.get(kind), tallies.get_mut(kind)) else { break };
        tally.rounds += 1;
        let good = Combination::policy_alone(version - 1);
        judge(clinic, &mut client, damage, good, version, tally)?;
        shared.allow(version);
        mend(clinic, AT_ONCE, Combination::policy_alone(version))?;
        shared.until(version, LONGEST).map_err(|why| format!("after `{}`: {why}", damage.name))?;
    }
    Ok(())
}

/// Breaks the files and, most times, waits until the service has judged what they say.
fn judge(
    clinic: &Clinic,
    client: &mut Client<std::net::TcpStream>,
    damage: &Damage,
    good: Combination,
    version: u64,
    tally: &mut Tally,
) -> Result<(), Failed> {
    let before = client.get("/status")?.json()?["last_reload"]["at"].take();
    (damage.harm)(clinic, good)?;
    if version.is_multiple_of(4) {
        tally.unjudged += 1;
        thread::sleep(Duration::from_millis(fastrand::u64(0..10)));
        return Ok(());
    }
    let begun = Instant::now();
    loop {
        let status = client.get("/status")?.json()?;
        let last = &status["last_reload"];
        if status["version"]["number"].as_u64() >= Some(version) {
            tally.in_force += 1;
            return Err(format!("`{}` came into force", damage.name).into());
        }
        // The reload before may be told only now; it isn't about the damage.
        if last["at"] != before && last["result"] == "held_back" {
            let gate = last["held_back"]["gate"].as_str().unwrap_or_default();
            tally.gates.insert(gate.to_owned());
            thread::sleep(BROKEN);
            return Ok(());
        }
        if begun.elapsed() > LONGEST {
            return Err(format!("`{}` wasn't judged", damage.name).into());
        }
        thread::sleep(Duration::from_millis(1));
    }
}
