//! Arguments of files in and out.

use clap::{Args, Subcommand};
use std::path::PathBuf;

use super::Reach;

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
