//! Running the binary.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// The binary, with a clean environment of its own variables.
pub fn fenghuo(language: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fenghuo"));
    for name in
        ["CONFIG", "DATA", "DATABASE", "KEYS", "LISTEN", "SERVER", "TOKEN", "LANG", "LOG", "LOG_FORMAT"]
    {
        command.env_remove(format!("FENGHUO_{name}"));
    }
    command.args(["--lang", language]);
    command
}

/// What came back.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The answer as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
    /// The answer of a command that succeeded.
    pub fn done(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }
}

fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Runs it to its end.
pub fn run(language: &str, words: &[&str]) -> Said {
    said(fenghuo(language).args(words).stdin(Stdio::null()).output().expect("the binary runs"))
}

/// Runs it on an installation.
pub fn at(data: &Path, words: &[&str]) -> Said {
    let output = fenghuo("en").arg("--data").arg(data).args(words).stdin(Stdio::null()).output();
    said(output.expect("the binary runs"))
}

/// Runs it on an installation with something on stdin.
pub fn at_with(data: &Path, words: &[&str], input: &str) -> Said {
    let mut child = fenghuo("en")
        .arg("--data")
        .arg(data)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    said(child.wait_with_output().expect("it ends"))
}

/// A server on a free port of loopback; it is ended with the value.
pub struct Server {
    child: Child,
    pub url: String,
}

impl Server {
    /// Starts it, and waits until it tells its address.
    pub fn start(data: &Path) -> Self {
        let mut child = fenghuo("en")
            .arg("--data")
            .arg(data)
            .args(["--json", "serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut line)
            .expect("it tells its address");
        let told: Value = serde_json::from_str(&line).expect("a line of JSON");
        let url = told["address"].as_str().expect("an address").to_owned();
        Self { child, url }
    }
    /// Asks it to stop, and gives its exit code.
    pub fn stop(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
