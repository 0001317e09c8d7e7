//! What a database says of itself, for whoever wants to know whether all is well.

use kernel::{Error, Timestamp};
use uuid::Uuid;

use crate::{
    AreaRow, Fault, KeyRing, MetaRow, PersonKeyRow, PostRow, SCHEMA_VERSION, Store, UnitRow,
    db::{Conn, Query},
    dialect, index, journal,
    portable::{RESTORING, tables_of},
    rebuild::MARK,
    store::Target,
    table::Record,
    timers::LEASE,
};

/// The facts at the end of each chain that an examination proves.
pub const TAIL: i64 = 1000;

/// What a database says of itself.
#[derive(Clone, Debug, Default)]
pub struct Examination {
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// The database's own version.
    pub engine_version: String,
    /// Bytes of the database.
    pub bytes: i64,
    /// Settings of PostgreSQL that decide whether a commit survives.
    pub settings: Vec<(String, String)>,
    /// The version of the schema, 0 when there is none.
    pub schema: i64,
    /// Whether a rebuild has begun and not ended.
    pub rebuilding: bool,
    /// Whether a restore has begun and not ended.
    pub restoring: bool,
    /// The stored mode, as text; none in a live installation that never was anything else.
    pub mode: Option<String>,
    /// Facts in the journal, by the ends of its chains.
    pub facts: i64,
    /// The recorded time of the last fact.
    pub last_recorded: Option<Timestamp>,
    /// The first fault in the last [`TAIL`] facts of a chain.
    pub fault: Option<Fault>,
    /// Until when a process holds the timers (wall clock).
    pub timers_until: Option<Timestamp>,
    /// Numbers of ring keys that wrap persons' keys and do not open them.
    pub unusable_keys: Vec<u32>,
    /// Whether there are persons who are not filed in the search index.
    pub unfiled: bool,
    /// Users who may log in.
    pub users: i64,
    /// Those of them who hold no post at present.
    pub users_without_post: i64,
    /// The areas.
    pub areas: Vec<AreaRow>,
    /// The units.
    pub units: Vec<UnitRow>,
    /// The posts.
    pub posts: Vec<PostRow>,
}

impl Store {
    /// Examines the database beside everything else that goes on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn examine(&self, now: Timestamp) -> Result<Examination, Error> {
        let keys = self.keys().clone();
        examine_conn(&mut self.reader().await?, &keys, now).await
    }
}

/// Examines the database at `url` without opening a store on it: nothing is
/// migrated, and a server may be at work. Without a ring no key is tried.
///
/// # Errors
/// `record.not_found` when there is none, `store.unavailable` when it does not answer.
pub async fn examine(url: &str, keys: Option<&KeyRing>, now: Timestamp) -> Result<Examination, Error> {
    let mut conn = Target::parse(url)?.look().await?;
    let found = match keys {
        Some(keys) => examine_conn(&mut conn, keys, now).await,
        None => examine_conn(&mut conn, &KeyRing::default(), now).await.map(|mut found| {
            found.unusable_keys.clear();
            found
        }),
    };
    conn.close().await;
    found
}

async fn examine_conn(conn: &mut Conn, keys: &KeyRing, now: Timestamp) -> Result<Examination, Error> {
    let (engine, engine_version, bytes, settings) = dialect::describe(conn).await?;
    let mut found = Examination { engine, engine_version, bytes, settings, ..Examination::default() };
    let live = tables_of(conn).await?;
    if !live.contains_key("schema_version") {
        return Ok(found);
    }
    found.schema = one(conn, Query::new("SELECT coalesce(max(version), 0) FROM schema_version")).await?;
    found.unfiled = true;
    if live.contains_key(MetaRow::TABLE.name) {
        for row in conn.records::<MetaRow>(Query::select::<MetaRow>()).await? {
            match row.key.as_str() {
                MARK => found.rebuilding = true,
                RESTORING => found.restoring = true,
                index::FILED => found.unfiled = row.value != index::VERSION,
                "mode" => found.mode = Some(row.value),
                LEASE => {
                    let until = row.value.split_once(' ').and_then(|(_, until)| until.parse().ok());
                    found.timers_until = until.map(Timestamp::from_micros);
                }
                _ => {}
            }
        }
    }
    // The tables of another version are not looked into.
    if found.schema != SCHEMA_VERSION {
        return Ok(found);
    }
    look_at_the_journal(conn, &mut found).await?;
    found.unusable_keys = unusable_keys(conn, keys).await?;
    found.unfiled = found.unfiled && one(conn, Query::new("SELECT count(*) FROM person LIMIT 1")).await? > 0;
    found.users =
        one(conn, Query::new("SELECT count(*) FROM user_account WHERE disabled_at IS NULL")).await?;
    let mut query = Query::new(
        "SELECT count(*) FROM user_account WHERE disabled_at IS NULL AND NOT EXISTS \
         (SELECT 1 FROM user_post WHERE user_post.user_id = user_account.id AND user_post.valid_from <= ",
    );
    query.bind(now).push(" AND (user_post.valid_to IS NULL OR user_post.valid_to > ").bind(now).push("))");
    found.users_without_post = one(conn, query).await?;
    found.areas = every(conn).await?;
    found.units = every(conn).await?;
    found.posts = every(conn).await?;
    Ok(found)
}

async fn one(conn: &mut Conn, query: Query) -> Result<i64, Error> {
    conn.fetch(query).await?.first().map_or(Ok(0), |row| row.cell(0))
}

async fn every<R: Record>(conn: &mut Conn) -> Result<Vec<R>, Error> {
    conn.records(Query::select::<R>()).await
}

async fn look_at_the_journal(conn: &mut Conn, found: &mut Examination) -> Result<(), Error> {
    let heads =
        conn.fetch(Query::new("SELECT writer, max(seq) FROM journal GROUP BY writer ORDER BY writer"));
    for row in heads.await? {
        let (writer, seq): (Uuid, i64) = (row.cell(0)?, row.cell(1)?);
        found.facts += seq;
        let fault = journal::verify_tail(conn, writer, (seq - TAIL).max(0)).await?;
        found.fault = found.fault.take().or(fault);
    }
    let last = conn.fetch(Query::new("SELECT max(recorded_at) FROM journal")).await?;
    found.last_recorded = last.first().map_or(Ok(None), |row| row.cell(0))?;
    Ok(())
}

/// One wrapped key of each number is tried.
pub(crate) async fn unusable_keys(conn: &mut Conn, keys: &KeyRing) -> Result<Vec<u32>, Error> {
    let mut unusable = Vec::new();
    let numbers =
        Query::new("SELECT DISTINCT substr(wrapped, 1, 4) FROM person_key WHERE wrapped IS NOT NULL");
    for row in conn.fetch(numbers).await? {
        let number: Vec<u8> = row.cell(0)?;
        let mut query = Query::select::<PersonKeyRow>();
        query.push(" WHERE substr(wrapped, 1, 4) = ").bind(number.clone()).push(" LIMIT 1");
        let sample: Option<PersonKeyRow> = conn.records(query).await?.pop();
        let opens = sample.is_none_or(|row| {
            row.wrapped.is_none_or(|wrapped| keys.unwrap_key(row.person, &wrapped).is_ok())
        });
        if let (false, Ok(number)) = (opens, number.try_into()) {
            unusable.push(u32::from_be_bytes(number));
        }
    }
    unusable.sort_unstable();
    Ok(unusable)
}
