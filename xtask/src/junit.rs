//! Reads the test report that cargo-nextest writes: how many passed, and which
//! tests said that they were not run.

use std::collections::BTreeMap;

/// What a test run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed or ended in an error.
    pub failed: u64,
    /// `not run: …` lines, and how many tests said each.
    pub not_run: BTreeMap<String, u64>,
}

impl Count {
    /// Adds another run.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        for (line, times) in other.not_run {
            *self.not_run.entry(line).or_default() += times;
        }
    }

    /// Takes in one line of what `cargo test` writes.
    pub fn see(&mut self, line: &str) {
        if let Some(rest) = line.trim().strip_prefix("test result: ") {
            self.passed += number_before(rest, " passed");
            self.failed += number_before(rest, " failed");
        } else if let Some(reason) = not_run(line) {
            *self.not_run.entry(reason).or_default() += 1;
        }
    }
}

/// Reads a whole report. Attributes are those of the root element; the rest is
/// taken line by line, since all that is wanted from it are our own lines.
pub fn read(report: &str) -> Count {
    let root = report.find("<testsuites").map_or("", |at| &report[at..]);
    let root = root.split('>').next().unwrap_or_default();
    let attribute = |name: &str| {
        let at = root.find(&format!(" {name}=\"")).map_or(root.len(), |at| at + name.len() + 3);
        root[at..].split('"').next().and_then(|value| value.parse().ok()).unwrap_or(0u64)
    };
    let failed = attribute("failures") + attribute("errors");
    let mut count = Count { passed: attribute("tests").saturating_sub(failed), failed, ..Count::default() };
    for case in report.split("<testcase").skip(1) {
        let mut reasons: Vec<_> = case.lines().filter_map(not_run).collect();
        reasons.sort();
        reasons.dedup();
        for reason in reasons {
            *count.not_run.entry(reason).or_default() += 1;
        }
    }
    count
}

fn not_run(line: &str) -> Option<String> {
    let at = line.find("not run: ")?;
    // Only a line of its own counts, at most behind the tag that opens the output.
    let before = line[..at].trim();
    (before.is_empty() || before.ends_with('>')).then(|| {
        let text = &line[at..];
        text.split("</").next().unwrap_or(text).trim().to_owned()
    })
}

fn number_before(text: &str, word: &str) -> u64 {
    let head = text.find(word).map_or("", |at| &text[..at]);
    head.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_counted_and_the_tests_not_run_are_named() {
        let report = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="run" tests="4" failures="1" errors="0" uuid="x" time="1.0">
  <testsuite name="a" tests="4"><testcase name="one"><system-err>not run: long (cargo xtask test --all)
</system-err></testcase>
  <testcase name="two"><system-err>noise
not run: long (cargo xtask test --all)
not run: long (cargo xtask test --all)</system-err></testcase>
  <testcase name="three"><system-out>this was not run: by us</system-out></testcase>
  <testcase name="four"><failure/></testcase></testsuite></testsuites>"#;
        let count = read(report);
        assert_eq!((count.passed, count.failed), (3, 1));
        assert_eq!(count.not_run, BTreeMap::from([("not run: long (cargo xtask test --all)".to_owned(), 2)]));
        assert_eq!(read(""), Count::default());
    }

    #[test]
    fn lines_of_the_plain_runner_are_counted() {
        let mut count = Count::default();
        for line in [
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.36s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured",
            "not run: no PostgreSQL",
            "test a_test_result ... ok",
        ] {
            count.see(line);
        }
        let mut both = count.clone();
        both.add(count);
        assert_eq!((both.passed, both.failed), (30, 4));
        assert_eq!(both.not_run["not run: no PostgreSQL"], 2);
    }
}
