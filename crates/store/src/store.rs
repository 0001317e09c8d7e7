//! Opening a store, reading from it, handing jobs to its writer.

use std::{fs::File, path::PathBuf, sync::Arc};

use futures_util::future::BoxFuture;
use kernel::{Code, Error, Timestamp};
use sqlx::{PgPool, SqlitePool};
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    task::JoinHandle,
};
use uuid::Uuid;

use crate::{
    db::{Conn, Query, Row, failed},
    dialect::{self, postgres, sqlite},
    index::SharedIndexKey,
    keys::KeyRing,
    migrate,
    pending::Heads,
    portable::RESTORING,
    pulse,
    rows::MetaRow,
    table::{Record, TableSpec},
    tally,
    value::Value,
    work::{Wanted, Work},
    writer::{Alone, JobFn, Message, QUEUE, TypedJob, Writer, load_heads},
};

/// How to open a store.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:path` or `postgres://…`.
    pub url: String,
    /// The keys of personal values; an empty ring (`KeyRing::default()`) can
    /// neither seal nor open any.
    pub keys: KeyRing,
    /// The wall clock, for the list of migrations.
    pub now: Timestamp,
    /// The id that a new installation gets; a known one keeps its own.
    pub new_node: Uuid,
}

/// Where the database is.
#[derive(Clone)]
pub(crate) enum Target {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Target {
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres(url.to_owned()))
        } else if url.starts_with("sqlite:") {
            Ok(Self::Sqlite(sqlite::path_of(url)))
        } else {
            Err(Error::new(Code::InvalidValue)
                .arg("field", "database")
                .arg("value", url.split(':').next().unwrap_or_default())
                .arg("expected", "sqlite: | postgres:"))
        }
    }
    async fn connect(&self) -> Result<Conn, Error> {
        match self {
            Self::Sqlite(path) => sqlite::writer(path).await,
            Self::Postgres(url) => postgres::writer(url).await,
        }
    }
    /// A connection that only reads, beside whoever writes. An installation must be there.
    pub(crate) async fn look(&self) -> Result<Conn, Error> {
        match self {
            Self::Sqlite(path) => sqlite::onlooker(path).await,
            Self::Postgres(url) => postgres::writer(url).await,
        }
    }
    /// A connection to fill an empty database with, and what keeps others away meanwhile.
    pub(crate) async fn seize(&self) -> Result<(Conn, Option<File>), Error> {
        let lock = match self {
            Self::Sqlite(path) => Some(sqlite::lock(path)?),
            Self::Postgres(_) => None,
        };
        Ok((self.connect().await?, lock))
    }
    /// A connection to write with, the chain it writes, and where that ends.
    pub(crate) async fn open_writer(&self, node: Uuid) -> Result<(Conn, Heads), Error> {
        let mut conn = self.connect().await?;
        let writer = match self {
            Self::Sqlite(_) => node,
            Self::Postgres(_) => {
                postgres::share(&mut conn).await?;
                postgres::claim_writer(&mut conn, node).await?
            }
        };
        let heads = load_heads(&mut conn, writer).await?;
        Ok((conn, heads))
    }
}

#[derive(Clone)]
pub(crate) enum Readers {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// The store: many readers, one writer that commits in groups.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    readers: Readers,
    jobs: Mutex<Option<mpsc::Sender<Message>>>,
    sender: mpsc::WeakSender<Message>,
    task: Mutex<Option<JoinHandle<()>>>,
    /// Copies back what is committed until it is told, or its teller is gone; SQLite only.
    copying: Mutex<Option<(oneshot::Sender<()>, JoinHandle<()>)>>,
    keys: KeyRing,
    /// The key of the search index, once it is there.
    index: SharedIndexKey,
    node: Uuid,
    /// Held as long as the store is open; SQLite only.
    lock: Mutex<Option<File>>,
    work: Arc<pulse::Work>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({}, node {})", self.engine(), self.inner.node)
    }
}

