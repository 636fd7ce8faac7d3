//! `cargo xtask api [--check] [SERVICE..]`: writes every service's `api.rs` from AWS's published models.
//!
//! A service is a folder of `daemon/services` with a `coverage.toml`. The generated files hold names, types and
//! constraints, and no sentences of AWS's documentation.

mod fetch;
mod model;
mod names;
mod overlay;
mod pattern;
mod render;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use self::overlay::Overlay;
use self::render::Service;

/// `coverage.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Coverage {
    /// Operations that the service honours.
    honoured: BTreeSet<String>,
    /// Operations that it answers in AWS's words and can never do.
    #[serde(default)]
    declined: BTreeSet<String>,
}

/// Runs the command; the error is what to print.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<(), String> {
    let mut check = false;
    let mut wanted = BTreeSet::new();
    for argument in arguments {
        match argument.to_str() {
            Some("--check") => check = true,
            Some(service) if !service.starts_with('-') => _ = wanted.insert(service.to_owned()),
            _ => return Err(format!("unknown argument {}", argument.display())),
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent folder")?;
    let wheel = fetch::wheel(&cache(root))?;
    let mut stale = Vec::new();
    for service in services(root)? {
        if !wanted.is_empty() && !wanted.contains(&service) {
            continue;
        }
        let path = root.join("daemon/services").join(&service).join("src/api.rs");
        let text = generate(root, &wheel, &service)?;
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            continue;
        }
        if check {
            stale.push(service);
        } else {
            fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("api.rs is stale in {}; run cargo xtask api", stale.join(", ")))
    }
}

fn cache(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from).join("api")
}

/// Services with a `coverage.toml`, sorted.
fn services(root: &Path) -> Result<BTreeSet<String>, String> {
    let folder = root.join("daemon/services");
    let entries = fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let covered = entries.filter_map(Result::ok).filter(|entry| entry.path().join("coverage.toml").exists());
    Ok(covered.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

fn generate(root: &Path, wheel: &Path, service: &str) -> Result<String, String> {
    let path = root.join("daemon/services").join(service).join("coverage.toml");
    let coverage = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let coverage: Coverage = toml::from_str(&coverage).map_err(|e| format!("{}: {e}", path.display()))?;
    let model =
        serde_json::from_slice(&fetch::model(wheel, service)?).map_err(|e| format!("{service}: {e}"))?;
    let overlay = Overlay::of(service);
    let honoured = coverage.honoured.union(&coverage.declined).cloned().collect();
    let source = render::render(&Service { id: service, model: &model, overlay, honoured: &honoured })?;
    format(root, &source)
}

fn format(root: &Path, source: &str) -> Result<String, String> {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(root)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("rustfmt: {e}"))?;
    let mut stdin = rustfmt.stdin.take().ok_or("rustfmt has no standard input")?;
    // rustfmt reads all of its input before it writes.
    stdin.write_all(source.as_bytes()).map_err(|e| format!("rustfmt: {e}"))?;
    drop(stdin);
    let output = rustfmt.wait_with_output().map_err(|e| format!("rustfmt: {e}"))?;
    if !output.status.success() {
        return Err("rustfmt refused the generated source".to_owned());
    }
    String::from_utf8(output.stdout).map_err(|e| format!("rustfmt: {e}"))
}
