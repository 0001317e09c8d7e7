//! Words about areas.

use super::Reach;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// The division tree.
#[derive(Subcommand)]
pub enum AreaCommand {
    /// List areas
    List {
        /// Area code
        #[arg(long, value_name = "CODE")]
        within: Option<String>,
        /// Level
        #[arg(long, value_name = "LEVEL")]
        level: Option<String>,
        /// Day
        #[arg(long, value_name = "DAY")]
        on: Option<String>,
        /// Rows
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Cursor of the page before
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
        #[command(flatten)]
        reach: Reach,
    },
    /// Show an area through time
    History {
        /// Area code
        code: String,
        #[command(flatten)]
        reach: Reach,
    },
    /// Record a change
    Change {
        /// The change (JSON)
        file: PathBuf,
        #[command(flatten)]
        reach: Reach,
    },
    /// Take in a table
    Import(AreaImportOptions),
    /// Take in boundaries
    Boundaries {
        /// GeoJSON
        file: PathBuf,
        /// Where they come from
        #[arg(long, value_name = "TEXT")]
        origin: String,
        /// Property with the code
        #[arg(long, value_name = "NAME")]
        property: Option<String>,
        /// Only check
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        reach: Reach,
    },
    /// Take in a population table
    Population {
        /// The table (CSV)
        file: PathBuf,
        /// Only check
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        reach: Reach,
    },
}

/// A table of areas.
#[derive(Args)]
pub struct AreaImportOptions {
    /// The table (CSV)
    pub file: PathBuf,
    /// Day from which it holds
    #[arg(long, value_name = "DAY")]
    pub on: String,
    /// The document
    #[arg(long, value_name = "TEXT")]
    pub document: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
    /// Time zone of new areas
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// What it does not name has ended
    #[arg(long)]
    pub complete: bool,
    /// Only check
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub reach: Reach,
}
