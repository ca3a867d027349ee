//! `ward serve`

mod logging;
mod options;
mod telemetry;

use std::sync::Arc;

use ward_diagnostics::{Diagnostic, codes};
use ward_live::{HeldBack, Outcome, Place, Reload};
use ward_server::{Asked, Service, Settings, trace};

use crate::engine::DataArgs;
use crate::failure::Failure;
use crate::options::Common;
use crate::policy::{self, Located};
use crate::sources::seen_from;
use crate::status::Status;
use crate::terminal::Terminal;
use logging::LogFormat;
use options::Options;

/// Options of `ward serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  ward serve                          the policy set around this folder, on 127.0.0.1:8181
  ward serve --policy policies/clinic --data data.json --gate claims --gate tests --gate no-new-access
  ward serve --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem --tokens tokens
  curl -s localhost:8181/access/v1/evaluation -H 'Content-Type: application/json' -d \\
    '{\"subject\":{\"type\":\"User\",\"id\":\"ann\"},\"action\":{\"name\":\"view\"},\"resource\":{\"type\":\"Note\",\"id\":\"n1\"}}'

`[serve]` in `ward.toml` says the same as the options, which go before it.
Exit status: 0 after it was asked to end (SIGTERM or Ctrl-C), 2 where it can't start.")]
pub struct Args {
    /// The data
    #[command(flatten)]
    pub data: DataArgs,
    /// How to run
    #[command(flatten)]
    pub options: Options,
    /// Start without a policy that can be put in force, and wait for one; `/ready` says no
    #[arg(long)]
    pub wait_for_policy: bool,
    /// How the service's own log is written, on standard error [default: `human` on a terminal,
    /// else `json`]
    #[arg(long, value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// What the service's own log tells: `error`, `warn`, `info`, `debug`, or a filter such as
    /// `info,ward_server=debug`
    #[arg(long, value_name = "LEVEL", env = "WARD_LOG", default_value = "info")]
    pub log_level: String,
}

/// Serves until asked to end.
///
/// # Errors
/// Where it can't start.
pub fn run(args: &Args, common: &Common, terminal: &mut Terminal) -> Result<Status, Failure> {
    let located = policy::locate(common.policy.as_deref())?;
    let place = place(&located, args, common)?;
    let settings = settings(&located, &args.options)?;
    logging::start(args.log_format, &args.log_level)?;
    let service = Service::new(place, settings)?;
    let reload = service.reloader.reload();
    if let (Outcome::HeldBack(held), false) = (&reload.outcome, args.wait_for_policy) {
        return Err(not_in_force(held, &located));
    }
    trace(&reload);
    say(&reload, args.log_format);
    terminal.flush()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let log_format = args.log_format;
    let done = runtime.block_on(serve(service, move |reload| {
        trace(reload);
        say(reload, log_format);
    }));
    // Decisions that would go on beyond the grace are given up with the process.
    runtime.shutdown_background();
    done?;
    Ok(Status::Yes)
}

async fn serve(
    service: Service,
    told: impl FnMut(&Reload) + Send + 'static,
) -> Result<(), Box<Diagnostic>> {
    let reloader = Arc::clone(&service.reloader);
    let asked = Asked::hear()?;
    let started = service.start(told).await?;
    tracing::info!(
        url = format!("{}://{}", started.scheme, started.address),
        gates = reloader.gates().to_string(),
        policy = reloader.place().folder.display().to_string(),
        version = reloader.live().current().map_or(0, |version| version.number),
        "listening"
    );
    started.serve_until_signal(asked).await;
    tracing::info!("ended");
    Ok(())
}

/// What is held back is shown to a person as `ward check` shows it.
fn say(reload: &Reload, format: Option<LogFormat>) {
    if let (Outcome::HeldBack(held), true) = (&reload.outcome, logging::for_people(format)) {
        eprint!("{}", held.text(false));
    }
}

fn not_in_force(held: &HeldBack, located: &Located) -> Failure {
    let mut diagnostics = held.diagnostics.clone();
    diagnostics.push(
        Diagnostic::error(
            codes::NOT_IN_FORCE,
            format!("`{}` can't be put in force: the gate `{}` holds it", located.shown, held.gate),
        )
        .help("mend it, or start with `--wait-for-policy`"),
    );
    Failure::at(diagnostics, seen_from(&held.sources, &located.folder))
}

/// A service follows a folder; what comes by standard input or stands alone can't change.
fn place(located: &Located, args: &Args, common: &Common) -> Result<Place, Failure> {
    let is_alone = common.policy.as_deref().is_some_and(|path| !path.is_dir());
    if is_alone && located.source.files.len() <= 1 {
        return Err(Failure::usage(
            format!("`{}` isn't a folder", located.shown),
            "name the folder of a policy set: the service follows it as it changes",
        ));
    }
    Ok(Place {
        folder: located.folder.clone(),
        data: args.data.data.clone(),
        strict: args.data.strict,
    })
}

fn settings(located: &Located, options: &Options) -> Result<Settings, Failure> {
    let read = Settings::read(located.source.settings.serve.as_ref());
    let mut settings = read.map_err(|why| {
        Failure::from(
            Diagnostic::error(codes::BAD_SETTINGS, format!("`[serve]` in `ward.toml`: {why}"))
                .help("`docs/serve.md` lists the settings"),
        )
    })?;
    options::beside(&mut settings, &located.folder);
    options.over(&mut settings)?;
    Ok(settings)
}
