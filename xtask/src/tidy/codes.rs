//! The error codes of the kernel's registry, and the page that lists them.

use super::{Fault, File};
use crate::{Outcome, root};
use std::{fmt::Write as _, fs};

const REGISTRY: &str = "crates/kernel/src/error.rs";
const PAGE: &str = "docs/errors.md";

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// What clients match on.
    pub code: String,
    /// Its HTTP status.
    pub status: u16,
    /// What it means, and its arguments.
    pub meaning: String,
}

/// The codes of the registry.
pub fn read() -> Outcome<Vec<Code>> {
    let text = fs::read_to_string(root().join(REGISTRY)).map_err(|error| format!("{REGISTRY}: {error}"))?;
    Ok(parse(&text))
}

/// Reads `/// Meaning.` and `Name = "dotted.code", Status;`.
fn parse(registry: &str) -> Vec<Code> {
    let (mut codes, mut meaning) = (Vec::new(), Vec::new());
    for line in registry.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("///") {
            meaning.push(doc.trim());
            continue;
        }
        if let Some((_, rest)) = line.split_once(" = \"")
            && let Some((code, status)) = rest.split_once("\", ")
            && let Some(status) = http(status.trim_end_matches(';'))
        {
            codes.push(Code { code: code.to_owned(), status, meaning: meaning.join(" ") });
        }
        meaning.clear();
    }
    codes
}

fn http(status: &str) -> Option<u16> {
    Some(match status {
        "Invalid" => 400,
        "Unauthenticated" => 401,
        "Forbidden" => 403,
        "NotFound" => 404,
        "Conflict" => 409,
        "TooLarge" => 413,
        "Refused" => 422,
        "TooMany" => 429,
        "Internal" => 500,
        "Unavailable" => 503,
        _ => return None,
    })
}

/// The page that lists them.
pub fn page(codes: &[Code]) -> String {
    let mut text = String::from(
        "# Error codes\n\nWritten by `cargo xtask gen` from the registry in the kernel. A code never changes \
         once released;\nits sentence, in Chinese and English, is rendered where it is shown.\n\n\
         | code | status | meaning |\n|---|--:|---|\n",
    );
    for Code { code, status, meaning } in codes {
        // Writing into a String cannot fail.
        let _ = writeln!(text, "| `{code}` | {status} | {} |", meaning.replace('|', "\\|"));
    }
    text
}

/// Every code is on the page.
pub fn check(files: &[File]) -> Vec<Fault> {
    let text = |path: &str| files.iter().find(|file| file.path == path).map_or("", |file| &file.text);
    let page = text(PAGE);
    parse(text(REGISTRY))
        .iter()
        .filter(|code| !page.contains(&format!("`{}`", code.code)))
        .map(|code| format!("{PAGE}: {} is missing (cargo xtask gen)", code.code))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "codes! {\n    /// Not an id. Args: value,\n    /// expected.\n    InvalidId = \"value.invalid_id\", Invalid;\n\
        /// Somebody changed it.\n    EditConflict = \"record.edit_conflict\", Conflict;\n}\nlet x = \"no\", y;\n";

    #[test]
    fn the_registry_is_read_and_listed() {
        let codes = parse(SAMPLE);
        assert_eq!(codes.len(), 2);
        assert_eq!((codes[0].status, codes[0].meaning.as_str()), (400, "Not an id. Args: value, expected."));
        assert!(page(&codes).contains("| `record.edit_conflict` | 409 | Somebody changed it. |\n"));
        assert!(read().unwrap().len() > 20, "the real registry has the form that is read here");
    }

    #[test]
    fn a_code_that_is_not_listed_is_a_fault() {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        let listed = [file(REGISTRY, SAMPLE), file(PAGE, &page(&parse(SAMPLE)))];
        assert_eq!(check(&listed), Vec::<Fault>::new());
        assert_eq!(check(&listed[..1]).len(), 2);
    }
}
