//! A real `fenghuo serve` in a process of its own, to be killed.

use std::future::Future;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

const BINARY: &str = env!("CARGO_BIN_EXE_fenghuo");
/// A file that can be spared, on a small disk.
const BALLAST: &str = "ballast";
const PASSWORD: &str = "a-long-enough-password";
/// A county of the shipped divisions.
const COUNTY: &str = "140105000000";

/// A data folder, set up as an operator would.
pub struct Installation {
    folder: tempfile::TempDir,
    database: Option<String>,
    seed: u64,
}

impl Installation {
    /// On SQLite.
    pub fn sqlite(seed: u64) -> Self {
        Self::set_up(seed, None)
    }
    /// On PostgreSQL.
    pub fn postgres(seed: u64, url: &str) -> Self {
        Self::set_up(seed, Some(url.to_owned()))
    }
    fn set_up(seed: u64, database: Option<String>) -> Self {
        let installation = Self { folder: testkit::temp_folder(), database, seed };
        installation.call(&["admin", "init", "--drill", "2022-07-01T00:00:00Z"], None);
        for (login, post, role) in [
            ("sentinel", format!("{COUNTY}:cdc"), "epidemiologist"),
            ("operator", format!("{COUNTY}:command_office"), "administrator"),
        ] {
            installation.call(&["admin", "user", login, "--post", &post, "--role", role], Some(PASSWORD));
        }
        installation
    }
    /// The seed of this installation's load.
    pub const fn seed(&self) -> u64 {
        self.seed
    }
    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
    /// The program on this installation.
    pub fn command(&self) -> Command {
        let mut command = Command::new(BINARY);
        command.arg("--data").arg(self.folder());
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command.env("FENGHUO_LANG", "en");
        command
    }
    fn call(&self, args: &[&str], input: Option<&str>) {
        let mut command = self.command();
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        let mut stdin = child.stdin.take().expect("piped");
        if let Some(input) = input {
            writeln!(stdin, "{input}").expect("a line in");
        }
        drop(stdin);
        let output = child.wait_with_output().expect("the program ends");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    /// Opens the installation in this process, after the server is gone.
    pub fn with_app<F: Future<Output = ()>>(&self, look: impl FnOnce(app::App) -> F) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let keys = std::fs::read_to_string(self.folder().join("keys")).expect("the key ring");
            let file = self.folder().join("fenghuo.db");
            let url = self.database.clone().unwrap_or_else(|| format!("sqlite:{}", file.display()));
            let options = store::Options {
                url,
                keys: store::KeyRing::parse(&keys).expect("a key ring"),
                now: app::WallClock::now(&app::SystemClock),
                new_node: uuid::Uuid::nil(),
            };
            let store = store::Store::open(options).await.expect("the store opens");
            let library = Arc::new(app::content::library().expect("the rule book"));
            let app = app::App::start(store, library, Box::new(app::SystemClock)).await.expect("starts");
            look(app.clone()).await;
            app.store().close().await;
        });
    }
}

/// Whether system calls can be watched here.
pub fn has_strace() -> bool {
    Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens, for example `http://127.0.0.1:40123`.
    pub address: String,
}

