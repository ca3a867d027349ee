//! `E10`: promises that aren't kept.
codes! {
    CLAIM_REFUTED = "E1001", "a claim doesn't hold";
    PROMISE_UNDECIDED = "E1002", "it can't be told whether a promise holds";
    CANNOT_REFUTED = "E1003", "a role is granted what it cannot";
}
