//! Reloads under load: policy and data change by turns, and every answer is checked by the version
//! that it names.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::callers::{Callers, Plan};
use crate::clinic::{Clinic, Combination};
use crate::heard::Heard;
use crate::outcome::Section;
use crate::service::Service;
use crate::times::{Times, ratio};
use crate::{Failed, Run};

/// How the files are followed, so that a reload takes milliseconds: the pauses of the settings that
/// a service has by itself would be most of the time of ten thousand.
pub const AT_ONCE: &str = "quiet = 1\nsettle = 1\npoll = 20\n";

/// So long is a window with reloads.
const WINDOW: Duration = Duration::from_secs(1);
/// So long is one without.
const CALM: Duration = Duration::from_millis(500);
/// So long is between two windows, so that nothing of the one is counted in the other.
const BETWEEN: Duration = Duration::from_millis(20);
/// So long a version may take to come into force.
const LONGEST: Duration = Duration::from_secs(20);
/// How many callers.
const CALLERS: u32 = 4;
/// The large policy is reloaded once for so many times of the small one.
const LARGE_SHARE: u64 = 20;

const ELSEWHERE: usize = 0;
const WITHOUT: usize = 1;
const DURING: usize = 2;

/// How large the policy is, and how often it is reloaded.
struct Size {
    name: &'static str,
    /// Roles beside the two.
    more: u32,
    rounds: u64,
}

/// Runs the scenario.
///
/// # Errors
/// Where it can't be run.
pub fn run(run: &Run) -> Result<Section, Failed> {
    let rounds = run.rounds(10_000, 200);
    let mut section = Section::new(
        "Reloads under load",
        format!(
            "{rounds} reloads of a small policy, and {} of one with four hundred more roles and eight hundred more promises: \
             each a file renamed over the one before, the policy, then the data, then each back again, and the next as soon as a request \
             was answered by the one before. {} requests a second on {CALLERS} connections meanwhile, in windows of a second with reloads \
             and of half a second without, by turns. Settings: `quiet` 1 ms, `settle` 1 ms, `poll` 20 ms; claims and tests as gates; \
             the files lie in memory (tmpfs), so that the disk's pace doesn't count.",
            rounds / LARGE_SHARE,
            run.rate,
        ),
        &["", "how many", "half within", "99 %", "99.9 %", "all"],
    );
    measure(run, &mut section, &Size { name: "small", more: 0, rounds })?;
    let large = Size { name: "large", more: 400, rounds: rounds / LARGE_SHARE };
    measure(run, &mut section, &large)?;
    Ok(section)
}

/// Reloads a policy of one size.
fn measure(run: &Run, section: &mut Section, size: &Size) -> Result<(), Failed> {
    let clinic = Clinic::in_memory(AT_ONCE)?;
    clinic.grow(size.more)?;
    let service = Service::start(&run.ward, &clinic, &[])?;
    let plan = Plan::new(service.address, CALLERS, run.rate, Combination::by_turns);
    let mut driver = Driver {
        clinic,
        service,
        callers: Callers::start(plan),
        version: 1,
        delays: Times::default(),
        named: BTreeMap::new(),
    };
    let changed = driver.windows(size.rounds);
    let Driver { callers, delays, mut service, .. } = driver;
    let heard = callers.end()?;
    tell(section, size, heard, delays);
    let why = changed.as_ref().err().map(|why| format!(": {why}{}", service.ended()));
    let why = why.unwrap_or_default();
    section.promise(
        changed.is_ok(),
        format!("{} policy: each version comes into force{why}", size.name),
    );
    Ok(())
}

fn tell(section: &mut Section, size: &Size, heard: Heard, delays: Times) {
    let name = size.name;
    let (wrong, failed, troubles) = (heard.wrong, heard.failed, heard.troubles());
    let mut times = heard.times.into_iter();
    // What came outside of the windows counts for nothing.
    let _ = times.next();
    let mut p99 = || {
        let times = times.next().unwrap_or_default();
        (times.len(), times.sorted())
    };
    let (without, during) = (p99(), p99());
    let ratio = ratio(during.1.within(990), without.1.within(990));
    for (what, (count, times)) in [
        (format!("{name} policy: answers without reloads"), without),
        (format!("{name} policy: answers during reloads"), during),
        (
            format!("{name} policy: from a renaming to the first answer by it"),
            (delays.len(), delays.sorted()),
        ),
    ] {
        let [half, most, nearly, all] = times.cells();
        section.row(&[what, count.to_string(), half, most, nearly, all]);
    }
    section.promise(
        wrong == 0,
        format!("{name} policy: each of {} answers is what the version that it names decides: {wrong} are not{troubles}", heard.answers),
    );
    section.promise(failed == 0, format!("{name} policy: no request fails: {failed} did"));
    section.promise(
        ratio <= 2.0,
        format!(
            "{name} policy: 99 % during reloads is at most twice that without: {ratio:.2} times"
        ),
    );
}

struct Driver {
    clinic: Clinic,
    service: Service,
    callers: Callers,
    version: u64,
    delays: Times,
    /// Policy and data of each combination, as `/status` names them.
    named: BTreeMap<u64, (Value, Value)>,
}

impl Driver {
    /// Windows with and without reloads, until there have been so many reloads.
    fn windows(&mut self, rounds: u64) -> Result<(), Failed> {
        // Both sides are warm before anything counts.
        thread::sleep(WINDOW);
        while self.version <= rounds {
            self.callers.shared.enter(WITHOUT);
            thread::sleep(CALM);
            self.callers.shared.enter(DURING);
            let end = Instant::now() + WINDOW;
            while self.version <= rounds && Instant::now() < end {
                self.reload()?;
            }
            self.callers.shared.enter(ELSEWHERE);
            self.check()?;
            thread::sleep(BETWEEN);
        }
        Ok(())
    }

    /// Changes what the next version is about, and waits until it decides.
    fn reload(&mut self) -> Result<(), Failed> {
        let before = Combination::by_turns(self.version);
        self.version += 1;
        let next = Combination::by_turns(self.version);
        self.callers.shared.allow(self.version);
        if next.first_policy == before.first_policy {
            self.clinic.put("data.json", &next.data())?;
        } else {
            self.clinic.put("rules.policy", &next.rules())?;
        }
        self.delays.add(self.callers.shared.until(self.version, LONGEST)?);
        Ok(())
    }

    /// The service says of itself what the answers say, and names policy and data as before.
    fn check(&mut self) -> Result<(), Failed> {
        let status = self.service.status()?;
        let version = &status["version"];
        let now = (version["policy"].clone(), version["data"].clone());
        let known = self.named.entry(self.version % 4).or_insert_with(|| now.clone());
        if version["number"] != self.version || *known != now {
            return Err(format!("version {} is told as {version}", self.version).into());
        }
        Ok(())
    }
}
