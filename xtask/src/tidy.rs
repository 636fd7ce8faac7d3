//! `cargo xtask tidy`: rules about the repository that a compiler does not know.

use crate::run::{Failure, failed, output, root};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The layer of every crate. Imports point down; equal layers never import each other.
const LAYERS: [(&str, u8); 32] = [
    ("millpond-base", 0),
    ("millpond-link", 0),
    ("millpond-node-core", 1),
    ("millpond-node-sim", 1),
    ("millpond-node", 2),
    ("millpond-log", 1),
    ("millpond-aws", 1),
    ("millpond-policy", 1),
    ("millpond-saml", 1),
    ("millpond-jose", 1),
    ("millpond-credentials", 2),
    ("millpond-pack", 2),
    ("millpond-store", 2),
    ("millpond-service", 3),
    ("millpond-kinesis", 4),
    ("millpond-sqs", 4),
    ("millpond-kms", 4),
    ("millpond-sts", 4),
    ("millpond-iam", 4),
    ("millpond-dynamodb", 4),
    ("millpond-cloudwatch", 4),
    ("millpond-gateway", 4),
    ("millpond-forward", 4),
    ("millpond-broker", 4),
    ("millpond", 5),
    ("millpond-sim", 5),
    ("millpond-testkit", 5),
    ("millpond-powercut", 5),
    ("millpond-bench", 6),
    ("millpond-fuzz", 6),
    ("millpond-libfuzzer", 7),
    ("xtask", 6),
];

/// Sockets, threads and timers live in the binary alone.
const BINARY_ONLY: [&str; 6] = ["tokio", "tokio-rustls", "rustls", "hyper", "hyper-util", "mio"];

/// Crates that talk to a running gateway from outside, or feed its code to a fuzzer, may name them too.
const OUTSIDE: [&str; 4] = ["millpond", "millpond-bench", "millpond-node-sim", "millpond-fuzz"];

/// Words that must not be committed, with what to do instead.
const FORBIDDEN: [(&str, &str); 4] = [
    (concat!("todo", "!("), "finish it or refuse the case with a typed error"),
    (concat!("unimplemented", "!("), "finish it or refuse the case with a typed error"),
    (concat!("dbg", "!("), "remove it"),
    (concat!("#[ig", "nore"), "a test that does not run proves nothing"),
];

/// Paths of one machine have no meaning on another.
const FORBIDDEN_PATHS: [&str; 2] = [concat!("/wo", "rk/"), concat!("../sha", "red")];

/// A file fits a head. Tests at the foot do not count. The list of exceptions only shrinks.
const FILE_LINES_MAX: usize = 600;
const LONG_FILES: [&str; 0] = [];

/// Checks every rule and lists every breach.
pub(crate) fn tidy() -> Result<(), Failure> {
    let files = tracked()?;
    let mut breaches = Vec::new();
    layers(&files, &mut breaches)?;
    for file in &files {
        text_rules(file, &mut breaches);
    }
    dependencies(&files, &mut breaches)?;
    fuzzing_doors(&files, &mut breaches)?;
    if breaches.is_empty() { Ok(()) } else { Err(Failure(format!("tidy:\n  {}", breaches.join("\n  ")))) }
}

fn tracked() -> Result<Vec<PathBuf>, Failure> {
    let list = output(Command::new("git").args(["ls-files", "-z"]).current_dir(root()))?;
    Ok(list
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .filter(|p| root().join(p).is_file())
        .collect())
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(root().join(path)).map_err(|e| failed(path.display(), e))
}

/// Folders with workspaces of their own: outside software, and what is only compared with ours.
const OWN_WORKSPACES: [&str; 2] = ["daemon/testkit/clients", "bench/against"];

/// The workspace's members.
fn manifests(files: &[PathBuf]) -> impl Iterator<Item = &PathBuf> {
    files.iter().filter(|f| {
        f.ends_with("Cargo.toml")
            && f.components().count() > 1
            && !OWN_WORKSPACES.iter().any(|folder| f.starts_with(folder))
    })
}

