//! `fenghuo-bench loop`: how fast the loop goes on a province after a bad
//! month; `fenghuo-bench files`: lists in and out; `fenghuo-bench province`: the
//! same month for the console; `fenghuo-bench bulletins`: what is found in bulletins. `cargo xtask bench` runs them and keeps their
//! numbers. Never shipped.

mod baseline;
mod bulletins;
mod client;
mod commands;
mod files;
mod load;
mod plan;
mod province;
mod questions;
mod report;
mod rows;
mod server;
mod start;
mod stopwatch;

use std::{error::Error, path::PathBuf, sync::Arc};

use app::App;
use clap::{Parser, Subcommand};
use kernel::{Span, Timestamp};
use store::{KeyRing, Options, Store};
use testkit::Latencies;

use crate::plan::{Plan, Size};
use crate::report::{Report, Target};
use crate::stopwatch::{BenchClock, Stopwatch};

/// The memory of the server.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Whatever ends a run.
pub type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// Business time at the end of the data: the 9th edition is in force.
const NOW: &str = "2022-08-30T12:00:00+08:00";
/// How long after that obligations fall due at once.
const DUE_AFTER: Span = Span::minutes(60);
/// How long commands are sent.
const SECONDS: u64 = 10;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Loads a province and measures commands, questions and timers on it
    Loop {
        /// A hundredth of the data
        #[arg(long)]
        quick: bool,
        /// Empty database of a PostgreSQL server [default: SQLite in a temporary folder]
        #[arg(long)]
        database: Option<String>,
        /// Keep the SQLite file in this folder, and use the one that lies there
        #[arg(long)]
        keep: Option<PathBuf>,
    },
    /// Takes in and writes out lists of three sizes
    Files {
        /// A hundredth of the data
        #[arg(long)]
        quick: bool,
        /// No list longer than this
        #[arg(long)]
        most: Option<usize>,
        /// Empty database of a PostgreSQL server [default: SQLite in a temporary folder]
        #[arg(long)]
        database: Option<String>,
    },
    /// Makes the province of the loop as an installation to be served, unless it is there
    Province {
        /// A hundredth of the data
        #[arg(long)]
        quick: bool,
        /// Where it is kept
        #[arg(long)]
        keep: PathBuf,
    },
    /// Takes in one list and writes it out again (run by `files`)
    TakeIn {
        /// The database
        database: String,
        /// Rows of the list
        #[arg(long)]
        rows: usize,
        /// Into which county
        #[arg(long)]
        county: usize,
        /// As history
        #[arg(long)]
        history: bool,
        /// So many minutes after the data ends
        #[arg(long, default_value_t = 0)]
        minutes: i64,
    },
    /// Compares what is read in bulletins with what a careful reader finds
    Bulletins {
        /// Our own, with their answers
        #[arg(long)]
        own: PathBuf,
        /// The shared folder
        #[arg(long)]
        shared: Option<PathBuf>,
    },
    /// Starts on a database as the server does and says how long it took (run by `loop`)
    Start {
        /// The database
        database: String,
    },
}

fn main() -> Outcome {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match arguments.command {
        Command::Loop { quick, database, keep } => {
            let folder = testkit::temp_folder();
            let place = keep.as_deref().unwrap_or(folder.path()).join("fenghuo.db");
            let known = place.exists();
            let url = database.unwrap_or_else(|| format!("sqlite:{}", place.display()));
            runtime.block_on(measure(Size::new(quick), &url, known))
        }
        Command::Files { quick, most, database } => {
            let folder = testkit::temp_folder();
            let place = folder.path().join("fenghuo.db");
            let url = database.unwrap_or_else(|| format!("sqlite:{}", place.display()));
            runtime.block_on(files::measure(quick, most, &url))
        }
        Command::Province { quick, keep } => runtime.block_on(province::make(Size::new(quick), &keep)),
        Command::TakeIn { database, rows, county, history, minutes } => {
            runtime.block_on(files::child(&database, rows, county, history, minutes))
        }
        Command::Bulletins { own, shared } => bulletins::measure(&own, shared.as_deref()),
        Command::Start { database } => runtime.block_on(start::child(&database)),
    }
}

