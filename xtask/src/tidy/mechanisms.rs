//! Every mechanism that is built has a test that carries its id.

use super::{Fault, File};

/// The table of what is built: id, name in Chinese, name in English.
const TABLE: &str = include_str!("../../mechanisms.tsv");

/// Looks for `fn d02_…` of every id.
pub fn check(files: &[File]) -> Vec<Fault> {
    missing(TABLE, files)
}

fn missing(table: &str, files: &[File]) -> Vec<Fault> {
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    rows.filter_map(|row| {
        let mut fields = row.split('\t');
        let id = fields.next()?;
        let name = fields.nth(1).unwrap_or_default();
        let wanted = format!("fn {}_", id.to_lowercase());
        let found = files.iter().any(|file| {
            file.path.ends_with(".rs") && file.text.lines().any(|line| is_test_head(line, &wanted))
        });
        (!found).then(|| format!("xtask/mechanisms.tsv: {id} ({name}): no test is named {wanted}…"))
    })
    .collect()
}

fn is_test_head(line: &str, wanted: &str) -> bool {
    let mut line = line.trim_start();
    for word in ["pub ", "pub(crate) ", "pub(super) ", "async "] {
        line = line.strip_prefix(word).unwrap_or(line);
    }
    line.starts_with(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mechanism_without_a_test_is_named() {
        let table = "# id\tzh\ten\nD02\t二\ttwo hours\nF01\t流\ttracing\n";
        let source = "    async fn d02_late_by_a_second() {}\n// fn f01_later\n";
        let files = [File { path: "crates/app/tests/a.rs".to_owned(), text: source.to_owned() }];
        let faults = missing(table, &files);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].contains("F01 (tracing)"), "{faults:?}");
    }
}
