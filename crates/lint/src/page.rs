//! The page of the rules in the documentation, made from the heads of their files.

use std::fmt::Write as _;

use crate::rule::{Group, Rule, Run};
use crate::table::RULES;

const HEAD: &str = "\
# The lint rules

`ward lint` reports what `ward check` does, and what is valid in a policy but probably not meant, or
not wise. This page is made from the rules themselves.

A rule has a level: `off`, `advice` (told, and no reason to fail), `warn` or `error`. `ward.toml` sets
another:

```toml settings
[lint]
long_line = \"off\"
holds_in_rule = \"warn\"
```

A finding that is meant is allowed where it stands, with its reason, on the line or alone above it:

```policy fragment
role platform_owner \"Platform owner\" {
  // ward: allow(open_tenant) the vendor's own staff, in every practice
  can view on Patient.basic
}
```

`--fix` mends what can be mended for sure; these rules say so. Rules marked *proved* ask the prover:
they report only what holds for all data and requests, or what a request shows that was run.
`--no-proofs` leaves them out. The examples stand behind [the policy of the language
reference](language/README.md#the-policy-behind-the-fragments).
";

/// The page of all rules.
pub fn page() -> String {
    let mut text = HEAD.to_owned();
    let groups = [Group::Effect, Group::Risk, Group::Correctness, Group::Style, Group::Allowances];
    for group in groups {
        let _ = writeln!(
            text,
            "\n## {}\n\n| | rule | level | finds |\n| --- | --- | --- | --- |",
            group.title()
        );
        for rule in of_group(group) {
            let (name, level) = (rule.name, rule.level.word());
            let _ = writeln!(
                text,
                "| {} | [{name}](#{name}) | {level} | {} |",
                rule.code,
                rule.title()
            );
        }
        for rule in of_group(group) {
            let _ = write!(text, "\n### {}\n\n{}", rule.name, body(rule, "####"));
        }
    }
    text
}

/// The page of one rule.
pub fn page_of(rule: &Rule) -> String {
    format!("# {}: {}\n\n{}", rule.code, rule.name, body(rule, "##"))
}

fn of_group(group: Group) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(move |rule| rule.group == group)
}

fn body(rule: &Rule, heading: &str) -> String {
    let mut about = format!("{}, {}", rule.code, rule.level.word());
    if matches!(rule.run, Run::Proofs(_)) {
        about.push_str(", proved");
    }
    let mut text = String::new();
    for (at, line) in rule.docs().enumerate() {
        match line.strip_prefix("## ") {
            Some(title) => {
                let _ = writeln!(text, "{heading} {title}");
            }
            None if at == 0 => {
                let _ = writeln!(text, "{line} ({about})");
            }
            None => {
                let _ = writeln!(text, "{line}");
            }
        }
    }
    text
}

/// The blocks behind a heading of a rule's documentation.
#[cfg(test)]
pub(crate) fn examples(rule: &Rule, title: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let (mut inside, mut open): (bool, Option<(String, String)>) = (false, None);
    for line in rule.docs() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take().filter(|_| inside)),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {
                if let Some(heading) = line.strip_prefix("## ") {
                    inside = heading == title;
                }
            }
        }
    }
    found
}
