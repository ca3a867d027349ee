//! casbin: an enforcer over policy lines. It knows texts only, so that both forms are the same.

use std::collections::HashSet;
use std::sync::Arc;

use casbin::rhai::ImmutableString;
use casbin::{
    CachedApi, CachedEnforcer, CoreApi, DefaultCache, DefaultModel, Enforcer, MemoryAdapter,
    MgmtApi,
};
use pollster::block_on;

use crate::Result;
use crate::case::{Ask, Contender, Form, prepared};

/// The name in tables.
pub const NAME: &str = "casbin";
/// The name with a cache of decisions that holds all requests of a case.
pub const CACHED: &str = "casbin, cached";

/// What a model decides over.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Policy lines.
    pub policies: Vec<Vec<String>>,
    /// Who is in what.
    pub groups: Vec<Vec<String>>,
    /// Which record lies in what, for models that have a second hierarchy.
    pub places: Vec<Vec<String>>,
}

/// casbin in both forms, over a model and lines.
///
/// # Errors
/// Where casbin refuses model or lines.
pub fn contenders(model: &str, lines: Lines, asks: &[Ask]) -> Result<Vec<Box<dyn Contender>>> {
    let model = block_on(DefaultModel::from_str(model))?;
    let mut enforcer = block_on(Enforcer::new(model, MemoryAdapter::default()))?;
    fill(&mut enforcer, lines)?;
    let enforcer = Arc::new(enforcer);
    Ok(both(NAME, asks, move |arguments| enforcer.enforce(arguments).ok()))
}

/// casbin with its cache of decisions, which is as good as the requests repeat.
///
/// # Errors
/// Where casbin refuses model or lines.
pub fn cached(model: &str, lines: Lines, asks: &[Ask]) -> Result<Vec<Box<dyn Contender>>> {
    let model = block_on(DefaultModel::from_str(model))?;
    let mut enforcer = block_on(CachedEnforcer::new(model, MemoryAdapter::default()))?;
    fill(&mut enforcer, lines)?;
    enforcer.set_cache(Box::new(DefaultCache::new(2 * asks.len())));
    let enforcer = Arc::new(enforcer);
    Ok(both(CACHED, asks, move |arguments| enforcer.enforce(arguments).ok()))
}

fn fill<E: MgmtApi>(enforcer: &mut E, lines: Lines) -> Result<()> {
    let mut taken = block_on(enforcer.add_policies(once(lines.policies)))?;
    if !lines.groups.is_empty() {
        taken &= block_on(enforcer.add_named_grouping_policies("g", once(lines.groups)))?;
    }
    if !lines.places.is_empty() {
        taken &= block_on(enforcer.add_named_grouping_policies("g2", once(lines.places)))?;
    }
    if taken { Ok(()) } else { Err("casbin refuses a line".into()) }
}

/// Lines without those that are there already, which casbin would refuse together with the rest.
fn once(mut lines: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let mut seen = HashSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    lines
}

/// Arguments in casbin's own kind of text, which it copies by counting.
type Arguments = Vec<ImmutableString>;

fn both(
    name: &'static str,
    asks: &[Ask],
    decide: impl Fn(Arguments) -> Option<bool> + Clone + 'static,
) -> Vec<Box<dyn Contender>> {
    let asks = asks.to_vec();
    let ready: Vec<Arguments> = asks.iter().map(arguments).collect();
    let resolved = decide.clone();
    vec![
        prepared(name, Form::Resolved, ready.len(), move |at| resolved(ready[at].clone())),
        prepared(name, Form::Strings, asks.len(), move |at| decide(arguments(&asks[at]))),
    ]
}

fn arguments(ask: &Ask) -> Arguments {
    [&ask.subject.id, &ask.resource.id, &ask.action].map(ImmutableString::from).into()
}
