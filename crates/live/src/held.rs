//! Data that come from elsewhere than files.

use std::fmt::Debug;

use ward_evaluator::DataFile;

/// Data that a program holds beside the data files, such as a store that others write to.
pub trait Held: Debug + Send + Sync {
    /// The data as they are now, in the form of a data file.
    fn data(&self) -> DataFile;
}
