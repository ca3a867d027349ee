//! regorus: rules compiled to its virtual machine (RVM), data indexed beforehand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::program::Program;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Rc, Value};
use serde_json::Value as Json;

use crate::Result;
use crate::case::{Ask, Contender, Form, prepared};
use crate::world::{World, referred};

/// The name in tables.
pub const NAME: &str = "regorus";

/// Compiles rules to a program that decides one rule.
///
/// # Errors
/// Where the rules have errors.
pub fn program(text: &str, entry: &str) -> Result<Arc<Program>> {
    let mut engine = Engine::new();
    engine.add_policy("rules.rego".to_owned(), text.to_owned())?;
    let compiled = engine.compile_with_entrypoint(&Rc::from(entry))?;
    Ok(Compiler::compile_from_policy(&compiled, &[entry])?)
}

/// A machine that is used again for every decision, as regorus' own benchmark of hot decisions
/// does.
///
/// # Errors
/// Where the data are in the way of the rules.
pub fn machine(program: Arc<Program>, data: Value) -> Result<RegoVM> {
    let mut vm = RegoVM::new();
    vm.load_program(program);
    vm.set_max_instructions(usize::MAX);
    vm.set_data(data)?;
    Ok(vm)
}

/// A map, by texts.
pub fn object<K: AsRef<str>>(fields: impl IntoIterator<Item = (K, Value)>) -> Value {
    let fields: BTreeMap<Value, Value> =
        fields.into_iter().map(|(name, value)| (Value::from(name.as_ref()), value)).collect();
    Value::from(fields)
}

/// The data of a world: properties by entity, with sets of references as sets, and for each
/// entity itself with all that it lies in.
pub fn data(world: &World) -> Value {
    let ancestors = world.ancestors();
    let entities = world.entities.iter().map(|entity| {
        let properties = entity.properties.iter().map(|(name, json)| (name, value(json)));
        (entity.uid.to_string(), object(properties))
    });
    let lies_in = world.entities.iter().map(|entity| {
        let all = ancestors.of(&entity.uid).into_iter();
        let all = all.map(|ancestor| (ancestor.to_string(), Value::from(true)));
        (entity.uid.to_string(), object(all))
    });
    let mut roles: BTreeMap<String, BTreeSet<Value>> = BTreeMap::new();
    for (subject, role) in &world.roles {
        roles.entry(subject.to_string()).or_default().insert(Value::from(role.as_str()));
    }
    let roles = roles.into_iter().map(|(subject, roles)| (subject, Value::from(roles)));
    object([
        ("entities", object(entities)),
        ("ancestors", object(lies_in)),
        ("roles", object(roles)),
    ])
}

fn value(json: &Json) -> Value {
    if let Some(uid) = referred(json) {
        return Value::from(uid.to_string());
    }
    match json {
        Json::Array(items) => Value::from(items.iter().map(value).collect::<BTreeSet<_>>()),
        Json::Object(fields) => object(fields.iter().map(|(name, json)| (name, value(json)))),
        other => Value::from(other.clone()),
    }
}

/// The names of the input's fields and of the types and actions, made once.
struct Words {
    principal: Value,
    action: Value,
    resource: Value,
}

impl Words {
    fn new() -> Self {
        Self {
            principal: Value::from("principal"),
            action: Value::from("action"),
            resource: Value::from("resource"),
        }
    }

    fn input(&self, ask: &Ask) -> Value {
        Value::from(BTreeMap::from([
            (self.principal.clone(), Value::from(ask.subject.to_string())),
            (self.action.clone(), Value::from(ask.action.as_str())),
            (self.resource.clone(), Value::from(ask.resource.to_string())),
        ]))
    }
}

fn decide(vm: &mut RegoVM, input: Value) -> Option<bool> {
    vm.set_input(input);
    match vm.execute().ok()? {
        Value::Bool(decision) => Some(decision),
        Value::Undefined => Some(false),
        _ => None,
    }
}

/// regorus in both forms, over rules and data.
///
/// # Errors
/// Where rules or data have errors.
pub fn contenders(
    text: &str,
    entry: &str,
    data: Value,
    asks: &[Ask],
) -> Result<Vec<Box<dyn Contender>>> {
    named(NAME, text, entry, data, asks)
}

/// The same under other names, where there are several ways to use it.
///
/// # Errors
/// Where rules or data have errors.
pub fn named(
    name: &'static str,
    text: &str,
    entry: &str,
    data: Value,
    asks: &[Ask],
) -> Result<Vec<Box<dyn Contender>>> {
    let program = program(text, entry)?;
    let mut resolved = machine(program.clone(), data.clone())?;
    let mut strings = machine(program, data)?;
    let words = Words::new();
    let inputs: Vec<Value> = asks.iter().map(|ask| words.input(ask)).collect();
    let asks = asks.to_vec();
    Ok(vec![
        prepared(name, Form::Resolved, inputs.len(), move |at| {
            decide(&mut resolved, inputs[at].clone())
        }),
        prepared(name, Form::Strings, asks.len(), move |at| {
            decide(&mut strings, words.input(&asks[at]))
        }),
    ])
}
