//! Documents in folders, shared with users and groups.

use serde_json::{Map, json};

use super::{Rng, some};
use crate::case::Uid;
use crate::world::{Entity, World, reference};

/// `n` users, groups, documents and folders. Views are named as the paper's generator names
/// them: a document lies in the view `User 3`, the user's own view is called `User user_3`, so
/// that what is shown to users and groups never fires.
pub fn gdrive(n: usize, seed: u64) -> World {
    let mut rng = Rng::new(seed);
    let mut members = vec![Vec::new(); n];
    let mut entities = Vec::new();
    for user in 0..n {
        let groups: Vec<usize> = (0..n).filter(|_| rng.chance(super::CONNECTED)).collect();
        for group in &groups {
            members[*group].push(view("User user", user));
        }
        entities.push(user_entity(&mut rng, n, user, &groups));
        entities.push(Entity::bare(view("User user", user), Vec::new()));
    }
    for (group, users) in members.into_iter().enumerate() {
        entities.push(Entity::bare(Uid::new("Group", format!("group_{group}")), Vec::new()));
        entities.push(Entity::bare(view("Group group", group), users));
    }
    for document in 0..n {
        let parents = placed(&mut rng, n, n);
        let properties = Map::from_iter([("isPublic".to_owned(), json!(rng.chance(0.5)))]);
        entities.push(Entity::new(document_uid(document), properties, parents));
    }
    for folder in 0..n {
        // Only in folders with smaller numbers, so that there is no circle.
        let parents = placed(&mut rng, folder, n);
        entities.push(Entity::bare(folder_uid(folder), parents));
    }
    World { entities, roles: Vec::new() }
}

fn user_entity(rng: &mut Rng, n: usize, user: usize, groups: &[usize]) -> Entity {
    let owned = |uids: Vec<Uid>| uids.iter().map(reference).collect();
    let properties = Map::from_iter([
        ("documentsAndFoldersWithViewAccess".to_owned(), reference(&view("User user", user))),
        ("ownedDocuments".to_owned(), owned(some(rng, n, document_uid))),
        ("ownedFolders".to_owned(), owned(some(rng, n, folder_uid))),
    ]);
    let parents = groups.iter().map(|group| Uid::new("Group", format!("group_{group}"))).collect();
    Entity::new(Uid::new("User", format!("user_{user}")), properties, parents)
}

/// What a document or folder lies in.
fn placed(rng: &mut Rng, folders: usize, n: usize) -> Vec<Uid> {
    let mut parents = some(rng, folders, folder_uid);
    parents.extend(some(rng, n, |user| Uid::new("View", format!("User {user}"))));
    parents.extend(some(rng, n, |group| Uid::new("View", format!("Group {group}"))));
    parents
}

fn view(kind: &str, number: usize) -> Uid {
    Uid::new("View", format!("{kind}_{number}"))
}

fn document_uid(number: usize) -> Uid {
    Uid::new("Document", format!("doc_{number}"))
}

fn folder_uid(number: usize) -> Uid {
    Uid::new("Folder", format!("folder_{number}"))
}
