//! What could have stood where reading stopped.

use super::describe::describe;
use crate::grammar::Rule;
use crate::words;

/// The rules that were tried at the place where reading stopped.
pub(super) struct Expected {
    rules: Vec<Rule>,
    /// What the end of the piece is called.
    end: &'static str,
    /// What an operand is called: a value, or at the start of a condition a condition.
    operand: &'static str,
}

/// What can stand on a side of an operator.
const OPERANDS: [Rule; 5] =
    [Rule::condition, Rule::term, Rule::comparison, Rule::sum, Rule::operand];

/// How many things a message names at most.
const MOST: usize = 6;

impl Expected {
    /// What was tried in a piece, behind the token `before`.
    pub fn new(tried: &[Rule], piece: Rule, before: &str) -> Self {
        let mut rules = tried.to_vec();
        rules.sort_unstable();
        rules.dedup();
        let openers = ["when", "unless", "and", "or", "not", ":", "require", "requires"];
        let operand = if openers.contains(&before) { "a condition" } else { "a value" };
        Self { rules, end: end_of(piece), operand }
    }

    pub fn has(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    /// Whether a name that the author chooses could have stood there.
    pub fn names_something(&self) -> bool {
        let naming = [
            Rule::name,
            Rule::name_list,
            Rule::action,
            Rule::action_list,
            Rule::action_name,
            Rule::selection,
            Rule::excepted,
            Rule::target,
            Rule::action_target,
            Rule::field,
            Rule::facet,
            Rule::id,
            Rule::entity_ref,
            Rule::role_term,
            Rule::role_set,
            Rule::scope_atom,
            Rule::scopes,
            Rule::condition_scopes,
            Rule::assignment,
            Rule::obligation_use,
            Rule::property_value,
            Rule::named_type,
            Rule::type_expr,
        ];
        naming.into_iter().any(|rule| self.has(rule))
    }

    /// Whether an expression could have gone on with an operator.
    pub fn operator(&self) -> bool {
        self.has(Rule::compare_op) || self.has(Rule::membership) || self.has(Rule::sum_op)
    }

    /// Whether a condition or value could have begun.
    pub fn operand(&self) -> bool {
        OPERANDS.into_iter().any(|rule| self.has(rule))
    }

    /// Whether a statement could have gone on with a further part. `unless` stands for all of
    /// them: the grammar doesn't try the others where their first letter doesn't fit.
    pub fn statement_goes_on(&self) -> bool {
        self.has(Rule::kw_unless) && self.has(Rule::kw_on)
    }

    /// The things in a row: `a type or all`.
    pub fn sentence(&self) -> String {
        let mut words = self.words();
        if self.statement_goes_on() {
            let parts = ["`on`", "`within`", "`when`", "`unless`", "`with`", "`except`"];
            words.retain(|word| !parts.contains(word));
            words.push("a further part such as `when`");
        }
        if words.len() > MOST {
            words.truncate(MOST - 1);
            words.push("something else");
        }
        match words.split_last() {
            None => "something else".to_owned(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }

    /// The keyword that was probably meant.
    pub fn nearest(&self, word: &str) -> Option<&'static str> {
        if word.len() < 2 {
            return None;
        }
        let keyword = |word: &&'static str| {
            word.strip_prefix('`')?
                .strip_suffix('`')
                .filter(|word| word.len() > 1 && word.is_ascii())
        };
        let words = self.words();
        let keywords = words.iter().filter_map(keyword);
        let verbs = ["can", "may", "cannot", "forbid", "enable", "allow"];
        let verbs = verbs.into_iter().filter(|_| self.has(Rule::verb) || self.has(Rule::statement));
        let parts = ["within", "when", "with"];
        let parts = parts.into_iter().filter(|_| self.statement_goes_on());
        let letters = |word: &&'static str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
        ward_diagnostics::nearest(word, keywords.chain(verbs).chain(parts).filter(letters))
    }

    /// Each thing once, in the order of the grammar, without what would only distract.
    fn words(&self) -> Vec<&'static str> {
        let mut words: Vec<&'static str> = Vec::new();
        let chatter = [Rule::annotation, Rule::at_sign, Rule::not_word, Rule::new_mark];
        let silent = |rule: Rule| chatter.contains(&rule) && self.rules.len() > 1;
        let operators = self.operator();
        for rule in self.rules.iter().copied().filter(|rule| !silent(*rule)) {
            let word = match rule {
                Rule::EOI => self.end,
                rule if OPERANDS.contains(&rule) => self.operand,
                rule if operators && is_operator(rule) => "an operator",
                rule => describe(rule),
            };
            if !words.contains(&word) {
                words.push(word);
            }
        }
        // The end is what an author thinks of last.
        if words.first() == Some(&self.end) && words.len() > 1 {
            words.rotate_left(1);
        }
        words
    }
}

/// What goes on with a value. Where one operator fits, all do, so their words aren't listed.
fn is_operator(rule: Rule) -> bool {
    words::reads_operator(rule) || matches!(rule, Rule::dot | Rule::double_colon | Rule::unit)
}

/// What stands behind a piece.
fn end_of(piece: Rule) -> &'static str {
    match piece {
        Rule::role_head
        | Rule::restriction_head
        | Rule::class_head
        | Rule::ceiling_head
        | Rule::test_head => "`{`",
        Rule::statement | Rule::ceiling_limit => "the next statement",
        Rule::test_step => "the next line of the test",
        Rule::lone_claim => "the end of the claim",
        _ => "the next declaration",
    }
}
