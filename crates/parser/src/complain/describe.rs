//! The grammar's rules in the words of an author.

use crate::grammar::Rule;

/// What an author would call what a rule reads. The compiler checks that no rule is left out.
pub(super) fn describe(rule: Rule) -> &'static str {
    match rule {
        Rule::EOI => "the end",
        // Silent rules: pest never names them.
        Rule::statement_part | Rule::comparison_tail | Rule::goes_on | Rule::literal => "more",
        Rule::reserved | Rule::ident_char | Rule::WHITESPACE | Rule::literal_value => "more",
        Rule::policy_item => "a `policy` header",
        Rule::overlay_item => "an `overlay` header",
        Rule::enum_item => "an `enum`",
        Rule::entity_item => "an `entity`",
        Rule::context_item => "a `context`",
        Rule::actions_item | Rule::kw_actions => "`actions`",
        Rule::obligation_item => "an `obligation`",
        Rule::scope_item => "a `scope`",
        Rule::constraint_item => "a `constraint`",
        Rule::claim_item => "a `claim`",
        Rule::role_head => "a `role`",
        Rule::restriction_head => "a `restriction`",
        Rule::class_head => "a `class`",
        Rule::ceiling_head => "a `ceiling`",
        Rule::test_head => "a `test`",
        Rule::statement => "a statement",
        Rule::ceiling_limit => "`at most … roles`",
        Rule::test_step => "a line of a test",
        Rule::lone_claim => "a claim",
        Rule::annotation => "an annotation",
        Rule::name_list | Rule::facet | Rule::name => "a name",
        Rule::containers | Rule::inside | Rule::parents | Rule::kw_in => "`in`",
        Rule::entity_body | Rule::fields | Rule::property_values | Rule::open_brace => "`{`",
        Rule::facets | Rule::kw_facets => "`facets`",
        Rule::parameters
        | Rule::arguments
        | Rule::parameter_values
        | Rule::group
        | Rule::call
        | Rule::open_paren => "`(`",
        Rule::field | Rule::property_value => "a property",
        Rule::default | Rule::equals => "`=`",
        Rule::action_target
        | Rule::type_expr
        | Rule::set_type
        | Rule::record_type
        | Rule::named_type
        | Rule::given_type => "a type",
        Rule::and_parts => "`and parts`",
        Rule::action => "an action",
        Rule::new_mark | Rule::kw_new => "`new`",
        Rule::extends | Rule::kw_extends => "`extends`",
        Rule::on_what => "`on what`",
        Rule::for_roles | Rule::kw_for => "`for`",
        Rule::selection | Rule::excepted | Rule::action_list | Rule::action_name => {
            "an action, a group or `all`"
        }
        Rule::on_part | Rule::kw_on => "`on`",
        Rule::target => "a type or `all`",
        Rule::within_part | Rule::place | Rule::bare_within | Rule::kw_within => "`within`",
        Rule::when_part | Rule::kw_when => "`when`",
        Rule::unless_part | Rule::kw_unless => "`unless`",
        Rule::with_part | Rule::kw_with => "`with`",
        Rule::obligation_use => "an obligation",
        Rule::except_part | Rule::except_roles | Rule::kw_except => "`except`",
        Rule::scopes | Rule::scope_atom | Rule::condition_scopes | Rule::next_scope => "a scope",
        Rule::role_set | Rule::role_term => "a role",
        Rule::roles_in => "`roles in`",
        Rule::roles_that_can => "`roles that can`",
        Rule::claim_form => "`never`, `always`, `only` or `A <= B`",
        Rule::at_most => "`A <= B`",
        Rule::never | Rule::kw_never => "`never`",
        Rule::always | Rule::kw_always => "`always`",
        Rule::despite | Rule::kw_despite => "`despite`",
        Rule::only | Rule::kw_only => "`only`",
        Rule::constraint_rule => "a rule such as `exclusive a, b`",
        Rule::exclusive | Rule::kw_exclusive => "`exclusive`",
        Rule::exactly_one => "`exactly 1 of`",
        Rule::counted | Rule::numeral | Rule::value_numeral | Rule::integer | Rule::decimal => {
            "a number"
        }
        Rule::those_with => "`of those with`",
        Rule::every | Rule::kw_every => "`every`",
        Rule::require | Rule::kw_require => "`require`",
        Rule::per | Rule::kw_per => "`per`",
        Rule::given_context => "`given context`",
        Rule::given | Rule::kw_given => "`given`",
        Rule::id | Rule::entity_ref => "an id",
        Rule::assignments | Rule::kw_as => "`as`",
        Rule::assignment => "a role or class",
        Rule::from | Rule::kw_from => "`from`",
        Rule::until | Rule::kw_until => "`until`",
        Rule::expectation => "an expectation such as `tara can view p1`",
        Rule::at_moment | Rule::kw_at => "`at`",
        Rule::moment => "a date or time",
        Rule::new_record | Rule::stored_record => "a record",
        Rule::condition | Rule::term | Rule::comparison => "a condition",
        Rule::compare
        | Rule::membership
        | Rule::contains
        | Rule::like
        | Rule::has
        | Rule::is_type
        | Rule::within
        | Rule::holds
        | Rule::word_operator
        | Rule::compare_op
        | Rule::sum_op => "an operator",
        Rule::sum | Rule::operand | Rule::named | Rule::plain_name | Rule::value => "a value",
        Rule::quantified | Rule::quantifier => "`any` or `all`",
        Rule::list | Rule::value_list | Rule::open_bracket => "`[`",
        Rule::text => "text in double quotes",
        Rule::date => "a date",
        Rule::time => "a time",
        Rule::unit => "a unit such as `days`",
        Rule::bool_word => "`true`",
        Rule::verb => "a verb such as `can`",
        Rule::can_or_cannot => "`can`",
        Rule::all_word => "`all`",
        Rule::logic => "`and`",
        Rule::not_word => "`not`",
        Rule::close_brace => "`}`",
        Rule::close_paren => "`)`",
        Rule::close_bracket => "`]`",
        Rule::less => "`<`",
        Rule::greater => "`>`",
        Rule::less_equal => "`<=`",
        Rule::comma => "`,`",
        Rule::colon => "`:`",
        Rule::double_colon => "`::`",
        Rule::dot => "`.`",
        Rule::question => "`?`",
        Rule::at_sign => "`@`",
        Rule::kw_abstract => "`abstract`",
        Rule::kw_advice => "`advice`",
        Rule::kw_and => "`and`",
        Rule::kw_anywhere => "`anywhere`",
        Rule::kw_assume => "`assume`",
        Rule::kw_can => "`can`",
        Rule::kw_ceiling => "`ceiling`",
        Rule::kw_claim => "`claim`",
        Rule::kw_class => "`class`",
        Rule::kw_constraint => "`constraint`",
        Rule::kw_contains => "`contains`",
        Rule::kw_context => "`context`",
        Rule::kw_depend => "`depend`",
        Rule::kw_entity => "`entity`",
        Rule::kw_enum => "`enum`",
        Rule::kw_exactly => "`exactly`",
        Rule::kw_external => "`external`",
        Rule::kw_give => "`give`",
        Rule::kw_has => "`has`",
        Rule::kw_holds => "`holds`",
        Rule::kw_is => "`is`",
        Rule::kw_like => "`like`",
        Rule::kw_most => "`most`",
        Rule::kw_obligation => "`obligation`",
        Rule::kw_of => "`of`",
        Rule::kw_or => "`or`",
        Rule::kw_overlay => "`overlay`",
        Rule::kw_parts => "`parts`",
        Rule::kw_policy => "`policy`",
        Rule::kw_restriction => "`restriction`",
        Rule::kw_role => "`role`",
        Rule::kw_roles => "`roles`",
        Rule::kw_scope => "`scope`",
        Rule::kw_set => "`Set`",
        Rule::kw_subject => "`subject`",
        Rule::kw_test => "`test`",
        Rule::kw_that => "`that`",
        Rule::kw_those => "`those`",
        Rule::kw_to => "`to`",
        Rule::kw_under => "`under`",
        Rule::kw_what => "`what`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn a_keyword_is_called_what_it_is() {
        for rule in Rule::all_rules() {
            let name = format!("{rule:?}");
            let Some(word) = name.strip_prefix("kw_") else { continue };
            let described = describe(*rule).trim_matches('`');
            assert!(words::find(described).is_some(), "{name}: {described}");
            assert_eq!(described.to_lowercase(), word);
        }
    }
}
