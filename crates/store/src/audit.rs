//! The audit: what somebody did besides recording facts. Entries are chained by
//! hash, one chain per writer, and written in the group of what they tell of.

mod chain;

use kernel::{
    AreaPath, Code, Cursor, Error, Page, PageRequest, PersonId, PostId, Timestamp, UserId, derived_uuid,
};
use uuid::Uuid;

use crate::{
    AuditAnchorRow, AuditRow, Scope, Store, Work,
    db::{Conn, Query},
    pending::Op,
};

pub use chain::AuditReport;
pub(crate) use chain::{seal, verify};

macro_rules! audit_kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal,)+) => {
        /// What kind of thing somebody did.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum AuditKind { $($(#[$doc])* $kind,)+ }

        impl AuditKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),+];
            /// The word for it, as stored and on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $word,)+ }
            }
            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$kind),)+ _ => None }
            }
        }
    };
}

audit_kinds! {
    /// Looked at one thing, or at values that name people.
    Look = "look",
    /// Looked at a list of persons or of their records.
    List = "list",
    /// Looked for somebody.
    Search = "search",
    /// Took records out as a file.
    Export = "export",
    /// Was refused, or asked for what is not there for him.
    Denial = "denial",
    /// Logged in.
    LogIn = "log_in",
    /// Failed to.
    LogInFailed = "log_in_failed",
    /// Ended a session.
    LogOut = "log_out",
    /// Changed an account.
    Account = "account",
    /// Gave or took a post with its role.
    Grant = "grant",
    /// Made or revoked a key of a program.
    ApiKey = "api_key",
    /// Changed what holds for an area or the installation.
    Setting = "setting",
    /// Looked where he may not, for a reason.
    BreakGlass = "break_glass",
    /// Gave out or revoked a notice of an order, or used one.
    Notice = "notice",
}

/// An entry to be written; the writer gives it its place in the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEntry {
    /// A fresh id.
    pub id: Uuid,
    /// When (wall clock).
    pub at: Timestamp,
    /// What kind of thing.
    pub kind: AuditKind,
    /// What was done, for example `person.read`.
    pub action: String,
    /// Who; none for whom nobody knows.
    pub user: Option<UserId>,
    /// From which post.
    pub post: Option<PostId>,
    /// To what: its kind and its id.
    pub subject: Option<(String, Uuid)>,
    /// Where.
    pub area: AreaPath,
    /// Why.
    pub purpose: String,
    /// Method and template of the address.
    pub route: Option<String>,
    /// Why it was refused.
    pub code: Option<String>,
    /// How many records, or how often.
    pub count: i64,
    /// JSON without any personal value; empty for nothing more.
    pub detail: Vec<u8>,
    /// Whom it names.
    pub persons: Vec<PersonId>,
}

/// What the record of a look says besides what the scope says.
#[derive(Clone, Debug)]
pub struct AuditNote {
    /// A fresh id; the entries of one look derive theirs from it.
    pub id: Uuid,
    /// When (wall clock).
    pub at: Timestamp,
    /// From which post.
    pub post: Option<PostId>,
    /// What kind of look.
    pub kind: AuditKind,
    /// Which action, for example `person.read`.
    pub action: String,
    /// JSON without any personal value; empty for nothing more.
    pub detail: Vec<u8>,
}

impl AuditNote {
    /// The entries of a look at people: one for each area in which they belong.
    pub(crate) fn looks(&self, scope: &Scope, mut people: Vec<(AreaPath, PersonId)>) -> Vec<AuditEntry> {
        people.sort();
        let of_area = people.chunk_by(|a, b| a.0 == b.0);
        let entry = |here: &[(AreaPath, PersonId)]| {
            let area = &here[0].0;
            let persons: Vec<PersonId> = here.iter().map(|(_, person)| *person).collect();
            let only = (persons.len() == 1).then(|| ("person".to_owned(), persons[0].0));
            AuditEntry {
                id: derived_uuid(&["look", &self.id.simple().to_string(), area.as_str()]),
                subject: only,
                count: i64::try_from(persons.len()).unwrap_or(i64::MAX),
                persons,
                // The system itself looks only while it rebuilds or exports.
                ..self.of_nobody(scope, area)
            }
        };
        of_area.map(entry).collect()
    }
}

impl AuditNote {
    /// The entry of a look that showed nobody.
    pub(crate) fn of_nobody(&self, scope: &Scope, area: &AreaPath) -> AuditEntry {
        AuditEntry {
            id: self.id,
            at: self.at,
            kind: self.kind,
            action: self.action.clone(),
            user: scope.user,
            post: self.post,
            subject: None,
            area: area.clone(),
            purpose: scope.purpose.clone(),
            route: None,
            code: None,
            count: 0,
            detail: self.detail.clone(),
            persons: Vec::new(),
        }
    }
}

/// Which entries; what is absent does not restrict.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// By this user.
    pub user: Option<UserId>,
    /// About this thing.
    pub subject: Option<Uuid>,
    /// That name this person.
    pub person: Option<PersonId>,
    /// Of this kind.
    pub kind: Option<AuditKind>,
    /// With this action.
    pub action: Option<String>,
    /// By this method and template of an address.
    pub route: Option<String>,
    /// In this area or below it.
    pub area: Option<AreaPath>,
    /// At or after this moment.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// Wherever it happened: for whoever may know all that befell the person.
    pub everywhere: bool,
}

/// The part of a chain that is old enough to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditCut {
    /// Whose chain.
    pub writer: Uuid,
    /// The last place that goes.
    pub seq: i64,
    /// The hash of what stands there.
    pub hash: Vec<u8>,
    /// How many entries go.
    pub entries: i64,
}

