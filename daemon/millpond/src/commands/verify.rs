//! `millpond verify`: is everything that was stored still there and whole?

use crate::care::{CatalogCopy, Found, bytes};
use crate::clock::DeviceClock;
use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::config::Config;
use crate::datadir::DataDir;
use crate::entropy::KernelEntropy;
use crate::trouble::{Step, Trouble};
use crate::{appliance, status};
use lexopt::{Arg, Parser};
use millpond_log::disk::SourceDisk;
use millpond_log::{Keys, Verified};
use millpond_store::Catalog;
use millpond_store::inspect::{Inspected, inspect};
use millpond_store::keyring::{Keyring, Purpose, RootKey};
use serde::Serialize;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The exit status when the question could not be answered; 1 says that there is damage.
const COULD_NOT: u8 = 2;
/// How long a running gateway may go without reading another byte.
const STALLED: Duration = Duration::from_secs(300);
const POLL: Duration = Duration::from_millis(200);

/// What verifying found: the document that `--json` prints.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// No damage; what a power cut leaves is none.
    sound: bool,
    /// `offline`, or `online` when a running gateway looked.
    mode: &'static str,
    /// True when seals were opened, not only checksums verified.
    deep: bool,
    segments: u64,
    bytes: u64,
    frames: u64,
    chunks: u64,
    /// Chunks whose seal was opened.
    opened: u64,
    /// Chunks of streams and queues that were deleted, and wait for their segment to be used again.
    without_key: u64,
    findings: Vec<Found>,
    /// What is wrong with the catalog.
    catalog: Vec<String>,
}

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut json, mut deep) = (None, false, false);
    let mut read = || -> Result<(), Trouble> {
        while let Some(arg) = args.next().map_err(usage)? {
            match arg {
                Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
                Arg::Long("json") => json = true,
                Arg::Long("deep") => deep = true,
                other => return Err(usage(other.unexpected())),
            }
        }
        Ok(())
    };
    read().map_err(|trouble| trouble.exiting(COULD_NOT))?;
    let report = data_dir(data).and_then(|data| verify(&data, deep));
    let report = report.map_err(|trouble| trouble.exiting(COULD_NOT))?;
    if json {
        print(&[serde_json::to_string_pretty(&report).expect("a report is valid JSON")])?;
    } else {
        print(&report.lines())?;
    }
    if report.sound {
        return Ok(());
    }
    Err(Trouble::new(if report.findings.iter().any(|found| found.loss) {
        "stored data is damaged; see docs/care.md for what to do, and millpond salvage for what can be saved"
    } else {
        "something is damaged, and no records are lost; see docs/care.md for what to do"
    }))
}

fn verify(data: &DataDir, deep: bool) -> Result<Report, Trouble> {
    match status::ask(data)? {
        Some(_) if deep => Err(Trouble::new(
            "a running gateway verifies checksums only; stop it for --deep, or leave --deep out",
        )),
        Some(before) => online(data, &before),
        None => offline(data, deep),
    }
}

/// Asks the gateway that runs for a pass over everything, and waits for it.
fn online(data: &DataDir, before: &status::Status) -> Result<Report, Trouble> {
    let gone = || Trouble::new("the gateway stopped meanwhile; run verify again");
    let mut now = status::request(data, status::SCRUB)?.ok_or_else(gone)?;
    let (mut bytes, mut moved) = (now.scrub.bytes, Instant::now());
    while now.scrub.asked_passes <= before.scrub.asked_passes {
        std::thread::sleep(POLL);
        now = status::ask(data)?.ok_or_else(gone)?;
        if now.scrub.bytes != bytes {
            (bytes, moved) = (now.scrub.bytes, Instant::now());
        }
        if moved.elapsed() > STALLED {
            return Err(Trouble::new("the gateway does not get on with reading; check the device"));
        }
    }
    let findings = now.scrub.found;
    Ok(Report {
        sound: findings.is_empty(),
        mode: "online",
        segments: now.log.segments_used,
        bytes: now.scrub.bytes.saturating_sub(before.scrub.bytes),
        findings,
        ..Report::default()
    })
}

