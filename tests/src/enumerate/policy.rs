//! Roles, rules and claims over small declarations.

use std::sync::Arc;

use ward_compiler::Policy;

use super::Draw;
use super::claims::claims;
use super::condition::Speech;
use super::schema::{DOC, Schema};
use crate::generate::{File, Item, World};

/// A small policy with claims.
#[derive(Clone, Debug)]
pub struct Small {
    /// Its declarations.
    pub schema: Schema,
    /// Its text.
    pub world: World,
    /// Whether assignments have days and requests a time.
    pub dated: bool,
    /// All rules and claims, to see what they mention.
    pub rules: String,
    /// The roles that can be assigned.
    pub roles: Vec<&'static str>,
    /// Whether there is the class `c1`.
    pub class: bool,
}

/// Rules as they are drawn.
pub struct Rules<'s> {
    pub schema: &'s Schema,
    pub speech: Speech<'s>,
    /// Conditions on records that were written already.
    pub said: Vec<String>,
    /// The restriction that claims may name.
    pub restriction: bool,
}

impl Small {
    /// A policy by a seed.
    pub fn draw(seed: u64) -> Self {
        let mut draw = Draw::random(seed);
        let schema = Schema::draw(&mut draw);
        let class = draw.percent(30);
        let roles = if draw.percent(65) { vec!["r1", "r2"] } else { vec!["r1"] };
        let speech = Speech {
            schema: &schema,
            resource: DOC,
            scopes: Vec::new(),
            roles: if draw.percent(30) { roles.clone() } else { Vec::new() },
            params: false,
            variables: Vec::new(),
        };
        let mut rules =
            Rules { schema: &schema, speech, said: Vec::new(), restriction: draw.percent(65) };
        let mut items = rules.scopes(&mut draw);
        items.extend(rules.roles(&mut draw, &roles, class));
        if rules.restriction {
            items.extend(rules.restrictions(&mut draw));
        }
        if class {
            items.push(rules.class(&mut draw));
        }
        items.extend(claims(&mut draw, &mut rules, &roles));
        let said = |item: &Item| {
            [std::slice::from_ref(&item.head), item.body.as_deref().unwrap_or(&[])].concat()
        };
        let text = items.iter().flat_map(said).collect::<Vec<_>>().join("\n");
        let dated = draw.percent(15);
        let mut all = vec![Item::declaration(schema.text())];
        all.extend(items);
        let file =
            File { name: "small.policy".into(), header: Some("policy small".into()), items: all };
        let world = World {
            files: vec![file],
            time_zone: None,
            entities: Vec::new(),
            assignments: Vec::new(),
            requests: Vec::new(),
        };
        Self { schema, world, dated, rules: text, roles, class }
    }

    /// The policy.
    ///
    /// # Errors
    /// Where it doesn't compile.
    pub fn compile(&self) -> Result<Arc<Policy>, String> {
        self.world.compile()
    }

    /// Whether rules or claims read a property, parameter or context field of this name.
    pub fn mentions(&self, name: &str) -> bool {
        let not_part = |next: Option<char>| next.is_none_or(|next| !next.is_alphanumeric());
        self.rules.match_indices(name).any(|(at, _)| {
            let before = self.rules[..at].chars().next_back();
            not_part(self.rules[at + name.len()..].chars().next()) && not_part(before)
        })
    }
}

