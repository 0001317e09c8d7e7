//! A real PostgreSQL for tests: its own folder, its own unix socket, no port.
//!
//! A small shell keeps it: it makes the cluster, starts it, waits at the end of
//! a pipe whose other end this process holds, and when the pipe closes (the
//! value is dropped, or the process has ended in whatever way) stops the server
//! and removes the folder. So nothing is left behind even by `kill -9`.

use std::{
    env, fs,
    hash::{BuildHasher, Hasher, RandomState},
    io::{BufRead, BufReader, Write},
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        LazyLock, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use crate::folders::note;

mod find;
mod signal;

/// The variable by which `cargo xtask test` tells every test process of the one
/// server it has started: the folder of its socket.
pub const ATTACH_VARIABLE: &str = "FENGHUO_TEST_POSTGRES";

/// The role every test connects as, a superuser of its own server.
const ROLE: &str = "fenghuo";

const KEEPER: &str = r#"
trap '' INT TERM HUP
cd "$FENGHUO_PG_FOLDER" || exit 1
serve() { "$FENGHUO_PG_BIN/pg_ctl" start -w -t 60 -D data -l server.log >>start.log 2>&1 </dev/null; }
if "$FENGHUO_PG_BIN/initdb" -D data -U "$FENGHUO_PG_ROLE" -A trust -E UTF8 --locale=C --no-sync \
        >start.log 2>&1 </dev/null \
    && printf '%s\n' "$FENGHUO_PG_SETTINGS" >>data/postgresql.conf && serve
then echo ready; else echo failed; fi
while read -r word; do
    if test "$word" != start; then break; fi
    if serve; then echo ready; else echo failed; fi
done
"$FENGHUO_PG_BIN/pg_ctl" stop -m immediate -D data >/dev/null 2>&1 </dev/null
cd / && rm -rf "$FENGHUO_PG_FOLDER"
"#;

/// A PostgreSQL server of the tests' own.
#[derive(Debug)]
pub struct TestPostgres {
    folder: PathBuf,
    bin: PathBuf,
    /// `None` when another process keeps the server.
    keeper: Option<Mutex<Keeper>>,
}

#[derive(Debug)]
struct Keeper {
    shell: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl TestPostgres {
    /// Whether PostgreSQL (server and client programs) is installed here.
    pub fn available() -> bool {
        find::programs().is_some()
    }

    /// The server that all tests of this process share, started when first asked
    /// for: fast, not durable. `None`, and a line that says so, without PostgreSQL.
    ///
    /// # Panics
    /// When PostgreSQL does not start, or is absent where `CI=true`.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<TestPostgres>> = OnceLock::new();
        SHARED
            .get_or_init(|| {
                let bin = programs_or_say()?;
                match env::var_os(ATTACH_VARIABLE).map(PathBuf::from).filter(|f| f.is_dir()) {
                    Some(folder) => Some(Self { folder, bin, keeper: None }),
                    None => Some(Self::launch(bin, false)),
                }
            })
            .as_ref()
    }

    /// A server of one test's own, durable as in production, that the test may
    /// kill and restart. `None`, and a line that says so, without PostgreSQL.
    ///
    /// # Panics
    /// When PostgreSQL does not start, or is absent where `CI=true`.
    pub fn start() -> Option<Self> {
        Some(Self::launch(programs_or_say()?, true))
    }

    /// A fast server for a whole test run; its folder goes into [`ATTACH_VARIABLE`].
    ///
    /// # Panics
    /// As [`TestPostgres::start`].
    pub fn start_for_run() -> Option<Self> {
        Some(Self::launch(programs_or_say()?, false))
    }

    /// The folder with the socket.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The URL of a database of this server.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{ROLE}@localhost/{database}?host={}", self.folder.display())
    }

    /// Makes an empty database and returns its URL.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn fresh_database(&self) -> String {
        static MADE: AtomicU32 = AtomicU32::new(0);
        // Process ids come round again within one run; the standard library's random keys do not.
        static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());
        let name = format!("t{:016x}_{}", *PROCESS, MADE.fetch_add(1, Ordering::Relaxed));
        self.query("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0"));
        self.url(&name)
    }

    /// Runs SQL through `psql` and returns what it prints: rows by line, columns by `|`.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn query(&self, database: &str, sql: &str) -> String {
        let mut psql = clean(self.bin.join("psql"));
        psql.args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-U", ROLE, "-d", database, "-h"]);
        let output = psql.arg(&self.folder).args(["-c", sql]).output().expect("psql runs");
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// The process id of the server's first process.
    ///
    /// # Panics
    /// When it does not run.
    pub fn pid(&self) -> u32 {
        let text = fs::read_to_string(self.folder.join("data/postmaster.pid")).expect("the server runs");
        text.lines().next().and_then(|line| line.trim().parse().ok()).expect("the first line is the id")
    }

    /// Kills every process of the server with SIGKILL, as a power cut would, and
    /// returns when all are gone.
    ///
    /// # Panics
    /// On a server that this value has not started.
    pub fn kill9(&self) {
        assert!(self.keeper.is_some(), "only the server's own test may kill it");
        signal::kill_tree(self.pid());
        // A dead process that nobody reaps still holds its id, and the next
        // server would take the lock files for a living one's.
        for lock in ["data/postmaster.pid", ".s.PGSQL.5432.lock"] {
            fs::remove_file(self.folder.join(lock)).expect("the lock file can be removed");
        }
    }

    /// Starts a killed server again; it recovers from its log.
    ///
    /// # Panics
    /// When it does not start, or on a server that this value has not started.
    pub fn restart(&self) {
        let keeper = self.keeper.as_ref().expect("only the server's own test may restart it");
        let mut keeper = keeper.lock().unwrap_or_else(PoisonError::into_inner);
        keeper.order("start").expect("the keeper lives as long as this value");
        self.expect_ready(&mut keeper);
    }

    fn launch(bin: PathBuf, durable: bool) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("fenghuo-pg-")
            .tempdir_in(find::base_folder())
            .expect("a temporary folder can be made")
            .keep();
        let mut shell = clean("sh");
        let owner = fs::metadata(&folder).expect("the folder was just made").uid();
        if owner == 0 {
            // PostgreSQL refuses to run as root.
            let (user, group) = find::other_user();
            chown(&folder, Some(user), Some(group)).expect("root may give a folder away");
            shell.uid(user).gid(group);
        }
        let shell = shell
            .args(["-c", KEEPER])
            .env("FENGHUO_PG_BIN", &bin)
            .env("FENGHUO_PG_FOLDER", &folder)
            .env("FENGHUO_PG_ROLE", ROLE)
            .env("FENGHUO_PG_SETTINGS", settings(&folder, durable))
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut shell = shell.expect("sh can be started");
        let orders = shell.stdin.take();
        let answers = BufReader::new(shell.stdout.take().expect("its output is a pipe"));
        let mut keeper = Keeper { shell, orders, answers };
        let mut server = Self { folder, bin, keeper: None };
        server.expect_ready(&mut keeper);
        server.keeper = Some(Mutex::new(keeper));
        server
    }

    fn expect_ready(&self, keeper: &mut Keeper) {
        let mut answer = String::new();
        keeper.answers.read_line(&mut answer).expect("the keeper answers");
        if answer.trim() != "ready" {
            let log = |name| fs::read_to_string(self.folder.join(name)).unwrap_or_default();
            panic!("PostgreSQL did not start:\n{}\n{}", log("start.log"), log("server.log"));
        }
    }
}

