//! oso: `is_allowed` over host objects that know what they lie in beforehand.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use oso::{Oso, PolarClass};

use crate::Result;
use crate::case::{Ask, Contender, Form, Uid, prepared};
use crate::world::{Entity, World, referred};

/// The name in tables.
pub const NAME: &str = "oso";

/// What rules ask of an entity.
#[derive(Debug, Default)]
struct Facts {
    ancestors: HashSet<String>,
    references: HashMap<String, String>,
    of_owner: HashMap<String, String>,
    lists: HashMap<String, Vec<String>>,
    flags: HashSet<String>,
}

/// Who asks.
#[derive(Clone, Debug, PolarClass)]
struct User {
    #[polar(attribute)]
    id: String,
    facts: Arc<Facts>,
}

/// What is asked for.
#[derive(Clone, Debug, PolarClass)]
struct Record {
    #[polar(attribute)]
    id: String,
    facts: Arc<Facts>,
}

fn text(of: &HashMap<String, String>, name: &str) -> String {
    of.get(name).cloned().unwrap_or_default()
}

fn engine(rules: &str) -> Result<Oso> {
    let mut oso = Oso::new();
    let user = User::get_polar_class_builder()
        .add_method("within", |user: &User, id: String| user.facts.ancestors.contains(&id))
        .add_method("get", |user: &User, name: String| text(&user.facts.references, &name))
        .add_method("list", |user: &User, name: String| {
            user.facts.lists.get(&name).cloned().unwrap_or_default()
        });
    let record = Record::get_polar_class_builder()
        .add_method("within", |record: &Record, id: String| record.facts.ancestors.contains(&id))
        .add_method("get", |record: &Record, name: String| text(&record.facts.references, &name))
        .add_method("of_owner", |record: &Record, name: String| text(&record.facts.of_owner, &name))
        .add_method("flag", |record: &Record, name: String| record.facts.flags.contains(&name));
    oso.register_class(user.build())?;
    oso.register_class(record.build())?;
    oso.load_str(rules)?;
    Ok(oso)
}

/// Everything that rules ask of the entities of a world, by entity.
fn all_facts(world: &World) -> HashMap<&Uid, Arc<Facts>> {
    let ancestors = world.ancestors();
    let by_uid: HashMap<&Uid, &Entity> =
        world.entities.iter().map(|entity| (&entity.uid, entity)).collect();
    let mut roles: HashMap<&Uid, Vec<String>> = HashMap::new();
    for (subject, role) in &world.roles {
        roles.entry(subject).or_default().push(role.clone());
    }
    let facts = world.entities.iter().map(|entity| {
        let mut facts = properties(entity);
        facts.ancestors = ancestors.of(&entity.uid).into_iter().map(|it| it.id.clone()).collect();
        let owner = entity.properties.get("owner").and_then(referred);
        if let Some(owner) = owner.and_then(|owner| by_uid.get(&owner).copied()) {
            facts.of_owner = properties(owner).references;
        }
        facts.lists.insert("roles".to_owned(), roles.remove(&entity.uid).unwrap_or_default());
        (&entity.uid, Arc::new(facts))
    });
    facts.collect()
}

fn properties(entity: &Entity) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in &entity.properties {
        if let Some(uid) = referred(value) {
            facts.references.insert(name.clone(), uid.id);
        } else if let Some(items) = value.as_array() {
            let ids = items.iter().filter_map(referred).map(|uid| uid.id).collect();
            facts.lists.insert(name.clone(), ids);
        } else if value.as_bool() == Some(true) {
            facts.flags.insert(name.clone());
        }
    }
    facts
}

/// oso in both forms: with host objects at hand, and looking them up by type and id.
///
/// # Errors
/// Where rules have errors, or a request names what isn't there.
pub fn contenders(rules: &str, world: &World, asks: &[Ask]) -> Result<Vec<Box<dyn Contender>>> {
    let oso = Arc::new(engine(rules)?);
    let facts = all_facts(world);
    let facts: HashMap<Uid, Arc<Facts>> =
        facts.into_iter().map(|(uid, facts)| (uid.clone(), facts)).collect();
    let objects = move |ask: &Ask| {
        let user = User { id: ask.subject.id.clone(), facts: facts.get(&ask.subject)?.clone() };
        let id = ask.resource.id.clone();
        Some((user, ask.action.clone(), Record { id, facts: facts.get(&ask.resource)?.clone() }))
    };
    let ready: Option<Vec<_>> = asks.iter().map(&objects).collect();
    let ready = ready.ok_or("a request names what isn't there")?;
    let (other, asks) = (oso.clone(), asks.to_vec());
    Ok(vec![
        prepared(NAME, Form::Resolved, ready.len(), move |at| {
            let (user, action, record) = ready[at].clone();
            oso.is_allowed(user, action, record).ok()
        }),
        prepared(NAME, Form::Strings, asks.len(), move |at| {
            let (user, action, record) = objects(&asks[at])?;
            other.is_allowed(user, action, record).ok()
        }),
    ])
}

/// oso in both forms, which are the same: rules over facts and ids, without host objects.
///
/// # Errors
/// Where rules have errors.
pub fn over_facts(rules: &str, asks: &[Ask]) -> Result<Vec<Box<dyn Contender>>> {
    let mut oso = Oso::new();
    oso.load_str(rules)?;
    let oso = Arc::new(oso);
    let forms = [Form::Resolved, Form::Strings].map(|form| {
        let (oso, asks) = (oso.clone(), asks.to_vec());
        prepared(NAME, form, asks.len(), move |at| {
            let Ask { subject, action, resource } = &asks[at];
            oso.is_allowed(subject.id.as_str(), action.as_str(), resource.id.as_str()).ok()
        })
    });
    Ok(forms.into())
}
