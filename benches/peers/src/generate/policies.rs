//! Rules with conditions: ten for each role, over up to a hundred actions.

use std::fmt::Write as _;

use serde_json::{Map, json};

use super::{Rng, Rules};
use crate::case::{Ask, Uid};
use crate::world::{Entity, World};

/// Rules of one role.
const PER_ROLE: usize = 10;
/// Rules of one of Ward's files.
const PER_FILE: usize = PER_ROLE * 100;
/// Users and documents.
const PEOPLE: usize = 1_000;
/// Departments that users and documents are of.
const DEPARTMENTS: usize = 4;

/// One rule: its role may do its action to documents of the user's department up to a level.
pub struct Rule {
    /// The role's number.
    pub role: usize,
    /// The action's number.
    pub action: usize,
    /// The highest level.
    pub level: usize,
}

/// A step through `n` numbers that has no factor in common with a power of ten.
const STEP: usize = 7_919;

/// `n` rules, each with a level of its own where `n` is a power of ten.
pub fn rule_list(n: usize) -> Vec<Rule> {
    let actions = actions(n);
    let rule = |at: usize| Rule {
        role: at / PER_ROLE,
        action: (at + at / actions) % actions,
        level: (at * STEP) % n,
    };
    (0..n).map(rule).collect()
}

fn actions(n: usize) -> usize {
    n.clamp(1, 100)
}

impl Rule {
    /// The rule as a Cedar policy.
    pub fn cedar(&self) -> String {
        let Self { role, action, level } = self;
        format!(
            "permit (principal in Role::\"role_{role}\", action == Action::\"act_{action}\", resource)\n\
             when {{ resource.level <= {level} && resource.department == principal.department }};\n"
        )
    }

    fn ward(&self) -> String {
        let Self { action, level, .. } = self;
        format!(
            "  can act_{action} when document.level <= {level} and document.department == subject.department\n"
        )
    }
}

/// Ward's files: the declarations, and one with each hundred roles.
pub fn ward_files(rules: &[Rule]) -> Vec<(String, String)> {
    let names: Vec<String> = (0..actions(rules.len())).map(|it| format!("act_{it}")).collect();
    let declarations = format!(
        "policy policies \"Roles with ten rules each\"\n\n\
         subject entity User {{ department: String }}\n\
         entity Document {{ department: String, level: Int }}\n\
         actions documents on Document {{ {} }}\n",
        names.join(", ")
    );
    let mut files = vec![("policy.policy".to_owned(), declarations)];
    for (number, hundred) in rules.chunks(PER_FILE).enumerate() {
        let roles = hundred.chunks(PER_ROLE).map(|rules| {
            let body: String = rules.iter().map(Rule::ward).collect();
            let role = rules.first().map_or(0, |rule| rule.role);
            format!("role role_{role} {{\n{body}}}\n")
        });
        files.push((format!("roles_{number}.policy"), roles.collect()));
    }
    files
}

/// The files with another level in the first rule of the last one.
pub fn changed(files: &[(String, String)], rules: &[Rule], level: usize) -> Vec<(String, String)> {
    let mut files = files.to_vec();
    let first = rules.chunks(PER_FILE).last().and_then(<[Rule]>::first);
    if let (Some((_, text)), Some(rule)) = (files.last_mut(), first) {
        *text = text.replacen(&rule.ward(), &Rule { level, ..*rule }.ward(), 1);
    }
    files
}

/// `n` rules for all engines, with a thousand users and documents.
pub fn policies(n: usize) -> Rules {
    let rules = rule_list(n);
    let ward = ward_files(&rules).into_iter().map(|(_, text)| text).collect();
    let cedar = rules.iter().map(Rule::cedar).collect();
    Rules { ward, cedar, schema: schema(n), rego: indexed().to_owned(), world: world(n) }
}

/// Cedar's schema for `n` rules.
pub fn schema(n: usize) -> String {
    let names: Vec<String> = (0..actions(n)).map(|it| format!("act_{it}")).collect();
    format!(
        "entity Role; entity User in [Role] {{ department: String }};\n\
         entity Document {{ department: String, level: Long }};\n\
         action {} appliesTo {{ principal: User, resource: Document }};\n",
        names.join(", ")
    )
}

/// The rules' common shape in Rego, over a table of who may do what up to which level.
fn indexed() -> &'static str {
    "package policies\n\nallow if {\n\tsome role in data.roles[input.principal]\n\t\
     level := data.levels[role][input.action]\n\tdocument := data.entities[input.resource]\n\t\
     document.level <= level\n\tdocument.department == data.entities[input.principal].department\n}\n"
}

/// One rule of Rego for each rule, as rules of different shapes would need.
pub fn rego_rules(n: usize) -> String {
    let mut text = "package policies\n\nuser := data.entities[input.principal]\n\n\
                    document := data.entities[input.resource]\n\n"
        .to_owned();
    for Rule { role, action, level } in rule_list(n) {
        let _ = write!(
            text,
            "allow if {{\n\tinput.action == \"act_{action}\"\n\t\
             \"role_{role}\" in data.roles[input.principal]\n\tdocument.level <= {level}\n\t\
             document.department == user.department\n}}\n\n"
        );
    }
    text
}

fn world(n: usize) -> World {
    let mut rng = Rng::new(11);
    let mut world = World::default();
    let department = |rng: &mut Rng| json!(format!("department_{}", rng.below(DEPARTMENTS)));
    let roles = n.div_ceil(PER_ROLE);
    for number in 0..PEOPLE {
        let own = Map::from_iter([("department".to_owned(), department(&mut rng))]);
        world.entities.push(Entity::new(user(number), own, Vec::new()));
        let of = Map::from_iter([
            ("department".to_owned(), department(&mut rng)),
            ("level".to_owned(), json!(rng.below(n))),
        ]);
        world.entities.push(Entity::new(document(number), of, Vec::new()));
        let held = [rng.below(roles), rng.below(roles)];
        world.roles.push((user(number), format!("role_{}", held[0])));
        if held[0] != held[1] {
            world.roles.push((user(number), format!("role_{}", held[1])));
        }
    }
    world
}

/// Requests: half of them for an action that the user's first role has.
pub fn policy_requests(n: usize, world: &World) -> Vec<Ask> {
    let mut rng = Rng::new(12);
    let rules = rule_list(n);
    let ask = |at: usize| {
        let (user, role) = rng.pick(&world.roles).clone();
        let of_role: Vec<&Rule> =
            rules.iter().filter(|rule| format!("role_{}", rule.role) == role).collect();
        let action = match at % 2 {
            0 => rng.pick(&of_role).action,
            _ => rng.below(actions(n)),
        };
        Ask::new(user, format!("act_{action}"), document(rng.below(PEOPLE)))
    };
    (0..super::requests_for(n)).map(ask).collect()
}

fn user(number: usize) -> Uid {
    Uid::new("User", format!("user_{number}"))
}

fn document(number: usize) -> Uid {
    Uid::new("Document", format!("document_{number}"))
}