impl Drop for TestPostgres {
    fn drop(&mut self) {
        if let Some(keeper) = self.keeper.take() {
            let mut keeper = keeper.into_inner().unwrap_or_else(PoisonError::into_inner);
            drop(keeper.orders.take());
            // Nothing can be done about a failure here but to leave the folder.
            let _ = keeper.shell.wait();
        }
    }
}

impl Keeper {
    fn order(&mut self, word: &str) -> std::io::Result<()> {
        match &mut self.orders {
            Some(orders) => writeln!(orders, "{word}"),
            None => Err(std::io::ErrorKind::BrokenPipe.into()),
        }
    }
}

/// A command that none of the caller's PostgreSQL variables can redirect.
fn clean(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"PG") {
            command.env_remove(name);
        }
    }
    command.env("LC_ALL", "C");
    command
}

fn settings(folder: &Path, durable: bool) -> String {
    let mut text = format!(
        "listen_addresses = ''\nunix_socket_directories = '{}'\nmax_connections = 200\nport = 5432\n",
        folder.display()
    );
    if !durable {
        text.push_str("fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n");
    }
    text
}

fn programs_or_say() -> Option<PathBuf> {
    let found = find::programs();
    if found.is_none() {
        assert!(
            env::var_os("CI").is_none_or(|value| value != "true"),
            "no PostgreSQL, and CI=true: install it with `cargo xtask setup` (apt-get install postgresql)"
        );
        note("not run: no PostgreSQL (cargo xtask setup installs it)");
    }
    found
}

#[cfg(test)]
mod tests;
