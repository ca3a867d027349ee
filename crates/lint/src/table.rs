//! The one table of rules.

use ward_diagnostics::Code;

use crate::rule::{Group, Level, Rule, Run};
use crate::rules;

/// Declares the rules: code, name, level, and when each is asked. A rule's file has its name.
macro_rules! table {
    ($($group:ident: $($code:literal $name:ident $level:ident $run:ident;)*)*) => {
        /// Every rule, in the order of the codes.
        pub const RULES: &[Rule] = &[$($(Rule {
            code: Code($code),
            name: stringify!($name),
            group: Group::$group,
            level: Level::$level,
            run: table!(@run $run $name),
            source: include_str!(concat!("rules/", stringify!($name), ".rs")),
        }),*),*];
    };
    (@run Allowances $name:ident) => { Run::Allowances };
    (@run $run:ident $name:ident) => { Run::$run(rules::$name::check) };
}

table! {
    Allowances:
    "L0001" allowance_without_reason Warn Allowances;
    "L0002" unused_allowance Warn Allowances;
    "L0003" unknown_allowance Warn Allowances;
    Effect:
    "L0101" covered_grant Warn Always;
    "L0102" repeated_statement Warn Always;
    "L0103" repeated_name Warn Always;
    "L0104" idle_exception Warn Always;
    "L0105" idle_may Warn Always;
    "L0106" idle_enable Warn Always;
    "L0107" ungranted_action Warn Always;
    "L0108" empty_role Warn Always;
    "L0109" unextended_role Warn Always;
    "L0110" redundant_extends Warn Always;
    "L0111" vacuous_claim Warn Proofs;
    "L0112" condition_always_false Warn Proofs;
    "L0113" condition_always_true Warn Proofs;
    "L0114" dead_grant Warn Proofs;
    "L0115" idle_prohibition Warn Proofs;
    "L0116" impossible_action Warn Proofs;
    Risk:
    "L0201" all_on_all Warn Always;
    "L0202" unscoped_grant Warn Always;
    "L0203" open_tenant Warn Always;
    "L0204" open_to_everyone Warn Always;
    "L0205" own_roles Error Proofs;
    "L0206" own_release Warn Proofs;
    "L0207" own_approval Error Proofs;
    "L0208" sensitive_to_office Warn Always;
    "L0209" unexplained_wide_grant Warn Always;
    "L0210" several_ways Warn Always;
    "L0211" permissive_default Advice Always;
    Correctness:
    "L0301" entity_in_condition Warn Always;
    "L0302" clock_in_forbid Advice Always;
    "L0303" scope_skips_types Warn Always;
    "L0304" skipped_pairs Warn Always;
    "L0305" lookalike_names Warn Always;
    "L0306" overlapping_enums Advice Always;
    "L0307" optional_in_forbid Warn Always;
    "L0308" role_name_as_text Warn Always;
    "L0309" text_as_enum Warn Always;
    "L0310" holds_in_rule Advice Always;
    "L0311" unused_scope Warn Always;
    "L0312" unused_enum Warn Always;
    "L0313" unused_obligation Warn Always;
    "L0314" unused_ceiling Warn Always;
    "L0315" unused_group Advice Always;
    "L0316" unused_context Warn Always;
    Style:
    "L0401" snake_case_name Warn Always;
    "L0402" pascal_case_name Warn Always;
    "L0403" missing_title Warn Always;
    "L0404" declaration_order Advice Always;
    "L0405" long_role Advice Always;
    "L0406" mixed_file Advice Always;
    "L0407" echoing_comment Advice Always;
    "L0408" long_line Advice Always;
    "L0409" compare_with_bool Warn Always;
    "L0410" unless_not Warn Always;
}

/// The rule with this name or code.
pub fn find(text: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == text || rule.code.0.eq_ignore_ascii_case(text))
}