/// The moment at which the data ends.
pub fn data_ends() -> Timestamp {
    NOW.parse().expect("an instant in RFC 3339")
}

/// The key ring of every run.
fn ring() -> Outcome<KeyRing> {
    Ok(KeyRing::new(1, [(1, [7; 32])])?)
}

/// Opens a database with the key ring of every run.
pub async fn open(url: &str) -> Outcome<Store> {
    let keys = ring()?;
    let new_node = kernel::derived_uuid(&["bench"]);
    let store = Store::open(Options { url: url.to_owned(), keys, now: data_ends(), new_node }).await?;
    store.prepare_index([5; 44]).await?;
    Ok(store)
}

/// Puts an installation to work as `fenghuo serve` does.
pub async fn start_app(store: Store, clock: &BenchClock) -> Outcome<App> {
    let library = app::content::library().map_err(|faults| format!("{faults:?}"))?;
    Ok(App::start(store, Arc::new(library), Box::new(clock.clone())).await?)
}

async fn measure(size: Size, url: &str, known: bool) -> Outcome {
    let clock = BenchClock::new(data_ends());
    let store = open(url).await?;
    let report = Report::new(store.engine());
    let app = start_app(store, &clock).await?;
    if !known {
        app.load_areas(&interop::divisions(), &interop::unit_templates(), "Asia/Shanghai").await?;
    }
    let plan = Arc::new(Plan::new(size, data_ends(), &app.directory()));
    if known {
        // Later than the users were made, while the data was loaded.
        clock.advance(Span::minutes(30));
    } else {
        let watch = Stopwatch::start();
        let due_from = plan.now.plus(DUE_AFTER);
        let rows = load::load(app.store(), &plan, due_from, |text| report.say(&text)).await?;
        server::add_users(&app, &plan).await?;
        let seconds = watch.elapsed().as_secs_f64();
        let note = format!(
            "{rows} rows in {seconds:.0} s, with every index and check in place; journal and personal values for the \
             cases and their persons only; neither orders, visits nor test results"
        );
        report.rate(
            "loading the data",
            rows as f64 / seconds,
            None,
            usize::try_from(rows)?,
            Target::None,
            &note,
        );
    }
    app.store().close().await;
    drop(app);
    start::settle(url);
    start::measure(url, &report)?;

    let app = start_app(open(url).await?, &clock).await?;
    let server = server::Server::start(&app, &plan).await?;
    questions::measure(&server, &plan, &report).await?;
    commands::measure(&server, &report, SECONDS)?;
    commands::without_http(&app, &server, &report, SECONDS / 3).await?;
    sweep(&app, &clock, size, &report).await?;
    baseline::measure(app.store(), &plan, &report).await?;
    app.store().close().await;
    Ok(())
}

/// All obligations of one minute fall due at once, each with a step up the ladder.
async fn sweep(app: &App, clock: &BenchClock, size: Size, report: &Report) -> Outcome {
    // What fell due in the meantime is none of this measurement.
    let before = app.sweep().await?;
    clock.advance(DUE_AFTER);
    clock.advance(Span::minutes(2));
    let watch = Stopwatch::start();
    let done = app.sweep().await?;
    let time: Latencies = [watch.elapsed()].into_iter().collect();
    let again = app.sweep().await?;
    if before.moved + done.moved < size.due || again.moved > 0 {
        return Err(format!("the sweep moved {} and then {} of {}", done.moved, again.moved, size.due).into());
    }
    let note = format!(
        "{} obligations due within one minute: {} escalations recorded as facts, {} warnings, one transaction",
        done.moved, done.escalated, done.warned
    );
    report.rate(
        "timer sweep",
        done.moved as f64 / watch.elapsed().as_secs_f64(),
        Some(&time),
        1,
        Target::P95(2000.0),
        &note,
    );
    Ok(())
}
