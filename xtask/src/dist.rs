//! `cargo xtask dist`: static release binaries for other machines, each within its budget.

use crate::run::{Failure, failed, root, run, target_dir};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A machine that is built for.
pub(crate) struct Target {
    pub(crate) name: &'static str,
    /// The stripped binary.
    bytes_max: u64,
    /// What runs it on another machine.
    pub(crate) emulator: &'static str,
    /// Whether each check builds and runs it: of those that differ from a 64-bit host, the one that most gateways are.
    pub(crate) always: bool,
}

/// All of them; docs/adr/0007-size.md says what the budgets rest on.
pub(crate) const TARGETS: [Target; 3] = [
    Target {
        name: "aarch64-unknown-linux-musl",
        bytes_max: 10 << 20,
        emulator: "qemu-aarch64-static",
        always: false,
    },
    Target {
        name: "armv7-unknown-linux-musleabihf",
        bytes_max: 10 << 20,
        emulator: "qemu-arm-static",
        always: true,
    },
    Target {
        name: "arm-unknown-linux-musleabihf",
        bytes_max: 10 << 20,
        emulator: "qemu-arm-static",
        always: false,
    },
];

/// Builds for the targets that are named, or for all.
pub(crate) fn dist(names: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    if let Some(unknown) = names.iter().find(|name| TARGETS.iter().all(|target| target.name != **name)) {
        let known = TARGETS.map(|target| target.name).join(", ");
        return Err(failed(unknown, format!("not among the targets: {known}")));
    }
    let wanted = |target: &&Target| names.is_empty() || names.iter().any(|name| name == target.name);
    for target in TARGETS.iter().filter(wanted) {
        let path = build(target)?;
        eprintln!("{}", path.display());
    }
    Ok(())
}

/// Builds the binary of one target, compares it with its budget and gives its path.
pub(crate) fn build(target: &Target) -> Result<PathBuf, Failure> {
    run(Command::new(root().join("cross/build.sh")).arg(target.name).env("CARGO_TARGET_DIR", target_dir()))?;
    let path = target_dir().join(target.name).join("release/millpond");
    let bytes = fs::metadata(&path).map_err(|e| failed(path.display(), e))?.len();
    eprintln!("{}: {bytes} B of {} B", target.name, target.bytes_max);
    if bytes > target.bytes_max {
        return Err(failed(target.name, format!("{bytes} B, the budget is {} B", target.bytes_max)));
    }
    Ok(path)
}
