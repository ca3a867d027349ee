//! `E02`: names.
codes! {
    UNKNOWN_NAME = "E0201", "a name that nothing declares";
    DUPLICATE_NAME = "E0202", "a name that is declared twice";
    AMBIGUOUS_WORD = "E0203", "a word that fits twice";
    RESERVED_NAME = "E0204", "a name that Ward keeps for itself";
    WRONG_KIND = "E0205", "a name of another kind";
    NOT_DECLARED_FOR = "E0206", "an action that isn't declared for any of the types named";
    LOOKALIKE_NAMES = "E0207", "two names that look the same";
    NO_POLICY = "E0208", "no file says `policy NAME`";
    TWO_POLICIES = "E0209", "more than one file says `policy NAME`";
}