impl Server {
    /// Starts one and waits until it listens.
    pub fn start(installation: &Installation) -> Self {
        Self::launch(installation.command())
    }
    /// The same with its system calls in a file.
    pub fn start_traced(installation: &Installation, log: &PathBuf) -> Self {
        let plain = installation.command();
        let mut traced = Command::new("strace");
        traced.args([
            "-f",
            "-s",
            "4096",
            "-e",
            "trace=fsync,fdatasync,read,recvfrom,write,writev,sendto,sendmsg",
            "-o",
        ]);
        traced.arg(log).arg(plain.get_program()).args(plain.get_args());
        for (name, value) in plain.get_envs() {
            traced.env(name, value.unwrap_or_default());
        }
        Self::launch(traced)
    }
    /// A server whose data folder is a file system of so many mebibytes, made
    /// in a mount name space of its own; none where that is not allowed.
    pub fn start_on_small_disk(folder: &Path, mebibytes: u32) -> Option<Self> {
        let allowed = Command::new("unshare")
            .args(["-m", "sh", "-c", "mount -t tmpfs -o size=1m none \"$0\""])
            .arg(folder)
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if !allowed {
            return None;
        }
        let script = format!(
            "set -e; mount -t tmpfs -o size={mebibytes}m none \"$D\"; \
             head -c 1048576 /dev/zero > \"$D/{BALLAST}\"; \
             \"$B\" --data \"$D\" admin init --drill 2022-07-01T00:00:00Z >/dev/null; \
             echo {PASSWORD} | \"$B\" --data \"$D\" admin user sentinel --post {COUNTY}:cdc --role epidemiologist >/dev/null; \
             echo {PASSWORD} | \"$B\" --data \"$D\" admin user operator --post {COUNTY}:command_office --role administrator >/dev/null; \
             exec \"$B\" --data \"$D\" \"$@\""
        );
        let mut command = Command::new("unshare");
        command
            .args(["-m", "sh", "-c", &script, "sh"])
            .env("D", folder)
            .env("B", BINARY)
            .env("FENGHUO_LANG", "en");
        Some(Self::launch(command))
    }
    /// Gives the small disk a mebibyte back.
    pub fn make_room(&self, folder: &Path) {
        // The disk is mounted for the server alone.
        let seen = folder.strip_prefix("/").expect("an absolute path");
        let root = Path::new("/proc").join(self.child.id().to_string()).join("root");
        std::fs::remove_file(root.join(seen).join(BALLAST)).expect("there was a ballast");
    }
    fn launch(mut command: Command) -> Self {
        command.args(["serve", "--listen", "127.0.0.1:0"]).stdin(Stdio::null()).stdout(Stdio::piped());
        command.stderr(Stdio::null());
        let mut child = command.spawn().expect("the server starts");
        let lines = BufReader::new(child.stdout.take().expect("piped"));
        let address = lines
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let at = line.find("http://")?;
                Some(line[at..].split_whitespace().next()?.trim_end_matches(['/', '.', ',']).to_owned())
            })
            .expect("the server prints its address");
        Self { child, address }
    }
    /// A session of the sentinel; the drill's clock runs an hour a second, so
    /// that obligations fall due during the test.
    pub fn log_in(&self) -> String {
        let token = session(&self.address, "operator");
        let status: serde_json::Value = get(&self.address, "/api/v1/status");
        let body = serde_json::json!({ "to": status["now"], "speed": 3600, "paused": false });
        // Between the question and the answer the clock may have moved on: then it runs already.
        let _ = ureq::post(format!("{}/api/v1/installation/drill_clock", self.address))
            .header("Authorization", format!("Bearer {token}"))
            .header("Idempotency-Key", format!("clock-{}", status["now"].as_str().unwrap_or_default()))
            .send_json(&body);
        session(&self.address, "sentinel")
    }
    /// `kill -9` from beside a client that waits for an answer; [`Self::kill`] clears up.
    pub fn kill_now(&self) {
        let _ = Command::new("kill").args(["-9", &self.child.id().to_string()]).status();
    }
    /// `kill -9`.
    pub fn kill(&mut self) {
        // A traced server is the tracer's child: it goes with `kill` of the group below it.
        let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", self.child.id()))
            .unwrap_or_default();
        for pid in children.split_whitespace() {
            let _ = Command::new("kill").args(["-9", pid]).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn session(address: &str, login: &str) -> String {
    let answer: serde_json::Value = ureq::post(format!("{address}/api/v1/sessions"))
        .send_json(serde_json::json!({ "login": login, "password": PASSWORD }))
        .expect("logged in")
        .body_mut()
        .read_json()
        .expect("json");
    answer["token"].as_str().expect("a token").to_owned()
}

fn get(address: &str, path: &str) -> serde_json::Value {
    ureq::get(format!("{address}{path}")).call().expect("answers").body_mut().read_json().expect("json")
}
