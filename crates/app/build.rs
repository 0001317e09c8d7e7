//! The protocol files are part of the program: it is built again when one comes, goes or changes.

fn main() {
    println!("cargo:rerun-if-changed=../../content/protocols");
}
