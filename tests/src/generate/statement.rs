//! Statements: what they reach and what they ask for.

use super::choices::Choices;
use super::schema::{Action, Field, Schema};
use super::speech::{Asking, Features, ScopeName, Speech};

/// What statements may name.
#[derive(Clone, Debug)]
pub struct Names<'a> {
    /// The declarations.
    pub schema: &'a Schema,
    /// What may be used.
    pub features: Features,
    /// Scopes.
    pub scopes: Vec<ScopeName>,
    /// Roles, abstract ones included.
    pub roles: Vec<String>,
    /// Classes.
    pub classes: Vec<String>,
}

/// Actions with what they are named on.
#[derive(Clone, Debug)]
pub struct Reach {
    /// `view, edit on Case.money`
    pub text: String,
    /// The one type, if it is one.
    pub ty: Option<usize>,
    /// Parameters that all of the actions have.
    pub params: Vec<Field>,
}

impl<'a> Names<'a> {
    /// What a condition may speak of.
    pub fn speech(&self, resource: Option<usize>, asking: Asking) -> Speech<'a> {
        Speech {
            schema: self.schema,
            features: self.features,
            resource,
            alias: false,
            params: Vec::new(),
            scopes: self.scopes.clone(),
            roles: self.roles.clone(),
            classes: self.classes.clone(),
            asking,
            variables: Vec::new(),
            negated: false,
        }
    }

    /// Some actions on something.
    pub fn reach(&self, c: &mut Choices) -> Reach {
        match c.below(12) {
            0 => Reach { text: "all on all".into(), ty: None, params: Vec::new() },
            1 => Reach { text: "all".into(), ty: None, params: Vec::new() },
            2 => {
                let name = c.one_of(&self.schema.actions).map_or("view", |action| action.name);
                Reach { text: name.into(), ty: None, params: Vec::new() }
            }
            3 => {
                let group = c.one_of(&self.schema.groups).cloned().unwrap_or("all".into());
                Reach { text: group, ty: None, params: Vec::new() }
            }
            _ => {
                let types: Vec<usize> = (0..self.schema.types.len())
                    .filter(|ty| !self.schema.on(*ty).is_empty())
                    .collect();
                let last = types.len().saturating_sub(1);
                let ty = types[last - c.below(types.len()).min(last)];
                self.reach_on(c, ty)
            }
        }
    }

    /// Some actions on a type or a part of it.
    pub fn reach_on(&self, c: &mut Choices, ty: usize) -> Reach {
        let declared = self.schema.types[ty].name;
        let all = self.schema.on(ty);
        if c.percent(20) {
            return Reach { text: format!("all on {declared}"), ty: Some(ty), params: Vec::new() };
        }
        let first = *c.one_of(&all).unwrap_or(&all[0]);
        let mut chosen: Vec<&Action> = vec![first];
        for action in &all {
            if action.name != first.name && c.percent(30) {
                chosen.push(action);
            }
        }
        let params = common_params(&chosen);
        let mut names: Vec<&str> = chosen.iter().map(|action| action.name).collect();
        names.dedup();
        let facets = &self.schema.types[ty].facets;
        let of_parts = chosen.iter().all(|action| action.parts);
        let on = match c.one_of(facets) {
            Some(facet) if of_parts && c.percent(50) => format!("{declared}.{facet}"),
            _ => match first.facet {
                Some(facet) if chosen.len() == 1 && c.percent(50) => format!("{declared}.{facet}"),
                _ => declared.to_owned(),
            },
        };
        Reach { text: format!("{} on {on}", names.join(", ")), ty: Some(ty), params }
    }

    /// A whole statement.
    pub fn statement(&self, c: &mut Choices, verb: &str, reach: &Reach, asking: Asking) -> String {
        let mut text = format!("{verb} {}", reach.text);
        let mut speech = self.speech(reach.ty, asking);
        speech.params.clone_from(&reach.params);
        text += &self.conditions(c, &speech, verb != "forbid");
        let gives = matches!(verb, "can" | "may" | "enable");
        if gives && self.features.obligations && c.percent(25) {
            let which = ["log", "notify(\"a\")", "notify(\"b\")", "notify(\"a\"), log"];
            text += &format!(" with {}", c.word(&which));
        }
        // A `may` that an `except` takes away wholly leaves its `enable` with nothing.
        if verb != "may" && c.percent(15) {
            text += &self.except(c, asking);
        }
        text
    }

    /// `except …`; its conditions stand under a negation.
    pub fn except(&self, c: &mut Choices, asking: Asking) -> String {
        let reach = self.reach(c);
        let mut speech = self.speech(reach.ty, asking).under_not();
        speech.params = reach.params;
        let conditions = self.conditions(c, &speech, false);
        format!(" except {}{conditions}", reach.text)
    }

    fn conditions(&self, c: &mut Choices, speech: &Speech<'_>, skips: bool) -> String {
        let mut speech = speech.clone();
        speech.alias = speech.resource.is_some() && c.percent(50);
        // Under `on all` the same words must fit every type.
        let mut text = String::new();
        let fitting: Vec<ScopeName> = speech
            .scopes
            .iter()
            .filter(|scope| match speech.resource {
                Some(ty) => scope.on.contains(&ty),
                None => skips,
            })
            .cloned()
            .collect();
        if c.percent(35)
            && let Some(scope) = c.one_of(&fitting)
        {
            text += &format!(" within {}", scope.name);
            if let Some(other) = c.one_of(&fitting)
                && other.name != scope.name
                && c.percent(30)
                && speech.resource.is_some()
            {
                text += &format!(" {} {}", c.word(&["and", "or"]), other.name);
            }
        }
        if c.percent(40) {
            text += &format!(" when {}", speech.condition(c, 2));
        }
        if c.percent(30) {
            text += &format!(" unless {}", speech.under_not().condition(c, 2));
        }
        text
    }
}

fn common_params(actions: &[&Action]) -> Vec<Field> {
    let Some((first, rest)) = actions.split_first() else { return Vec::new() };
    let same = |field: &&Field| {
        rest.iter().all(|action| {
            action.params.iter().any(|other| other.name == field.name && other.kind == field.kind)
        })
    };
    first.params.iter().filter(same).cloned().collect()
}