fn layers(files: &[PathBuf], breaches: &mut Vec<String>) -> Result<(), Failure> {
    let layer_of: BTreeMap<&str, u8> = LAYERS.into_iter().collect();
    for path in manifests(files) {
        let manifest: toml::Table = read(path)?.parse().map_err(|e| failed(path.display(), e))?;
        let Some(name) = manifest.get("package").and_then(|p| p.get("name")).and_then(|n| n.as_str()) else {
            continue;
        };
        let Some(own) = layer_of.get(name) else {
            breaches.push(format!("{name}: not in the layer table of xtask/src/tidy.rs"));
            continue;
        };
        for needed in names(&manifest, "dependencies") {
            match layer_of.get(needed.as_str()) {
                Some(layer) if layer >= own => {
                    breaches.push(format!("{name} must not import {needed}: imports point down"));
                }
                None if BINARY_ONLY.contains(&needed.as_str()) && !OUTSIDE.contains(&name) => {
                    breaches.push(format!(
                        "{name} must not use {needed}: sockets and threads live in the binary"
                    ));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn names(manifest: &toml::Table, table: &str) -> Vec<String> {
    manifest.get(table).and_then(|t| t.as_table()).map(|t| t.keys().cloned().collect()).unwrap_or_default()
}

fn text_rules(path: &Path, breaches: &mut Vec<String>) {
    // Binary test data is not text and has no rules.
    let Ok(text) = fs::read_to_string(root().join(path)) else { return };
    for word in FORBIDDEN_PATHS {
        if text.contains(word) {
            breaches.push(format!("{}: mentions {word}", path.display()));
        }
    }
    if path.extension().is_none_or(|e| e != "rs") {
        return;
    }
    for (word, instead) in FORBIDDEN {
        if text.contains(word) {
            breaches.push(format!("{}: {word} — {instead}", path.display()));
        }
    }
    for line in text.lines().filter(|line| line.contains(concat!("[al", "low(")) && !line.contains("reason"))
    {
        breaches.push(format!("{}: {} — say why with `reason`", path.display(), line.trim()));
    }
    let generated = text.contains("do not edit.") && path.ends_with("api.rs");
    let lines = text.lines().take_while(|line| *line != "#[cfg(test)]").count();
    let excused = LONG_FILES.iter().any(|f| path == Path::new(f));
    let is_test = path.components().any(|c| c.as_os_str() == "tests") || path.ends_with("tests.rs");
    if lines > FILE_LINES_MAX && !generated && !excused && !is_test {
        breaches
            .push(format!("{}: {lines} lines, at most {FILE_LINES_MAX}; one idea per file", path.display()));
    }
}

/// The doors to private decoders are open in the fuzzing crates alone.
fn fuzzing_doors(files: &[PathBuf], breaches: &mut Vec<String>) -> Result<(), Failure> {
    for path in manifests(files).filter(|path| !path.starts_with("daemon/fuzz")) {
        let asks =
            |line: &str| line.contains("\"fuzzing\"") || line.contains("default") && line.contains("fuzzing");
        if read(path)?.lines().any(asks) {
            breaches.push(format!("{}: asks for `fuzzing`, which only daemon/fuzz may", path.display()));
        }
    }
    Ok(())
}

/// Every outside crate has a line in docs/dependencies.md.
fn dependencies(files: &[PathBuf], breaches: &mut Vec<String>) -> Result<(), Failure> {
    let page = read(Path::new("docs/dependencies.md"))?;
    for path in manifests(files) {
        let manifest: toml::Table = read(path)?.parse().map_err(|e| failed(path.display(), e))?;
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for name in names(&manifest, table) {
                if !name.starts_with("millpond") && !page.contains(&format!("`{name}`")) {
                    breaches
                        .push(format!("{}: `{name}` has no line in docs/dependencies.md", path.display()));
                }
            }
        }
    }
    Ok(())
}