/// Reads everything itself; the directory is locked meanwhile and nothing in it changes.
fn offline(data: &DataDir, deep: bool) -> Result<Report, Trouble> {
    let _lock = data.lock_as_it_is()?;
    let log = data.log();
    let disk = SourceDisk::open(&log).step(|| format!("cannot read the log in {}", log.display()))?;
    let root = match data.read_root_key() {
        Ok(root) => Some(root),
        Err(trouble) if deep => return Err(trouble),
        Err(_) => None,
    };
    let mut problems = Vec::new();
    let inspected = root.as_ref().map(|root| catalog(data, root, &mut problems));
    let inspected = inspected.unwrap_or_else(|| {
        problems.push("not looked at: root.key cannot be used".into());
        None
    });
    let keys: Option<Keys> = inspected
        .as_ref()
        .map(|known| known.tracks.iter().map(|(track, named)| (*track, named.keys.clone())).collect());
    let found =
        millpond_log::verify(&disk, keys.as_ref()).step(|| format!("cannot verify {}", log.display()))?;
    if let Some(known) = &inspected {
        problems.extend(known.problems.iter().map(ToString::to_string));
        problems.extend(contradictions(known, &found));
    }
    let names = inspected.unwrap_or_default().tracks;
    Ok(Report {
        sound: found.is_sound() && problems.is_empty(),
        mode: "offline",
        deep: keys.is_some(),
        segments: found.segments.into(),
        bytes: found.bytes,
        frames: found.frames,
        chunks: found.chunks,
        opened: found.opened,
        without_key: found.without_key,
        findings: found.findings.iter().map(|finding| Found::of(finding, &names)).collect(),
        catalog: problems,
    })
}

/// Looks into a copy of the catalog; `None` when it gives no names and keys at all.
fn catalog(data: &DataDir, root: &RootKey, problems: &mut Vec<String>) -> Option<Inspected> {
    let looked = || -> Result<(Vec<String>, Inspected), Trouble> {
        let copy = CatalogCopy::take(data)?;
        let unreadable = copy.unreadable_bytes;
        let path = data.catalog();
        let cannot = || format!("cannot read {}", path.display());
        let catalog =
            Catalog::open(&copy.path(), root.derive(Purpose::Catalog), &KernelEntropy).step(cannot)?;
        let mut lines = catalog.integrity().step(cannot)?;
        if unreadable > 0 {
            lines.push(format!("the device does not give {unreadable} B of it"));
        }
        let config = appliance::read_config(data, None).unwrap_or_else(|_| Config::default());
        let catalog = Arc::new(catalog);
        let keyring = Keyring::open(
            Arc::clone(&catalog),
            root,
            config.account.0,
            config.region.0,
            Arc::new(KernelEntropy),
            Arc::new(DeviceClock::new()),
        );
        let keyring = keyring.step(|| "the keys do not open".into())?;
        Ok((lines, inspect(&catalog, &keyring).step(cannot)?))
    };
    match looked() {
        Ok((lines, inspected)) => {
            problems.extend(lines);
            Some(inspected)
        }
        Err(trouble) => {
            problems.push(trouble.lines().join(": "));
            None
        }
    }
}

/// What the log says of tracks that the catalog contradicts.
fn contradictions(known: &Inspected, found: &Verified) -> Vec<String> {
    let beyond = known.tracks.iter().filter_map(|(track, named)| {
        let (end, seen) = (named.end?, found.tracks.get(track)?);
        (seen.end > end)
            .then(|| format!("{} was closed at {} and has records up to {}", named.noun, end.0, seen.end.0))
    });
    beyond.collect()
}

impl Report {
    fn lines(&self) -> Vec<String> {
        let seals = match (self.mode, self.deep) {
            ("online", _) => "by the running gateway, checksums only".to_owned(),
            (_, true) => format!("{} seals opened, {} of deleted data", self.opened, self.without_key),
            (_, false) => "checksums only".to_owned(),
        };
        let verdict = if self.sound { "sound" } else { "DAMAGED" };
        let size = bytes(self.bytes);
        let mut lines = vec![format!("{verdict}: {} segments, {size} read, {seals}", self.segments)];
        lines.extend(self.findings.iter().map(Found::line));
        lines.extend(self.catalog.iter().map(|line| format!("catalog    {line}")));
        lines
    }
}
