//! A shared drive of any size: users in teams, documents in folders.

use serde_json::{Map, Value as Json, json};

use super::Rng;
use crate::case::{Ask, Uid};
use crate::world::{Entity, World, reference};

/// How many of each there are among `n` entities.
struct Sizes {
    teams: usize,
    users: usize,
    folders: usize,
    documents: usize,
}

impl Sizes {
    fn of(n: usize) -> Self {
        let (teams, folders) = (n / 20, n / 20 * 3);
        let users = n / 10 * 3;
        Self { teams, users, folders, documents: n - teams - folders - users }
    }
}

/// `n` entities: 5 % teams and 15 % folders in trees of four, 30 % users in two teams each,
/// 50 % documents in a folder each.
pub fn records(n: usize) -> World {
    let sizes = Sizes::of(n);
    let mut rng = Rng::new(21);
    let mut entities = Vec::with_capacity(n);
    for team in 0..sizes.teams {
        entities.push(Entity::bare(team_uid(team), above(team).map(team_uid).collect()));
    }
    for user in 0..sizes.users {
        let teams = [rng.below(sizes.teams), rng.below(sizes.teams)];
        let home = reference(&folder_uid(rng.below(sizes.folders)));
        let properties = Map::from_iter([("home".to_owned(), home)]);
        let mut parents: Vec<Uid> = teams.map(team_uid).into();
        parents.dedup();
        entities.push(Entity::new(user_uid(user), properties, parents));
    }
    for folder in 0..sizes.folders {
        entities.push(Entity::bare(folder_uid(folder), above(folder).map(folder_uid).collect()));
    }
    for document in 0..sizes.documents {
        let properties = document_properties(&mut rng, &sizes, document);
        let parents = vec![folder_uid(rng.below(sizes.folders))];
        entities.push(Entity::new(document_uid(document), properties, parents));
    }
    World { entities, roles: Vec::new() }
}

fn document_properties(rng: &mut Rng, sizes: &Sizes, number: usize) -> Map<String, Json> {
    Map::from_iter([
        ("title".to_owned(), json!(format!("Minutes of meeting {number}"))),
        ("owner".to_owned(), reference(&user_uid(rng.below(sizes.users)))),
        ("readers".to_owned(), reference(&team_uid(rng.below(sizes.teams)))),
        ("secret".to_owned(), json!(rng.chance(0.1))),
    ])
}

/// The number above one in a tree of four.
fn above(number: usize) -> impl Iterator<Item = usize> {
    (number > 0).then(|| (number - 1) / 4).into_iter()
}

/// Requests: every third by the document's owner, the others by anybody.
pub fn record_requests(n: usize, world: &World) -> Vec<Ask> {
    let sizes = Sizes::of(n);
    let mut rng = Rng::new(22);
    let documents = &world.entities[n - sizes.documents..];
    let ask = |at: usize| {
        let document = rng.pick(documents);
        let owner = document.properties.get("owner").and_then(crate::world::referred);
        let user = match at % 3 {
            0 => owner.unwrap_or_else(|| user_uid(0)),
            _ => user_uid(rng.below(sizes.users)),
        };
        let action = *rng.pick(&["view", "edit"]);
        Ask::new(user, action, document.uid.clone())
    };
    (0..super::REQUESTS * 4).map(ask).collect()
}

fn team_uid(number: usize) -> Uid {
    Uid::new("Team", format!("team_{number}"))
}

fn user_uid(number: usize) -> Uid {
    Uid::new("User", format!("user_{number}"))
}

fn folder_uid(number: usize) -> Uid {
    Uid::new("Folder", format!("folder_{number}"))
}

fn document_uid(number: usize) -> Uid {
    Uid::new("Document", format!("document_{number}"))
}
