//! The applications' rules as casbin's policy lines.
//!
//! casbin's model has no properties of records: what a rule says about them is written out, a line
//! for each record, permission and action.

use serde_json::Value as Json;

use crate::engines::casbin::Lines;
use crate::world::{Entity, World, referred};

const GITHUB_ACTIONS: [&str; 5] = ["read", "triage", "write", "maintain", "admin"];

/// What lies in what, of some types.
fn hierarchy(world: &World, types: &[&str]) -> Vec<Vec<String>> {
    let of_types = world.entities.iter().filter(|entity| types.contains(&entity.uid.ty.as_str()));
    let pairs = of_types.flat_map(|entity| {
        entity.parents.iter().map(|parent| vec![entity.uid.id.clone(), parent.id.clone()])
    });
    pairs.collect()
}

/// The ids that a property refers to.
fn ids(entity: &Entity, property: &str) -> Vec<String> {
    match entity.properties.get(property) {
        Some(Json::Array(items)) => items.iter().filter_map(referred).map(|uid| uid.id).collect(),
        Some(one) => referred(one).map(|uid| uid.id).into_iter().collect(),
        None => Vec::new(),
    }
}

fn of_type<'w>(world: &'w World, ty: &'static str) -> impl Iterator<Item = &'w Entity> {
    world.entities.iter().filter(move |entity| entity.uid.ty == ty)
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// Documents in folders: what users own and were shown, and public documents.
pub fn gdrive(world: &World) -> Lines {
    let mut policies = Vec::new();
    for user in of_type(world, "User") {
        let id = user.uid.id.as_str();
        for view in ids(user, "documentsAndFoldersWithViewAccess") {
            policies.push(row(&[id, &view, "read", "yes"]));
        }
        for document in ids(user, "ownedDocuments") {
            policies.push(row(&[id, &document, "changeOwner", "no"]));
            policies
                .extend(["read", "write", "share"].map(|act| row(&[id, &document, act, "yes"])));
        }
        for folder in ids(user, "ownedFolders") {
            policies.push(row(&[id, &folder, "createDocument", "no"]));
            policies.extend(["read", "write", "share"].map(|act| row(&[id, &folder, act, "yes"])));
        }
    }
    for document in of_type(world, "Document") {
        if document.properties.get("isPublic") == Some(&Json::Bool(true)) {
            policies.push(row(&["*", &document.uid.id, "read", "no"]));
        }
    }
    let places = hierarchy(world, &["Document", "Folder", "View"]);
    Lines { policies, groups: hierarchy(world, &["User"]), places }
}

/// Repositories: a line for each permission and each action that it gives.
pub fn github(world: &World) -> Lines {
    let organizations = of_type(world, "Organization").collect::<Vec<_>>();
    let mut policies = Vec::new();
    for repository in of_type(world, "Repository") {
        let own =
            [("readers", 1), ("triagers", 2), ("writers", 3), ("maintainers", 4), ("admins", 5)];
        give(&mut policies, repository, repository, &own);
        let owner = ids(repository, "owner");
        let owner = organizations.iter().find(|organization| owner.contains(&organization.uid.id));
        if let Some(owner) = owner {
            give(
                &mut policies,
                repository,
                owner,
                &[("readers", 1), ("writers", 3), ("admins", 5)],
            );
        }
    }
    Lines {
        policies,
        groups: hierarchy(world, &["User", "Team", "Organization"]),
        places: Vec::new(),
    }
}

/// The first so many actions on a repository to the holders of each permission.
fn give(into: &mut Vec<Vec<String>>, to: &Entity, of: &Entity, permissions: &[(&str, usize)]) {
    for (permission, actions) in permissions {
        for holder in ids(of, permission) {
            let actions = GITHUB_ACTIONS.iter().take(*actions);
            into.extend(actions.map(|action| row(&[&holder, &to.uid.id, action])));
        }
    }
}

/// Lists: owners, editors and readers.
pub fn tinytodo(world: &World) -> Lines {
    let mut policies: Vec<_> =
        ["CreateList", "GetLists"].map(|action| row(&["*", "TinyTodo", action])).into();
    let editing = ["GetList", "UpdateList", "CreateTask", "UpdateTask", "DeleteTask"];
    let owning = ["DeleteList", "EditShares"].iter().chain(&editing);
    for list in of_type(world, "List") {
        let mut give = |property: &str, actions: &mut dyn Iterator<Item = &&str>| {
            for holder in ids(list, property) {
                policies.extend(actions.map(|action| row(&[&holder, &list.uid.id, action])));
            }
        };
        give("owner", &mut owning.clone());
        give("editors", &mut editing.iter());
        give("readers", &mut editing.iter().take(1));
    }
    Lines { policies, groups: hierarchy(world, &["User", "Team"]), places: Vec::new() }
}
