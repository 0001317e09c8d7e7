//! `fenghuo`: server, worker and command line in one binary.
//!
//! Data goes to stdout, everything else (progress, hints, errors, logs) to
//! stderr. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

mod accounts;
mod admin;
mod args;
mod demo;
mod imports;
mod installation;
mod localise;
mod protocols;
mod records;
mod serve;
mod transport;
mod voice;

use args::{AdminCommand, Cli, Command};
use std::process::ExitCode;
use voice::{Failure, Outcome, Voice};

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    let language = localise::language(&words);
    let cli = match localise::parse(&words, language) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let voice = Voice { language, json: cli.json };
    log(matches!(cli.command, Command::Serve(_)));
    match run(voice, cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            voice.failure(&failure);
            ExitCode::FAILURE
        }
    }
}

/// Logs go to stderr; `FENGHUO_LOG` says what (for example `info,sqlx=warn`).
fn log(server: bool) {
    let usual = if server { "info,sqlx=warn" } else { "error" };
    let filter = tracing_subscriber::EnvFilter::try_from_env("FENGHUO_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

fn run(voice: Voice, cli: Cli) -> Outcome {
    let place = cli.place;
    // What needs neither a database nor a runtime is done at once.
    let command = match cli.command {
        Command::Protocol(command) => return protocols::run(voice, command),
        Command::Openapi => {
            voice.print(&api::openapi());
            return Ok(());
        }
        other => other,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::said("cli-no-runtime", &[("detail", error.to_string())]))?;
    runtime.block_on(async move {
        match command {
            Command::Serve(options) => serve::run(voice, &place, options).await,
            Command::Admin(AdminCommand::Init(options)) => admin::init(voice, &place, options).await,
            Command::Admin(AdminCommand::User(options)) => admin::user(voice, &place, options).await,
            Command::Admin(AdminCommand::Password { login, must_change }) => {
                admin::password(voice, &place, login, must_change).await
            }
            Command::Admin(AdminCommand::Users { area }) => accounts::users(voice, &place, area).await,
            Command::Admin(AdminCommand::SecondFactor { command }) => {
                accounts::second_factor(voice, &place, command).await
            }
            Command::Admin(AdminCommand::Posts { area }) => admin::posts(voice, &place, area).await,
            Command::Admin(AdminCommand::Verify) => admin::verify(voice, &place).await,
            Command::Admin(AdminCommand::Rebuild) => admin::rebuild(voice, &place).await,
            Command::Demo(options) => demo::run(voice, &place, options).await,
            Command::Import(options) => imports::import(voice, &place, options).await,
            Command::Imports(command) => imports::imports(voice, &place, command).await,
            Command::Cases(command) => records::cases(voice, &place, command).await,
            Command::Contacts(command) => records::contacts(voice, &place, command).await,
            Command::Obligations(command) => records::obligations(voice, &place, command).await,
            Command::Orders(command) => records::orders(voice, &place, command).await,
            Command::Chains(command) => records::chains(voice, &place, command).await,
            Command::Protocol(_) | Command::Openapi => Ok(()),
        }
    })
}
