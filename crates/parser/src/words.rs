//! The words and signs of the language, each with what it is used for.
//!
//! This is the only list of them beside the grammar. The cutting of files, messages, the
//! formatter, the fuzzer's dictionary and the page about names are built from it or compared with
//! it, and it is compared with the grammar in both directions. Grammars for editors are made from
//! it as well.
//!
//! Few words are reserved; all others are keywords only where a keyword can stand. The uses say
//! what such a word can do, not what it does everywhere.

use Use::{
    Claim, Comparison, Constant, Continues, Declaration, Expectation, FollowsName, Modifier,
    OpensCondition, OpensOperand, Operator, Part, Quantifier, Reserved, TestLine, TestPart, Unit,
    Verb,
};

/// A word that the grammar tells from names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub text: &'static str,
    /// What it is used for; nothing for a word inside of a single form, such as the `most` of
    /// `at most`.
    pub uses: &'static [Use],
}

/// What a word is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Begins a declaration: `role`.
    Declaration,
    /// Stands in front of a word that begins a declaration: `abstract`.
    Modifier,
    /// Begins a statement: `can`.
    Verb,
    /// Begins a part of a statement: `unless`.
    Part,
    /// Stands between subject and action of a test's expectation: `cannot`.
    Expectation,
    /// Begins a line of a test or of a body, beside verbs: `given`.
    TestLine,
    /// Goes on with a line of a test: `until`.
    TestPart,
    /// Begins a claim's form: `never`.
    Claim,
    /// Stands between or in front of operands: `contains`, `not`, `to`.
    Operator,
    /// Compares the operands around it: `contains`.
    Comparison,
    /// Asks all members of a set: `any`.
    Quantifier,
    /// Is a value: `true`.
    Constant,
    /// Stands behind a number: `days`.
    Unit,
    /// Can't be a name without backquotes.
    Reserved,
    /// A condition has yet to come behind it: `when`.
    OpensCondition,
    /// Something has yet to come behind it, so nothing ends with it: `per`.
    OpensOperand,
    /// Goes on with a declaration at the very start of a line: `extends`.
    Continues,
    /// Follows the name of what is declared or listed: `for`.
    FollowsName,
}

/// All words, in the order of their bytes.
pub const WORDS: &[Word] = &[
    word("Set", &[]),
    word("abstract", &[Modifier]),
    word("actions", &[Declaration]),
    word("advice", &[Declaration]),
    word("all", &[Quantifier, Reserved]),
    word("allow", &[Verb]),
    word("always", &[Claim]),
    word("and", &[Operator, Reserved, OpensCondition, OpensOperand, Continues]),
    word("any", &[Quantifier, Reserved, OpensOperand]),
    word("anywhere", &[Continues]),
    word("as", &[TestPart, OpensOperand]),
    word("assume", &[]),
    word("at", &[TestLine, OpensOperand]),
    word("can", &[Verb, Expectation]),
    word("cannot", &[Verb, Expectation]),
    word("ceiling", &[Declaration]),
    word("claim", &[Declaration]),
    word("class", &[Declaration]),
    word("constraint", &[Declaration]),
    word("contains", &[Operator, Comparison, Reserved, OpensOperand, Continues]),
    word("context", &[Declaration]),
    word("day", &[Unit]),
    word("days", &[Unit]),
    word("depend", &[Continues]),
    word("depends", &[Continues]),
    word("despite", &[Continues]),
    word("enable", &[Verb]),
    word("entity", &[Declaration]),
    word("enum", &[Declaration]),
    word("every", &[Continues]),
    word("exactly", &[Continues]),
    word("except", &[Part, OpensOperand, Continues]),
    word("exclusive", &[Continues]),
    word("extends", &[OpensOperand, Continues, FollowsName]),
    word("external", &[Modifier]),
    word("facets", &[]),
    word("false", &[Constant, Reserved]),
    word("for", &[OpensOperand, Continues, FollowsName]),
    word("forbid", &[Verb]),
    word("from", &[TestPart]),
    word("give", &[Continues]),
    word("given", &[TestLine]),
    word("gives", &[Continues]),
    word("has", &[Operator, Comparison, Reserved, OpensOperand, Continues]),
    word("holds", &[Operator, Comparison, Reserved, OpensOperand, Continues]),
    word("hour", &[Unit]),
    word("hours", &[Unit]),
    word("in", &[TestPart, Operator, Comparison, Reserved, OpensOperand, Continues, FollowsName]),
    word("is", &[Operator, Comparison, Reserved, OpensOperand, Continues]),
    word("like", &[Operator, Comparison, Reserved, OpensOperand, Continues]),
    word("may", &[Verb]),
    word("minute", &[Unit]),
    word("minutes", &[Unit]),
    word("most", &[]),
    word("never", &[Claim]),
    word("new", &[]),
    word("not", &[Operator, Reserved, OpensCondition, OpensOperand, Continues]),
    word("obligation", &[Declaration]),
    word("of", &[OpensOperand, Continues]),
    word("on", &[Part, OpensOperand, Continues, FollowsName]),
    word("only", &[Claim]),
    word("or", &[Operator, Reserved, OpensCondition, OpensOperand, Continues]),
    word("overlay", &[Declaration]),
    word("parts", &[]),
    word("per", &[OpensOperand, Continues, FollowsName]),
    word("policy", &[Declaration]),
    word("require", &[OpensCondition, Continues]),
    word("requires", &[OpensCondition, Continues]),
    word("restriction", &[Declaration]),
    word("role", &[Declaration]),
    word("roles", &[]),
    word("scope", &[Declaration]),
    word("second", &[Unit]),
    word("seconds", &[Unit]),
    word("subject", &[Modifier]),
    word("test", &[Declaration]),
    word("that", &[]),
    word("those", &[]),
    word("to", &[Operator, OpensOperand, Continues]),
    word("true", &[Constant, Reserved]),
    word("under", &[OpensOperand, Continues]),
    word("unless", &[Part, OpensCondition, OpensOperand, Continues]),
    word("until", &[TestPart]),
    word("what", &[Continues]),
    word("when", &[Part, OpensCondition, OpensOperand, Continues]),
    word("with", &[Part, OpensOperand, Continues]),
    word("within", &[Part, TestPart, Operator, Comparison, Reserved, OpensOperand, Continues]),
];

