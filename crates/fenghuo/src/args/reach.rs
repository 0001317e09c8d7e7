//! The words for what is handed over, and for records that were opened.

use clap::Subcommand;

use super::Reach;

/// Duties handed over.
#[derive(Subcommand)]
pub enum HandoverCommand {
    /// List offers
    List {
        /// State
        #[arg(long, value_name = "STATE")]
        status: Option<String>,
        /// All of one's areas
        #[arg(long)]
        whole_area: bool,
        /// Rows
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Cursor of the page before
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
        #[command(flatten)]
        reach: Reach,
    },
    /// Show an offer
    Show {
        /// Id
        id: String,
        #[command(flatten)]
        reach: Reach,
    },
    /// Accept an offer
    Accept {
        /// Id
        id: String,
        #[command(flatten)]
        reach: Reach,
    },
    /// Reject an offer
    Reject {
        /// Id
        id: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        reach: Reach,
    },
}

/// Records opened in an emergency.
#[derive(Subcommand)]
pub enum GlassCommand {
    /// List them
    List {
        /// Only those not reviewed
        #[arg(long)]
        to_review: bool,
        /// Rows
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// Cursor of the page before
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
        #[command(flatten)]
        reach: Reach,
    },
    /// Review one
    Review {
        /// Id
        id: String,
        /// What was found
        #[arg(long, value_name = "FINDING")]
        finding: String,
        /// What the reviewer says
        #[arg(long, value_name = "TEXT")]
        note: String,
        #[command(flatten)]
        reach: Reach,
    },
}
