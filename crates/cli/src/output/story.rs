//! A decision told as a story.

use ward_evaluator::{
    AtomLine, Decision, GrantState, HeldLine, NearGrant, PartDecision, Prohibited, Request,
    RuleRef, Truth,
};

use super::decision::{details, headline};
use crate::failure::Failure;
use crate::terminal::{Paint, Terminal};

/// Tells it. Parts of a record that were decided alike are told together.
pub fn tell(
    decision: &Decision,
    request: &Request,
    terminal: &mut Terminal,
) -> Result<(), Failure> {
    terminal.line(&headline(decision, request, terminal))?;
    details(decision, terminal)?;
    for (names, part) in alike(decision) {
        let mut told = Told { request, lines: Vec::new(), terminal: &*terminal };
        told.part(part);
        let lines = told.lines;
        terminal.line("")?;
        if decision.whole {
            let word = if part.permit { "permitted" } else { "refused" };
            let heading = format!("  {}: {word}", names.join(", "));
            terminal.line(&terminal.paint(Paint::Strong, &heading))?;
        }
        let indent = if decision.whole { "    " } else { "  " };
        for line in lines {
            terminal.line(format!("{indent}{line}").trim_end())?;
        }
    }
    Ok(())
}

/// The parts, those that were decided alike together.
fn alike(decision: &Decision) -> Vec<(Vec<&str>, &PartDecision)> {
    let mut groups: Vec<(Vec<&str>, &PartDecision)> = Vec::new();
    for part in &decision.parts {
        let name = part.facet.as_deref().unwrap_or_default();
        let same = |other: &PartDecision| {
            PartDecision { facet: None, ..other.clone() }
                == PartDecision { facet: None, ..part.clone() }
        };
        match groups.iter_mut().find(|(_, other)| same(other)) {
            Some((names, _)) => names.push(name),
            None => groups.push((vec![name], part)),
        }
    }
    groups
}

struct Told<'a> {
    request: &'a Request,
    lines: Vec<String>,
    terminal: &'a Terminal,
}

impl Told<'_> {
    fn say(&mut self, depth: usize, text: &str) {
        self.lines.push(format!("{}{text}", "  ".repeat(depth)));
    }

    fn part(&mut self, part: &PartDecision) {
        if part.permit {
            self.say(0, "permitted by");
            part.grants.iter().for_each(|grant| self.grant(grant));
            return;
        }
        for one in &part.prohibitions {
            self.prohibition(one);
        }
        if !part.grants.is_empty() {
            self.lines.push(String::new());
            self.say(0, "otherwise permitted by");
            part.grants.iter().for_each(|grant| self.grant(grant));
        } else if part.near.is_empty() {
            self.say(0, "nothing grants it, whatever role somebody has");
        } else {
            self.say(0, "nothing grants it. Nearest:");
            part.near.iter().for_each(|near| self.near(near));
        }
    }

    /// `rules.policy:41  owner  text`, the place faint.
    fn rule(&self, rule: &RuleRef, owner: &str) -> String {
        let place = self.terminal.paint(Paint::Faint, &format!("{}:{}", rule.file, rule.line));
        let space = if owner.is_empty() { "" } else { "  " };
        format!("{place}  {owner}{space}{}", rule.text)
    }

    fn grant(&mut self, grant: &HeldLine) {
        let through = match grant.through.as_str() {
            "" => String::new(),
            through => format!("  (held {through})"),
        };
        let text = format!("{}{through}", self.rule(&grant.rule, &grant.role));
        self.say(1, &text);
        for rule in &grant.switched_on_by {
            let text = format!("switched on by {}", self.rule(rule, &rule.owner));
            self.say(2, &text);
        }
    }

    fn prohibition(&mut self, one: &Prohibited) {
        let name = match &one.rule.title {
            Some(title) => format!("\"{title}\""),
            None => one.rule.owner.clone(),
        };
        self.say(0, &format!("forbidden by {name}"));
        let text = self.rule(&one.rule, "");
        self.say(1, &text);
        self.atoms(&one.lines, 2);
        if one.unknown {
            self.say(2, "what can't be told doesn't permit");
        }
    }

    fn near(&mut self, near: &NearGrant) {
        let text = self.rule(&near.rule, &near.role);
        self.say(1, &text);
        let who = format!("{}::{}", self.request.subject.ty, self.request.subject.id);
        let role = &near.role;
        if role != "anyone" && !matches!(near.state, GrantState::NotHeld(_)) {
            let holds = if near.through.is_empty() { "" } else { " " };
            self.say(2, &format!("{who} has {role}{holds}{}", near.through));
        }
        match &near.state {
            GrantState::Unmet(miss) => {
                if says_itself(&miss.clause, &miss.lines) {
                    return self.atoms(&miss.lines, 2);
                }
                let word = self.truth(miss.truth);
                self.say(2, &format!("{}   {word}", miss.clause));
                self.atoms(&miss.lines, 3);
            }
            GrantState::NotSwitchedOn(_) | GrantState::HeldUnknown(_) => {
                self.say(2, &near.summary());
            }
            GrantState::NotHeld(_) if !near.through.is_empty() => {
                self.say(
                    2,
                    &format!("{who} does not hold {role} here: it is assigned {}", near.through),
                );
            }
            GrantState::NotHeld(others) => {
                let others = match others {
                    None => String::new(),
                    Some(0) => ", nor does anybody".into(),
                    Some(1) => " (1 other does)".into(),
                    Some(others) => format!(" ({others} others do)"),
                };
                self.say(2, &format!("{who} does not hold {role} here{others}"));
            }
        }
    }

    fn atoms(&mut self, lines: &[AtomLine], depth: usize) {
        for line in lines {
            let word = self.truth(line.truth);
            let because = match line.because.as_str() {
                "" => String::new(),
                because => format!(": {because}"),
            };
            self.say(depth + line.depth, &format!("{}   {word}{because}", line.text));
        }
    }

    fn truth(&self, truth: Truth) -> String {
        match truth {
            Truth::True => self.terminal.paint(Paint::Good, "yes"),
            Truth::False => self.terminal.paint(Paint::Bad, "no"),
            Truth::Unknown => self.terminal.paint(Paint::Middling, "unknown"),
        }
    }
}

/// Whether a clause is no more than its first line, so that it needn't be told twice.
fn says_itself(clause: &str, lines: &[AtomLine]) -> bool {
    let condition = clause.strip_prefix("when ").unwrap_or(clause);
    let mut outer = lines.iter().filter(|line| line.depth == 0);
    outer.next().is_some_and(|line| &*line.text == condition) && outer.next().is_none()
}
