//! Gives the linker the memory of the board.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    let boards = ["mps2-an385", "nrf52840"];
    let chosen = |board: &&str| {
        let name = board.to_uppercase().replace('-', "_");
        env::var_os(format!("CARGO_FEATURE_{name}")).is_some()
    };
    let board = boards.into_iter().find(chosen).expect("a feature names the board; see README.md");
    let memory = PathBuf::from(format!("src/board/{}.x", board.replace('-', "_")));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::copy(&memory, out.join("memory.x")).expect("each board has its memory beside it");
    println!("cargo:rustc-link-search={}", out.display());
    println!("cargo:rustc-link-arg-bins=-Tlink.x");
    println!("cargo:rerun-if-changed={}", memory.display());
    println!("cargo:rerun-if-changed=build.rs");
}
