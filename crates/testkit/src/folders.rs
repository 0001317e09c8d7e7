//! Places: temporary folders, the workspace, the large data sets.

use std::{
    env,
    path::{Path, PathBuf},
};

/// A temporary folder that goes away with the value.
///
/// # Panics
/// When the machine has no room for a temporary folder.
pub fn temp_folder() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("fenghuo-test-").tempdir().expect("a temporary folder can be made")
}

/// The root of the workspace these tests were built in.
///
/// # Panics
/// Never: this crate lies two folders below it.
pub fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("this crate lies two folders below the root")
        .to_owned()
}

/// The folder of large reference data that does not lie in the repository, from
/// the variable `FENGHUO_SHARED`. `None`, and a line that says so, when it is absent.
pub fn shared_data() -> Option<PathBuf> {
    let found = env::var_os("FENGHUO_SHARED").map(PathBuf::from).filter(|path| path.is_dir());
    if found.is_none() {
        note("not run: no reference data (set FENGHUO_SHARED to its folder)");
    }
    found
}

/// Whether the long suites run (`cargo xtask test --all` sets `FENGHUO_LONG=1`).
/// A long test returns at once when this is `false`; a line says so.
pub fn long() -> bool {
    let long = env::var_os("FENGHUO_LONG").is_some_and(|value| value == "1");
    if !long {
        note("not run: long (cargo xtask test --all)");
    }
    long
}

/// A line for whoever reads the test's output.
#[allow(clippy::print_stderr, reason = "what was not run is said where the test's reader looks")]
pub(crate) fn note(line: &str) {
    eprintln!("{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_is_found_and_a_temporary_folder_goes_away() {
        assert!(workspace_root().join("crates/testkit/src").is_dir());
        let folder = temp_folder();
        let path = folder.path().to_owned();
        assert!(path.is_dir());
        drop(folder);
        assert!(!path.exists());
    }
}
