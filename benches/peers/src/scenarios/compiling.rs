//! From the text of 10,000 rules to an engine, and what one changed rule costs.

use std::str::FromStr;
use std::sync::Arc;

use cedar_policy::{Policy, PolicyId, PolicySet};
use ward_compiler::incremental::Recompiler;
use ward_compiler::{PolicySource, compile};
use ward_evaluator::Engine;

use super::Settings;
use crate::Result;
use crate::engines::{cedar, ward};
use crate::generate::{Rule, changed, rule_list, schema, ward_files};
use crate::measure::nanoseconds;
use crate::report::{Row, task_row};
use crate::runner::{Task, turns};

pub const ABOUT: &str = "The rules of the scenario before, in a dozen files. Ward parses, checks, \
lowers and lays out a program; Cedar parses and validates strictly. For one changed rule, Ward's \
`Recompiler` gets the changed set of files; Cedar parses that policy and validates it alone, which its \
library allows. To be ready to decide, Ward lays the program out again, and Cedar puts the policy into \
its set for the old one. The condition that changes is the rule's own; one that other rules have word for \
word takes Ward the time of all rules.";

pub fn rows(settings: &Settings) -> Result<Vec<Row>> {
    let n = if settings.quick { 1_000 } else { 10_000 };
    let rounds = if settings.quick { 3 } else { 7 };
    let rules = rule_list(n);
    let whole = turns(&mut [ward_whole(&rules), cedar_whole(&rules)?], rounds)?;
    let mut rows = vec![task_row(&format!("{n} rules"), &whole)];
    for (ready, word) in [(false, "checked"), (true, "ready to decide")] {
        let one = turns(&mut [ward_one(&rules, ready)?, cedar_one(&rules, ready)?], rounds)?;
        rows.push(task_row(&format!("one of {n} changed, {word}"), &one));
    }
    Ok(rows)
}

fn source(files: &[(String, String)]) -> PolicySource {
    PolicySource::from_texts(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
}

fn ward_whole(rules: &[Rule]) -> Task<'static> {
    let source = source(&ward_files(rules));
    let work = move || {
        let (taken, engine) = nanoseconds(|| compile(&source).map(|it| Engine::new(Arc::new(it))));
        engine.map(|_| taken).map_err(|_| "the rules don't compile".into())
    };
    Task { engine: ward::NAME, work: Box::new(work) }
}

/// Ward with a rule that differs from time to time. Nobody holds on to the last policy, so that
/// nothing has to be copied.
fn ward_one(rules: &[Rule], ready: bool) -> Result<Task<'_>> {
    let files = ward_files(rules);
    let mut compiler = Recompiler::default();
    compiler.update(source(&files)).map_err(|_| "the rules don't compile")?;
    let mut level = rules.len();
    let work = move || {
        level += 1;
        let source = source(&changed(&files, rules, level));
        let (taken, done) = nanoseconds(|| {
            let policy = compiler.update(source).map(|(policy, _)| policy);
            policy.map(|policy| ready.then(|| Engine::new(policy)))
        });
        done.map(|_| taken).map_err(|_| "the changed rules don't compile".into())
    };
    Ok(Task { engine: ward::NAME, work: Box::new(work) })
}

fn cedar_whole(rules: &[Rule]) -> Result<Task<'static>> {
    let text: String = rules.iter().map(Rule::cedar).collect();
    let schema = cedar::schema(&schema(rules.len()))?;
    let work = move || {
        let (taken, policies) = nanoseconds(|| cedar::policies(&text, &schema));
        policies.map(|_| taken)
    };
    Ok(Task { engine: cedar::NAME, work: Box::new(work) })
}

fn cedar_one(rules: &[Rule], ready: bool) -> Result<Task<'static>> {
    let text: String = rules.iter().map(Rule::cedar).collect();
    let schema = cedar::schema(&schema(rules.len()))?;
    let mut policies = PolicySet::from_str(&text)?;
    let id = PolicyId::new("policy0");
    let mut level = rules.len();
    let work = move || {
        level += 1;
        let text = Rule { role: 0, action: 0, level }.cedar();
        let (taken, result) = nanoseconds(|| -> Result<()> {
            let policy = Policy::parse(Some(id.clone()), &text)?;
            cedar::validate(&PolicySet::from_policies([policy.clone()])?, &schema)?;
            if ready {
                policies.remove_static(id.clone())?;
                policies.add(policy)?;
            }
            Ok(())
        });
        result.map(|()| taken)
    };
    Ok(Task { engine: cedar::NAME, work: Box::new(work) })
}
