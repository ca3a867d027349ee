//! What the parser refuses because of its size. Each limit has an error of its own.

/// The largest file in bytes (4 MiB, some 50,000 rules). A larger one is E0004.
pub const MAX_FILE_BYTES: usize = 4 * 1024 * 1024;

/// How deeply brackets may be nested. Deeper is E0008.
pub const MAX_DEPTH: usize = 64;

/// How high an expression's tree may get, whichever way: steps of a path, terms of a sum,
/// parentheses. Higher is E0109. Whoever walks the tree may recurse.
pub const MAX_HEIGHT: usize = 200;

/// How many diagnostics one file gives at most; a file with more is most probably no policy.
pub const MAX_DIAGNOSTICS: usize = 200;
