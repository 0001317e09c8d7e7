//! The console is part of the program where it is asked for: it is built again when the console has been.
#![allow(clippy::print_stdout, reason = "a build script speaks to cargo")]

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_CONSOLE").is_none() {
        return;
    }
    let index = std::path::Path::new("../../web/dist/index.html");
    println!("cargo:rerun-if-changed=../../web/dist");
    assert!(
        index.is_file(),
        "the feature `console` puts web/dist into the program, and it is not there: \
         run `npm ci && npm run build` in web/, or `cargo xtask demo`"
    );
}
