//! The content that is part of the program: the protocol files.

use include_dir::{Dir, include_dir};
use kernel::Error;
use protocol::Library;

static PROTOCOLS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../content/protocols");

/// The shipped protocol files, by name (`covid19/9th.toml`), in order of their names.
pub fn protocol_files() -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    collect(&PROTOCOLS, &mut files);
    files.sort();
    files
}

fn collect(folder: &Dir<'static>, into: &mut Vec<(String, &'static str)>) {
    for file in folder.files().filter(|file| file.path().extension().is_some_and(|ext| ext == "toml")) {
        if let Some(text) = file.contents_utf8() {
            into.push((file.path().to_string_lossy().replace('\\', "/"), text));
        }
    }
    for below in folder.dirs() {
        collect(below, into);
    }
}

/// The shipped rule book.
///
/// # Errors
/// Every fault of the files, located; a build whose content is sound has none.
pub fn library() -> Result<Library, Vec<Error>> {
    let files = protocol_files();
    Library::load(files.iter().map(|(name, text)| (name.as_str(), *text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rule_book_loads() {
        let library = library().expect("the content is sound");
        assert!(library.files().any(|file| file.name == "covid19/9th.toml"));
    }
}
