//! `E03`: types.
codes! {
    TYPE_MISMATCH = "E0301", "two types that don't go together";
    NOT_A_CONDITION = "E0302", "a condition that isn't true or false";
    NO_SUCH_PROPERTY = "E0303", "a property that the type doesn't have";
    NOT_ORDERED = "E0304", "a comparison by order of what has no order";
    BAD_DEFAULT = "E0305", "a default that doesn't fit its type";
    NO_SUCH_PARAMETER = "E0306", "a parameter that the action doesn't have";
    MIRROR_TYPE = "E0307", "a property named after a container that is something else";
    PARAMETER_IN_SCOPE = "E0309", "an action's parameter inside a scope";
    NO_SUBJECT_TYPE = "E0311", "no entity may ask";
    NEVER_EQUAL = "E0312", "values that can never be the same";
    BAD_ADDRESS = "E0313", "text that isn't an address or a range";
    OBLIGATION_ARGUMENTS = "E0314", "an obligation's arguments don't fit";
    SIGNATURE_CLASH = "E0315", "one parameter name with two types";
}
