//! Role checks with 10, 1,000 and 10,000 rules.

use std::collections::BTreeMap;

use ::regorus::Value;

use super::{Planned, Settings, Timer};
use crate::Result;
use crate::case::Case;
use crate::engines::casbin::{self, Lines};
use crate::engines::ward::Ward;
use crate::engines::{cedar, oso, regorus};
use crate::generate::{Rules, role_requests, roles};

pub const ABOUT: &str = "Each rule lets a role read one record; as many users with a role each as \
there are rules. Half of the requests are permitted.";

/// casbin's model, with the cheap comparisons first.
const CASBIN: &str = include_str!("../../policies/github/github.conf");

pub fn cases(_: &Settings) -> Vec<Planned> {
    [10, 1_000, 10_000]
        .map(|n| Box::new(move |timer: &mut Timer<'_>| case(n, timer)) as Planned)
        .into()
}

fn case(n: usize, timer: &mut Timer<'_>) -> Result<()> {
    let rules = roles(n);
    let requests = role_requests(n);
    let ward = Ward::new(&rules.ward, &rules.world, &requests)?;
    let mut contenders = ward.contenders()?;
    contenders.extend(cedar::contenders(&rules.cedar, &rules.schema, &rules.world, &requests)?);
    let data = rego_data(n, &rules);
    contenders.extend(regorus::contenders(&rules.rego, "data.checks.allow", data, &requests)?);
    contenders.extend(casbin::contenders(CASBIN, lines(n), &requests)?);
    contenders.extend(casbin::cached(CASBIN, lines(n), &requests)?);
    contenders.extend(oso::over_facts(&polar(n), &requests)?);
    timer.time(Case { name: format!("{n} rules"), requests, contenders })
}

/// The roles of each user, and what each role is granted.
fn rego_data(n: usize, rules: &Rules) -> Value {
    let read = regorus::object([("read", Value::from(true))]);
    let grant = |role: usize| {
        let record = regorus::object([(format!("Record::record_{role}"), read.clone())]);
        (format!("role_{role}"), record)
    };
    let roles = regorus::data(&rules.world)["roles"].clone();
    let grants: BTreeMap<String, Value> = (0..n).map(grant).collect();
    regorus::object([("roles", roles), ("grants", regorus::object(grants))])
}

fn lines(n: usize) -> Lines {
    let policy = |at| vec![format!("role_{at}"), format!("record_{at}"), "read".to_owned()];
    let group = |at| vec![format!("user_{at}"), format!("role_{at}")];
    Lines {
        policies: (0..n).map(policy).collect(),
        groups: (0..n).map(group).collect(),
        places: Vec::new(),
    }
}

/// One rule, and a fact for each user's role and each grant, which oso finds by their arguments.
fn polar(n: usize) -> String {
    let rule =
        "allow(user, action, record) if has_role(user, role) and grants(role, action, record);\n";
    let facts = (0..n).map(|at| {
        format!(
            "has_role(\"user_{at}\", \"role_{at}\");\n\
             grants(\"role_{at}\", \"read\", \"record_{at}\");\n"
        )
    });
    rule.to_owned() + facts.collect::<String>().as_str()
}
