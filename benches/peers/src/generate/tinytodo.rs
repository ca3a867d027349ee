//! Lists of tasks, shared with teams.

use serde_json::{Map, Value as Json, json};

use super::{Rng, some};
use crate::case::Uid;
use crate::world::{Entity, World, reference};

/// `n` users, teams and lists in one application.
pub fn tinytodo(n: usize, seed: u64) -> World {
    let mut rng = Rng::new(seed);
    let application = Uid::new("Application", "TinyTodo");
    let mut entities = vec![Entity::bare(application.clone(), Vec::new())];
    for user in 0..n {
        let mut parents = some(&mut rng, n, team_uid);
        parents.push(application.clone());
        entities.push(Entity::bare(user_uid(user), parents));
    }
    for team in 0..n {
        // Only in teams with smaller numbers, so that there is no circle.
        let mut parents = some(&mut rng, team, team_uid);
        parents.push(application.clone());
        entities.push(Entity::bare(team_uid(team), parents));
    }
    for list in 0..n {
        let properties = Map::from_iter([
            ("name".to_owned(), json!(format!("list_{list}"))),
            ("owner".to_owned(), reference(&user_uid(rng.below(n)))),
            ("readers".to_owned(), reference(&team_uid(rng.below(n)))),
            ("editors".to_owned(), reference(&team_uid(rng.below(n)))),
            ("tasks".to_owned(), tasks(&mut rng)),
        ]);
        let uid = Uid::new("List", format!("list_{list}"));
        entities.push(Entity::new(uid, properties, vec![application.clone()]));
    }
    World { entities, roles: Vec::new() }
}

/// Up to fifty tasks. No rule reads them; an engine has to carry them all the same.
fn tasks(rng: &mut Rng) -> Json {
    let count = rng.below(51);
    let task = |_| {
        json!({
            "name": format!("task_{}", rng.below(1_000_000) + 1),
            "id": rng.below(1_000_000) + 1,
            "state": if rng.chance(0.5) { "Checked" } else { "Unchecked" },
        })
    };
    (0..count).map(task).collect()
}

fn user_uid(number: usize) -> Uid {
    Uid::new("User", format!("user_{number}"))
}

fn team_uid(number: usize) -> Uid {
    Uid::new("Team", format!("team_{number}"))
}
