//! `cargo xtask mutants`: bugs planted one at a time, each of which a named test must catch.

mod table;

use crate::run::{Failure, failed, output, root, step, target_dir};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use table::{MUTANTS, Mutant};

/// Planted when neither `--all` nor names are given: one at the bottom, one at the top.
const SAMPLE: [&str; 2] = ["skipped-data-sync", "torn-tail-served"];

/// Plants the bugs named, the sample, or all.
pub(crate) fn mutants(arguments: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let names: Vec<String> = arguments.map(|name| name.to_string_lossy().into_owned()).collect();
    let wanted: Vec<&Mutant> = match names.as_slice() {
        [] => MUTANTS.iter().filter(|mutant| SAMPLE.contains(&mutant.name)).collect(),
        [all] if all == "--all" => MUTANTS.iter().collect(),
        names => MUTANTS.iter().filter(|mutant| names.iter().any(|name| name == mutant.name)).collect(),
    };
    if wanted.is_empty() {
        return Err(failed("mutants", "none has such a name; see xtask/src/mutants/table.rs"));
    }
    let tree = copy_of_workspace()?;
    // Every text is looked up, also those of bugs that are not planted now, so that the table cannot rot.
    for mutant in MUTANTS {
        mutant.applied(&tree)?;
    }
    for test in wanted.iter().map(|mutant| mutant.test).collect::<BTreeSet<_>>() {
        step(&format!("without a bug: {}", test.join(" ")), || {
            let run = cargo_test(&tree, test, &[])?;
            if run.status.success() { Ok(()) } else { Err(failed(test.join(" "), text(&run))) }
        })?;
    }
    let mut survivors = Vec::new();
    for mutant in &wanted {
        match mutant.plant(&tree) {
            Ok(true) => eprintln!("caught: {} ({})", mutant.name, mutant.test.join(" ")),
            Ok(false) => survivors.push(mutant.name),
            Err(failure) => return Err(failure),
        }
    }
    eprintln!("{} of {} planted bugs caught", wanted.len() - survivors.len(), wanted.len());
    if survivors.is_empty() { Ok(()) } else { Err(failed("not caught", survivors.join(", "))) }
}

impl Mutant {
    /// The file with the bug in it, and as it was.
    fn applied(&self, tree: &Path) -> Result<(PathBuf, String, String), Failure> {
        let path = tree.join(self.file);
        let before = fs::read_to_string(&path).map_err(|why| failed(self.file, why))?;
        let mut after = before.clone();
        for (from, to) in self.edits {
            if before.matches(from).count() != 1 {
                let places = before.matches(from).count();
                return Err(failed(
                    self.name,
                    format!("its text is in {places} places of {}: {from}", self.file),
                ));
            }
            after = after.replace(from, to);
        }
        Ok((path, before, after))
    }

    /// True when the test fails, as a test, with the bug.
    fn plant(&self, tree: &Path) -> Result<bool, Failure> {
        let (path, before, after) = self.applied(tree)?;
        let write = |text: &str| fs::write(&path, text).map_err(|why| failed(self.file, why));
        write(&after)?;
        let built = cargo_test(tree, self.test, &["--no-run"]);
        let run = match &built {
            Ok(built) if built.status.success() => cargo_test(tree, self.test, &[]),
            Ok(built) => Err(failed(self.name, format!("does not compile:\n{}", text(built)))),
            Err(_) => built,
        };
        write(&before)?;
        let run = run?;
        let told = text(&run).contains("test result: FAILED");
        if !run.status.success() && !told {
            return Err(failed(self.name, format!("the test does not end:\n{}", text(&run))));
        }
        Ok(told)
    }
}

/// The tracked files, as they are now, in a folder whose build products live on.
fn copy_of_workspace() -> Result<PathBuf, Failure> {
    let tree = target_dir().join("mutants");
    let list = output(Command::new("git").args(["ls-files", "-z"]).current_dir(root()))?;
    for name in list.split('\0').filter(|name| !name.is_empty()) {
        let Ok(bytes) = fs::read(root().join(name)) else { continue };
        let to = tree.join(name);
        // What is the same keeps its time, and so its build products.
        if fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        let folder = to.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).and_then(|()| fs::write(&to, bytes)).map_err(|why| failed(name, why))?;
    }
    Ok(tree)
}

fn cargo_test(tree: &Path, test: &[&str], more: &[&str]) -> Result<Output, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // A folder of its own: cargo takes products of two copies of a workspace for the same.
    let (before, after) = match test.iter().position(|word| *word == "--") {
        Some(at) => test.split_at(at),
        None => (test, &[][..]),
    };
    command
        .arg("test")
        .args(before)
        .args(more)
        .args(after)
        .current_dir(tree)
        .env("CARGO_TARGET_DIR", tree.with_file_name("mutants-target"));
    command.output().map_err(|why| failed("cargo test", why))
}

fn text(run: &Output) -> String {
    [&run.stdout[..], &run.stderr[..]].map(String::from_utf8_lossy).concat()
}