impl Store {
    /// Opens a store and brings it to this program's version.
    ///
    /// # Errors
    /// `store.locked` when another program has the SQLite file or rebuilds the
    /// tables of the PostgreSQL database,
    /// `store.newer_version` when a later program made the database,
    /// `store.restoring` when a restore has not come to its end.
    pub async fn open(options: Options) -> Result<Self, Error> {
        let target = Target::parse(&options.url)?;
        let lock = match &target {
            Target::Sqlite(path) => Some(sqlite::lock(path)?),
            Target::Postgres(_) => None,
        };
        let mut conn = target.connect().await?;
        refuse_half_restored(&mut conn).await?;
        migrate::run(&mut conn, options.now).await?;
        let node = node_id(&mut conn, options.new_node).await?;
        conn.close().await;
        let (conn, heads) = target.open_writer(node).await?;
        let readers = match &target {
            Target::Sqlite(path) => Readers::Sqlite(sqlite::readers(path).await?),
            Target::Postgres(url) => Readers::Postgres(postgres::readers(url).await?),
        };
        let (sender, receiver) = mpsc::channel(QUEUE);
        let work = Arc::new(pulse::Work::default());
        let index = SharedIndexKey::default();
        let copying = match &target {
            Target::Sqlite(path) => {
                let (end, over) = oneshot::channel();
                Some((end, tokio::spawn(sqlite::copy_back(path.clone(), Arc::clone(&work), over))))
            }
            Target::Postgres(_) => None,
        };
        let writer =
            Writer::new(target, node, options.keys.clone(), index.clone(), conn, heads, Arc::clone(&work));
        let inner = Inner {
            readers,
            sender: sender.downgrade(),
            jobs: Mutex::new(Some(sender)),
            task: Mutex::new(Some(tokio::spawn(writer.run(receiver)))),
            copying: Mutex::new(copying),
            keys: options.keys,
            index,
            node,
            lock: Mutex::new(lock),
            work,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match self.inner.readers {
            Readers::Sqlite(_) => "sqlite",
            Readers::Postgres(_) => "postgres",
        }
    }

    /// The id of this installation.
    pub fn node(&self) -> Uuid {
        self.inner.node
    }

    /// The keys of this installation.
    pub fn keys(&self) -> &KeyRing {
        &self.inner.keys
    }

    pub(crate) fn index(&self) -> &SharedIndexKey {
        &self.inner.index
    }

    /// Ends the writer after the jobs already handed over, then the readers.
    pub async fn close(&self) {
        drop(self.inner.jobs.lock().await.take());
        if let Some(task) = self.inner.task.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer ended badly");
        }
        if let Some((end, task)) = self.inner.copying.lock().await.take() {
            drop(end);
            if let Err(error) = task.await {
                tracing::error!(%error, "the copying ended badly");
            }
        }
        match &self.inner.readers {
            Readers::Sqlite(pool) => pool.close().await,
            Readers::Postgres(pool) => pool.close().await,
        }
        drop(self.inner.lock.lock().await.take());
    }

    /// Runs a job in the next group and returns its result once the group is
    /// on the disk. A job may run twice, so it must not change anything but
    /// `Work`: clone what it needs inside the closure.
    ///
    /// ```ignore
    /// store.write(Wanted::nothing().key(user, &key), move |work| {
    ///     let input = input.clone();
    ///     Box::pin(async move { … work.append(entry)?; Ok(answer) })
    /// }).await?
    /// ```
    ///
    /// # Errors
    /// The job's own; `record.edit_conflict` when somebody else changed a row in
    /// between; `store.unavailable` when it is not known to be recorded.
    pub async fn write<T, F>(&self, wanted: Wanted, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Work) -> BoxFuture<'a, Result<T, Error>> + Send + Sync + 'static,
    {
        self.hand_over(wanted, Arc::new(job), true).await
    }

    /// Runs a job as [`Self::write`] does, with the same reads and checks, and
    /// records nothing of what it writes.
    ///
    /// # Errors
    /// The job's own, or when the database fails.
    pub async fn rehearse<T, F>(&self, wanted: Wanted, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: for<'a> Fn(&'a mut Work) -> BoxFuture<'a, Result<T, Error>> + Send + Sync + 'static,
    {
        self.hand_over(wanted, Arc::new(job), false).await
    }

