//! `ward completions SHELL`

use clap::Command;
use clap_complete::Shell;

use crate::failure::Failure;
use crate::status::Status;
use crate::terminal::Terminal;

/// Options of `ward completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  ward completions bash > ~/.local/share/bash-completion/completions/ward")]
pub struct Args {
    /// The shell
    pub shell: Shell,
}

/// Prints the completions of a command line.
///
/// # Errors
/// Where standard output can't take them.
pub fn run(args: &Args, mut ward: Command, terminal: &mut Terminal) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut ward, "ward", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Yes)
}
