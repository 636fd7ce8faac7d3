//! `millpond salvage`: copies what a damaged data directory still holds into a fresh one, and says what is gone.

use crate::care::{CatalogCopy, holder};
use crate::clock::DeviceClock;
use crate::commands::{init, print, usage};
use crate::config::Config;
use crate::datadir::{self, DataDir};
use crate::entropy::KernelEntropy;
use crate::trouble::{Step, Trouble};
use crate::{appliance, secrets};
use lexopt::{Arg, Parser};
use millpond_log::disk::{RealDisk, SourceDisk};
use millpond_log::{Keys, Salvaged};
use millpond_store::Catalog;
use millpond_store::catalog::rescue;
use millpond_store::inspect::{Inspected, inspect};
use millpond_store::keyring::{Keyring, KeyringError, Purpose, RootKey};
use serde::Serialize;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// What rescuing did: the document that `--json` prints.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// Nothing that had been acknowledged is missing.
    whole: bool,
    documents: u64,
    chunks: u64,
    records: u64,
    /// Records that are not in the new directory.
    gone: Vec<GoneRecords>,
    /// Damaged places of the log of which nothing says what lay there.
    unknown_places: u64,
    /// Chunks of tracks without a key: deleted before, or their key is gone with a document below.
    chunks_without_key: u64,
    /// Documents and files that are not in the new directory, and what else there is to know.
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct GoneRecords {
    holder: String,
    first: u64,
    last: u64,
    kind: &'static str,
}

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut from, mut to, mut json) = (None, None, false);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("from") => from = Some(DataDir::new(args.value().map_err(usage)?)),
            Arg::Long("to") => to = Some(DataDir::new(args.value().map_err(usage)?)),
            Arg::Long("json") => json = true,
            other => return Err(usage(other.unexpected())),
        }
    }
    let from = from.ok_or_else(|| Trouble::new("--from DIR is missing: the damaged directory"))?;
    let to = to.ok_or_else(|| Trouble::new("--to NEWDIR is missing: where to put what can be saved"))?;
    let report = salvage(&from, &to)?;
    if json {
        return print(&[serde_json::to_string_pretty(&report).expect("a report is valid JSON")]);
    }
    print(&report.lines(&to))
}

fn salvage(from: &DataDir, to: &DataDir) -> Result<Report, Trouble> {
    let root = from.read_root_key()?;
    let _source = from.lock_as_it_is()?;
    let log = from.log();
    let disk = SourceDisk::open(&log).step(|| format!("cannot read the log in {}", log.display()))?;
    to.create()?;
    let _target = to.lock()?;
    let mut report = Report::default();
    files(from, to, &mut report.notes)?;
    let config = appliance::read_config(to, None)?;
    // The log says which tracks there were, whatever became of the catalog.
    let seen = millpond_log::verify(&disk, None).step(|| format!("cannot read {}", log.display()))?;
    let tracks_end = seen.tracks.keys().map(|track| u64::from(track.0) + 1).max().unwrap_or(0);
    let known = catalog(from, to, &root, &config, tracks_end, &mut report)?;
    let keys: Keys = known.tracks.iter().map(|(track, named)| (*track, named.keys.clone())).collect();
    let fresh = RealDisk::open(to.log()).step(|| format!("cannot make {}", to.log().display()))?;
    let done = millpond_log::salvage(&disk, &fresh, &keys, &appliance::log_options(&config), &KernelEntropy)
        .step(|| format!("cannot write the log in {}", to.log().display()))?;
    drop(fresh);
    report.log(&done, &known);
    prove(to, &root, &config, &mut report.notes)?;
    report.whole = report.gone.is_empty() && report.unknown_places == 0 && report.notes.is_empty();
    Ok(report)
}

