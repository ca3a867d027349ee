//! Whatever is handed to Ward, it answers with a code, a place or a name, and a way to mend it,
//! and never panics. What each input is answered stands in `snapshots/`.

#![expect(clippy::expect_used, reason = "what must not fail in a test fails it")]

/// The answer, as its snapshot has it.
macro_rules! assert_reads {
    ($shown:expr) => {{
        let shown = $shown;
        insta::with_settings!({omit_expression => true}, {
            insta::assert_snapshot!(shown);
        });
    }};
}

mod answer;
mod data;
mod disk;
mod names;
mod policy_set;
mod requests;
mod text;
