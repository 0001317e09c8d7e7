//! Running programs.

use crate::{Outcome, metadata::Metadata, root};
use std::{
    env,
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Whether this runs in continuous integration, where absence is a failure.
pub fn in_ci() -> bool {
    env::var_os("CI").is_some_and(|value| value == "true")
}

/// The cargo that runs us, in the root of the workspace.
pub fn cargo() -> Command {
    program(&env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
}

/// Our own program as the tests have built it. It is built with the whole
/// workspace: alone it would get other features of its dependencies, and all of
/// them would be compiled once more.
pub fn fenghuo() -> Outcome<Command> {
    call(cargo().args(["build", "--quiet", "--workspace", "--bin", "fenghuo"]))?;
    let binary = Metadata::read()?.target.join("debug").join("fenghuo");
    Ok(program(&binary.display().to_string()))
}

/// A program, in the root of the workspace.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// Whether a program can be run here (its output is thrown away).
pub fn works(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a program with our own input and output.
pub fn call(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(command))) }
}

/// Runs a program and returns what it writes; its errors go to ours.
pub fn read(command: &mut Command) -> Outcome<String> {
    let output =
        command.stderr(Stdio::inherit()).output().map_err(|error| format!("{}: {error}", shown(command)))?;
    if !output.status.success() {
        return Err(format!("{}: {}", shown(command), output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("{}: its output is not UTF-8", shown(command)))
}

/// Runs a program, shows what it writes line by line, and hands each line to `see`.
pub fn watch(command: &mut Command, mut see: impl FnMut(&str)) -> Outcome {
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|error| format!("{}: {error}", shown(command)))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            see(&line);
        }
    }
    let status = child.wait().map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(command))) }
}

/// A command as one would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs `work` and returns its result and how long it took.
#[allow(clippy::disallowed_methods, reason = "the time a step takes is what is asked for")]
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

/// A duration for people: `3.2 s`, `4 min 07 s`.
pub fn plain(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_program_is_named_as_typed() {
        let error = call(Command::new("false").arg("x")).unwrap_err();
        assert!(error.starts_with("false x: "), "{error}");
        assert!(call(Command::new("no-such-program-here").arg("x")).is_err());
    }

    #[test]
    fn every_line_is_seen_once() {
        let mut seen = Vec::new();
        watch(Command::new("printf").arg("a\\nb\\n"), |line| seen.push(line.to_owned())).unwrap();
        assert_eq!(seen, ["a", "b"]);
    }

    #[test]
    fn times_are_plain() {
        assert_eq!(plain(Duration::from_millis(3_240)), "3.2 s");
        assert_eq!(plain(Duration::from_secs(247)), "4 min 07 s");
    }
}
