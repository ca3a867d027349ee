//! The kinds of piece that a file is cut into, and the rules that read them.

use crate::grammar::Rule;

/// A kind of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Policy,
    Overlay,
    Enum,
    Entity,
    Context,
    Actions,
    Obligation,
    Scope,
    Role,
    Restriction,
    Class,
    Ceiling,
    Constraint,
    Claim,
    Test,
}

/// How the inside of a declaration's braces is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// Together with the rest, by one rule.
    Whole,
    /// Statement by statement.
    Statements,
    /// Line by line.
    Steps,
}

impl Shape {
    /// The shape that a keyword begins.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "policy" => Self::Policy,
            "overlay" => Self::Overlay,
            "enum" => Self::Enum,
            "entity" => Self::Entity,
            "context" => Self::Context,
            "actions" => Self::Actions,
            "obligation" => Self::Obligation,
            "scope" => Self::Scope,
            "role" => Self::Role,
            "restriction" => Self::Restriction,
            "class" => Self::Class,
            "ceiling" => Self::Ceiling,
            "constraint" | "advice" => Self::Constraint,
            "claim" => Self::Claim,
            "test" => Self::Test,
            _ => return None,
        })
    }

    pub fn body(self) -> Body {
        match self {
            Self::Role | Self::Restriction | Self::Class | Self::Ceiling => Body::Statements,
            Self::Test => Body::Steps,
            _ => Body::Whole,
        }
    }

    /// The rule that reads it: all of it, or its head where the body is read piece by piece.
    pub fn rule(self) -> Rule {
        match self {
            Self::Policy => Rule::policy_item,
            Self::Overlay => Rule::overlay_item,
            Self::Enum => Rule::enum_item,
            Self::Entity => Rule::entity_item,
            Self::Context => Rule::context_item,
            Self::Actions => Rule::actions_item,
            Self::Obligation => Rule::obligation_item,
            Self::Scope => Rule::scope_item,
            Self::Role => Rule::role_head,
            Self::Restriction => Rule::restriction_head,
            Self::Class => Rule::class_head,
            Self::Ceiling => Rule::ceiling_head,
            Self::Constraint => Rule::constraint_item,
            Self::Claim => Rule::claim_item,
            Self::Test => Rule::test_head,
        }
    }
}
