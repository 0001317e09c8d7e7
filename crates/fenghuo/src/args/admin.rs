//! Arguments of setting up and maintaining.

use clap::{Args, Subcommand};
use std::path::PathBuf;

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
    /// Who a user is to the provider of log-ins
    Identity {
        #[command(subcommand)]
        command: IdentityCommand,
    },
    /// The key ring
    Key {
        #[command(subcommand)]
        command: KeyCommand,
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
    /// File everybody in the search index again
    Reindex,
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

/// The key ring.
#[derive(Subcommand)]
pub enum KeyCommand {
    /// Make a new key the current one
    Rotate {
        /// Make no key, but drop those that nothing needs any more
        #[arg(long)]
        retire: bool,
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

/// Who a user is to the provider of log-ins.
#[derive(Subcommand)]
pub enum IdentityCommand {
    /// Link a user to an identity there
    Link {
        /// Name to log in with
        login: String,
        /// The provider's own name for the user (`sub`)
        subject: String,
    },
    /// Part a user from the identity
    Unlink {
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
    /// Division table, or names of those that are shipped
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
