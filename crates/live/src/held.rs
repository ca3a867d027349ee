//! Data that come from elsewhere than files, and changes of them.

use std::fmt::Debug;

use ward_evaluator::{Change, DataFile};

use crate::fingerprint::text_fingerprint;

/// Data that a program holds beside the data files, such as a store that others write to.
///
/// They change only while [`Reloader::change`](crate::Reloader::change) asks to keep a change:
/// what one reload reads of them is one state.
pub trait Held: Debug + Send + Sync {
    /// The data as they are now, in the form of a data file.
    fn data(&self) -> DataFile;

    /// What tells these data from others, and is the same for the same data. It is asked at each
    /// look at the files, and should cost less than the data themselves.
    fn fingerprint(&self) -> String {
        text_fingerprint(&self.data().text)
    }
}

/// Data from elsewhere as they would be after a change.
pub trait Next {
    /// What changes.
    fn change(&self) -> &Change;

    /// All of the data then, in the form of a data file; asked where the change can't be made in
    /// what is in force.
    fn data(&self) -> DataFile;

    /// As [`Held::fingerprint`] will be then.
    fn fingerprint(&self) -> String;

    /// Keeps the change: when this is well, it will be there after a crash.
    ///
    /// # Errors
    /// Why it can't be kept.
    fn keep(&self) -> Result<(), String>;
}
