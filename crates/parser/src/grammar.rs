//! The pest grammar.

use pest_derive::Parser;

/// Reads pieces by the rules of `grammar/ward.pest`.
#[derive(Parser)]
#[grammar = "ward.pest"]
pub(crate) struct Grammar;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use pest::Parser as _;

    use super::*;

    const README: &str =
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../grammar/README.md"));

    /// The rows of the tables of rules: name and example.
    fn rows() -> Vec<(&'static str, &'static str)> {
        let tables = README.split_once("## Every rule").expect("the tables are there").1;
        tables.lines().filter_map(row).collect()
    }

    fn row(line: &'static str) -> Option<(&'static str, &'static str)> {
        let (rule, cell) = line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | ")?;
        // What holds a backquote itself stands in two.
        let quoted = cell.strip_prefix("`` ").and_then(|cell| cell.strip_suffix(" ``"));
        Some((rule, quoted.unwrap_or_else(|| cell.trim_matches('`'))))
    }

    fn rule(name: &str) -> Rule {
        let named = |rule: &&Rule| format!("{rule:?}") == name;
        *Rule::all_rules().iter().find(named).unwrap_or_else(|| panic!("no rule `{name}`"))
    }

    #[test]
    fn every_example_is_read_to_its_end() {
        for (name, example) in rows() {
            let mut pairs = Grammar::parse(rule(name), example)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            let pair = pairs.next().expect("a rule gives a pair");
            // A type in front of an id is known by what stands behind it.
            let expected = if name == "given_type" { "User" } else { example };
            assert_eq!(pair.as_str().trim_end(), expected, "{name}");
        }
    }

    #[test]
    fn every_rule_has_an_example() {
        let mut seen = BTreeSet::from([Rule::word_operator]);
        for (name, example) in rows() {
            let pairs = Grammar::parse(rule(name), example);
            seen.extend(pairs.into_iter().flat_map(|it| it.flatten().map(|pair| pair.as_rule())));
        }
        let text = include_str!("ward.pest");
        let silent = |rule: &Rule| {
            let line =
                text.lines().find(|line| line.split(" ").next() == Some(&format!("{rule:?}")));
            line.is_some_and(|line| line.contains("= _{"))
        };
        let rules = Rule::all_rules().iter().filter(|rule| !silent(rule));
        let missing: Vec<&Rule> = rules.filter(|rule| !seen.contains(rule)).collect();
        assert!(missing.is_empty(), "no example in grammar/README.md for {missing:?}");
    }

    #[test]
    fn every_rule_but_words_and_signs_has_a_row() {
        let rows: BTreeSet<&str> = rows().into_iter().map(|(name, _)| name).collect();
        let text = include_str!("ward.pest");
        let sections = text.split("open_brace").next().unwrap_or("");
        for line in sections.lines().filter(|line| line.contains("= {") || line.contains("= @{")) {
            let name = line.split(' ').next().unwrap_or("");
            assert!(rows.contains(name) || name == "new_mark", "no row for {name}");
        }
    }
}
