//! The rows of those who may log in: accounts, posts held, sessions, second
//! factors, attempts, keys of programs.

use kernel::{AreaPath, Classified, PostId, Timestamp, UserId};
use uuid::Uuid;

use crate::table::record;

record! {
    /// Somebody who may log in.
    pub struct UserRow in "user_account" key ["id"] on Replace {
        /// Who.
        id: UserId,
        /// Login name, unique.
        login: String,
        /// The password's hash.
        password_hash: Classified<String>,
        /// Name shown.
        display_name: String,
        /// When the account was disabled.
        disabled_at: Option<Timestamp>,
        /// When it was made.
        created_at: Timestamp,
        /// Whether the password was set by another and must be changed first.
        must_change: bool,
        /// Who he is to the provider of log-ins: its issuer, a blank, and the name it
        /// has for him; none when he is not linked.
        subject: Option<String>,
    }
}
record! {
    /// That somebody holds a post.
    pub struct UserPostRow in "user_post" key ["user_id", "post_id", "valid_from"] on Replace {
        /// Who.
        user: UserId = "user_id",
        /// Which post.
        post: PostId = "post_id",
        /// From when.
        valid_from: Timestamp,
        /// Until when (not included).
        valid_to: Option<Timestamp>,
        /// The role the post gives.
        role: String,
        /// Where it holds.
        area: AreaPath = "area_path",
        /// The diseases it holds for, separated by blanks; all when absent.
        diseases: Option<String>,
    }
}
record! {
    /// A login that lasts.
    pub struct SessionRow in "session" key ["token_hash"] on Replace {
        /// SHA-256 of the token; the token itself is never kept.
        token_hash: Vec<u8>,
        /// Whose.
        user: UserId = "user_id",
        /// When it began.
        created_at: Timestamp,
        /// When it was last used.
        last_seen_at: Timestamp,
        /// When it ends by itself.
        expires_at: Timestamp,
        /// When it was ended.
        ended_at: Option<Timestamp>,
        /// Whether the provider of log-ins let him in, and no password.
        by_provider: bool,
        /// Whether the provider has asked him for a second factor, too.
        factor_by_provider: bool,
    }
}
record! {
    /// The second factor of somebody: a secret from which his device makes codes.
    pub struct TotpRow in "user_totp" key ["user_id"] on Replace {
        /// Whose.
        user: UserId = "user_id",
        /// The secret, sealed under the key ring.
        sealed: Vec<u8>,
        /// The step of the last code that was used: none is used twice.
        last_step: i64,
        /// When it was made.
        made_at: Timestamp,
        /// When its first code proved it; it counts from then on.
        confirmed_at: Option<Timestamp>,
    }
}
record! {
    /// A code for whoever has lost his device; good once.
    pub struct RecoveryCodeRow in "recovery_code" key ["user_id", "code_hash"] on Replace {
        /// Whose.
        user: UserId = "user_id",
        /// SHA-256 of the code, which is long and random.
        code_hash: Vec<u8>,
        /// When it was used.
        used_at: Option<Timestamp>,
    }
}
record! {
    /// Attempts to log in that have not succeeded.
    pub struct AttemptRow in "log_in_attempt" key ["kind", "key_hash"] on Replace {
        /// What is counted: `login`, `address`, `notice` for links and codes that opened
        /// nothing, or `sign_in` for a ticket that is good once.
        kind: String,
        /// Keyed hash of the name or address; hash of the ticket, which is random.
        key_hash: Vec<u8>,
        /// How many.
        attempts: i64,
        /// The last one's moment.
        last_at: Timestamp,
    }
}
record! {
    /// A key with which a program acts for a user, within bounds.
    pub struct ApiKeyRow in "api_key" key ["id"] on Replace {
        /// Which.
        id: Uuid,
        /// For whom it acts: never more than he may do at that moment.
        user: UserId = "user_id",
        /// What it is for.
        name: String,
        /// SHA-256 of the key, which is long and random; the key itself is never kept.
        key_hash: Vec<u8>,
        /// The actions it may do, separated by blanks.
        actions: String,
        /// The paths of the areas it may act in, separated by blanks; all of its owner's when absent.
        areas: Option<String>,
        /// When it was made.
        made_at: Timestamp,
        /// When it ends by itself.
        expires_at: Timestamp,
        /// When it was last used, to ten minutes.
        last_used_at: Option<Timestamp>,
        /// When it was revoked.
        revoked_at: Option<Timestamp>,
    }
}
