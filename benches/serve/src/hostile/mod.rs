//! Clients that behave badly, and an ordinary caller beside them.

mod attacks;
mod herd;
pub mod tls;

use std::thread;
use std::time::Duration;

use crate::callers::{Callers, Plan};
use crate::clinic::{Clinic, Combination};
use crate::heard::Heard;
use crate::outcome::Section;
use crate::service::Service;
use crate::times::shown;
use crate::{Failed, Run};

use attacks::Attack;
use herd::Fate;
use tls::Authority;

/// So long an ordinary caller is heard before.
const BEFORE: Duration = Duration::from_secs(2);
/// So many requests a second an ordinary caller sends, each tenth of them on a new connection.
const RATE: u32 = 400;
const FRESH: u64 = 10;
/// So much more memory the service may take, in MiB.
const MEMORY: u64 = 256;
/// Within so long 99 of 100 ordinary requests must be answered, whoever else there is.
const BEARABLE: Duration = Duration::from_millis(50);

/// What an attack did to the service and to others.
struct Suffered {
    name: String,
    fate: Fate,
    heard: Heard,
    /// Resident memory before and at the most, in KiB.
    memory: (u64, u64),
}

/// Runs the scenario.
///
/// # Errors
/// Where it can't be run.
pub fn run(run: &Run) -> Result<Section, Failed> {
    rlimit::increase_nofile_limit(u64::MAX)?;
    let hundredth = if run.quick { 2 } else { 100 };
    let mut section = Section::new(
        "Slow and hostile clients",
        format!(
            "A fresh service for each kind of client, with its own settings (for the idle connections alone: \
             `limits.connections` 20,000, `limits.read_time` a minute). Connections that the service closes are opened again. \
             Meanwhile an ordinary caller sends {RATE} requests a second on two connections and each {FRESH}th on a new one. \
             Memory is what is resident, before and at the most."
        ),
        &[
            "clients",
            "what became of them",
            "ordinary: failed",
            "99 % before",
            "99 % meanwhile",
            "memory",
        ],
    );
    let authority = Authority::new()?;
    let attacks = attacks::all(hundredth);
    let suffered: Result<Vec<_>, _> =
        attacks.into_iter().map(|attack| suffer(run, &authority, attack)).collect();
    tell(&mut section, suffered?);
    Ok(section)
}

/// One attack on a service of its own.
fn suffer(run: &Run, authority: &Authority, attack: Attack) -> Result<Suffered, Failed> {
    let clinic = Clinic::new(attack.serve)?;
    let (cert, key) = authority.written(&clinic)?;
    let options = ["--tls-cert", cert.as_str(), "--tls-key", key.as_str()];
    let options: &[&str] = if attack.tls { &options } else { &[] };
    let service = Service::start(&run.ward, &clinic, options)?;
    let plan = Plan {
        fresh: Some(FRESH),
        tls: attack.tls.then(|| authority.trusted()),
        ..Plan::new(service.address, 2, RATE, |_| Combination::START)
    };
    let callers = Callers::start(plan);
    thread::sleep(BEFORE);
    let (before, _) = service.memory()?;
    service.forget_peak();
    callers.shared.enter(1);
    let fate = attack.herd.run(service.address, Duration::from_secs(attack.seconds));
    let (_, most) = service.memory()?;
    let heard = callers.end()?;
    Ok(Suffered { name: attack.name, fate: fate?, heard, memory: (before, most) })
}

fn tell(section: &mut Section, all: Vec<Suffered>) {
    let (mut failed, mut told, mut grown, mut slowest) = (0, String::new(), 0, Duration::ZERO);
    for one in all {
        let mut times = one.heard.times.iter().cloned();
        let mut p99 = || times.next().unwrap_or_default().sorted().within(990);
        let (calm, meanwhile) = (p99(), p99());
        let (before, most) = one.memory;
        let bad = one.heard.failed + one.heard.wrong;
        section.row(&[
            one.name,
            one.fate.told(),
            format!("{bad} of {}", one.heard.answers + one.heard.failed),
            shown(calm),
            shown(meanwhile),
            format!("{} → {} MiB", before >> 10, most >> 10),
        ]);
        failed += bad;
        told.push_str(&one.heard.troubles());
        grown = grown.max(most.saturating_sub(before) >> 10);
        slowest = slowest.max(meanwhile);
    }
    section.promise(
        failed == 0,
        format!("no ordinary request fails or is decided otherwise: {failed} did{told}"),
    );
    section.promise(
        grown <= MEMORY,
        format!("the service takes at most {MEMORY} MiB more than before: {grown} MiB"),
    );
    section.promise(
        slowest <= BEARABLE,
        format!(
            "99 % of ordinary requests are answered within {}: {}",
            shown(BEARABLE),
            shown(slowest)
        ),
    );
}
