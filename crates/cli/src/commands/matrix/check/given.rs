//! What is known of a record in a row such as "reports of kind invoice" or "own letters".

use ward_compiler::Policy;
use ward_compiler::model::{
    Atom, Clause, Collection, Comparison, Condition, ConditionId, Constant, Logic, Membership,
    Path, Reads, Relation, Target, ValueExpr, ValueId,
};

/// What is known, as the policy prints it.
#[derive(Clone, Debug, Default)]
pub struct Given {
    scopes: Vec<(String, bool)>,
    equal: Vec<(String, String)>,
    conditions: Vec<(String, bool)>,
}

impl Given {
    /// Reads `within own`, `resource.kind == invoice`, any other condition, and `not` in front of
    /// one.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(policy: &Policy, texts: &[String]) -> Result<Self, String> {
        let mut given = Self::default();
        for text in texts {
            let (holds, text) = match text.trim().strip_prefix("not ") {
                Some(rest) => (false, rest.trim()),
                None => (true, text.trim()),
            };
            if let Some(scope) = text.strip_prefix("within ") {
                if !policy.scopes.iter().any(|known| known.name == scope.trim()) {
                    return Err(format!("there is no scope `{}`", scope.trim()));
                }
                given.scopes.push((scope.trim().to_owned(), holds));
                continue;
            }
            given.conditions.push((text.to_owned(), holds));
            if let Some((path, value)) = text.split_once("==").filter(|_| holds) {
                given.equal.push((path.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Ok(given)
    }

    /// The clauses that are not settled by what is known; `None` where one of them is false.
    pub fn left<'c>(
        &self,
        policy: &Policy,
        target: Target,
        clauses: impl Iterator<Item = &'c Clause>,
    ) -> Option<Vec<Clause>> {
        let mut left = Vec::new();
        for clause in clauses {
            match self.truth(policy, target, clause.condition) {
                Some(true) => {}
                Some(false) => return None,
                None => left.extend(self.open_parts(policy, target, clause)),
            }
        }
        Some(left)
    }

    /// A clause without the parts of an `and` that are settled.
    fn open_parts(&self, policy: &Policy, target: Target, clause: &Clause) -> Vec<Clause> {
        let Condition::Logic(Logic::And(parts)) = policy.exprs.condition(clause.condition) else {
            return vec![clause.clone()];
        };
        let is_open = |part: &&ConditionId| self.truth(policy, target, **part).is_none();
        let open: Vec<_> = parts.iter().filter(is_open).collect();
        if open.len() == parts.len() {
            return vec![clause.clone()];
        }
        open.into_iter().map(|part| Clause { condition: *part, ..clause.clone() }).collect()
    }

    fn truth(&self, policy: &Policy, target: Target, id: ConditionId) -> Option<bool> {
        if self.scopes.is_empty() && self.conditions.is_empty() {
            return None;
        }
        let snake = &policy.schema.ty(target.ty).snake;
        let printed = policy.print(id);
        let is_it = |(text, _): &&(String, bool)| in_general(text, snake) == printed;
        if let Some((_, holds)) = self.conditions.iter().find(is_it) {
            return Some(*holds);
        }
        let truth = |id: &ConditionId| self.truth(policy, target, *id);
        match policy.exprs.condition(id) {
            Condition::Value(value) => match policy.exprs.value(*value) {
                ValueExpr::Path(Path::Property { .. }) => {
                    self.value(policy, target, *value)?.parse().ok()
                }
                ValueExpr::Condition(_)
                | ValueExpr::Atom(_)
                | ValueExpr::Path(_)
                | ValueExpr::Arithmetic(_)
                | ValueExpr::Collection(_) => None,
            },
            Condition::Logic(Logic::Not(inner)) => truth(inner).map(|one| !one),
            Condition::Logic(Logic::And(parts)) => all(parts.iter().map(truth)),
            Condition::Logic(Logic::Or(parts)) => {
                all(parts.iter().map(|one| truth(one).map(|one| !one))).map(|one| !one)
            }
            Condition::Comparison(Comparison::Eq(left, right)) => self
                .equals(policy, target, *left, *right)
                .or_else(|| self.equals(policy, target, *right, *left)),
            Condition::Membership(Membership::Contains { set, value }) => {
                let known = self.value(policy, target, *value)?;
                Some(elements(policy, *set)?.iter().any(|one| one == known))
            }
            Condition::Relation(Relation::Within { scope, of }) => {
                if policy.exprs.reads(*of) != Some(Reads::Resource) {
                    return None;
                }
                let scope = policy.scope(*scope);
                let known = self.scopes.iter().find(|(name, _)| *name == scope.name);
                // A scope that asks itself of the same record is refused, so this ends.
                let body = || truth(&scope.on.get(&target.ty)?.condition);
                known.map(|(_, inside)| *inside).or_else(body)
            }
            Condition::Comparison(_)
            | Condition::Membership(_)
            | Condition::Presence(_)
            | Condition::Kind(_)
            | Condition::Text(_)
            | Condition::Relation(_)
            | Condition::Quantifier(_) => None,
        }
    }

    /// What a property is known to be.
    fn value(&self, policy: &Policy, target: Target, path: ValueId) -> Option<&str> {
        let printed = policy.print(path);
        let ty = policy.schema.ty(target.ty);
        let is_it = |(path, _): &&(String, String)| in_general(path, &ty.snake) == printed;
        self.equal.iter().find(is_it).map(|(_, value)| value.as_str())
    }

    fn equals(
        &self,
        policy: &Policy,
        target: Target,
        path: ValueId,
        other: ValueId,
    ) -> Option<bool> {
        let known = self.value(policy, target, path)?;
        let is_constant = policy.exprs.constant(other).is_some();
        is_constant.then(|| policy.print(other) == known)
    }
}

/// Kleene's `and`.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut every = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => every = None,
        }
    }
    every
}

/// The elements of a set that is written out, as the policy prints them.
fn elements(policy: &Policy, set: ValueId) -> Option<Vec<String>> {
    match policy.exprs.value(set) {
        ValueExpr::Collection(Collection::List(parts)) => {
            let constants = parts.iter().all(|one| policy.exprs.constant(*one).is_some());
            constants.then(|| parts.iter().map(|one| policy.print(*one)).collect())
        }
        ValueExpr::Atom(Atom::Constant(Constant::Set(values))) => {
            let printer = policy.printer();
            Some(values.iter().map(|value| printer.constant(value)).collect())
        }
        ValueExpr::Condition(_)
        | ValueExpr::Atom(_)
        | ValueExpr::Path(_)
        | ValueExpr::Arithmetic(_)
        | ValueExpr::Collection(_) => None,
    }
}

/// A condition with `resource` where it says the type's own name, `report.kind`; conditions are
/// compared as the matrix prints them.
pub fn in_general(text: &str, snake: &str) -> String {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut said = String::new();
    let mut rest = text;
    let mut quoted = false;
    while let Some(first) = rest.chars().next() {
        let end = match is_name(first) && !quoted {
            true => rest.find(|letter| !is_name(letter)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (word, behind) = rest.split_at(end);
        quoted ^= first == '"';
        let own = word == snake && !said.ends_with('.') && behind.starts_with('.');
        said.push_str(if own { "resource" } else { word });
        rest = behind;
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_types_own_name_is_the_resource() {
        let general = |text: &str| in_general(text, "note");
        assert_eq!(general("when note.author  == subject"), "when resource.author == subject");
        assert_eq!(general("when x.note.y == \"note.z\""), "when x.note.y == \"note.z\"");
        assert_eq!(general("within own_note"), "within own_note");
    }
}
