//! `cargo xtask bench`: runs the benchmark crate and writes its numbers, with
//! the machine they were measured on, into `docs/benchmarks.md`.
//!
//! The benchmark prints one JSON object a line for each number:
//! `{"database":"sqlite","what":"case list","count":1000,"p50_ms":1.2,"p95_ms":3.4,"per_second":null,
//! "target":"p95 ≤ 50 ms","met":true,"note":""}`; other lines are for whoever watches.

use crate::{Database, Outcome, Suite, metadata::Metadata, root, run};
use serde_json::Value;
use std::{fmt::Write as _, fs};
use testkit::TestPostgres;

mod bulletins;
mod pages;

const PAGE: &str = "docs/benchmarks.md";

/// The marks around the section of a suite.
struct Marks {
    begin: String,
    end: String,
}

impl Marks {
    fn of(suite: Suite) -> Self {
        let name = suite.name();
        Self {
            begin: format!("<!-- {name}: written by cargo xtask bench {name} -->"),
            end: format!("<!-- {name}: end -->"),
        }
    }
}

impl Suite {
    const fn name(self) -> &'static str {
        match self {
            Self::Loop => "loop",
            Self::Files => "files",
            Self::Console => "console",
            Self::Bulletins => "bulletins",
        }
    }
}

/// Measures a suite; a quick run writes nothing.
pub fn run(suite: Suite, quick: bool, most: Option<usize>, database: Database) -> Outcome {
    if !Metadata::read()?.members.contains_key("bench") {
        return Err(
            "this workspace has no package fenghuo-bench; there is nothing to measure with".to_owned()
        );
    }
    if suite == Suite::Console {
        return write(suite, quick, &pages::section(&machine(), &pages::measure(quick)?));
    }
    if suite == Suite::Bulletins {
        return write(suite, quick, &bulletins::section(&bulletins::measure()?));
    }
    run::call(run::cargo().args(["build", "--release", "--quiet", "-p", "fenghuo-bench"]))?;
    let mut rows = Vec::new();
    if database != Database::Postgres {
        rows.extend(measure(suite, quick, most, None)?);
    }
    if database != Database::Sqlite {
        match TestPostgres::start() {
            Some(server) => rows.extend(measure(suite, quick, most, Some(&server.fresh_database()))?),
            None if database == Database::Postgres => return Err("no PostgreSQL to measure".to_owned()),
            None => {}
        }
    }
    if rows.is_empty() {
        return Err("the benchmark gave no numbers".to_owned());
    }
    write(suite, quick, &section(&machine(), &rows))
}

/// Puts a section into its place on the page, or only shows it.
fn write(suite: Suite, quick: bool, section: &str) -> Outcome {
    if quick {
        println!("{section}\na quick run: {PAGE} stays as it is");
        return Ok(());
    }
    let path = root().join(PAGE);
    let page = fs::read_to_string(&path).map_err(|error| format!("{PAGE}: {error}"))?;
    fs::write(&path, replace(&page, &Marks::of(suite), section)?)
        .map_err(|error| format!("{PAGE}: {error}"))?;
    println!("{PAGE}: written");
    Ok(())
}

fn measure(suite: Suite, quick: bool, most: Option<usize>, url: Option<&str>) -> Outcome<Vec<Value>> {
    let mut command = run::cargo();
    command.args(["run", "--release", "--quiet", "-p", "fenghuo-bench", "--", suite.name()]);
    if quick {
        command.arg("--quick");
    }
    if let Some(most) = most {
        command.args(["--most", &most.to_string()]);
    }
    if let Some(url) = url {
        command.args(["--database", url]);
    }
    let mut rows = Vec::new();
    run::watch(&mut command, |line| {
        rows.extend(serde_json::from_str::<Value>(line).ok().filter(Value::is_object));
    })?;
    Ok(rows)
}

