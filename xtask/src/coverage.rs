//! `cargo xtask coverage [--check]`: the honoured, declined and refused operations in every service's README.
//!
//! Three lists must agree: coverage.toml, the files under `src/ops`, and the README.

use crate::run::{Failure, failed, root};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const OPEN: &str = "<!-- coverage -->\n";
const CLOSE: &str = "<!-- /coverage -->";

/// Writes the lists, or with `check_only` says which README is out of date.
pub(crate) fn coverage(check_only: bool) -> Result<(), Failure> {
    let services = root().join("daemon/services");
    for entry in fs::read_dir(&services).map_err(|e| failed(services.display(), e))? {
        let folder = entry.map_err(|e| failed(services.display(), e))?.path();
        if folder.join("coverage.toml").is_file() {
            service(&folder, check_only)?;
        }
    }
    Ok(())
}

fn service(folder: &Path, check_only: bool) -> Result<(), Failure> {
    let read = |name: &str| {
        fs::read_to_string(folder.join(name)).map_err(|e| failed(folder.join(name).display(), e))
    };
    let (honoured, declined) = listed(&read("coverage.toml")?).map_err(|e| failed(folder.display(), e))?;
    operation_files(folder, &[&honoured[..], &declined].concat())?;
    let refused = refused(&read("src/api.rs")?);
    let block = render(&honoured, &declined, &refused);
    let page = read("README.md")?;
    let readme = folder.join("README.md");
    let (before, rest) =
        page.split_once(OPEN).ok_or_else(|| failed(readme.display(), "has no coverage block"))?;
    let (old, after) =
        rest.split_once(CLOSE).ok_or_else(|| failed(readme.display(), "coverage block has no end"))?;
    if old == block {
        return Ok(());
    }
    if check_only {
        return Err(failed(readme.display(), "coverage list is out of date; run `cargo xtask coverage`"));
    }
    fs::write(&readme, format!("{before}{OPEN}{block}{CLOSE}{after}"))
        .map_err(|e| failed(readme.display(), e))
}

/// The honoured operations, and the declined ones, of which most services have none.
fn listed(text: &str) -> Result<(Vec<String>, Vec<String>), String> {
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| e.to_string())?;
    let list = |name: &str| {
        let list = table.get(name)?.as_array()?;
        Some(list.iter().filter_map(|v| v.as_str()).map(str::to_owned).collect())
    };
    let honoured = list("honoured").ok_or("coverage.toml has no `honoured` list")?;
    Ok((honoured, list("declined").unwrap_or_default()))
}

/// Operations that the generated table names without shapes.
fn refused(api: &str) -> Vec<String> {
    let calls = api.split("Operation::refused(\"").skip(1);
    calls.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// Every honoured or declined operation has its file, and no file is left over.
fn operation_files(folder: &Path, answered: &[String]) -> Result<(), Failure> {
    let ops = folder.join("src/ops");
    let mut wanted: Vec<String> = answered.iter().map(|name| snake(name)).collect();
    wanted.sort();
    let mut found: Vec<String> = fs::read_dir(&ops)
        .map_err(|e| failed(ops.display(), e))?
        .filter_map(|entry| entry.ok()?.path().file_stem()?.to_str().map(str::to_owned))
        .filter(|name| !matches!(name.as_str(), "mod" | "tests"))
        .collect();
    found.sort();
    let missing: Vec<_> = wanted.iter().filter(|name| !found.contains(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(failed(ops.display(), format!("coverage.toml names operations without a file: {missing:?}")))
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn render(honoured: &[String], declined: &[String], refused: &[String]) -> String {
    let mut text = String::new();
    let mut part = |title: &str, names: &[String]| {
        let list = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
        writeln!(text, "{title} ({}): {list}.\n", names.len()).expect("writing to a string cannot fail");
    };
    part("Honoured", honoured);
    if !declined.is_empty() {
        part("Declined, with the reason below", declined);
    }
    part("Refused with `UnsupportedOperationException`", refused);
    text
}
