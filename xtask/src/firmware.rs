//! `cargo xtask firmware`: the images of sensor nodes, their budgets, and the block that says who a node is.

mod elf;
mod provision;

use crate::run::{Failure, failed, output, root, run, target_dir};
use elf::Elf;
use lexopt::Parser;
use provision::Order;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A board and what its image may take.
struct Board {
    /// The feature of `firmware/node`.
    name: &'static str,
    target: &'static str,
    /// Code and constants, vectors and the board's own support included.
    flash_bytes_max: u64,
    /// Memory with a fixed place. The stack has the rest of the 8 KiB that the linker gives an image.
    ram_bytes_max: u64,
}

/// # Source
/// Ours: 32 KiB of flash and 8 KiB of RAM are what the smallest Cortex-M parts with a radio or two UARTs have to spare. Of the RAM an eighth may
/// be fixed; that the stack keeps within the rest is seen by `suites/test_node_qemu.py`.
const BOARDS: [Board; 2] = [
    Board {
        name: "mps2-an385",
        target: "thumbv7m-none-eabi",
        flash_bytes_max: 32 << 10,
        ram_bytes_max: 1 << 10,
    },
    Board {
        name: "nrf52840",
        target: "thumbv7em-none-eabihf",
        flash_bytes_max: 32 << 10,
        ram_bytes_max: 1 << 10,
    },
];

/// Builds every image and compares it with its budget; or one image, made for one node.
pub(crate) fn firmware(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    match Order::parse(Parser::from_args(arguments))? {
        None => all(),
        Some(order) => order.fill(),
    }
}

fn all() -> Result<(), Failure> {
    let manifest = root().join("firmware/node/Cargo.toml");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo).args(["fmt", "--check", "--manifest-path"]).arg(manifest))?;
    let toolchain = toolchain()?;
    let mut breaches = Vec::new();
    for board in &BOARDS {
        let image = build(board, &toolchain)?;
        let bytes = fs::read(&image).map_err(|e| failed(image.display(), e))?;
        let elf = Elf::parse(&bytes).map_err(|why| failed(image.display(), why))?;
        breaches.extend(compare(board, &elf));
    }
    if breaches.is_empty() { Ok(()) } else { Err(Failure(breaches.join("\n"))) }
}

/// Prints the sections of an image; says which budgets it breaks.
fn compare(board: &Board, elf: &Elf<'_>) -> Vec<String> {
    let Board { name, target, flash_bytes_max, ram_bytes_max } = board;
    eprintln!("{name} ({target})");
    for section in elf.sections.iter().filter(|section| section.is_loaded && section.bytes > 0) {
        eprintln!("  {:<16}{:>8} B at {:#010x}", section.name, section.bytes, section.address);
    }
    let sum = |names: &[&str]| -> u64 {
        elf.sections.iter().filter(|s| names.contains(&s.name.as_str())).map(|s| s.bytes).sum()
    };
    let flash = sum(&[".vector_table", ".text", ".rodata", ".data"]);
    let ram = sum(&[".data", ".bss", ".uninit"]);
    eprintln!("  flash {flash} B of {flash_bytes_max} B, fixed RAM {ram} B of {ram_bytes_max} B");
    let mut breaches = Vec::new();
    for (what, bytes, most) in [("flash", flash, flash_bytes_max), ("fixed RAM", ram, ram_bytes_max)] {
        if bytes > *most {
            breaches.push(format!("{name}: {bytes} B of {what}, the budget is {most} B"));
        }
    }
    if flash == 0 {
        breaches.push(format!("{name}: the image is empty"));
    }
    breaches
}

/// The folder of a toolchain for every board.
fn toolchain() -> Result<PathBuf, Failure> {
    let script = root().join("cross/toolchain.sh");
    let found = output(Command::new(&script).args(BOARDS.iter().map(|board| board.target)))?;
    Ok(PathBuf::from(found.trim()))
}

/// Builds one image and gives its path.
fn build(board: &Board, toolchain: &Path) -> Result<PathBuf, Failure> {
    let target = target_dir().join("firmware");
    forget_other_toolchain(board, toolchain, &target)?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "--locked",
            "--release",
            "--target",
            board.target,
            "--features",
            board.name,
        ])
        .current_dir(root().join("firmware/node"))
        .env("RUSTC", toolchain.join("bin/rustc"))
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTC_WRAPPER"))?;
    let built = target.join(board.target).join("release/millpond-node");
    let image = target.join(format!("{}.elf", board.name));
    fs::copy(&built, &image).map_err(|e| failed(built.display(), e))?;
    Ok(image)
}

/// Cargo does not see that a library of the toolchain was made anew; what was built with the old one does not link with it.
fn forget_other_toolchain(board: &Board, toolchain: &Path, target: &Path) -> Result<(), Failure> {
    let library = toolchain.join("lib/rustlib").join(board.target).join("lib");
    let mut names = Vec::new();
    for entry in fs::read_dir(&library).map_err(|e| failed(library.display(), e))? {
        names.push(
            entry.map_err(|e| failed(library.display(), e))?.file_name().to_string_lossy().into_owned(),
        );
    }
    names.sort();
    let (stamp, now) = (target.join(format!("{}.toolchain", board.target)), names.join("\n"));
    if fs::read_to_string(&stamp).is_ok_and(|before| before == now) {
        return Ok(());
    }
    let old = target.join(board.target);
    if old.exists() {
        fs::remove_dir_all(&old).map_err(|e| failed(old.display(), e))?;
    }
    fs::create_dir_all(target).map_err(|e| failed(target.display(), e))?;
    fs::write(&stamp, now).map_err(|e| failed(stamp.display(), e))
}
