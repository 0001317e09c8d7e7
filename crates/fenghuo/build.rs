//! How the released binary is linked.

fn main() {
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|held| held == value);
    // Futures of one command come out alike in several places; the linker that
    // Rust brings for this platform keeps such code once.
    if is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_ARCH", "x86_64")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && is("CARGO_CFG_TARGET_ENV", "gnu")
    {
        println!("cargo::rustc-link-arg-bins=-Wl,--icf=safe");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
