//! Scopes, roles, classes, restrictions and overlays.

use super::choices::Choices;
use super::schema::Schema;
use super::speech::{Asking, Features, ScopeName};
use super::statement::{Names, Reach};
use super::world::{File, Item};

/// What data may assign.
#[derive(Clone, Debug, Default)]
pub struct Assignable {
    /// Roles.
    pub roles: Vec<String>,
    /// Classes.
    pub classes: Vec<String>,
}

/// The files of a made-up policy, and what data may assign.
pub fn files(
    c: &mut Choices,
    schema: &Schema,
    declarations: Vec<Item>,
    features: Features,
) -> (Vec<File>, Assignable) {
    let mut names =
        Names { schema, features, scopes: Vec::new(), roles: Vec::new(), classes: Vec::new() };
    let mut assignable = Assignable::default();
    let mut rules = Vec::new();
    let roles = c.between(2, 4);
    names.roles = (0..roles).map(|at| format!("r{at}")).collect();
    if features.classes {
        names.classes = (0..c.below(3)).map(|at| format!("c{at}")).collect();
    }
    scopes(c, &mut names, "s", 3, &mut rules);
    let mut mays = Vec::new();
    let vendor = Writer { prefix: "r", extends: &[], inside: true };
    vendor.roles(c, &names, &mut rules, &mut assignable, &mut mays, roles);
    anyone(c, &names, &mut rules);
    let class_names = names.classes.clone();
    for name in &class_names {
        rules.push(class(c, &names, name, &mays));
        assignable.classes.push(name.clone());
    }
    for at in 0..c.below(4) {
        rules.push(restriction(c, &names, &format!("q{at}"), None));
    }
    let mut files = vec![
        File {
            name: "a.policy".into(),
            header: Some("policy made_up \"Made up\"".into()),
            items: declarations,
        },
        File { name: "b.policy".into(), header: None, items: rules },
    ];
    if features.overlays && c.percent(70) {
        files[0].items.push(Item::declaration("ceiling wide on Org { allow all on all }"));
        overlays(c, &names, &mays, &mut files, &mut assignable);
    }
    (files, assignable)
}

/// Declares scopes: each leans freely on those before, and plainly on itself.
fn scopes(
    c: &mut Choices,
    names: &mut Names<'_>,
    prefix: &str,
    most: usize,
    items: &mut Vec<Item>,
) {
    for at in 0..c.below(most + 1) {
        let name = format!("{prefix}{at}");
        let types: Vec<usize> = (0..names.schema.types.len()).collect();
        let mut on = c.some(&types, 45);
        if on.is_empty() {
            on.push(types.len() - 1);
        }
        let plainly = ScopeName { name: name.clone(), on: on.clone(), plainly: true };
        let mut inner = names.clone();
        inner.classes.clear();
        for _ in 0..2 {
            inner.scopes.push(plainly.clone());
        }
        for ty in &on {
            let mut speech = inner.speech(Some(*ty), Asking::Never);
            speech.alias = c.percent(50);
            let mut condition = speech.condition(c, 2);
            let ty = &names.schema.types[*ty];
            if ty.properties.iter().any(|field| field.name == "parent") && c.percent(40) {
                condition = format!("({condition} or resource.parent within {name})");
            }
            let ty = ty.name;
            items.push(Item {
                head: format!("scope {name} on {ty}: {condition}"),
                body: None,
                removable: true,
            });
        }
        names.scopes.push(ScopeName { name, on, plainly: false });
    }
}

/// How the roles of a unit are written.
struct Writer<'w> {
    prefix: &'w str,
    extends: &'w [String],
    inside: bool,
}

impl Writer<'_> {
    fn roles(
        &self,
        c: &mut Choices,
        names: &Names<'_>,
        items: &mut Vec<Item>,
        assignable: &mut Assignable,
        mays: &mut Vec<Reach>,
        count: usize,
    ) {
        let mut above: Vec<String> = self.extends.to_vec();
        for at in 0..count {
            let name = format!("{}{at}", self.prefix);
            // Of one name in two overlays, either both can be assigned or neither.
            let is_abstract = self.extends.is_empty() && c.percent(15);
            let mut head = format!("{}role {name}", if is_abstract { "abstract " } else { "" });
            if self.inside && c.percent(20) {
                let ty = c.one_of(&names.schema.types).map_or("Org", |ty| ty.name);
                head += &format!(" in {ty}");
            }
            if let Some(parent) = c.one_of(&above).cloned()
                && c.percent(50)
            {
                head += &extends(c, names, &parent);
                if let Some(second) = c.one_of(&above)
                    && *second != parent
                    && c.percent(25)
                {
                    head += &extends(c, names, second);
                }
            }
            let mut body = Vec::new();
            for _ in 0..c.between(1, 3) {
                let reach = names.reach(c);
                if names.features.classes && c.percent(25) {
                    body.push(names.statement(c, "may", &reach, Asking::Anyhow));
                    mays.push(reach);
                } else {
                    body.push(names.statement(c, "can", &reach, Asking::Never));
                }
            }
            items.push(Item::block(head, body));
            above.push(name.clone());
            if !is_abstract {
                assignable.roles.push(name);
            }
        }
    }
}