impl Store {
    /// A page of entries, latest first.
    ///
    /// # Errors
    /// `page.invalid_cursor`, or when the database fails.
    pub async fn audit(
        &self,
        scope: &Scope,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditRow>, Error> {
        let mut query = Query::select::<AuditRow>();
        match filter.person {
            Some(person) => {
                query.push(
                    " JOIN audit_person named ON named.writer = audit.writer AND named.seq = audit.seq \
                     WHERE named.person_id = ",
                );
                query.bind(person);
            }
            None => {
                query.push(" WHERE 1 = 1");
            }
        }
        if !(filter.everywhere && filter.person.is_some()) {
            scope.restrict(&mut query, "audit.area_path");
        }
        crate::scope::equals(&mut query, "audit.user_id", filter.user);
        crate::scope::equals(&mut query, "audit.subject_id", filter.subject);
        crate::scope::equals(&mut query, "audit.kind", filter.kind.map(|kind| kind.as_str().to_owned()));
        crate::scope::equals(&mut query, "audit.action", filter.action.clone());
        crate::scope::equals(&mut query, "audit.route", filter.route.clone());
        if let Some(area) = &filter.area {
            query.push(" AND ");
            crate::scope::within(&mut query, "audit.area_path", area);
        }
        if let Some(from) = filter.from {
            query.push(" AND audit.at >= ").bind(from);
        }
        if let Some(until) = filter.until {
            query.push(" AND audit.at < ").bind(until);
        }
        if let Some(after) = &page.after {
            let (at, id) = after.parts()?;
            query.push(" AND (audit.at < ").bind(at).push(" OR (audit.at = ").bind(at);
            query.push(" AND audit.id < ").bind(id).push("))");
        }
        query.push(" ORDER BY audit.at DESC, audit.id DESC LIMIT ").bind(i64::from(page.limit) + 1);
        let rows = self.records::<AuditRow>(query).await?;
        Ok(Page::from_surplus(rows, page.limit, |row| Cursor::new(row.at.as_micros(), row.id)))
    }

    /// Where purges have cut the chains.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_anchors(&self) -> Result<Vec<AuditAnchorRow>, Error> {
        let mut query = Query::select::<AuditAnchorRow>();
        query.push(" ORDER BY writer");
        self.records(query).await
    }

    /// What of each chain is older than a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_cuts(&self, than: Timestamp) -> Result<Vec<AuditCut>, Error> {
        cuts(&mut self.reader().await?, than).await
    }
}

impl Work {
    /// Writes an entry with the group.
    pub fn audit(&mut self, entry: AuditEntry) {
        self.local.push(Op::Audit(Box::new(entry)));
    }

    /// As [`Store::audit_cuts`], with what this group has written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit_cuts(&mut self, than: Timestamp) -> Result<Vec<AuditCut>, Error> {
        self.flush().await?;
        let found = cuts(&mut self.conn, than).await;
        if let Err(error) = &found {
            self.poisoned = Some(error.clone());
        }
        found
    }

    /// Takes the old part of a chain away; the certificate tells where it was
    /// cut. A job does this last: what it has executed stays when it then refuses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cut_audit(&mut self, cut: &AuditCut, certificate: Uuid) -> Result<(), Error> {
        for table in ["audit_person", "audit"] {
            let mut query = Query::new(format!("DELETE FROM {table} WHERE writer = "));
            query.bind(cut.writer).push(" AND seq <= ").bind(cut.seq);
            self.execute(query).await?;
        }
        let AuditCut { writer, seq, hash, .. } = cut.clone();
        self.put(&AuditAnchorRow { writer, seq, hash, certificate });
        Ok(())
    }
}

/// The longest beginning of each chain in which everything is older. The wall
/// clock may have been set back: what is younger keeps what stands behind it.
pub(crate) async fn cuts(conn: &mut Conn, than: Timestamp) -> Result<Vec<AuditCut>, Error> {
    let mut found = Vec::new();
    for row in conn.fetch(Query::new("SELECT writer, seq FROM audit_head ORDER BY writer")).await? {
        let (writer, last): (Uuid, i64) = (row.cell(0)?, row.cell(1)?);
        let mut query = Query::new("SELECT seq FROM audit WHERE writer = ");
        query.bind(writer).push(" AND at >= ").bind(than).push(" ORDER BY seq LIMIT 1");
        let first_kept = conn.fetch(query).await?.first().map(|row| row.cell::<i64>(0)).transpose()?;
        let seq = first_kept.map_or(last, |seq| seq - 1);
        let mut query = Query::select::<AuditRow>();
        query.push(" WHERE writer = ").bind(writer).push(" AND seq = ").bind(seq);
        let Some(row) = conn.records::<AuditRow>(query).await?.pop() else { continue };
        let mut query = Query::new("SELECT count(*) FROM audit WHERE writer = ");
        query.bind(writer).push(" AND seq <= ").bind(seq);
        let entries = conn.fetch(query).await?.first().map_or(Ok(0), |row| row.cell(0))?;
        found.push(AuditCut { writer, seq, hash: row.hash, entries });
    }
    Ok(found)
}

/// The ids that an entry keeps of persons.
///
/// # Errors
/// `store.inconsistent` for what is none.
pub fn persons_in(bytes: &[u8]) -> Result<Vec<PersonId>, Error> {
    let broken = || Error::new(Code::StoreInconsistent).arg("detail", "the persons of an audit entry");
    bytes.chunks(16).map(|id| Uuid::from_slice(id).map(PersonId).map_err(|_| broken())).collect()
}
