//! The words of the command line. The texts here are English; [`crate::localise`]
//! puts those of the asked language in their place.

mod admin;
mod areas;
mod files;
mod reach;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

pub use admin::{
    AdminCommand, BackupOptions, CopyOptions, IdentityCommand, InitOptions, KeyCommand, RestoreOptions,
    SecondFactorCommand, UserOptions,
};
pub use areas::{AreaCommand, AreaImportOptions};
pub use files::{ExportOptions, ImportOptions, ImportsCommand};
pub use reach::{GlassCommand, HandoverCommand};

/// The command line.
#[derive(Parser)]
#[command(name = "fenghuo", version, disable_help_subcommand = true)]
pub struct Cli {
    /// Language: zh-CN or en
    #[arg(long, global = true, env = "FENGHUO_LANG", value_name = "LANG")]
    pub lang: Option<String>,
    /// Answer as JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Configuration file
    #[arg(long = "config", global = true, env = "FENGHUO_CONFIG", value_name = "FILE")]
    pub config_file: Option<PathBuf>,
    #[command(flatten)]
    pub place: Place,
    #[command(subcommand)]
    pub command: Command,
}

/// Where an installation lies.
#[derive(Args, Clone, Debug)]
pub struct Place {
    /// Data folder
    #[arg(long, global = true, env = "FENGHUO_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Database, when it is not the file in the data folder
    #[arg(long, global = true, env = "FENGHUO_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// The key ring, when it does not lie in the data folder
    #[arg(skip)]
    pub keys: Option<PathBuf>,
}

/// What can be asked for.
#[derive(Subcommand)]
pub enum Command {
    /// Run the server
    Serve(ServeOptions),
    /// Take in files of a list
    Import(ImportOptions),
    /// Imports and mappings
    #[command(subcommand)]
    Imports(ImportsCommand),
    /// Write records into files
    Export(ExportOptions),
    /// Cases
    #[command(subcommand)]
    Cases(CaseCommand),
    /// Contacts
    #[command(subcommand)]
    Contacts(ContactCommand),
    /// Obligations
    #[command(subcommand)]
    Obligations(ObligationCommand),
    /// Tasks of directives
    #[command(subcommand)]
    Tasks(TaskCommand),
    /// Orders
    #[command(subcommand)]
    Orders(OrderCommand),
    /// Chains of transmission
    #[command(subcommand)]
    Chains(ChainCommand),
    /// Duties handed over
    #[command(subcommand)]
    Handovers(HandoverCommand),
    /// Records opened in an emergency
    #[command(subcommand)]
    BreakGlass(GlassCommand),
    /// Long work
    #[command(subcommand)]
    Jobs(JobCommand),
    /// Areas
    #[command(subcommand)]
    Areas(AreaCommand),
    /// Who did what
    Audit(AuditOptions),
    /// The rule book
    #[command(subcommand)]
    Protocol(ProtocolCommand),
    /// Read texts
    #[command(subcommand)]
    Text(TextCommand),
    /// Set up and maintain
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Say whether all is well
    Doctor,
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the OpenAPI document
    Openapi,
    /// Show a whole outbreak
    Demo(DemoOptions),
}

/// Texts that are read.
#[derive(Subcommand)]
pub enum TextCommand {
    /// A bulletin of a command meeting
    Bulletin {
        /// The bulletin
        file: PathBuf,
        /// Read it though it breaks off
        #[arg(long)]
        cut: bool,
    },
}

/// What of the audit is asked for.
#[derive(Args)]
pub struct AuditOptions {
    /// Person
    #[arg(long, value_name = "ID")]
    pub person: Option<String>,
    /// User
    #[arg(long, value_name = "ID")]
    pub user: Option<String>,
    /// Thing
    #[arg(long, value_name = "ID")]
    pub subject: Option<String>,
    /// Kind
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Action
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
    /// Route
    #[arg(long, value_name = "ROUTE")]
    pub route: Option<String>,
    /// Area
    #[arg(long, value_name = "CODE")]
    pub area: Option<String>,
    /// From
    #[arg(long, value_name = "INSTANT")]
    pub from: Option<String>,
    /// Until
    #[arg(long, value_name = "INSTANT")]
    pub until: Option<String>,
    /// Rows
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// Cursor of the page before
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<String>,
    /// How it is reached
    #[command(flatten)]
    pub reach: Reach,
}

/// The configuration.
#[derive(Clone, Copy, Subcommand)]
pub enum ConfigCommand {
    /// Check it
    Check,
    /// Show it
    Show,
}

/// Options of the server.
#[derive(Args)]
pub struct ServeOptions {
    /// Address to listen at
    #[arg(long, env = "FENGHUO_LISTEN", value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
}

