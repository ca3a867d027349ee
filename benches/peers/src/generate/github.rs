//! Repositories of organisations, with teams.

use serde_json::{Map, Value as Json};

use super::{Rng, some};
use crate::case::Uid;
use crate::world::{Entity, World, reference};

const REPOSITORY: [&str; 5] = ["readers", "triagers", "writers", "maintainers", "admins"];
const ORGANIZATION: [&str; 3] = ["readers", "writers", "admins"];

/// `n` organisations, repositories, teams and users.
pub fn github(n: usize, seed: u64) -> World {
    let mut rng = Rng::new(seed);
    let mut entities = Vec::new();
    for org in 0..n {
        let parents = permissions(&mut rng, n, "OrgPermission", "org", &ORGANIZATION);
        let properties = permission_properties("OrgPermission", "org", org, &ORGANIZATION);
        entities.push(Entity::new(org_uid(org), properties, parents));
        entities.extend(permission_entities("OrgPermission", "org", org, &ORGANIZATION));
    }
    for repo in 0..n {
        let mut properties = permission_properties("RepoPermission", "repo", repo, &REPOSITORY);
        properties.insert("owner".into(), reference(&org_uid(rng.below(n))));
        let uid = Uid::new("Repository", format!("repo_{repo}"));
        entities.push(Entity::new(uid, properties, Vec::new()));
        entities.extend(permission_entities("RepoPermission", "repo", repo, &REPOSITORY));
    }
    for team in 0..n {
        // Only in teams with smaller numbers, so that there is no circle.
        let mut parents = some(&mut rng, team, team_uid);
        parents.extend(permissions(&mut rng, n, "RepoPermission", "repo", &REPOSITORY));
        entities.push(Entity::bare(team_uid(team), parents));
    }
    for user in 0..n {
        let mut parents = permissions(&mut rng, n, "RepoPermission", "repo", &REPOSITORY);
        parents.extend(some(&mut rng, n, team_uid));
        parents.extend(some(&mut rng, n, org_uid));
        parents.extend(permissions(&mut rng, n, "OrgPermission", "org", &ORGANIZATION));
        entities.push(Entity::bare(Uid::new("User", format!("user_{user}")), parents));
    }
    World { entities, roles: Vec::new() }
}

/// One permission of some of the records.
fn permissions(rng: &mut Rng, n: usize, ty: &str, record: &str, names: &[&str]) -> Vec<Uid> {
    let mut found = Vec::new();
    for number in 0..n {
        if rng.chance(super::CONNECTED) {
            let name: &str = names[rng.below(names.len())];
            found.push(permission(ty, record, number, name));
        }
    }
    found
}

fn permission(ty: &str, record: &str, number: usize, name: &str) -> Uid {
    Uid::new(ty, format!("{record}_{number}_{name}"))
}

fn permission_properties(ty: &str, record: &str, of: usize, names: &[&str]) -> Map<String, Json> {
    let property = |name: &&str| ((*name).to_owned(), reference(&permission(ty, record, of, name)));
    names.iter().map(property).collect()
}

fn permission_entities(
    ty: &'static str,
    record: &'static str,
    of: usize,
    names: &'static [&'static str],
) -> impl Iterator<Item = Entity> {
    names.iter().map(move |name| Entity::bare(permission(ty, record, of, name), Vec::new()))
}

fn org_uid(number: usize) -> Uid {
    Uid::new("Organization", format!("org_{number}"))
}

fn team_uid(number: usize) -> Uid {
    Uid::new("Team", format!("team_{number}"))
}