impl Rules<'_> {
    /// A condition on records: new, or one that stands somewhere already.
    pub fn condition(&mut self, draw: &mut Draw) -> String {
        if draw.percent(35)
            && let Some(said) = draw.one_of(&self.said)
        {
            return said.clone();
        }
        let depth = draw.below(3);
        let condition = self.speech.condition(draw, depth);
        self.said.push(condition.clone());
        condition
    }

    fn scopes(&mut self, draw: &mut Draw) -> Vec<Item> {
        let mut items = Vec::new();
        let nests = self.schema.types.get(2).is_some_and(|ty| ty.containers.contains(&2));
        let up = nests
            .then(|| {
                let folder = &self.schema.types[2];
                folder
                    .properties
                    .iter()
                    .find(|one| one.kind == super::schema::Kind::Entity(vec![2]))
            })
            .flatten();
        if let Some(up) = up
            && draw.percent(60)
        {
            let base = self.on(2).condition(draw, 1);
            items.push(Item::declaration(format!(
                "scope near on Folder: ({base}) or folder.{} within near",
                up.name
            )));
            self.speech.scopes.push(("near", vec![2]));
        }
        if draw.percent(50) {
            let on_doc = self.condition(draw);
            items.push(Item::declaration(format!("scope s1 on Doc: {on_doc}")));
            let mut on = vec![DOC];
            if self.schema.types.len() > 2 && draw.percent(50) {
                let body = self.on(2).condition(draw, 1);
                items.push(Item::declaration(format!(
                    "scope s1 on {}: {body}",
                    self.schema.types[2].name
                )));
                on.push(2);
            }
            self.speech.scopes.push(("s1", on));
        }
        for item in &mut items {
            item.removable = true;
        }
        items
    }

    fn on(&self, ty: usize) -> Speech<'_> {
        Speech { resource: ty, ..self.speech.clone() }
    }

    /// What a statement is about, and whether it is the record.
    pub fn target(&mut self, draw: &mut Draw, container: bool) -> (String, usize) {
        if container && self.schema.view_container && draw.percent(20) {
            return (format!("view on {}", self.schema.types[2].name), 2);
        }
        let actions: &[&str] =
            if self.schema.makes { &["view", "edit", "make"] } else { &["view", "view", "edit"] };
        let action = draw.word(actions);
        let part = match draw.below(3) {
            0 if self.schema.types[DOC].facets && action != "make" => draw.word(&[".x", ".y"]),
            _ => "",
        };
        (format!("{action} on Doc{part}"), DOC)
    }

    /// The clauses of a statement on a type.
    pub fn clauses(&mut self, draw: &mut Draw, ty: usize, action: &str, likely: usize) -> String {
        self.speech.params = action.starts_with("edit") && draw.percent(60);
        let mut text = String::new();
        let scopes: Vec<&str> = self
            .speech
            .scopes
            .iter()
            .filter(|(_, on)| on.contains(&ty))
            .map(|(name, _)| *name)
            .collect();
        if !scopes.is_empty() && draw.percent(25) {
            text += &format!(" within {}", draw.word(&scopes));
        }
        for word in ["when", "unless"] {
            let likely = if word == "when" { likely } else { likely / 2 };
            if draw.percent(likely) {
                let condition = if ty == DOC {
                    self.action_condition(draw)
                } else {
                    self.on(ty).condition(draw, 1)
                };
                text += &format!(" {word} {condition}");
            }
        }
        self.speech.params = false;
        text
    }

    /// A condition on records; one that reads a parameter isn't said again elsewhere.
    fn action_condition(&mut self, draw: &mut Draw) -> String {
        let condition = self.condition(draw);
        if self.speech.params {
            self.said.retain(|said| !said.contains("action"));
        }
        condition
    }

    fn statement(&mut self, draw: &mut Draw, verb: &str, likely: usize) -> String {
        let (target, ty) = self.target(draw, true);
        let clauses = self.clauses(draw, ty, &target, likely);
        let except = if ty == DOC && verb != "forbid" && draw.percent(12) {
            format!(" except view on Doc when {}", self.condition(draw))
        } else {
            String::new()
        };
        format!("{verb} {target}{clauses}{except}")
    }

    fn roles(&mut self, draw: &mut Draw, names: &[&'static str], class: bool) -> Vec<Item> {
        let mut items = Vec::new();
        let top = self.schema.types.len() - 1;
        for (at, name) in names.iter().enumerate() {
            let inside = if top > DOC && draw.percent(20) {
                format!(" in {}", self.schema.types[top].name)
            } else {
                String::new()
            };
            let mut extends = String::new();
            if at == 1 && draw.percent(50) {
                extends = " extends r1".into();
                if self.speech.scopes.iter().any(|(name, _)| *name == "s1") && draw.percent(30) {
                    extends += " within s1";
                }
                if draw.percent(30) {
                    extends += &format!(" except view on Doc when {}", self.condition(draw));
                }
            }
            let mut body = vec![self.statement(draw, "can", 75)];
            while draw.percent(40) {
                let verb = if class && draw.percent(50) { "may" } else { "can" };
                body.push(self.statement(draw, verb, 75));
            }
            if class && at == 0 {
                body.push(self.statement(draw, "may", 50));
            }
            if draw.percent(45) {
                let (target, _) = self.target(draw, false);
                let clauses = self.clauses(draw, DOC, "", 60);
                body.push(format!("cannot {target}{clauses}"));
            }
            items.push(Item::block(format!("role {name}{inside}{extends}"), body));
        }
        if draw.percent(25) {
            let body = vec![self.statement(draw, "can", 95)];
            items.push(Item::block("role anyone", body));
        }
        items
    }

    fn restrictions(&mut self, draw: &mut Draw) -> Vec<Item> {
        let mut body = vec![self.statement(draw, "forbid", 90)];
        while draw.percent(35) {
            body.push(self.statement(draw, "forbid", 90));
        }
        let on_what = if draw.percent(25) { " on what r1 give" } else { "" };
        vec![Item::block(format!("restriction x1{on_what}"), body)]
    }

    fn class(&mut self, draw: &mut Draw) -> Item {
        let for_roles = if draw.percent(40) { " for r1" } else { "" };
        let mut body = Vec::new();
        if draw.percent(70) {
            body.push(self.statement(draw, "enable", 40));
        }
        if body.is_empty() || draw.percent(50) {
            body.push(self.statement(draw, "forbid", 60));
        }
        Item::block(format!("class c1{for_roles}"), body)
    }
}
