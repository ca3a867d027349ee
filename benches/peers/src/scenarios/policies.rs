//! From 10 to 10,000 policies with conditions.

use std::collections::BTreeMap;

use ::regorus::Value;

use super::{Planned, Settings, Timer};
use crate::Result;
use crate::case::Case;
use crate::engines::ward::Ward;
use crate::engines::{cedar, regorus};
use crate::generate::{Rules, policies, policy_requests, rego_rules, rule_list};

pub const ABOUT: &str = "Ten rules for each role, over up to a hundred actions, each with a \
condition on the user and the document; a thousand users with two roles each. regorus decides \
twice: with one rule of Rego for each rule, as rules of different shapes need (up to 1,000), and with \
the common shape once over an indexed table, which only rules of one shape can have.";

/// Above this many, one rule of Rego for each takes regorus minutes to compile.
const MOST_REGO_RULES: usize = 1_000;

pub fn cases(_: &Settings) -> Vec<Planned> {
    [10, 100, 1_000, 10_000]
        .map(|n| Box::new(move |timer: &mut Timer<'_>| case(n, timer)) as Planned)
        .into()
}

fn case(n: usize, timer: &mut Timer<'_>) -> Result<()> {
    let rules = policies(n);
    let requests = policy_requests(n, &rules.world);
    let ward = Ward::new(&rules.ward, &rules.world, &requests)?;
    let mut contenders = ward.contenders()?;
    contenders.extend(cedar::contenders(&rules.cedar, &rules.schema, &rules.world, &requests)?);
    let data = rego_data(n, &rules);
    let entry = "data.policies.allow";
    if n <= MOST_REGO_RULES {
        let text = rego_rules(n);
        contenders.extend(regorus::named("regorus, rules", &text, entry, data.clone(), &requests)?);
    }
    contenders.extend(regorus::named("regorus, table", &rules.rego, entry, data, &requests)?);
    timer.time(Case { name: format!("{n} policies"), requests, contenders })
}

/// Users, documents and roles, and the highest level by role and action.
fn rego_data(n: usize, rules: &Rules) -> Value {
    let world = regorus::data(&rules.world);
    let mut levels: BTreeMap<String, BTreeMap<String, Value>> = BTreeMap::new();
    for rule in rule_list(n) {
        let of_role = levels.entry(format!("role_{}", rule.role)).or_default();
        of_role.insert(format!("act_{}", rule.action), Value::from(rule.level));
    }
    let levels = levels.into_iter().map(|(role, levels)| (role, regorus::object(levels)));
    regorus::object([
        ("entities", world["entities"].clone()),
        ("roles", world["roles"].clone()),
        ("levels", regorus::object(levels)),
    ])
}
