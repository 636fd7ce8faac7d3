//! `cargo xtask package`: makes the packages of a binary and sees that they install, upgrade, roll back and purge.
//!
//! `cross/check-packages.sh` does it in a Debian of its own; here are the binary, and the SDK that puts and reads records.

use crate::clients::tools::Tools;
use crate::run::{Failure, failed, root, run, target_dir};
use lexopt::{Arg, Parser, ValueExt};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// Architectures that can be checked, with the triple their binary is built for.
const FOREIGN: [(&str, &str); 1] = [("arm64", "aarch64-unknown-linux-musl")];

/// Runs the checks of one architecture: this machine's release build unless the arguments name another.
pub(crate) fn package(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let (mut arch, mut binary, mut parser) = ("amd64".to_owned(), None, Parser::from_args(arguments));
    let unknown = |error: lexopt::Error| failed("cargo xtask package [--arch ARCH] [--binary FILE]", error);
    while let Some(argument) = parser.next().map_err(unknown)? {
        match argument {
            Arg::Long("arch") => arch = parser.value().and_then(ValueExt::string).map_err(unknown)?,
            Arg::Long("binary") => binary = Some(PathBuf::from(parser.value().map_err(unknown)?)),
            other => return Err(unknown(other.unexpected())),
        }
    }
    let binary = binary.map_or_else(|| built_for(&arch), |given| root().join(given));
    let python = Tools::beside(target_dir().join("clients")).python()?;
    run(Command::new(root().join("cross/check-packages.sh")).arg(binary).arg(arch).env("PYTHON", python))
}

/// Where the release binary of an architecture lies once it is built.
fn built_for(arch: &str) -> PathBuf {
    let triple = FOREIGN.iter().find(|(name, _)| *name == arch).map_or("", |(_, triple)| triple);
    target_dir().join(triple).join("release/millpond")
}
