//! `--fix`: texts are mended, compiled again, and written only if they still compile.

use std::fs;
use std::sync::Arc;

use ward_diagnostics::{Diagnostic, codes};
use ward_lint::Options;

use crate::policy::Located;

/// Edits that touch one another take more than one round.
const ROUNDS: usize = 10;

/// Mends the files of a policy set; gives the number of findings that were mended. A set with errors
/// is left as it is.
///
/// # Errors
/// Where a file can't be written.
pub fn mend(located: &mut Located, options: &Options) -> Result<usize, Vec<Diagnostic>> {
    let before = located.source.clone();
    let mut mended = 0;
    for _ in 0..ROUNDS {
        let Ok(policy) = ward_prover::compile(&located.source) else { break };
        let found = ward_lint::lint(&located.source, &Arc::new(policy), options).findings;
        let (source, number) = ward_lint::mend(&located.source, &found);
        if number == 0 || ward_prover::compile(&source).is_err() {
            break;
        }
        mended += number;
        located.source = source;
    }
    let mut problems = Vec::new();
    for (old, new) in before.files.iter().zip(&located.source.files) {
        if old.text == new.text || new.of_base {
            continue;
        }
        let path = located.folder.join(&new.path);
        if let Err(error) = fs::write(&path, &new.text) {
            let message = format!("`{}` can't be written: {error}", path.display());
            problems.push(
                Diagnostic::error(codes::UNREADABLE_FILE, message)
                    .help("check that you may write it"),
            );
        }
    }
    if problems.is_empty() { Ok(mended) } else { Err(problems) }
}