/// Copies what is neither log nor catalog. Only the root key cannot be done without.
fn files(from: &DataDir, to: &DataDir, notes: &mut Vec<String>) -> Result<(), Trouble> {
    let sealed = fs::read(from.root_key()).step(|| format!("cannot read {}", from.root_key().display()))?;
    datadir::write_new(&to.root_key(), &zeroize::Zeroizing::new(sealed))?;
    let config = fs::read_to_string(from.config()).ok().filter(|text| Config::parse(text).is_ok());
    let config = config.unwrap_or_else(|| {
        notes.push("millpond.toml cannot be used; the new one has the defaults".into());
        init::config_text(&Config::default())
    });
    datadir::write_new(&to.config(), config.as_bytes())?;
    for name in ["first-access-key", "root.heritage", "flash.life"] {
        copy(from.path(), to.path(), name, notes)?;
    }
    for folder in ["tls", "secrets"] {
        let (from, to) = (from.path().join(folder), to.path().join(folder));
        match fs::read_dir(&from) {
            Ok(entries) => {
                for entry in entries.flatten() {
                    copy(&from, &to, &entry.file_name().to_string_lossy(), notes)?;
                }
            }
            Err(error) => notes.push(format!("{folder}/ does not read: {error}")),
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path, name: &str, notes: &mut Vec<String>) -> Result<(), Trouble> {
    match fs::read(from.join(name)) {
        Ok(bytes) => datadir::write_new(&to.join(name), &bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => {
            notes.push(format!("{} does not read: {error}", from.join(name).display()));
            Ok(())
        }
    }
}

/// Takes the catalog over, and out of it whatever would keep the gateway from starting.
fn catalog(
    from: &DataDir,
    to: &DataDir,
    root: &RootKey,
    config: &Config,
    tracks_end: u64,
    report: &mut Report,
) -> Result<Inspected, Trouble> {
    let path = to.catalog();
    let cannot = || format!("cannot make {}", path.display());
    let key = root.derive(Purpose::Catalog);
    let taken = CatalogCopy::take(from).and_then(|copy| {
        rescue(&copy.path(), &path, &key, tracks_end).step(|| "the catalog does not read".into())
    });
    match taken {
        Ok(taken) => {
            report.documents = taken.documents;
            report.notes.extend(taken.troubles);
            report.notes.extend(taken.gone.iter().map(|(kind, id)| format!("document {kind}/{id} is gone")));
        }
        Err(trouble) => {
            // Without names and keys no record opens; what follows makes an empty gateway, and says so.
            report.notes.push(trouble.lines().join(": "));
            let _ = fs::remove_file(&path);
        }
    }
    let catalog = Arc::new(Catalog::open(&path, key, &KernelEntropy).step(cannot)?);
    let keyring = loop {
        let opened = Keyring::open(
            Arc::clone(&catalog),
            root,
            config.account.0.clone(),
            config.region.0.clone(),
            Arc::new(KernelEntropy),
            Arc::new(DeviceClock::new()),
        );
        match opened {
            Err(KeyringError::Damaged { kind, id }) => {
                report.notes.push(format!("document {kind}/{id} does not read and is left out"));
                catalog.remove(kind, id).step(cannot)?;
            }
            other => break other.step(|| "the keys do not open".into())?,
        }
    };
    let inspected = inspect(&catalog, &keyring).step(cannot)?;
    for problem in &inspected.problems {
        report.notes.push(format!("{problem}; it is left out"));
        catalog.forget(&problem.kind, problem.id).step(cannot)?;
    }
    Ok(inspected)
}

/// Opens the result the way `serve` does, and gives it an administrator when there is none left.
fn prove(to: &DataDir, root: &RootKey, config: &Config, notes: &mut Vec<String>) -> Result<(), Trouble> {
    let clock = Arc::new(DeviceClock::new());
    let store = appliance::open_store(to, root, config, &clock)?;
    let names = store.catalog().names().step(|| "cannot list the new catalog".into())?;
    if !names.iter().any(|(kind, _)| kind == "user") {
        let key = appliance::first_access_key(&store)?;
        let _ = fs::remove_file(to.first_access_key());
        secrets::store_first(to, root, &key)?;
        notes.push("no user was left; millpond env prints the key of a new administrator".into());
    }
    store.log().settle().step(|| "cannot settle the new log".into())
}

impl Report {
    fn log(&mut self, done: &Salvaged, known: &Inspected) {
        (self.chunks, self.records, self.unknown_places) = (done.chunks, done.records, done.unknown);
        self.chunks_without_key = done.without_key.values().sum();
        let gone = done.gone.iter().map(|gone| GoneRecords {
            holder: holder(gone.span.track, &known.tracks),
            first: gone.span.first.0,
            last: gone.span.end().0.saturating_sub(1),
            kind: gone.kind.word(),
        });
        self.gone.extend(gone);
    }

    fn lines(&self, to: &DataDir) -> Vec<String> {
        let Self { documents, chunks, records, .. } = self;
        let mut lines = vec![format!(
            "saved {records} records in {chunks} chunks, and {documents} documents, to {}",
            to.path().display()
        )];
        for gone in &self.gone {
            let sure = if gone.kind == "missing" { "gone, unless let go of before" } else { "gone" };
            lines.push(format!(
                "{sure}: {}: records {} to {} ({})",
                gone.holder, gone.first, gone.last, gone.kind
            ));
        }
        if self.unknown_places > 0 {
            lines
                .push(format!("{} damaged places in the log do not say what lay there; the last records of a stream or queue may be gone", self.unknown_places));
        }
        if self.chunks_without_key > 0 {
            let count = self.chunks_without_key;
            lines.push(format!(
                "left behind: {count} chunks without a key: deleted before, or their key is gone"
            ));
        }
        lines.extend(self.notes.iter().map(|note| format!("note: {note}")));
        lines.push(if self.whole {
            "nothing is missing".into()
        } else {
            "keep the old directory until you have read the list".into()
        });
        lines
    }
}
