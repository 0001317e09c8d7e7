//! The words of the command line. The texts here are English; [`crate::localise`]
//! puts those of the asked language in their place.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

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
    /// Orders
    #[command(subcommand)]
    Orders(OrderCommand),
    /// Chains of transmission
    #[command(subcommand)]
    Chains(ChainCommand),
    /// Long work
    #[command(subcommand)]
    Jobs(JobCommand),
    /// The rule book
    #[command(subcommand)]
    Protocol(ProtocolCommand),
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

/// Files of a list.
#[derive(Args)]
pub struct ImportOptions {
    /// The files; at most one each of cases, contacts, links and participants
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// How to read each, in the same order; guessed without
    #[arg(long, value_name = "FILE")]
    pub mapping: Vec<PathBuf>,
    /// Name of the list
    #[arg(long, visible_alias = "source", value_name = "NAME")]
    pub list: Option<String>,
    /// Area of the list, and of rows that name none
    #[arg(long, value_name = "CODE")]
    pub area: Option<String>,
    /// Disease key, when no mapping says it
    #[arg(long, value_name = "KEY")]
    pub disease: Option<String>,
    /// What happened long ago: record it, owe nothing
    #[arg(long)]
    pub history: bool,
    /// Take in the sound rows although others are refused
    #[arg(long)]
    pub leave_out: bool,
    /// Write refused rows into this folder, to mend and send again
    #[arg(long, value_name = "DIR")]
    pub rejected: Option<PathBuf>,
    /// Only check
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub reach: Reach,
}

/// Files that were taken in.
#[derive(Subcommand)]
pub enum ImportsCommand {
    /// List imports
    List {
        /// Rows
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Cursor of the page before
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
        #[command(flatten)]
        reach: Reach,
    },
    /// Take an import back
    Undo {
        /// Which import
        id: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        reach: Reach,
    },
    /// Guess how a file is to be read and print the mapping
    Guess {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        reach: Reach,
    },
}

/// Records to be written into files.
#[derive(Args)]
pub struct ExportOptions {
    /// Kinds of record
    #[arg(required = true)]
    pub kinds: Vec<String>,
    /// What for
    #[arg(long, value_name = "TEXT")]
    pub purpose: String,
    /// Format
    #[arg(long, default_value = "csv", value_name = "FORMAT")]
    pub format: String,
    /// Name persons
    #[arg(long)]
    pub identified: bool,
    /// Fields wanted
    #[arg(long, value_delimiter = ',', value_name = "FIELDS")]
    pub fields: Vec<String>,
    /// Begin a CSV with the mark of UTF-8
    #[arg(long)]
    pub bom: bool,
    /// Folder for the files
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub out: PathBuf,
    /// Disease key
    #[arg(long, value_name = "KEY")]
    pub disease: Option<String>,
    /// Area code
    #[arg(long, value_name = "CODE")]
    pub area: Option<String>,
    /// State
    #[arg(long, value_name = "STATE")]
    pub status: Option<String>,
    /// Classification of cases
    #[arg(long, value_name = "CLASS")]
    pub classification: Option<String>,
    /// Class of contacts
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
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
}

/// Setting up and maintaining.
#[derive(Subcommand)]
pub enum AdminCommand {
    /// Make an installation
    Init(InitOptions),
    /// Make a user at a post
    User(UserOptions),
    /// Set a user's password
    Password {
        /// Name to log in with
        login: String,
        /// The user must change it when he logs in
        #[arg(long)]
        must_change: bool,
    },
    /// List users
    Users {
        /// Area code
        area: Option<String>,
    },
    /// The second factor of log-ins
    SecondFactor {
        #[command(subcommand)]
        command: SecondFactorCommand,
    },
    /// List posts
    Posts {
        /// Area code
        area: Option<String>,
    },
    /// Prove the journal
    Verify,
    /// Derive all tables from the journal again
    Rebuild,
    /// Back up the installation
    Backup(BackupOptions),
    /// Restore a backup
    Restore(RestoreOptions),
    /// Copy one database into another
    CopyDatabase(CopyOptions),
    /// List who has been erased
    Erased,
    /// Erase again whom a list or a certificate names
    EraseAgain {
        /// The list
        file: PathBuf,
    },
    /// Erase what is older than its period
    Purge {
        /// Only tell what would go
        #[arg(long)]
        dry_run: bool,
    },
}

/// A backup to be made.
#[derive(Args)]
pub struct BackupOptions {
    /// The file to write
    pub file: PathBuf,
    /// Encrypt by a passphrase that is asked for
    #[arg(long)]
    pub encrypt: bool,
    /// Encrypt by the passphrase in this file
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Encrypt to this public key
    #[arg(long, value_name = "KEY")]
    pub recipient: Vec<String>,
    /// Put the key ring into it
    #[arg(long)]
    pub with_keys: bool,
}

/// A backup to be taken in.
#[derive(Args)]
pub struct RestoreOptions {
    /// The backup
    pub file: PathBuf,
    /// Only read it through
    #[arg(long)]
    pub check: bool,
    /// File with the passphrase
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// File with the secret key
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
}

/// From where to where.
#[derive(Args)]
pub struct CopyOptions {
    /// The database to read
    #[arg(long, value_name = "URL")]
    pub from: String,
    /// The empty database to fill
    #[arg(long, value_name = "URL")]
    pub to: String,
}

/// The second factor of log-ins.
#[derive(Subcommand)]
pub enum SecondFactorCommand {
    /// Name the roles that ask for one
    Require {
        /// The roles; none when absent
        roles: Vec<String>,
    },
    /// Take it from a user who has lost it
    Reset {
        /// Name to log in with
        login: String,
    },
}

/// A new installation.
#[derive(Args)]
pub struct InitOptions {
    /// Make it a drill that starts at this moment
    #[arg(long, value_name = "INSTANT")]
    pub drill: Option<String>,
    /// Division table, or `shipped`
    #[arg(long, default_value = "shipped", value_name = "FILE")]
    pub divisions: String,
    /// Time zone of the areas
    #[arg(long, default_value = "Asia/Shanghai", value_name = "ZONE")]
    pub zone: String,
}

/// A user.
#[derive(Args)]
pub struct UserOptions {
    /// Name to log in with
    pub login: String,
    /// The post: its id, or AREA:ROLE of its unit, perhaps with :POST
    #[arg(long, value_name = "POST")]
    pub post: String,
    /// What the user is there
    #[arg(long, value_name = "ROLE")]
    pub role: String,
    /// Area of the role; the unit's when absent
    #[arg(long, value_name = "CODE")]
    pub area: Option<String>,
    /// Name to show
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Only for this disease; may be given several times
    #[arg(long = "disease", value_name = "KEY")]
    pub diseases: Vec<String>,
    /// The role ends by itself at this moment
    #[arg(long, value_name = "INSTANT")]
    pub until: Option<String>,
    /// A new user must change the password when he logs in
    #[arg(long)]
    pub must_change: bool,
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
