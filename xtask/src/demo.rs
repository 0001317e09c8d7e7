//! `cargo xtask demo`: builds the release binary and lets it show an outbreak.

use crate::{Outcome, console, metadata::Metadata, run};
use std::path::PathBuf;

/// What is shown, and how.
#[derive(clap::Args)]
pub struct Options {
    /// The outbreak: a seeded drill in a real county, or the measles of Hagelloch, 1861
    #[arg(long, default_value = "drill", value_parser = ["drill", "hagelloch"])]
    scenario: String,
    /// End after the replay instead of serving it
    #[arg(long)]
    no_serve: bool,
    /// The port on loopback [default: a free one]
    #[arg(long)]
    port: Option<u16>,
    /// Keep the data in this folder [default: ./data-demo]
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Builds and runs.
pub fn run(options: &Options) -> Outcome {
    let mut words = vec!["build", "--release", "--quiet", "-p", "fenghuo"];
    if console::has_node() {
        console::build()?;
        words.extend(["--features", console::FEATURE]);
    } else {
        println!("without the console: it needs Node 20 or newer, with npm");
    }
    println!("building the release binary");
    let (built, time) = run::timed(|| run::call(run::cargo().args(&words)));
    built?;
    println!("built in {}", run::plain(time));
    let binary = Metadata::read()?.target.join("release").join("fenghuo");
    run::call(run::program(&binary.to_string_lossy()).args(arguments(options)))
}

fn arguments(options: &Options) -> Vec<String> {
    let mut words = vec!["demo".to_owned(), "--scenario".to_owned(), options.scenario.clone()];
    if options.no_serve {
        words.push("--no-serve".to_owned());
    }
    if let Some(port) = options.port {
        words.extend(["--port".to_owned(), port.to_string()]);
    }
    if let Some(data) = &options.data {
        words.extend(["--data".to_owned(), data.to_string_lossy().into_owned()]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_handed_on() {
        let plain = Options { scenario: "drill".to_owned(), no_serve: false, port: None, data: None };
        assert_eq!(arguments(&plain), ["demo", "--scenario", "drill"]);
        let full = Options {
            scenario: "hagelloch".to_owned(),
            no_serve: true,
            port: Some(8080),
            data: Some("x y".into()),
        };
        let expected = ["demo", "--scenario", "hagelloch", "--no-serve", "--port", "8080", "--data", "x y"];
        assert_eq!(arguments(&full), expected);
    }
}
