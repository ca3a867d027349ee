//! Keeps a policy in force while its files change.
//!
//! ```text
//! files ──watch──▶ a burst of events ──▶ stable read ──▶ gates ──▶ swap ──▶ Version in force
//!                                            │             │
//!                                            └─ nothing new ┴─ held back: the last good stays
//! ```
//!
//! Holds: watching a policy set, its overlays, its data and its `ward.toml`; reading them as one
//! whole; the [`Gate`]s that a new version has to pass; the atomic swap; what became of the last
//! reload. Does not hold: decisions (the evaluator's), and anything of HTTP or a terminal.
//!
//! Invariants: what is in force has passed every gate that is on; a reader that holds a
//! [`Version`] has one whole policy with its data, whatever happens meanwhile; what can't be
//! read, compiled, proved or tested changes nothing.
//!
//! ```
//! use ward_live::{Gates, Place, Reloader};
//!
//! let folder = std::env::temp_dir().join(format!("ward-live-doc-{}", std::process::id()));
//! std::fs::create_dir_all(&folder)?;
//! std::fs::write(folder.join("clinic.policy"), "policy clinic\nsubject entity User\n")?;
//! let reloader = Reloader::new(Place::new(&folder), Gates::default());
//! let live = reloader.live();
//! assert!(live.current().is_none());
//! reloader.reload();
//! assert_eq!(live.current().map(|version| version.number), Some(1), "{:?}", live.last());
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), std::io::Error>(())
//! ```

mod build;
mod fingerprint;
mod gate;
mod held;
mod live;
mod outcome;
mod place;
mod reload;
mod snapshot;
mod version;
mod watch;

pub use gate::{Gate, Gates};
pub use held::{Held, Next};
pub use live::{Counts, Live};
pub use outcome::{HeldBack, Outcome, Reload};
pub use place::Place;
pub use reload::{NotChanged, Reloader};
pub use snapshot::Pace;
pub use version::{DataEffort, Effort, Version, clock};
pub use watch::{Notice, Ticker, Watching, watch_paths};
