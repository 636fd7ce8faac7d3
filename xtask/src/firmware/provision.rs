//! `cargo xtask firmware --provision`: the image of one node, with the block that says who it is.

use super::elf::Elf;
use super::{BOARDS, Board, build, toolchain};
use crate::run::{Failure, failed};
use lexopt::{Arg, Parser, ValueExt};
use millpond_node_core::{PROVISION_BYTES, Provision};
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const HELP: &str = "millpond nodes add NAME | cargo xtask firmware --provision BOARD --out FILE [--sample-ms N] [--keep-after-ms N]";
/// The section that the block goes to.
const SECTION: &str = ".provision";
/// What `millpond nodes add` prints is shorter.
const INPUT_BYTES_MAX: u64 = 4096;

/// An image that is wanted for one node.
pub(super) struct Order {
    board: &'static Board,
    sample_ms: u32,
    keep_after_ms: u32,
    out: PathBuf,
}

impl Order {
    /// Reads what follows `cargo xtask firmware`; `None` when nothing does.
    pub(super) fn parse(mut parser: Parser) -> Result<Option<Self>, Failure> {
        let (mut board, mut out) = (None, None);
        let (mut sample_ms, mut keep_after_ms) = (60_000, 2_000);
        let mut is_plain = true;
        while let Some(argument) = parser.next().map_err(wrong)? {
            is_plain = false;
            match argument {
                Arg::Long("provision") => {
                    let name = parser.value().and_then(ValueExt::string).map_err(wrong)?;
                    let found = BOARDS.iter().find(|board| board.name == name);
                    let known = || BOARDS.map(|board| board.name).join(", ");
                    board = Some(
                        found.ok_or_else(|| failed(name, format!("no such board; there are {}", known())))?,
                    );
                }
                Arg::Long("sample-ms") => sample_ms = number(&mut parser)?,
                Arg::Long("keep-after-ms") => keep_after_ms = number(&mut parser)?,
                Arg::Long("out") => out = Some(PathBuf::from(parser.value().map_err(wrong)?)),
                other => return Err(wrong(other.unexpected())),
            }
        }
        match (board, out) {
            _ if is_plain => Ok(None),
            (Some(board), Some(out)) => Ok(Some(Self { board, sample_ms, keep_after_ms, out })),
            _ => Err(Failure(format!("usage: {HELP}"))),
        }
    }

    /// Builds the image, writes the block into a copy of it, and says where that is.
    pub(super) fn fill(self) -> Result<(), Failure> {
        let Self { board, sample_ms, keep_after_ms, out } = self;
        let Identity { device, generation, key } = read_identity()?;
        let block = Provision { device, generation, key: *key, sample_ms, keep_after_ms }.write();
        let block = Zeroizing::new(block);
        let image = build(board, &toolchain()?)?;
        let mut bytes = Zeroizing::new(fs::read(&image).map_err(|e| failed(image.display(), e))?);
        let place = place(&bytes).map_err(|why| failed(image.display(), why))?;
        bytes[place..place + PROVISION_BYTES].copy_from_slice(&*block);
        write_secret(&out, &bytes).map_err(|e| failed(out.display(), e))?;
        eprintln!("{}: the image of node {device} for {}; it holds its key", out.display(), board.name);
        Ok(())
    }
}

/// Where the block lies in an image, which is long enough for it.
fn place(image: &[u8]) -> Result<usize, &'static str> {
    let elf = Elf::parse(image)?;
    let section = elf.sections.iter().find(|section| section.name == SECTION);
    let section = section.filter(|section| section.bytes == PROVISION_BYTES as u64);
    let at = section.ok_or("it has no place for a provision block")?.offset;
    at.checked_add(PROVISION_BYTES).filter(|end| *end <= image.len()).ok_or("it is cut short")?;
    Ok(at)
}

/// Makes a file that only its owner may read.
fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A file that is there already may be open to others.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(bytes)
}

fn number(parser: &mut Parser) -> Result<u32, Failure> {
    parser.value().and_then(|value| value.parse()).map_err(wrong)
}

fn wrong(error: lexopt::Error) -> Failure {
    failed(HELP, error)
}

/// What the gateway has given a node.
struct Identity {
    device: u64,
    generation: u32,
    key: Zeroizing<[u8; 32]>,
}

/// Who the node is, from standard input: an argument would be seen by every process of the machine.
fn read_identity() -> Result<Identity, Failure> {
    let mut text = Zeroizing::new(String::new());
    let read = io::stdin().lock().take(INPUT_BYTES_MAX).read_to_string(&mut text);
    read.map_err(|e| failed("standard input", e))?;
    Identity::parse(&text)
        .ok_or_else(|| failed("standard input", "wanted is what `millpond nodes add NAME` prints"))
}

impl Identity {
    /// Finds the lines of `NAME=value` among those for people.
    fn parse(text: &str) -> Option<Self> {
        let value =
            |name: &str| text.lines().find_map(|line| line.trim().strip_prefix(name)?.strip_prefix('='));
        Some(Self {
            device: value("MILLPOND_DEVICE")?.parse().ok()?,
            generation: value("MILLPOND_GENERATION")?.parse().ok()?,
            key: Zeroizing::new(parse_key(value("MILLPOND_KEY")?)?),
        })
    }
}

fn parse_key(text: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 2 * key.len() || !digits.iter().all(u8::is_ascii_hexdigit) {
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
        assert_eq!(parse_key(&text.replace("ff", "+f")), None);
        assert_eq!(parse_key(&format!("{text}0")), None);
    }

    #[test]
    fn a_node_is_found_among_lines_for_people() {
        let key = "0a".repeat(32);
        let text = format!(
            "MILLPOND_NODE=a\nMILLPOND_DEVICE=9\nMILLPOND_GENERATION=2\nMILLPOND_KEY={key}\n\nIt may connect."
        );

        let Identity { device, generation, key } = Identity::parse(&text).unwrap();

        assert_eq!((device, generation, *key), (9, 2, [10; 32]));
        for gone in ["DEVICE", "GENERATION", "KEY"] {
            assert!(Identity::parse(&text.replace(gone, "X")).is_none(), "{gone}");
        }
    }

    #[test]
    fn an_order_names_a_board_and_a_file() {
        let parse = |words: &[&str]| Order::parse(Parser::from_args(words));
        assert!(parse(&[]).unwrap().is_none());
        let order =
            parse(&["--provision", "nrf52840", "--out", "a.elf", "--sample-ms", "50"]).unwrap().unwrap();
        assert_eq!((order.board.name, order.sample_ms, order.keep_after_ms), ("nrf52840", 50, 2_000));
        for words in
            [&["--provision", "nrf52840"][..], &["--out", "a.elf"], &["--provision", "z80", "--out", "a.elf"]]
        {
            assert!(parse(words).is_err(), "{words:?}");
        }
    }
}
