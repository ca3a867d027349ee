//! How each kind of piece is written, for the help of an error that nothing better is known of.

use crate::grammar::Rule;

/// The form of a piece.
pub(super) fn of(piece: Rule) -> &'static str {
    match piece {
        Rule::policy_item => "a policy begins with `policy NAME \"Title\"`",
        Rule::overlay_item => "an overlay begins with `overlay TYPE::\"id\" under CEILING`",
        Rule::enum_item => "an enum reads `enum NAME { value, value }`",
        Rule::entity_item => {
            "an entity reads `entity NAME in CONTAINER { property: Type  facets { a, b } }`"
        }
        Rule::context_item => "the context reads `context { field: Type = default }`",
        Rule::actions_item => {
            "actions read `actions GROUP on TYPE { view, new create, move(to: Bed) }`"
        }
        Rule::obligation_item => "an obligation reads `obligation NAME(parameter: Type)`",
        Rule::scope_item => "a scope reads `scope NAME on TYPES: CONDITION`",
        Rule::constraint_item => {
            "a constraint reads `constraint NAME \"Title\": RULE`, where RULE is `exclusive A, B`, \
             `exactly 1 of A, B per TYPE`, `1 to 3 ROLE per TYPE`, `ROLES require ROLE` or \
             `every TYPE: CONDITION`"
        }
        Rule::claim_item | Rule::lone_claim => {
            "a claim reads `claim \"Title\": FORM`, where FORM is `never ACTIONS …`, \
             `always ACTIONS … for ROLES`, `A <= B` or `only ACTIONS … depend on TYPE.property`"
        }
        Rule::role_head => "a role reads `role NAME \"Title\" in TYPE extends ROLES { … }`",
        Rule::restriction_head => {
            "a restriction reads `restriction NAME \"Title\" on what ROLES give { … }`"
        }
        Rule::class_head => "a class reads `class NAME \"Title\" for ROLES { … }`",
        Rule::ceiling_head => "a ceiling reads `ceiling NAME \"Title\" on TYPE { … }`",
        Rule::test_head => "a test reads `test \"title\" { … }`",
        Rule::ceiling_limit => "the limit reads `at most NUMBER roles`",
        Rule::test_step => {
            "a line of a test reads `given TYPE id in PARENT { property: value } as ROLE` or \
             `at DATE: SUBJECT can ACTION RESOURCE`"
        }
        _ => {
            "a statement reads `can ACTIONS on TYPES within SCOPE when CONDITION unless CONDITION \
             with OBLIGATIONS except …`; all but the actions may be left out"
        }
    }
}