/// Processor, cores, memory, system and compiler, as far as this system tells.
fn machine() -> String {
    let first = |file: &str, key: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let memory = first("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_ascii_whitespace().next()?.parse::<u64>().ok())
        .map(|kib| format!("{} GiB of memory", kib.div_ceil(1 << 20)));
    let version =
        |name: &str| run::read(run::program(name).arg("--version")).ok().map(|v| v.trim().to_owned());
    let system = run::read(run::program("uname").args(["-s", "-r", "-m"])).ok().map(|v| v.trim().to_owned());
    let parts = [
        first("/proc/cpuinfo", "model name"),
        Some(format!("{cores} cores")),
        memory,
        system,
        version("rustc"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn section(machine: &str, rows: &[Value]) -> String {
    let mut text = format!(
        "Machine: {machine}.\n\n| database | what | count | p50 | p95 | per second | target | met |\n\
         |---|---|--:|--:|--:|--:|---|---|\n"
    );
    for row in rows {
        let word = |key: &str| row[key].as_str().unwrap_or("–").to_owned();
        let number = |key: &str, unit: &str| match row[key].as_f64() {
            Some(value) if value.abs() >= 100.0 || value.fract() == 0.0 => format!("{value:.0}{unit}"),
            Some(value) => format!("{value:.2}{unit}"),
            None => "–".to_owned(),
        };
        let met = row["met"].as_bool().map_or("–", |met| if met { "yes" } else { "**no**" });
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {met} |",
            word("database"),
            word("what"),
            number("count", ""),
            number("p50_ms", " ms"),
            number("p95_ms", " ms"),
            number("per_second", ""),
            word("target"),
        );
    }
    for row in rows {
        if let Some(note) = row["note"].as_str().filter(|note| !note.is_empty()) {
            let what = row["what"].as_str().unwrap_or_default();
            let _ = write!(text, "\n- {what} ({}): {note}", row["database"].as_str().unwrap_or_default());
        }
    }
    text.trim_end().to_owned() + "\n"
}

fn replace(page: &str, marks: &Marks, section: &str) -> Outcome<String> {
    let missing = || format!("{PAGE}: the marks of the section are missing");
    let (head, rest) = page.split_once(&marks.begin).ok_or_else(missing)?;
    let (_, tail) = rest.split_once(&marks.end).ok_or_else(missing)?;
    let Marks { begin, end } = marks;
    Ok(format!("{head}{begin}\n\n{section}\n{end}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_numbers_stand_in_their_section_and_nowhere_else() {
        let rows = [
            json!({"database": "sqlite", "what": "case list", "count": 1000, "p50_ms": 1.234, "p95_ms": 141.0,
                   "per_second": null, "target": "p95 ≤ 50 ms", "met": false, "note": "the count is slow"}),
            json!({"database": "postgres", "what": "commands", "per_second": 2345.6, "met": true}),
        ];
        let new = section("a machine", &rows);
        assert!(new.contains("| sqlite | case list | 1000 | 1.23 ms | 141 ms | – | p95 ≤ 50 ms | **no** |"));
        assert!(new.contains("| postgres | commands | – | – | – | 2346 | – | yes |"), "{new}");
        assert!(new.ends_with("- case list (sqlite): the count is slow\n"));
        let marks = Marks::of(Suite::Loop);
        let Marks { begin, end } = &marks;
        let page = format!("# A\n\n{begin}\nold\n{end}\n\nafter\n");
        let once = replace(&page, &marks, &new).unwrap();
        assert!(!once.contains("old") && once.starts_with("# A\n") && once.ends_with("\n\nafter\n"));
        assert_eq!(replace(&once, &marks, &new).unwrap(), once);
        assert!(replace("no marks", &marks, &new).is_err());
    }

    #[test]
    fn the_committed_page_has_the_marks() {
        let page = fs::read_to_string(root().join(PAGE)).unwrap();
        for suite in [Suite::Loop, Suite::Files, Suite::Console, Suite::Bulletins] {
            assert!(replace(&page, &Marks::of(suite), "x\n").is_ok(), "{}", suite.name());
        }
    }
}
