//! Conditions of the right types, over everything that the language has.

use super::choices::Choices;
use super::schema::{Kind, STATUS, USER};
use super::speech::{Asking, ScopeName, Speech};

impl Speech<'_> {
    /// A condition of at most so many levels.
    pub fn condition(&self, c: &mut Choices, depth: usize) -> String {
        if depth == 0 {
            return self.atom(c, 0);
        }
        match c.below(10) {
            0..=4 => self.atom(c, depth),
            5 | 6 => {
                format!("({} and {})", self.condition(c, depth - 1), self.condition(c, depth - 1))
            }
            7 | 8 => {
                format!("({} or {})", self.condition(c, depth - 1), self.condition(c, depth - 1))
            }
            _ => format!("not ({})", self.under_not().condition(c, depth - 1)),
        }
    }

    fn atom(&self, c: &mut Choices, depth: usize) -> String {
        for _ in 0..6 {
            if let Some(atom) = self.try_atom(c, depth) {
                return atom;
            }
        }
        "subject == subject".into()
    }

    fn try_atom(&self, c: &mut Choices, depth: usize) -> Option<String> {
        match c.below(24) {
            0 | 1 => self.plain(c),
            2 | 3 => self.same_entity(c),
            4..=6 => self.lies_in(c),
            7 | 8 => self.member(c),
            9 | 10 => self.quantified(c, depth),
            11..=13 => self.within(c),
            14 | 15 => self.holds(c),
            16 | 17 => self.has(c),
            18 => self.is(c),
            19 => self.time(c),
            20 => self.count(c),
            21 => self.context(c),
            _ => self.ordered(c),
        }
    }

    fn plain(&self, c: &mut Choices) -> Option<String> {
        let fits = |kind: &Kind| {
            matches!(kind, Kind::Bool | Kind::Status | Kind::Text | Kind::Role | Kind::Ip)
        };
        let (text, kind) = self.property(c, fits)?;
        Some(match kind {
            Kind::Bool => match c.below(3) {
                0 => text,
                1 => format!("{text} == {}", c.word(&["true", "false"])),
                _ => format!("{text} != {}", c.word(&["true", "false"])),
            },
            Kind::Status => match c.below(4) {
                0 => format!("{text} == {}", c.word(&STATUS)),
                1 => format!("{text} != {}", c.word(&STATUS)),
                2 => format!("{text} in [{}, {}]", c.word(&STATUS), c.word(&STATUS)),
                _ => format!("{text} not in [{}]", c.word(&STATUS)),
            },
            Kind::Text => match c.below(3) {
                0 => format!(
                    "{text} like \"{}\"",
                    c.word(&["a*", "*b", "a*b*", "*", "ab", "*\\*", "a\\\\*"])
                ),
                1 => format!("{text} == \"ab\""),
                _ => format!("{text} in [\"ab\", \"ba\"]"),
            },
            Kind::Role => {
                let role = c.one_of(&self.roles)?;
                format!("{text} {} {role}", c.word(&["==", "!="]))
            }
            Kind::Ip => format!(
                "{text} in \"{}\"",
                c.word(&["10.0.0.0/8", "10.1.0.0/16", "::ffff:10.1.0.0/112", "::/0"])
            ),
            _ => return None,
        })
    }

    fn ordered(&self, c: &mut Choices) -> Option<String> {
        let fits = |kind: &Kind| matches!(kind, Kind::Int | Kind::Date | Kind::Time);
        let (left, kind) = self.property(c, fits)?;
        let right = |c: &mut Choices| -> String {
            let other = self.property(c, |other| *other == kind).filter(|_| c.percent(40));
            match (&kind, other) {
                (_, Some((other, _))) => other,
                (Kind::Int, None) => c.word(&["1", "0", "2", "3"]).into(),
                (Kind::Date, None) => {
                    c.word(&["2026-03-02", "2026-03-01", "context.now.date"]).into()
                }
                (_, None) => c.word(&["context.now", "2026-03-02T12:00:00Z"]).into(),
            }
        };
        let left = match (&kind, c.below(5)) {
            (Kind::Int, 0) => format!("{left} + {}", c.below(3)),
            (Kind::Int, 1) => format!("{left} - 9223372036854775807"),
            (Kind::Date | Kind::Time, 0) => format!("{left} + {} days", c.below(4)),
            (Kind::Date | Kind::Time, 1) => format!("{left} - 1 day"),
            _ => left,
        };
        if c.percent(30) {
            let not = c.word(&["", "not "]);
            return Some(format!("{left} {not}in {} to {}", right(c), right(c)));
        }
        let operator = c.word(&["==", "<", "<=", ">", ">=", "!="]);
        Some(format!("{left} {operator} {}", right(c)))
    }

    fn same_entity(&self, c: &mut Choices) -> Option<String> {
        let (left, types) = self.entity(c)?;
        let (right, _) = self.entity_of(c, &|ty| types.contains(&ty))?;
        Some(format!("{left} {} {right}", c.word(&["==", "==", "!="])))
    }

    fn lies_in(&self, c: &mut Choices) -> Option<String> {
        let (left, types) = self.entity(c)?;
        let outer = |ty: usize| types.iter().any(|inner| self.schema.can_lie(*inner, ty));
        let not = c.word(&["", "", "not "]);
        if c.percent(25) {
            let (one, _) = self.entity_of(c, &outer)?;
            let (two, _) = self.entity_of(c, &outer)?;
            return Some(format!("{left} {not}in [{one}, {two}]"));
        }
        let (right, _) = self.entity_of(c, &outer)?;
        Some(format!("{left} {not}in {right}"))
    }

    fn member(&self, c: &mut Choices) -> Option<String> {
        let (set, kind) = self.property(c, |kind| matches!(kind, Kind::Set(_)))?;
        let Kind::Set(element) = kind else { return None };
        match *element {
            Kind::Entity(types) => {
                if c.percent(50) {
                    let (one, _) = self.entity_of(c, &|ty| types.contains(&ty))?;
                    return Some(format!("{set} contains {one}"));
                }
                let lies = |ty: usize| types.iter().any(|outer| self.schema.can_lie(ty, *outer));
                let (one, _) = self.entity_of(c, &lies)?;
                Some(format!("{one} {}in {set}", c.word(&["", "", "not "])))
            }
            Kind::Status => Some(format!("{set} contains {}", c.word(&STATUS))),
            _ => None,
        }
    }

    fn quantified(&self, c: &mut Choices, depth: usize) -> Option<String> {
        let (set, element) = match c.below(4) {
            0 => {
                let (one, types) = self.entity(c)?;
                let (two, more) = self.entity(c)?;
                let mut types: Vec<usize> = types.into_iter().chain(more).collect();
                types.sort_unstable();
                types.dedup();
                (format!("[{one}, {two}]"), Kind::Entity(types))
            }
            1 | 2 => match self.property(c, |kind| matches!(kind, Kind::Set(_)))? {
                (set, Kind::Set(element)) => (set, *element),
                _ => return None,
            },
            _ => {
                let (of, types) = self.entity(c)?;
                let [ty] = *types.as_slice() else { return None };
                let above = self.schema.above(ty);
                let container = *c.one_of(&above)?;
                let snake = self.schema.types[container].snake;
                if container == ty || self.declares(ty, snake) {
                    return None;
                }
                (format!("{of}.{snake}"), Kind::Entity(vec![container]))
            }
        };
        let name = format!("v{}", self.variables.len());
        let mut inner = self.clone();
        inner.variables.push((name.clone(), element.clone()));
        let body = match &element {
            Kind::Status => format!("{name} == {}", c.word(&STATUS)),
            _ => inner.condition(c, depth.saturating_sub(1)),
        };
        Some(format!("({} {name} in {set}: ({body}))", c.word(&["any", "any", "all"])))
    }

    fn within(&self, c: &mut Choices) -> Option<String> {
        let open: Vec<ScopeName> =
            self.scopes.iter().filter(|scope| !(self.negated && scope.plainly)).cloned().collect();
        let scope = c.one_of(&open)?.clone();
        if let Some(resource) = self.resource
            && scope.on.contains(&resource)
            && c.percent(if scope.plainly { 10 } else { 60 })
        {
            return Some(format!("within {}", scope.name));
        }
        for _ in 0..4 {
            let (of, types) = self.entity(c)?;
            if types.iter().all(|ty| scope.on.contains(ty)) {
                return Some(format!("{of} within {}", scope.name));
            }
        }
        None
    }

    fn holds(&self, c: &mut Choices) -> Option<String> {
        if !self.features.holds
            || self.resource.is_none() && !self.schema.types.is_empty() && self.roles.is_empty()
        {
            return None;
        }
        let (who, _) =
            if c.percent(70) { ("subject".to_owned(), vec![USER]) } else { self.entity(c)? };
        let class = match self.asking {
            Asking::Never => false,
            Asking::Plainly => !self.negated,
            Asking::Anyhow => true,
        };
        let first = if class && c.percent(50) && !self.classes.is_empty() {
            c.one_of(&self.classes)?.clone()
        } else if c.percent(8) {
            "roles in Org".into()
        } else {
            c.one_of(&self.roles)?.clone()
        };
        let more = match c.one_of(&self.roles) {
            Some(role) if c.percent(25) && *role != first => format!(" or {role}"),
            _ => String::new(),
        };
        let anywhere = if c.percent(30) { " anywhere" } else { "" };
        Some(format!("({who} holds {first}{more}{anywhere})"))
    }

    fn has(&self, c: &mut Choices) -> Option<String> {
        if !self.features.has {
            return None;
        }
        if c.percent(15) {
            return Some("context has now".into());
        }
        if let Some(field) = c.one_of(&self.schema.context)
            && c.percent(15)
        {
            return Some(format!("context has {}", field.name));
        }
        if let Some(param) = c.one_of(&self.params)
            && c.percent(20)
        {
            return Some(format!("action has {}", param.name));
        }
        let (of, types) = self.entity(c)?;
        let mut names: Vec<String> = Vec::new();
        for ty in types {
            names.extend(self.schema.types[ty].properties.iter().map(|field| field.name.clone()));
            let above = self.schema.above(ty);
            names.extend(above.iter().map(|ty| self.schema.types[*ty].snake.to_owned()));
        }
        let name = c.one_of(&names)?;
        // One name can mean things of two kinds on two types.
        let plain = ["level", "status", "due", "open", "owner", "org", "team", "case", "folder"];
        plain.contains(&name.as_str()).then(|| format!("{of} has {name}"))
    }

    fn is(&self, c: &mut Choices) -> Option<String> {
        for _ in 0..4 {
            let (of, types) = self.entity(c)?;
            if types.len() > 1 {
                let ty = *c.one_of(&types)?;
                return Some(format!("({of} is {})", self.schema.types[ty].name));
            }
        }
        None
    }

    fn time(&self, c: &mut Choices) -> Option<String> {
        let (time, _) = match c.below(3) {
            0 => self.property(c, |kind| *kind == Kind::Time)?,
            _ => ("context.now".into(), Kind::Time),
        };
        Some(match c.below(4) {
            0 => format!("{time}.hour < {}", c.word(&["12", "1", "23"])),
            1 => format!("{time}.weekday == {}", c.word(&["monday", "sunday"])),
            2 => format!("{time}.weekday in [monday, tuesday]"),
            _ => format!("{time}.date {} 2026-03-02", c.word(&["==", "<=", ">"])),
        })
    }

    fn count(&self, c: &mut Choices) -> Option<String> {
        let (set, _) = self.property(c, |kind| matches!(kind, Kind::Set(_)))?;
        Some(format!("count({set}) {} {}", c.word(&[">", "==", "<"]), c.below(3)))
    }

    fn context(&self, c: &mut Choices) -> Option<String> {
        let field = c.one_of(&self.schema.context)?;
        match &field.kind {
            Kind::Bool => Some(format!("context.{}", field.name)),
            Kind::Int => Some(format!("context.{} > {}", field.name, c.below(3))),
            Kind::Ip => Some(format!("context.{} in \"10.0.0.0/8\"", field.name)),
            Kind::Entity(_) => Some(format!("context.{} == subject", field.name)),
            _ => None,
        }
    }
}
