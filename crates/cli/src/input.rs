//! Reading files that the command line names; `-` is standard input.

use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use ward_diagnostics::{Diagnostic, codes};

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// Standard input can be read once; whoever names it twice means something else.
static STDIN_TAKEN: AtomicBool = AtomicBool::new(false);

/// Notes that standard input is being read.
///
/// # Errors
/// `E0901` where it has been read already.
pub fn take_stdin() -> Result<(), Box<Diagnostic>> {
    if STDIN_TAKEN.swap(true, Ordering::SeqCst) {
        return Err(Box::new(
            Diagnostic::error(
                codes::USAGE,
                "`-` is given twice, and standard input can be read once",
            )
            .help("give one of them as a file"),
        ));
    }
    Ok(())
}

/// The whole of a file, or of standard input.
///
/// # Errors
/// `E0001` where it can't be read; `E0901` where standard input is asked for twice.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let read = if path.as_os_str() == STDIN {
        take_stdin()?;
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    read.map_err(|error| Box::new(unreadable(path, &error)))
}

/// The whole of a text file, or of standard input.
///
/// # Errors
/// As [`read_bytes`], and where it isn't UTF-8.
pub fn read_text(path: &Path) -> Result<String, Box<Diagnostic>> {
    String::from_utf8(read_bytes(path)?)
        .map_err(|error| Box::new(unreadable(path, &io::Error::other(error.utf8_error()))))
}

/// What to say about a file that can't be read.
pub fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let shown = path.display();
    let message = match error.kind() {
        io::ErrorKind::NotFound => format!("there is no file `{shown}`"),
        _ => format!("`{shown}` can't be read: {error}"),
    };
    Diagnostic::error(codes::UNREADABLE_FILE, message)
        .help("check that it exists and that you may read it")
}
