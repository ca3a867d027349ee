//! `E05`: scopes and recursion.
codes! {
    SCOPE_NOT_DEFINED_FOR = "E0501", "a scope that isn't defined for a type it is used on";
    SCOPE_DEFINED_TWICE = "E0502", "a scope with two definitions for one type";
    RECURSION_THROUGH_NEGATION = "E0503", "a scope that leans on its own opposite";
}
