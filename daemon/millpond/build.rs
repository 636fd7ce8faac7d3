//! Leaves the tables for unwinding out of what is released.

use std::env;
use std::path::Path;

const SCRIPT: &str = "no-unwind-tables.ld";

fn main() {
    println!("cargo::rerun-if-changed={SCRIPT}");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // Cargo does not say here what a panic does: in the workspace's release profile it ends the process.
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") {
        let folder = env::var("CARGO_MANIFEST_DIR").expect("cargo says where the package is");
        println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", Path::new(&folder).join(SCRIPT).display());
    }
}
