//! The command line: one definition, from which help, completions and man pages come. It stands
//! above all commands; what they share stands in [`crate::options`].

use clap::error::ErrorKind;
use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser};

use crate::commands::Command;
use crate::options::Common;
use crate::status::Status;

/// Who may do what in a records system, as policies that can be read aloud.
#[derive(Debug, Parser)]
#[command(
    name = "ward",
    version,
    disable_help_subcommand = true,
    after_help = "Examples:
  ward new clinic && cd clinic        a policy set to start from
  ward check                          is the policy valid?
  ward explain User::ann view Record::r1

Exit status: 0 yes (valid, permitted, passed), 1 no (findings, refused, failed), 2 could not tell."
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Reads the command line.
///
/// # Errors
/// The status to end with: yes where help or the version was asked for and printed, else
/// "could not tell".
pub fn parse() -> Result<Cli, Status> {
    let command = Cli::command().color(color_choice(std::env::args()));
    let parsed = command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    parsed.map_err(|error| {
        let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
        // Where not even that can be written, the status still says what happened.
        let _ = error.print();
        Status::if_told(asked_for)
    })
}

/// `--color`, for the help and the usage errors that are printed before options are read.
fn color_choice(args: impl Iterator<Item = String>) -> ColorChoice {
    let mut choice = ColorChoice::Auto;
    let mut is_value = false;
    for arg in args.take_while(|arg| arg != "--") {
        let value = if is_value { Some(arg.as_str()) } else { arg.strip_prefix("--color=") };
        choice = match value {
            Some("always") => ColorChoice::Always,
            Some("never") => ColorChoice::Never,
            _ => choice,
        };
        is_value = arg == "--color";
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        for command in Cli::command().get_subcommands() {
            let shown = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(shown.contains("ward "), "`{}` has no example", command.get_name());
        }
    }

    #[test]
    fn every_command_and_option_says_what_it_is_for() {
        for command in Cli::command().get_subcommands() {
            assert!(command.get_about().is_some(), "`{}`", command.get_name());
            for argument in command.get_arguments() {
                let (name, of) = (argument.get_id(), command.get_name());
                assert!(argument.get_help().is_some(), "`{name}` of `{of}` has no help");
            }
        }
    }

    #[test]
    fn colours_are_chosen_before_options_are_read() {
        let choice = |args: &[&str]| color_choice(args.iter().map(ToString::to_string));
        assert_eq!(choice(&["ward", "check", "--color", "never"]), ColorChoice::Never);
        assert_eq!(choice(&["ward", "--color=always"]), ColorChoice::Always);
        assert_eq!(choice(&["ward", "--", "--color=always"]), ColorChoice::Auto);
    }
}
