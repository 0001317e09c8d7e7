//! Killing a server with all its processes.

use std::{fs, process::Command, thread, time::Duration};

/// Stops the first process (so that it starts no more), then kills it and all
/// its children, and waits until none is left.
pub(super) fn kill_tree(first: u32) {
    send("STOP", &[first]);
    let mut all = children(first);
    all.push(first);
    send("KILL", &all);
    wait_gone(&all);
}

fn send(signal: &str, ids: &[u32]) {
    let ids = ids.iter().map(u32::to_string);
    let status =
        Command::new("sh").args(["-c", r#"kill "$@""#, "sh", &format!("-{signal}")]).args(ids).status();
    // A child may have ended on its own meanwhile: what counts is that all are gone.
    let _ = status.expect("sh runs");
}

/// The process ids whose parent is `parent` (Linux; elsewhere none are known).
fn children(parent: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|id| state(*id).is_some_and(|(_, of)| of == parent))
        .collect()
}

/// State letter and parent of a process, `None` when there is no such process.
fn state(id: u32) -> Option<(char, u32)> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    parse_state(&text)
}

/// Reads `12 (a name) S 7 …`; the name may hold spaces and brackets.
fn parse_state(text: &str) -> Option<(char, u32)> {
    let mut fields = text.get(text.rfind(')')? + 1..)?.split_ascii_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}

#[allow(clippy::disallowed_methods, reason = "waits for processes of its own to die; nothing tells us when")]
fn wait_gone(ids: &[u32]) {
    for _ in 0..4_000 {
        if ids.iter().all(|id| state(*id).is_none_or(|(letter, _)| letter == 'Z')) {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("processes {ids:?} survived SIGKILL for 20 seconds");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_name_with_brackets_does_not_mislead() {
        assert_eq!(parse_state("12 (post (x) y) S 7 12 12 0 -1"), Some(('S', 7)));
        assert_eq!(parse_state("12"), None);
    }
}
