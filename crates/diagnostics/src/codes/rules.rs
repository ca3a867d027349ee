//! `E04`: roles, restrictions, classes, claims, constraints and tests.
codes! {
    EXTENDS_CYCLE = "E0401", "a role that extends itself";
    WRONG_VERB = "E0402", "a statement that doesn't belong here";
    ANYONE_MISUSED = "E0403", "`anyone` where a role is needed";
    ENABLE_WITHOUT_MAY = "E0404", "an `enable` that no role may";
    CLASS_IN_GRANT = "E0405", "a class asked for where it may not be";
    NOT_A_ROLE = "E0406", "a class where a role is needed, or the reverse";
    CLAIM_FORM = "E0409", "a claim that can't be meant";
    TEST_NAME = "E0410", "a test names what it hasn't given";
    TEST_DATA = "E0411", "a test's data don't fit the declarations";
    ABSTRACT_ASSIGNED = "E0412", "an abstract role can't be assigned";
    CONSTRAINT_FORM = "E0413", "a constraint that can't be meant";
}
