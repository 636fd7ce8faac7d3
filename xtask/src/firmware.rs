//! `cargo xtask firmware`: the images of sensor nodes, their budgets, and the block that says who a node is.

mod elf;

use crate::run::{Failure, failed, output, root, run, target_dir};
use elf::Elf;
use lexopt::{Arg, Parser, ValueExt};
use millpond_node_core::{PROVISION_BYTES, Provision};
use std::env;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const HELP: &str = "cargo xtask firmware [--provision BOARD --device N --out FILE [--generation N] [--sample-ms N] \
                    [--keep-after-ms N]], the key in hexadecimal on standard input, as `millpond device` prints it";

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

/// The section that the block goes to.
const PROVISION: &str = ".provision";

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
    let script = root().join("cross/bare.sh");
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

/// An image that is wanted for one node.
struct Order {
    board: &'static Board,
    device: u64,
    generation: u32,
    sample_ms: u32,
    keep_after_ms: u32,
    out: PathBuf,
}

impl Order {
    fn parse(mut parser: Parser) -> Result<Option<Self>, Failure> {
        let (mut board, mut device, mut out) = (None, None, None);
        let (mut generation, mut sample_ms, mut keep_after_ms) = (0, 60_000, 2_000);
        let mut is_plain = true;
        while let Some(argument) = parser.next().map_err(wrong)? {
            is_plain = false;
            match argument {
                Arg::Long("provision") => {
                    let name = parser.value().and_then(ValueExt::string).map_err(wrong)?;
                    let found = BOARDS.iter().find(|board| board.name == name);
                    board = Some(found.ok_or_else(|| failed(name, "no such board"))?);
                }
                Arg::Long("device") => device = Some(number(&mut parser)?),
                Arg::Long("generation") => generation = number(&mut parser)?,
                Arg::Long("sample-ms") => sample_ms = number(&mut parser)?,
                Arg::Long("keep-after-ms") => keep_after_ms = number(&mut parser)?,
                Arg::Long("out") => out = Some(PathBuf::from(parser.value().map_err(wrong)?)),
                other => return Err(wrong(other.unexpected())),
            }
        }
        match (board, device, out) {
            _ if is_plain => Ok(None),
            (Some(board), Some(device), Some(out)) => {
                Ok(Some(Self { board, device, generation, sample_ms, keep_after_ms, out }))
            }
            _ => Err(Failure(format!("usage: {HELP}"))),
        }
    }

    /// Builds the image, writes the block into a copy of it, and says where that is.
    fn fill(self) -> Result<(), Failure> {
        let key = read_key()?;
        let Self { board, device, generation, sample_ms, keep_after_ms, out } = self;
        let block = Provision { device, generation, key, sample_ms, keep_after_ms }.write();
        let image = build(board, &toolchain()?)?;
        let mut bytes = fs::read(&image).map_err(|e| failed(image.display(), e))?;
        let elf = Elf::parse(&bytes).map_err(|why| failed(image.display(), why))?;
        let section = elf.sections.iter().find(|section| section.name == PROVISION);
        let place =
            section.filter(|section| section.bytes == PROVISION_BYTES as u64).map(|section| section.offset);
        let place = place.ok_or_else(|| failed(image.display(), "no place for a provision block"))?;
        let to = bytes.get_mut(place..place + PROVISION_BYTES);
        to.ok_or_else(|| failed(image.display(), "is cut short"))?.copy_from_slice(&block);
        // It holds the node's key.
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(true).mode(0o600).open(&out);
        file.and_then(|mut file| file.write_all(&bytes)).map_err(|e| failed(out.display(), e))?;
        eprintln!("{}: the image of node {device} for {}; it holds its key", out.display(), board.name);
        Ok(())
    }
}

fn number<T: std::str::FromStr<Err = std::num::ParseIntError>>(parser: &mut Parser) -> Result<T, Failure> {
    parser.value().and_then(|value| value.parse()).map_err(wrong)
}

fn wrong(error: lexopt::Error) -> Failure {
    failed(HELP, error)
}

/// The key on standard input: an argument would be seen by every process of the machine.
fn read_key() -> Result<[u8; 32], Failure> {
    let mut text = String::new();
    io::stdin().lock().take(128).read_to_string(&mut text).map_err(|e| failed("standard input", e))?;
    parse_key(text.trim()).ok_or_else(|| failed("standard input", "wanted are 64 hexadecimal digits"))
}

fn parse_key(text: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 2 * key.len() {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_digits_and_nothing_else() {
        let text = "00ff".repeat(16);
        assert_eq!(parse_key(&text).map(|key| (key[0], key[31])), Some((0, 255)));
        assert_eq!(parse_key(&text[1..]), None);
        assert_eq!(parse_key(&text.replace("ff", "fg")), None);
        assert_eq!(parse_key(&format!("{text}0")), None);
    }
}
