//! `cargo xtask clients`: suites that drive the release binary with software nobody here wrote.
//!
//! The clients are pinned in `daemon/testkit/clients` and installed beside the build products, so that a second run
//! downloads nothing. They are separate from this workspace: nothing of them reaches the product.

use crate::run::{Failure, failed, root, run, target_dir};
use lexopt::{Arg, Parser, ValueExt};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is to be run.
#[derive(Default)]
pub(crate) struct Wanted {
    /// Also those clients that take minutes to build.
    all: bool,
    /// Only the crash suite, with this many SIGKILLs.
    kills: Option<u32>,
}

impl Wanted {
    /// Reads what follows `cargo xtask clients`.
    pub(crate) fn parse(arguments: impl Iterator<Item = OsString>) -> Result<Self, Failure> {
        let (mut wanted, mut parser) = (Self::default(), Parser::from_args(arguments));
        let unknown = |error: lexopt::Error| failed("cargo xtask clients [--all] [--kills N]", error);
        while let Some(argument) = parser.next().map_err(unknown)? {
            match argument {
                Arg::Long("all") => wanted.all = true,
                Arg::Long("kills") => {
                    let count = parser.value().and_then(|value| value.parse());
                    wanted.kills = Some(count.map_err(unknown)?);
                }
                other => return Err(unknown(other.unexpected())),
            }
        }
        Ok(wanted)
    }
}

/// Installs the clients when needed and runs the suites.
///
/// The environment variable `MILLPOND` names another binary than the release build.
pub(crate) fn clients(wanted: &Wanted) -> Result<(), Failure> {
    let home = target_dir().join("clients");
    let python = python(&home)?;
    let node = node(&home)?;
    let mut suites = root().join("daemon/testkit/clients/suites");
    if wanted.kills.is_some() {
        suites.push("test_kills.py");
    }
    let binary = env::var_os("MILLPOND").map_or_else(|| target_dir().join("release/millpond"), PathBuf::from);
    let mut pytest = Command::new(python);
    pytest
        .args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"])
        // Data directories of a failed run are kept, to be looked at.
        .args(["--override-ini", "tmp_path_retention_policy=failed"])
        .arg(suites)
        .env("MILLPOND", root().join(binary))
        .env("MILLPOND_NODE_HOME", node)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .current_dir(&home);
    if let Some(kills) = wanted.kills {
        pytest.env("MILLPOND_KILLS", kills.to_string());
    }
    if wanted.all {
        pytest.env("MILLPOND_RUST_CLIENT", rust(&home)?);
    }
    run(&mut pytest)
}

/// The program with the SDK for Rust, built in a workspace of its own.
fn rust(home: &Path) -> Result<PathBuf, Failure> {
    let target = home.join("rust");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    run(Command::new(cargo)
        .args(["build", "--quiet", "--locked", "--manifest-path"])
        .arg(root().join("daemon/testkit/clients/rust/Cargo.toml"))
        .env("CARGO_TARGET_DIR", &target))?;
    Ok(target.join("debug/rust-client"))
}

/// A virtual environment with the pinned Python packages.
fn python(home: &Path) -> Result<PathBuf, Failure> {
    let wanted = root().join("daemon/testkit/clients/requirements.txt");
    let venv = home.join("venv");
    let python = venv.join("bin/python");
    install(&wanted, &venv, || {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&wanted))
    })?;
    Ok(python)
}

/// A folder with the pinned Node packages.
fn node(home: &Path) -> Result<PathBuf, Failure> {
    let source = root().join("daemon/testkit/clients/node");
    let wanted = source.join("package-lock.json");
    let folder = home.join("node");
    install(&wanted, &folder, || {
        fs::create_dir_all(&folder).map_err(|e| failed(folder.display(), e))?;
        for name in ["package.json", "package-lock.json"] {
            fs::copy(source.join(name), folder.join(name)).map_err(|e| failed(name, e))?;
        }
        run(Command::new("npm").args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&folder))
    })?;
    Ok(folder)
}

/// Runs `work` unless `folder` already holds what `wanted` asks for.
fn install(wanted: &Path, folder: &Path, work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let stamp = folder.join("installed");
    let text = fs::read(wanted).map_err(|e| failed(wanted.display(), e))?;
    if fs::read(&stamp).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(|e| failed(folder.display(), e))?;
    work()?;
    fs::write(&stamp, text).map_err(|e| failed(stamp.display(), e))
}