fn extends(c: &mut Choices, names: &Names<'_>, parent: &str) -> String {
    let mut text = format!(" extends {parent}");
    if let Some(scope) = c.one_of(&names.scopes)
        && c.percent(25)
    {
        text += &format!(" within {}", scope.name);
    }
    if c.percent(20) {
        let reach = names.reach(c);
        let condition = names.speech(reach.ty, Asking::Never).under_not().condition(c, 1);
        let when = if c.percent(60) { format!(" when {condition}") } else { String::new() };
        text += &format!(" except {}{when}", reach.text);
    }
    text
}

fn anyone(c: &mut Choices, names: &Names<'_>, items: &mut Vec<Item>) {
    if c.percent(45) {
        let body = (0..c.between(1, 2)).map(|_| {
            let reach = names.reach(c);
            let mut statement = names.statement(c, "can", &reach, Asking::Never);
            if !statement.contains(" when ") && !statement.contains(" within ") && c.percent(80) {
                statement = format!("can {} when {}", reach.text, {
                    names.speech(reach.ty, Asking::Never).condition(c, 2)
                });
            }
            statement
        });
        let body = body.collect();
        items.push(Item::block("role anyone", body));
    }
}

fn class(c: &mut Choices, names: &Names<'_>, name: &str, mays: &[Reach]) -> Item {
    let mut head = format!("class {name}");
    if let Some(role) = c.one_of(&names.roles)
        && c.percent(35)
    {
        head += &format!(" for {role}");
    }
    let mut body = Vec::new();
    if c.percent(70) || mays.is_empty() {
        let reach = names.reach(c);
        body.push(names.statement(c, "forbid", &reach, Asking::Plainly));
    }
    for _ in 0..2 {
        if let Some(reach) = c.one_of(mays)
            && c.percent(60)
        {
            body.push(names.statement(c, "enable", reach, Asking::Anyhow));
        }
    }
    Item::block(head, body)
}

fn restriction(c: &mut Choices, names: &Names<'_>, name: &str, on: Option<&[String]>) -> Item {
    let mut head = format!("restriction {name}");
    let all = on.unwrap_or(&names.roles);
    if let Some(role) = c.one_of(all)
        && (on.is_some() || names.features.on_what && c.percent(50))
    {
        head += &format!(" on what {role} gives");
    }
    let body = (0..c.between(1, 2)).map(|_| {
        let reach = names.reach(c);
        let mut statement = names.statement(c, "forbid", &reach, Asking::Plainly);
        if !statement.contains(" when ") && !statement.contains(" unless ") && c.percent(90) {
            let condition = names.speech(reach.ty, Asking::Plainly).condition(c, 1);
            statement = format!("forbid {} when {condition}", reach.text);
        }
        statement
    });
    let body = body.collect();
    Item::block(head, body)
}

/// Overlays of two tenants that use the same names, and a library.
fn overlays(
    c: &mut Choices,
    vendor: &Names<'_>,
    mays: &[Reach],
    files: &mut Vec<File>,
    assignable: &mut Assignable,
) {
    let kinds = [("o1", "x"), ("o2", "x"), ("", "l")];
    for (tenant, prefix) in kinds {
        if !c.percent(60) {
            continue;
        }
        let mut names = vendor.clone();
        let mut mays = mays.to_vec();
        let count = c.between(1, 2);
        let own: Vec<String> = (0..count).map(|at| format!("{prefix}{at}")).collect();
        names.roles.extend(own.iter().cloned());
        let own_class = format!("{prefix}c");
        let has_class = names.features.classes && c.percent(65);
        if has_class {
            names.classes.push(own_class.clone());
        }
        let mut items = Vec::new();
        scopes(c, &mut names, &format!("{prefix}s"), 1, &mut items);
        let writer = Writer { prefix, extends: &vendor.roles, inside: true };
        writer.roles(c, &names, &mut items, assignable, &mut mays, count);
        if has_class {
            items.push(class(c, &names, &own_class, &mays));
            assignable.classes.push(own_class);
        }
        if c.percent(60) && (!tenant.is_empty() || names.features.on_what) {
            let on = tenant.is_empty().then_some(own.as_slice());
            items.push(restriction(c, &names, &format!("{prefix}q"), on));
        }
        let of = if tenant.is_empty() { String::new() } else { format!("::\"{tenant}\"") };
        files.push(File {
            name: format!("overlay_{prefix}{tenant}.policy"),
            header: Some(format!("overlay Org{of} under wide")),
            items,
        });
    }
    assignable.roles.sort();
    assignable.roles.dedup();
    assignable.classes.sort();
    assignable.classes.dedup();
}
