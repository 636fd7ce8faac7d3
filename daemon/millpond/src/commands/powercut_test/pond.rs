//! The log under test, in a folder of its own inside the directory that was named.

use super::record;
use crate::entropy::KernelEntropy;
use crate::trouble::{Step, Trouble};
use millpond_base::{Entropy, LineMs, Now, Seq, TrackId, WallMs};
use millpond_log::disk::RealDisk;
use millpond_log::{Batch, DataKey, Log, OpenError, Options, ReadError, ReadLimit, Recovered, after_rot};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder's name; nothing else in the directory is touched.
pub(super) const FOLDER: &str = "millpond-powercut-test";
const TRACK: TrackId = TrackId(1);
const PAGE: ReadLimit = ReadLimit { records: 256, bytes: 1 << 20 };
/// Flash that the test takes at most: small cards have it, and it is filled and reused within a minute.
const BUDGET_BYTES: u64 = 16 << 20;
const SEGMENT_BYTES: u32 = 1 << 20;

/// The folder and the run it belongs to.
pub(super) struct Pond {
    folder: PathBuf,
    pub(super) run: u64,
}

/// What a log holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The place of every whole record, by number.
    pub(super) records: BTreeMap<u64, Seq>,
    /// Records that are there and changed, or that the log knows to be damaged.
    pub(super) damaged: u64,
    pub(super) recovered: Recovered,
}

impl Pond {
    /// The folder inside `directory`, if there is one.
    pub(super) fn find(directory: &Path) -> Result<Option<Self>, Trouble> {
        let folder = directory.join(FOLDER);
        let name = folder.join("run");
        match fs::read_to_string(&name) {
            Ok(text) => {
                let run = u64::from_str_radix(text.trim(), 16);
                Ok(Some(Self { folder, run: run.step(|| format!("{} is damaged", name.display()))? }))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Trouble::because(format!("cannot read {}", name.display()), error)),
        }
    }

    /// Makes the folder with a new run.
    pub(super) fn make(directory: &Path) -> Result<Self, Trouble> {
        let folder = directory.join(FOLDER);
        let cannot = || format!("cannot make {}", folder.display());
        fs::create_dir_all(folder.join("log")).step(cannot)?;
        let run = u64::from_le_bytes(KernelEntropy.bytes());
        let mut file = File::create(folder.join("run")).step(cannot)?;
        writeln!(file, "{run:016x}").and_then(|()| file.sync_all()).step(cannot)?;
        for name in [&folder, &directory.to_owned()] {
            File::open(name).and_then(|folder| folder.sync_all()).step(cannot)?;
        }
        Ok(Self { folder, run })
    }

    /// Opens the log, which is created when it is not there yet.
    pub(super) fn open(&self) -> Result<(Log, Recovered), Trouble> {
        let path = self.folder.join("log");
        let cannot = || format!("cannot open the log in {}", path.display());
        let disk = Arc::new(RealDisk::open(&path).step(cannot)?);
        let open = || Log::open(Arc::<RealDisk>::clone(&disk), options(), &KernelEntropy, WallMs(0));
        let (log, recovered) = match open() {
            Err(OpenError::Missing) => {
                Log::create(&*disk, &options(), &KernelEntropy).step(cannot)?;
                open()
            }
            other => other,
        }
        .step(cannot)?;
        // What is written is no secret; the key only has to be the same the next time.
        log.register(TRACK, DataKey::new([0x6d; 32], 1));
        log.forget_unregistered();
        Ok((log, recovered))
    }

    /// Opens the log and reads all of it.
    pub(super) fn read(&self) -> Result<(Log, Found), Trouble> {
        let (log, recovered) = self.open()?;
        let mut found = Found { recovered, ..Found::default() };
        let mut from = log.bounds(TRACK).first;
        loop {
            match log.read(TRACK, from, PAGE) {
                Ok(records) => {
                    let Some(last) = records.last() else { break };
                    from = last.seq.next();
                    for record in &records {
                        match record::number(self.run, &record.body) {
                            Some(number) => drop(found.records.insert(number, record.seq)),
                            None => found.damaged += 1,
                        }
                    }
                }
                Err(ReadError::Rot { first, count, .. }) => {
                    found.damaged += u64::from(count);
                    from = after_rot(from, first, count);
                }
                Err(error) => return Err(Trouble::because("cannot read the log", error)),
            }
        }
        Ok((log, found))
    }

    /// Where else to write while measuring.
    pub(super) fn scratch(&self) -> PathBuf {
        self.folder.join("scratch")
    }

    /// Removes everything the test made.
    pub(super) fn remove(self) -> Result<(), Trouble> {
        fs::remove_dir_all(&self.folder).step(|| format!("cannot remove {}", self.folder.display()))
    }
}

fn options() -> Options {
    Options {
        budget_bytes: BUDGET_BYTES,
        segment_bytes: SEGMENT_BYTES,
        staged_bytes_max: 1 << 20,
        commit_bytes_max: 512 << 10,
        ..Options::default()
    }
}

/// Appends numbered records and waits until they are on flash.
pub(super) struct Writer<'p> {
    pond: &'p Pond,
    log: Log,
    line: LineMs,
    /// Places of what was written, to know what to let go.
    oldest: Seq,
}

impl<'p> Writer<'p> {
    /// `log` was opened from `pond`.
    pub(super) fn new(pond: &'p Pond, log: Log, recovered: &Recovered) -> Self {
        let oldest = log.bounds(TRACK).first;
        Self { pond, log, line: recovered.line, oldest }
    }

    /// Writes records, whose numbers are given, as one commit.
    ///
    /// # Durability
    /// They are on flash on return, as far as the device tells the truth.
    pub(super) fn put(&mut self, numbers: std::ops::Range<u64>) -> Result<(), Trouble> {
        let mut batch = Batch::new();
        numbers.for_each(|number| batch.append(TRACK, b"", &record::body(self.pond.run, number)));
        let now = self.now();
        let durable = self.log.stage(batch, now).step(|| "cannot stage".into())?;
        while self.log.commit(now).step(|| "cannot commit".into())?.is_some() {}
        match durable.redeem(&self.log) {
            Ok(_) => Ok(()),
            Err(_) => Err(Trouble::new("a commit returned before its records were on flash")),
        }
    }

    /// The place before which everything may go, when the log needs room.
    pub(super) fn too_old(&self) -> Option<Seq> {
        let (stats, bounds) = (self.log.stats(), self.log.bounds(TRACK));
        let full = stats.segments_used * 4 >= stats.segments_max * 3;
        let middle = Seq(bounds.first.0 + (bounds.next.0 - bounds.first.0) / 2);
        (full && middle > self.oldest).then_some(middle)
    }

    /// The number of the record at a place.
    pub(super) fn number_at(&self, place: Seq) -> Result<u64, Trouble> {
        let one = ReadLimit { records: 1, bytes: usize::MAX };
        let records = self.log.read(TRACK, place, one).step(|| "cannot read the log".into())?;
        let number = records.first().and_then(|record| record::number(self.pond.run, &record.body));
        number.ok_or_else(|| Trouble::new("a record that was just written reads back changed"))
    }

    /// Lets go of everything before a place.
    pub(super) fn let_go(&mut self, before: Seq) -> Result<(), Trouble> {
        self.log.trim(TRACK, before);
        self.oldest = before;
        self.log.reclaim().step(|| "cannot make room".into()).map(|_| ())
    }

    fn now(&mut self) -> Now {
        self.line = self.line.after_ms(1);
        Now { wall: WallMs(0), line: self.line, trusted: false }
    }
}
