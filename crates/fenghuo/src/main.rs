//! `fenghuo`: server, worker and command line in one binary.
//!
//! Data goes to stdout, everything else (progress, hints, errors, logs) to
//! stderr. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

mod accounts;
mod admin;
mod areas;
mod args;
mod audit;
mod bulletins;
mod config;
mod demo;
mod doctor;
mod exports;
mod imports;
mod installation;
mod jobs;
mod keys;
mod law;
mod localise;
mod portable;
mod protocols;
mod reach;
mod records;
mod serve;
mod transport;
mod trials;
mod voice;

use args::{AdminCommand, Cli, Command, ConfigCommand, KeyCommand, TextCommand};
use config::Config;
use std::pin::Pin;
use std::process::ExitCode;
use voice::{Failure, Outcome, Voice};

/// Commands and imports make thousands of small values.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    let language = localise::language(&words);
    let cli = match localise::parse(&words, language) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let voice = Voice { language, json: cli.json };
    match run(voice, cli) {
        Ok(code) => code,
        Err(failure) => {
            voice.failure(&failure);
            ExitCode::FAILURE
        }
    }
}

/// Logs go to stderr, as text or a line of JSON for each event.
fn log(config: &Config, server: bool) {
    let usual = if server { "info,sqlx=warn" } else { "error" };
    let filter = tracing_subscriber::EnvFilter::new(config.log_filter().unwrap_or(usual));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log_json() {
        log.json().flatten_event(true).init();
    } else {
        log.init();
    }
}

fn run(voice: Voice, cli: Cli) -> Outcome<ExitCode> {
    let config = Config::of(&cli)?;
    log(&config, matches!(cli.command, Command::Serve(_)));
    let place = config.place(&cli.place);
    // What needs neither a database nor a runtime is done at once.
    let command = match cli.command {
        Command::Protocol(command) => {
            return protocols::run(voice, command).map(|()| ExitCode::SUCCESS);
        }
        Command::Text(TextCommand::Bulletin { file, cut }) => {
            return bulletins::read(voice, &file, cut).map(|()| ExitCode::SUCCESS);
        }
        Command::Openapi => {
            voice.print(&api::openapi());
            return Ok(ExitCode::SUCCESS);
        }
        Command::Config(ConfigCommand::Check) => {
            return config::say_check(voice, &config).map(|()| ExitCode::SUCCESS);
        }
        Command::Config(ConfigCommand::Show) => {
            return config::show(voice, &config).map(|()| ExitCode::SUCCESS);
        }
        other => other,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::said("cli-no-runtime", &[("detail", error.to_string())]))?;
    // Held by a pointer, the whole program is compiled once instead of once for each kind of runtime.
    let work: Pin<Box<dyn Future<Output = Outcome<ExitCode>>>> = Box::pin(async move {
        let done = match command {
            Command::Doctor => return Ok(doctor::run(voice, &place, &config).await),
            Command::Serve(_) => serve::run(voice, &place, &config).await,
            Command::Admin(AdminCommand::Init(options)) => admin::init(voice, &place, options).await,
            Command::Admin(AdminCommand::User(options)) => admin::user(voice, &place, options).await,
            Command::Admin(AdminCommand::Password { login, must_change }) => {
                admin::password(voice, &place, login, must_change).await
            }
            Command::Admin(AdminCommand::Users { area }) => accounts::users(voice, &place, area).await,
            Command::Admin(AdminCommand::SecondFactor { command }) => {
                accounts::second_factor(voice, &place, command).await
            }
            Command::Admin(AdminCommand::Identity { command }) => {
                accounts::identity(voice, &place, &config, command).await
            }
            Command::Admin(AdminCommand::Key { command: KeyCommand::Rotate { retire } }) => {
                keys::rotate(voice, &place, retire).await
            }
            Command::Admin(AdminCommand::Posts { area }) => admin::posts(voice, &place, area).await,
            Command::Admin(AdminCommand::Verify) => admin::verify(voice, &place).await,
            Command::Admin(AdminCommand::Rebuild) => admin::rebuild(voice, &place).await,
            Command::Admin(AdminCommand::Reindex) => admin::reindex(voice, &place).await,
            Command::Admin(AdminCommand::Backup(options)) => portable::backup(voice, &place, options).await,
            Command::Admin(AdminCommand::Restore(options)) => portable::restore(voice, &place, options).await,
            Command::Admin(AdminCommand::CopyDatabase(options)) => {
                portable::copy_database(voice, options).await
            }
            Command::Admin(AdminCommand::Erased) => law::erased(voice, &place).await,
            Command::Admin(AdminCommand::EraseAgain { file }) => law::erase_again(voice, &place, &file).await,
            Command::Admin(AdminCommand::Purge { dry_run }) => law::purge(voice, &place, dry_run).await,
            Command::Demo(options) => demo::run(voice, &place, options).await,
            Command::Import(options) => imports::import(voice, &place, options).await,
            Command::Imports(command) => imports::imports(voice, &place, command).await,
            Command::Cases(command) => records::cases(voice, &place, command).await,
            Command::Contacts(command) => records::contacts(voice, &place, command).await,
            Command::Obligations(command) => records::obligations(voice, &place, command).await,
            Command::Tasks(command) => records::tasks(voice, &place, command).await,
            Command::Orders(command) => records::orders(voice, &place, command).await,
            Command::Export(options) => exports::run(voice, &place, options).await,
            Command::Jobs(command) => jobs::run(voice, &place, command).await,
            Command::Areas(command) => areas::run(voice, &place, command).await,
            Command::Audit(options) => audit::run(voice, &place, options).await,
            Command::Chains(command) => records::chains(voice, &place, command).await,
            Command::Handovers(command) => reach::handovers(voice, &place, command).await,
            Command::BreakGlass(command) => reach::glasses(voice, &place, command).await,
            Command::Protocol(_) | Command::Text(_) | Command::Openapi | Command::Config(_) => Ok(()),
        };
        done.map(|()| ExitCode::SUCCESS)
    });
    runtime.block_on(work)
}
