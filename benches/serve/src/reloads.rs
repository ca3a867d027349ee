//! Reloads under load: policy and data change by turns, and every answer is checked by the version
//! that it names.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::callers::{Callers, Plan};
use crate::clinic::{Clinic, Combination};
use crate::outcome::Section;
use crate::service::Service;
use crate::times::{Times, ratio, shown};
use crate::{Failed, Run};

/// How the files are followed, so that a reload takes milliseconds: the pauses of the settings that
/// a service has by itself would be most of the time of ten thousand.
pub const AT_ONCE: &str = "quiet = 1\nsettle = 1\npoll = 20\n";

/// So long is a window.
const WINDOW: Duration = Duration::from_secs(1);
/// So long is between two windows, so that nothing of the one is counted in the other.
const BETWEEN: Duration = Duration::from_millis(20);
/// So long a version may take to come into force.
const LONGEST: Duration = Duration::from_secs(20);
const ELSEWHERE: usize = 0;
const WITHOUT: usize = 1;
const DURING: usize = 2;

/// Runs the scenario.
///
/// # Errors
/// Where it can't be run.
pub fn run(run: &Run) -> Result<Section, Failed> {
    let rounds = run.rounds(10_000, 200);
    let clinic = Clinic::new(AT_ONCE)?;
    let service = Service::start(&run.ward, &clinic, &[])?;
    let plan = Plan::new(service.address, 4, run.rate, Combination::by_turns);
    let callers = Callers::start(plan.clone());
    let begun = Instant::now();
    let mut driver = Driver {
        clinic,
        service,
        callers,
        version: 1,
        delays: Times::default(),
        named: BTreeMap::new(),
    };
    let changed = driver.windows(rounds);
    let took = begun.elapsed();
    let Driver { callers, delays, version, .. } = driver;
    let heard = callers.end()?;
    changed?;
    let mut section = Section::new(
        "Reloads under load",
        format!(
            "{} reloads, each a file renamed over the one before: the policy, then the data, then each back again. \
             {} requests a second on {} connections meanwhile, in windows of a second with reloads, one after the other, \
             and without, by turns. Settings: `quiet` 1 ms, `settle` 1 ms, `poll` 20 ms; claims and tests as gates. It took {}.",
            version - 1,
            plan.rate,
            plan.callers,
            shown(took)
        ),
        &["", "answers", "half within", "99 %", "99.9 %", "all"],
    );
    let mut times = heard.times.iter().cloned();
    let mut next = || times.next().unwrap_or_default();
    let (_, without, during) = (next(), next(), next());
    let mut p99 = [Duration::ZERO; 2];
    for (at, (name, times)) in
        [("without reloads", without), ("during reloads", during)].into_iter().enumerate()
    {
        let answers = times.len().to_string();
        let sorted = times.sorted();
        p99[at] = sorted.within(990);
        let [half, most, nearly, all] = sorted.cells();
        section.row(&[name.into(), answers, half, most, nearly, all]);
    }
    let reloads = delays.len().to_string();
    let [half, most, nearly, all] = delays.sorted().cells();
    section.row(&[
        "from the renaming to the first answer".into(),
        reloads,
        half,
        most,
        nearly,
        all,
    ]);
    section.promise(
        heard.wrong == 0,
        format!(
            "each of {} answers is what the version that it names decides: {} are not{}",
            heard.answers,
            heard.wrong,
            heard.troubles()
        ),
    );
    section.promise(heard.failed == 0, format!("no request fails: {} did", heard.failed));
    let times = ratio(p99[1], p99[0]);
    section.promise(
        times <= 2.0,
        format!("99 % during reloads is at most twice that without: {times:.2} times"),
    );
    Ok(section)
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
            thread::sleep(WINDOW);
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
