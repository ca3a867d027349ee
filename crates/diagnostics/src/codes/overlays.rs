//! `E06`: overlays, libraries, bases and settings.
codes! {
    BAD_SETTINGS = "E0601", "`ward.toml` can't be used";
    BASE_NOT_FOUND = "E0602", "the base of a policy set can't be used";
    NOT_IN_OVERLAY = "E0603", "a declaration that an overlay may not hold";
    OUTSIDE_CEILING = "E0604", "an overlay gives more than its ceiling allows";
    OVERLAY_NAME_TAKEN = "E0605", "an overlay takes a name of the vendor";
    UNKNOWN_CEILING = "E0606", "an overlay stands under a ceiling that isn't there";
    LIBRARY_RESTRICTION = "E0607", "a library's restriction that binds more than its own roles";
    NO_POLICY_SET = "E0608", "no policy set is to be found";
    BASE_LOOP = "E0609", "policy sets that stand on one another";
    ONLY_OVERLAYS = "E0610", "a policy set on a base that holds more than overlays";
    OVERLAY_REJECTED = "W0611", "an overlay is left out";
}