/// How records are reached.
#[derive(Args, Clone)]
pub struct Reach {
    /// A running server; without it the database is opened
    #[arg(long, env = "FENGHUO_SERVER", value_name = "URL")]
    pub server: Option<String>,
    /// Session token for the server
    #[arg(long, env = "FENGHUO_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub token: Option<String>,
}

/// What every list takes.
#[derive(Args)]
pub struct ListOptions {
    /// Disease key
    #[arg(long, value_name = "KEY")]
    pub disease: Option<String>,
    /// Area code
    #[arg(long, value_name = "CODE")]
    pub area: Option<String>,
    /// State
    #[arg(long, value_name = "STATE")]
    pub status: Option<String>,
    /// What was known by this moment
    #[arg(long, value_name = "INSTANT")]
    pub as_of: Option<String>,
    /// Rows
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// Cursor of the page before
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<String>,
    #[command(flatten)]
    pub reach: Reach,
}

/// One record.
#[derive(Args)]
pub struct ShowOptions {
    /// Id or number
    pub id: String,
    /// What was known by this moment
    #[arg(long, value_name = "INSTANT")]
    pub as_of: Option<String>,
    #[command(flatten)]
    pub reach: Reach,
}

/// Cases.
#[derive(Subcommand)]
pub enum CaseCommand {
    /// List cases
    List(ListOptions),
    /// Show a case
    Show(ShowOptions),
}

/// Contacts.
#[derive(Subcommand)]
pub enum ContactCommand {
    /// List contacts
    List(ListOptions),
}

/// Obligations.
#[derive(Subcommand)]
pub enum ObligationCommand {
    /// List obligations
    List(ListOptions),
    /// Count obligations
    Counts(ListOptions),
}

/// Tasks.
#[derive(Subcommand)]
pub enum TaskCommand {
    /// List tasks, newest first
    List(ListOptions),
}

/// Orders.
#[derive(Subcommand)]
pub enum OrderCommand {
    /// List orders
    List(ListOptions),
    /// Show an order
    Show(ShowOptions),
}

/// Chains.
#[derive(Subcommand)]
pub enum ChainCommand {
    /// The chain of a case
    Show(ShowOptions),
    /// All chains of a disease
    Summary(ListOptions),
}

/// Long work.
#[derive(Subcommand)]
pub enum JobCommand {
    /// List jobs
    List {
        /// State
        #[arg(long, value_name = "STATE")]
        status: Option<String>,
        /// Rows
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Cursor of the page before
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
        #[command(flatten)]
        reach: Reach,
    },
    /// Show a job
    Show {
        /// Id
        id: String,
        #[command(flatten)]
        reach: Reach,
    },
    /// Stop a job
    Cancel {
        /// Id
        id: String,
        #[command(flatten)]
        reach: Reach,
    },
}

/// The rule book.
#[derive(Subcommand)]
pub enum ProtocolCommand {
    /// List editions and overlays
    List,
    /// Check files and run their examples
    Check {
        /// Files or a folder; the shipped ones when absent
        files: Vec<PathBuf>,
    },
    /// Show an edition
    Show {
        /// Disease key
        disease: String,
        /// Edition key
        edition: String,
        /// With the overlays of this area
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
    },
    /// Compare two editions
    Diff {
        /// Disease key
        disease: String,
        /// The first edition
        from: String,
        /// The second edition
        to: String,
        /// Overlays of this area in the first
        #[arg(long, value_name = "CODE")]
        from_area: Option<String>,
        /// Overlays of this area in the second
        #[arg(long, value_name = "CODE")]
        to_area: Option<String>,
    },
    /// Read a short form such as 14+2
    ReadNotation {
        /// The short form
        text: String,
        /// Disease key
        #[arg(long, default_value = "covid19", value_name = "KEY")]
        disease: String,
        /// Area code
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        /// Edition key
        #[arg(long, value_name = "KEY")]
        edition: Option<String>,
    },
    /// Tell what would follow from stated facts
    Try {
        /// The facts, as TOML
        file: PathBuf,
    },
}

/// The demo.
#[derive(Args)]
pub struct DemoOptions {
    /// Which outbreak
    #[arg(long, value_enum, default_value = "drill")]
    pub scenario: Scenario,
    /// Port on loopback
    #[arg(long, default_value_t = 0)]
    pub port: u16,
    /// End after the replay
    #[arg(long)]
    pub no_serve: bool,
    /// Seed of the drill
    #[arg(long, default_value_t = 9)]
    pub seed: u64,
}

/// Which outbreak is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scenario {
    /// A seeded one in a real county
    Drill,
    /// Measles, 1861
    Hagelloch,
}
