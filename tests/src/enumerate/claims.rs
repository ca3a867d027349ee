//! Claims of every form.

use super::Draw;
use super::policy::Rules;
use super::schema::DOC;
use crate::generate::Item;

/// Some claims over a policy's rules; what they select leans on what the rules say.
pub fn claims(draw: &mut Draw, rules: &mut Rules<'_>, roles: &[&'static str]) -> Vec<Item> {
    let mut forms = vec![
        format!("never {}", selection(draw, rules)),
        format!("never {}", selection(draw, rules)),
        format!("never {} for {}", selection(draw, rules), draw.word(roles)),
        always(draw, rules, roles),
        always(draw, rules, roles),
    ];
    if roles.len() > 1 {
        forms.extend(["r1 <= r2".to_owned(), "r2 <= r1".to_owned()]);
    }
    forms.extend(depends(draw, rules, roles));
    let claim = |(at, form): (usize, String)| {
        let mut item = Item::declaration(format!("claim \"claim {at}\": {form}"));
        item.removable = true;
        item
    };
    forms.into_iter().enumerate().map(claim).collect()
}

fn selection(draw: &mut Draw, rules: &mut Rules<'_>) -> String {
    let (target, ty) = rules.target(draw, true);
    let clauses = rules.clauses(draw, ty, "", 70);
    format!("{target}{clauses}")
}

fn always(draw: &mut Draw, rules: &mut Rules<'_>, roles: &[&'static str]) -> String {
    let despite = if rules.restriction && draw.percent(50) { " despite x1" } else { "" };
    format!("always {} for {}{despite}", selection(draw, rules), draw.word(roles))
}

fn depends(draw: &mut Draw, rules: &mut Rules<'_>, roles: &[&'static str]) -> Option<String> {
    let action = draw.word(&["view", "edit"]);
    let roles = if draw.percent(40) { format!(" for {}", draw.word(roles)) } else { String::new() };
    let of_request = match (draw.below(8), rules.schema.context.first()) {
        (0, _) => Some("now"),
        (1..=3, Some(field)) => Some(field.name.as_str()),
        _ => None,
    };
    if let Some(name) = of_request {
        return Some(format!("only {action} on Doc{roles} depend on context.{name}"));
    }
    let ty = draw.below(rules.schema.types.len());
    let ty = if draw.percent(60) { DOC } else { ty };
    let declared = &rules.schema.types[ty];
    let property = draw.one_of(&declared.properties)?;
    let path = format!("{}.{}", declared.name, property.name);
    Some(format!("only {action} on Doc{roles} depend on {path}"))
}
