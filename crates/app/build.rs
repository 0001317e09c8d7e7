//! The protocol files are part of the program: it is built again when one comes, goes or changes.
#![allow(clippy::print_stdout, reason = "a build script speaks to cargo")]

fn main() {
    println!("cargo:rerun-if-changed=../../content/protocols");
}