    async fn hand_over<T: Send + 'static>(
        &self,
        wanted: Wanted,
        job: Arc<JobFn<T>>,
        keep: bool,
    ) -> Result<T, Error> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Job(Box::new(TypedJob { wanted, job, keep, result: None, reply }))).await?;
        answer.await.map_err(|_| closed())?
    }

    async fn send(&self, message: Message) -> Result<(), Error> {
        let sender = self.inner.sender.upgrade().ok_or_else(closed)?;
        sender.send(message).await.map_err(|_| closed())
    }

    /// Runs something on the writer's connection in a transaction of its own.
    pub(crate) async fn alone(&self, job: Alone) -> Result<u64, Error> {
        let (reply, answer) = oneshot::channel();
        self.send(Message::Alone(job, reply)).await?;
        answer.await.map_err(|_| closed())?
    }

    /// Loads many rows at once, in one transaction: history and benchmarks.
    /// Journal rows do not go this way, for they need their chain.
    ///
    /// # Errors
    /// `record.edit_conflict` when a key is there already.
    pub async fn bulk_insert<R: Record>(&self, rows: &[R]) -> Result<u64, Error> {
        let rows: Vec<Vec<Value>> = rows.iter().map(Record::to_values).collect();
        let table: &'static TableSpec = R::TABLE;
        let (wanted, writer) = (rows.len() as u64, self.inner.node);
        self.alone(Box::new(move |conn| {
            Box::pin(async move {
                let (mut tally, escalated) = tally::of_rows(table, &rows)?;
                let loaded = if conn.is_postgres() {
                    let columns: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
                    postgres::copy(conn, table.name, &columns, &rows).await?
                } else {
                    conn.insert_many(table, rows).await?
                };
                // What was there already would be counted again.
                if loaded != wanted && tally::is_tallied(table) {
                    let error = Error::new(Code::EditConflict).arg("kind", table.name).arg("id", "");
                    return Err(error.arg("fields", "id"));
                }
                tally.escalated(conn, &escalated).await?;
                tally.write(conn, writer).await?;
                Ok(loaded)
            })
        }))
        .await
    }

    pub(crate) fn readers(&self) -> &Readers {
        &self.inner.readers
    }

    pub(crate) fn work_done(&self) -> &pulse::Work {
        &self.inner.work
    }

    pub(crate) async fn reader(&self) -> Result<Conn, Error> {
        Ok(match &self.inner.readers {
            Readers::Sqlite(pool) => Conn::PooledSqlite(pool.acquire().await.map_err(failed)?),
            Readers::Postgres(pool) => Conn::PooledPostgres(pool.acquire().await.map_err(failed)?),
        })
    }

    pub(crate) async fn fetch(&self, query: Query) -> Result<Vec<Row>, Error> {
        self.reader().await?.fetch(query).await
    }

    pub(crate) async fn records<R: Record>(&self, query: Query) -> Result<Vec<R>, Error> {
        self.reader().await?.records(query).await
    }

    pub(crate) async fn record<R: Record>(&self, query: Query) -> Result<Option<R>, Error> {
        Ok(self.records(query).await?.pop())
    }

    /// The live schema: table, column, type as the engine names it, `null` or
    /// `not null`. For the test that holds both schemas and the manifest together.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn schema(&self) -> Result<Vec<[String; 4]>, Error> {
        let mut conn = self.reader().await?;
        let rows = conn.fetch(Query::new(dialect::schema_query(&conn))).await?;
        rows.iter().map(|row| Ok([row.cell(0)?, row.cell(1)?, row.cell(2)?, row.cell(3)?])).collect()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `store.unavailable` when it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        self.fetch(Query::new("SELECT CAST(1 AS BIGINT)")).await.map(drop)
    }
}

fn closed() -> Error {
    Error::new(Code::StoreUnavailable).caused_by("the store is closed")
}

/// A database that a restore has left half full is nobody's to work with.
async fn refuse_half_restored(conn: &mut Conn) -> Result<(), Error> {
    let tables = conn.fetch(Query::new(dialect::schema_query(conn))).await?;
    let mut names = tables.iter().map(|row| row.cell::<String>(0));
    if !names.any(|name| name.is_ok_and(|name| name == MetaRow::TABLE.name)) {
        return Ok(());
    }
    let mut query = Query::select::<MetaRow>();
    query.push(" WHERE key = ").bind(RESTORING);
    let marks: Vec<MetaRow> = conn.records(query).await?;
    if marks.is_empty() { Ok(()) } else { Err(Error::new(Code::Restoring)) }
}

/// The installation's id, made once.
async fn node_id(conn: &mut Conn, new: Uuid) -> Result<Uuid, Error> {
    let mut query = Query::new("INSERT INTO meta (key, value) VALUES ('node_id', ");
    query.bind(new.to_string()).push(") ON CONFLICT DO NOTHING");
    conn.execute(query).await?;
    let mut query = Query::select::<MetaRow>();
    query.push(" WHERE key = 'node_id'");
    let rows: Vec<MetaRow> = conn.records(query).await?;
    rows.first()
        .and_then(|row| Uuid::parse_str(&row.value).ok())
        .ok_or_else(|| Error::new(Code::StoreInconsistent).arg("detail", "meta.node_id"))
}