/// The signs that a policy may use, the longer ones first where one begins another.
pub const SIGNS: [&str; 21] = [
    "::", "==", "!=", "<=", ">=", "{", "}", "(", ")", "[", "]", ",", ":", ".", "?", "@", "=", "<",
    ">", "+", "-",
];

/// Words of other languages that stand where Ward has a verb.
pub(crate) const FOREIGN_VERBS: [&str; 4] = ["permit", "deny", "grant", "disallow"];

const fn word(text: &'static str, uses: &'static [Use]) -> Word {
    Word { text, uses }
}

/// What is known of a word; nothing where the grammar doesn't tell it from a name.
///
/// ```
/// use ward_parser::words::{Use, find};
///
/// assert!(find("unless").is_some_and(|word| word.uses.contains(&Use::Part)));
/// assert!(find("nurse").is_none());
/// ```
pub fn find(text: &str) -> Option<&'static Word> {
    WORDS.binary_search_by(|word| word.text.cmp(text)).ok().map(|at| &WORDS[at])
}

/// Whether the word can be used so.
pub fn is(text: &str, used: Use) -> bool {
    find(text).is_some_and(|word| word.uses.contains(&used))
}

/// All words that can be used so.
pub fn used_as(used: Use) -> impl Iterator<Item = &'static str> {
    WORDS.iter().filter(move |word| word.uses.contains(&used)).map(|word| word.text)
}

/// Whether a word at the start of a line can begin a statement or a line of a test, even where a
/// name is meant.
pub fn begins_line(text: &str) -> bool {
    is(text, Verb) || is(text, TestLine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Verb as Written;
    use crate::cut::Shape;

    fn all_as(used: Use) -> Vec<&'static str> {
        used_as(used).collect()
    }

    #[test]
    fn words_are_in_order_and_stand_once() {
        assert!(WORDS.is_sorted_by(|one, next| one.text < next.text));
        assert!(WORDS.iter().all(|word| find(word.text) == Some(word)));
    }

    #[test]
    fn what_begins_a_declaration_is_cut_as_one() {
        let cut: Vec<_> = WORDS.iter().map(|word| word.text).collect();
        let cut: Vec<_> = cut.into_iter().filter(|word| Shape::of(word).is_some()).collect();
        assert_eq!(cut, all_as(Declaration));
    }

    #[test]
    fn verbs_are_those_of_the_tree() {
        let verbs = [
            Written::Allow,
            Written::Can,
            Written::Cannot,
            Written::Enable,
            Written::Forbid,
            Written::May,
        ];
        assert_eq!(verbs.map(Written::word).to_vec(), all_as(Verb));
    }

    #[test]
    fn what_goes_on_is_never_taken_for_a_beginning() {
        for text in used_as(Operator) {
            let alone = !is(text, Declaration) && !begins_line(text);
            assert!(alone && is(text, OpensOperand) && is(text, Continues), "{text}");
        }
        assert!(used_as(Comparison).all(|text| is(text, Operator)));
        assert!(used_as(Part).all(|text| is(text, Continues) && is(text, OpensOperand)));
        assert!(
            used_as(Reserved)
                .all(|text| { is(text, Operator) || is(text, Quantifier) || is(text, Constant) })
        );
    }

    #[test]
    fn words_of_other_languages_are_not_ours() {
        assert!(FOREIGN_VERBS.iter().all(|text| find(text).is_none()));
    }
}
