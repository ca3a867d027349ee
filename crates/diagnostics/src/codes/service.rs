//! `E11` the service.
codes! {
    NOT_IN_FORCE = "E1101", "a new version that isn't put in force";
    CANT_SERVE = "E1102", "a service that can't be started";
}
