//! Conditions as policy text.

use super::{Access, Constant, Expr, ExprId, Exprs, Schema, Scope, Ty};

/// Prints conditions, constants and types in the language's own syntax.
#[derive(Clone, Copy)]
pub struct Printer<'a> {
    schema: &'a Schema,
    exprs: &'a Exprs,
    scopes: &'a [Scope],
}

impl<'a> Printer<'a> {
    /// A printer over these tables.
    pub fn new(schema: &'a Schema, exprs: &'a Exprs, scopes: &'a [Scope]) -> Self {
        Self { schema, exprs, scopes }
    }

    /// A condition or value.
    pub fn expr(&self, id: ExprId) -> String {
        self.at(id, Level::Or)
    }

    fn at(&self, id: ExprId, least: Level) -> String {
        let expr = self.exprs.get(id);
        let text = self.plain(expr);
        if level(expr) < least { format!("({text})") } else { text }
    }

    fn operand(&self, id: ExprId) -> String {
        self.at(id, Level::Operand)
    }

    fn base(&self, id: ExprId) -> String {
        self.at(id, Level::Member)
    }

    fn plain(&self, expr: &Expr) -> String {
        match expr {
            Expr::Constant(value) => self.constant(value),
            Expr::Subject => "subject".into(),
            Expr::Resource(_) => "resource".into(),
            Expr::Place => "place".into(),
            Expr::Variable { name, .. } => name.to_string(),
            Expr::Now => "context.now".into(),
            Expr::Context(id) => format!("context.{}", self.context_name(id.index())),
            Expr::Param(id, _) => format!("action.{}", self.schema.param_name(*id)),
            Expr::Property { of, name, .. }
            | Expr::Containers { of, name, .. }
            | Expr::Field { of, name, .. } => {
                format!("{}.{name}", self.base(*of))
            }
            Expr::TimePart { of, part } => {
                let part = match part {
                    super::TimePart::Date => "date",
                    super::TimePart::Hour => "hour",
                    super::TimePart::Weekday => "weekday",
                };
                format!("{}.{part}", self.base(*of))
            }
            Expr::ToDecimal(of) => self.plain(self.exprs.get(*of)),
            Expr::Add(a, b) => format!("{} + {}", self.at(*a, Level::Sum), self.base(*b)),
            Expr::Sub(a, b) => format!("{} - {}", self.at(*a, Level::Sum), self.base(*b)),
            Expr::List(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.expr(*part)).collect();
                format!("[{}]", parts.join(", "))
            }
            Expr::Count(set) => format!("count({})", self.expr(*set)),
            Expr::Eq(a, b) => format!("{} == {}", self.operand(*a), self.operand(*b)),
            Expr::Less { low, high, or_equal } => {
                // A fixed number stands on the right, as authors write it.
                let turned = matches!(self.exprs.get(*low), Expr::Constant(_));
                let sign = match (turned, or_equal) {
                    (false, true) => "<=",
                    (false, false) => "<",
                    (true, true) => ">=",
                    (true, false) => ">",
                };
                let (left, right) = if turned { (high, low) } else { (low, high) };
                format!("{} {sign} {}", self.operand(*left), self.operand(*right))
            }
            Expr::Between { value, low, high } => {
                format!(
                    "{} in {} to {}",
                    self.operand(*value),
                    self.operand(*low),
                    self.operand(*high)
                )
            }
            Expr::InEntity(a, b) | Expr::InEntities(a, b) | Expr::InRange(a, b) => {
                format!("{} in {}", self.operand(*a), self.operand(*b))
            }
            Expr::Contains { set, value } => {
                format!("{} in {}", self.operand(*value), self.operand(*set))
            }
            Expr::Has { of, name, .. } | Expr::HasField { of, name, .. } => {
                format!("{} has {name}", self.operand(*of))
            }
            Expr::HasContext(id) => format!("context has {}", self.context_name(id.index())),
            Expr::HasNow => "context has now".into(),
            Expr::HasParam(id) => format!("action has {}", self.schema.param_name(*id)),
            Expr::Is(of, types) => {
                let names: Vec<_> =
                    types.iter().map(|ty| self.schema.ty(*ty).name.as_str()).collect();
                format!("{} is {}", self.operand(*of), names.join(" or "))
            }
            Expr::Like(of, pattern) => {
                format!("{} like {}", self.operand(*of), quoted_pattern(pattern))
            }
            Expr::Not(of) => self.negation(*of),
            Expr::And(parts) => self.joined(parts, " and "),
            Expr::Or(parts) => self.joined(parts, " or "),
            Expr::Within { scope, of } => {
                let scope = &self.scopes[scope.index()].name;
                match self.exprs.get(*of) {
                    Expr::Resource(_) => format!("within {scope}"),
                    _ => format!("{} within {scope}", self.operand(*of)),
                }
            }
            Expr::Holds { who, named, anywhere, .. } => {
                let place = if *anywhere { " anywhere" } else { "" };
                format!("{} holds {}{place}", self.operand(*who), named.join(" or "))
            }
            Expr::Quantified { all, name, set, body, .. } => {
                let word = if *all { "all" } else { "any" };
                format!("{word} {name} in {}: ({})", self.operand(*set), self.expr(*body))
            }
        }
    }

    fn negation(&self, of: ExprId) -> String {
        match self.exprs.get(of) {
            Expr::Eq(a, b) => format!("{} != {}", self.operand(*a), self.operand(*b)),
            Expr::InEntity(a, b) | Expr::InEntities(a, b) | Expr::InRange(a, b) => {
                format!("{} not in {}", self.operand(*a), self.operand(*b))
            }
            _ => format!("not {}", self.at(of, Level::Comparison)),
        }
    }

    fn joined(&self, parts: &[ExprId], word: &str) -> String {
        let parts: Vec<_> = parts.iter().map(|part| self.at(*part, Level::Not)).collect();
        parts.join(word)
    }

    fn context_name(&self, index: usize) -> &str {
        self.schema.context.get_index(index).map_or("?", |(name, _)| name)
    }

    /// A value.
    pub fn constant(&self, value: &Constant) -> String {
        match value {
            Constant::Bool(value) => value.to_string(),
            Constant::Int(value) => value.to_string(),
            Constant::Decimal(value) => value.to_string(),
            Constant::Text(text) => format!("{text:?}"),
            Constant::Date(days) => crate::time::format_date(*days),
            Constant::Time(micros) => crate::time::format_time(*micros),
            Constant::Duration(micros) => crate::time::format_duration(*micros),
            Constant::Ip(address) => format!("\"{address}\""),
            Constant::IpRange(range) => format!("\"{range}\""),
            Constant::Role(name) => name.clone(),
            Constant::Enum(id, value) => self
                .schema
                .enumeration(*id)
                .values
                .get_index(*value as usize)
                .map_or_else(String::new, |(name, ())| name.clone()),
            Constant::Entity(ty, id) => format!("{}::{id}", self.schema.ty(*ty).name),
            Constant::Set(values) => {
                let values: Vec<_> = values.iter().map(|value| self.constant(value)).collect();
                format!("[{}]", values.join(", "))
            }
            Constant::Record(fields) => {
                let fields: Vec<_> =
                    fields.iter().flatten().map(|value| self.constant(value)).collect();
                format!("{{{}}}", fields.join(", "))
            }
        }
    }

    /// A type, as a message names it: "a date", "a `User`".
    pub fn ty(&self, ty: &Ty) -> String {
        match ty {
            Ty::Bool => "true or false".into(),
            Ty::Int => "a whole number".into(),
            Ty::Decimal => "a decimal number".into(),
            Ty::Text => "text".into(),
            Ty::Date => "a date".into(),
            Ty::Time => "a time".into(),
            Ty::Duration => "a duration".into(),
            Ty::Ip => "an address".into(),
            Ty::IpRange => "a range of addresses".into(),
            Ty::Role => "a role".into(),
            Ty::Enum(id) => format!("a value of `{}`", self.schema.enumeration(*id).name),
            Ty::Entity(types) => {
                let names: Vec<_> =
                    types.iter().map(|ty| format!("`{}`", self.schema.ty(*ty).name)).collect();
                match names.as_slice() {
                    [.., _] if names.len() > 4 => "an entity".into(),
                    _ => format!("a {}", names.join(" or ")),
                }
            }
            Ty::Record(_) => "a record".into(),
            Ty::Set(element) => format!("a set of {}", self.ty(element).trim_start_matches("a ")),
        }
    }

    /// What a name means on an entity of that type, for messages.
    pub fn access(&self, access: Access) -> String {
        match access {
            Access::Property(_) => "property".into(),
            Access::Container(ty) => format!("the `{}` that it lies in", self.schema.ty(ty).name),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    Not,
    Comparison,
    Operand,
    Sum,
    Member,
}

fn level(expr: &Expr) -> Level {
    match expr {
        Expr::Or(_) | Expr::And(_) => Level::Or,
        Expr::Not(_) => Level::Not,
        Expr::Eq(..)
        | Expr::Less { .. }
        | Expr::Between { .. }
        | Expr::InEntity(..)
        | Expr::InEntities(..)
        | Expr::InRange(..)
        | Expr::Contains { .. }
        | Expr::Has { .. }
        | Expr::HasField { .. }
        | Expr::HasContext(_)
        | Expr::HasNow
        | Expr::HasParam(_)
        | Expr::Is(..)
        | Expr::Like(..)
        | Expr::Within { .. }
        | Expr::Holds { .. }
        | Expr::Quantified { .. } => Level::Comparison,
        Expr::Add(..) | Expr::Sub(..) => Level::Sum,
        _ => Level::Member,
    }
}

/// A pattern in quotes. Its own escapes are those of the language, so only what a text can't hold
/// as it is has to be written otherwise.
fn quoted_pattern(pattern: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in pattern.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' | '\'' => quoted.push(letter),
            letter if letter.is_control() => quoted.extend(letter.escape_unicode()),
            letter => quoted.extend(letter.escape_debug()),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use ward_diagnostics::FileId;
    use ward_parser::ast::{ClaimForm, ExprKind};

    use super::quoted_pattern;

    #[test]
    fn a_pattern_that_is_printed_reads_as_it_was() {
        for kept in ["a*", r"\*", r"a\\*\**", "\"'é", "\n\r\u{1b}\u{202e}", ""] {
            let text = format!("never view when subject.name like {}", quoted_pattern(kept));
            let Ok(ClaimForm::Never { what, .. }) =
                ward_parser::parse_statement_claim(FileId(0), &text)
            else {
                panic!("{text}");
            };
            let read = what.when.map(|(_, condition)| condition.kind);
            let Some(ExprKind::Like(_, pattern)) = read else { panic!("{text}") };
            assert_eq!(pattern.text, kept);
        }
    }
}
