//! Decisions among 1,000 to 1,000,000 entities.

use super::{Planned, Settings, Timer};
use crate::Result;
use crate::case::Case;
use crate::engines::ward::Ward;
use crate::engines::{cedar, regorus};
use crate::generate::{record_requests, records};

pub const ABOUT: &str = "A shared drive: users in teams, documents in folders four deep and more; \
documents have an owner and a team of readers. Requests are spread over all entities, so that the \
caches of the processor help less as they grow.";

pub const WARD: &str = include_str!("../../policies/records/records.policy");
pub const CEDAR: &str = include_str!("../../policies/records/records.cedar");
pub const SCHEMA: &str = include_str!("../../policies/records/records.cedarschema");
const REGO: &str = include_str!("../../policies/records/records.rego");

pub fn cases(settings: &Settings) -> Vec<Planned> {
    let sizes: &[usize] = match settings.quick {
        true => &[1_000, 10_000],
        false => &[1_000, 10_000, 100_000, 1_000_000],
    };
    sizes
        .iter()
        .map(|n| Box::new(move |timer: &mut Timer<'_>| case(*n, timer)) as Planned)
        .collect()
}

fn case(n: usize, timer: &mut Timer<'_>) -> Result<()> {
    let world = records(n);
    let requests = record_requests(n, &world);
    let ward = Ward::new(WARD, &world, &requests)?;
    let mut contenders = ward.contenders()?;
    contenders.extend(cedar::contenders(CEDAR, SCHEMA, &world, &requests)?);
    let data = regorus::data(&world);
    contenders.extend(regorus::contenders(REGO, "data.records.allow", data, &requests)?);
    timer.time(Case { name: format!("{n} entities"), requests, contenders })
}
