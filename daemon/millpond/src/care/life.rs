//! The account of bytes written since the data was made, in a file of two blocks that are overwritten in turn: one
//! block an hour, no metadata, readable without any key. A power cut loses at most the last hour of the account.
//!
//! Block: `millpond-life 1 SUM LENGTH\n`, LENGTH bytes of JSON with CRC-32C SUM (8 hexadecimal digits), zeros.

use crate::care::scrubber::KeptScrub;
use crate::trouble::{Step, Trouble};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

const BLOCK_BYTES: usize = 4096;
const MAGIC: &str = "millpond-life 1 ";
/// Days that are kept one by one.
pub(crate) const DAYS_MAX: usize = 35;

/// Bytes written, by cause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Causes {
    /// Attributes and bodies of records, as callers counted them.
    pub(crate) payload: u64,
    /// What frames add: headers, tags, trailers and padding.
    pub(crate) frame_overhead: u64,
    /// Footers of full segments, and the claims that replace them.
    pub(crate) footers: u64,
    /// Zeros written ahead of small commits.
    pub(crate) zeros: u64,
    /// Super blocks.
    pub(crate) super_blocks: u64,
    /// Live data moved out of segments that were mostly dead.
    pub(crate) moved: u64,
    /// The catalog and small files: what the kernel counted for the process less what the log counted.
    pub(crate) catalog: u64,
}

impl Causes {
    /// All bytes together.
    pub(crate) fn total(&self) -> u64 {
        let Self { payload, frame_overhead, footers, zeros, super_blocks, moved, catalog } = self;
        payload + frame_overhead + footers + zeros + super_blocks + moved + catalog
    }

    /// Both accounts together.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self {
            payload: self.payload + other.payload,
            frame_overhead: self.frame_overhead + other.frame_overhead,
            footers: self.footers + other.footers,
            zeros: self.zeros + other.zeros,
            super_blocks: self.super_blocks + other.super_blocks,
            moved: self.moved + other.moved,
            catalog: self.catalog + other.catalog,
        }
    }

    /// Every cause with what a person calls it.
    pub(crate) fn rows(&self) -> [(&'static str, u64); 7] {
        [
            ("payload", self.payload),
            ("frame overhead", self.frame_overhead),
            ("footers", self.footers),
            ("zeros ahead", self.zeros),
            ("super blocks", self.super_blocks),
            ("moved by reclaim", self.moved),
            ("catalog, files", self.catalog),
        ]
    }
}

/// The account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Life {
    /// Counts writes of either block; the higher one holds.
    pub(crate) sequence: u64,
    /// When the account began, ms since 1970.
    pub(crate) since_ms: u64,
    /// Seconds for which the gateway ran since then.
    pub(crate) running_secs: u64,
    /// What was written since then.
    pub(crate) causes: Causes,
    /// Bytes by day (days since 1970), the last one not over.
    pub(crate) days: Vec<(u64, u64)>,
    /// How far scrubbing has come.
    pub(crate) scrub: KeptScrub,
}

impl Life {
    /// Adds bytes to a day.
    pub(crate) fn add_to_day(&mut self, day: u64, bytes: u64) {
        match self.days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, sum)) => *sum += bytes,
            None => self.days.push((day, bytes)),
        }
        let surplus = self.days.len().saturating_sub(DAYS_MAX);
        self.days.drain(..surplus);
    }

    /// Bytes written on a day.
    pub(crate) fn on_day(&self, day: u64) -> u64 {
        self.days.iter().find(|(known, _)| *known == day).map_or(0, |(_, bytes)| *bytes)
    }

    /// Bytes for each day of running; `None` before a first hour gives something to go by.
    pub(crate) fn bytes_per_day(&self) -> Option<u64> {
        let per_day = u128::from(self.causes.total()) * 86_400 / u128::from(self.running_secs.max(1));
        (self.running_secs >= 3600).then(|| u64::try_from(per_day).unwrap_or(u64::MAX))
    }

    /// Years until so many terabytes (10^12 B) are written at the present pace.
    pub(crate) fn years_left(&self, rated_tb: u64) -> Option<f64> {
        let left = (u128::from(rated_tb) * 1_000_000_000_000).saturating_sub(u128::from(self.causes.total()));
        let per_day = self.bytes_per_day().filter(|bytes| *bytes > 0)?;
        #[expect(clippy::cast_precision_loss, reason = "an estimate in years")]
        Some(left as f64 / per_day as f64 / 365.0)
    }
}

/// The file of the account, open for writing.
#[derive(Debug)]
pub(crate) struct LifeFile {
    file: File,
    /// What it holds.
    pub(crate) life: Life,
}

impl LifeFile {
    /// Reads the account of a data directory; `None` when it has none.
    ///
    /// # Errors
    /// When the file cannot be read, or both blocks are damaged.
    pub(crate) fn read(path: &Path) -> Result<Option<Life>, Trouble> {
        let cannot = || format!("cannot read {}", path.display());
        match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Trouble::because(cannot(), error)),
            Ok(file) => match newest(&file) {
                Some(life) => Ok(Some(life)),
                None => Err(Trouble::new(format!(
                    "{} is damaged; it begins anew at the next start",
                    path.display()
                ))),
            },
        }
    }

    /// Opens the account, which begins at `now_ms` when there is none yet or both blocks are damaged.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(crate) fn open(path: &Path, now_ms: u64) -> Result<Self, Trouble> {
        let cannot = || format!("cannot open {}", path.display());
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(path).step(cannot)?;
        if file.metadata().step(cannot)?.len() < 2 * BLOCK_BYTES as u64 {
            file.write_all_at(&[0; 2 * BLOCK_BYTES], 0).step(cannot)?;
            file.sync_all().step(cannot)?;
        }
        let life = newest(&file).unwrap_or(Life { since_ms: now_ms, ..Life::default() });
        Ok(Self { file, life })
    }

    /// Writes the account.
    ///
    /// # Durability
    /// On flash when this returns; a power cut before leaves the one before.
    /// # Errors
    /// What the file system says.
    pub(crate) fn save(&mut self) -> io::Result<()> {
        self.life.sequence += 1;
        let block = encode(&self.life);
        self.file.write_all_at(&block, self.life.sequence % 2 * BLOCK_BYTES as u64)?;
        self.file.sync_data()
    }
}

fn encode(life: &Life) -> Vec<u8> {
    let json = serde_json::to_string(life).expect("an account is valid JSON");
    let mut block =
        format!("{MAGIC}{:08x} {}\n{json}", crc32c::crc32c(json.as_bytes()), json.len()).into_bytes();
    assert!(block.len() <= BLOCK_BYTES, "the account is bounded far below a block");
    block.resize(BLOCK_BYTES, 0);
    block
}

fn decode(block: &[u8]) -> Option<Life> {
    let end = block.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&block[..end]).ok()?.strip_prefix(MAGIC)?;
    let (sum, length) = head.split_once(' ')?;
    let json = block.get(end + 1..)?.get(..length.parse().ok()?)?;
    let good = u32::from_str_radix(sum, 16).ok()? == crc32c::crc32c(json);
    if good { serde_json::from_slice(json).ok() } else { None }
}

fn newest(file: &File) -> Option<Life> {
    let mut block = [0; BLOCK_BYTES];
    let read = [0, BLOCK_BYTES as u64]
        .map(|at| file.read_exact_at(&mut block, at).ok().and_then(|()| decode(&block)));
    read.into_iter().flatten().max_by_key(|life| life.sequence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;

    fn full() -> Life {
        let most = u64::MAX / 16;
        let causes = Causes {
            payload: most,
            frame_overhead: most,
            footers: most,
            zeros: most,
            super_blocks: most,
            moved: most,
            catalog: most,
        };
        let days = (0..DAYS_MAX as u64).map(|day| (day + 1_000_000, most)).collect();
        let scrub = KeptScrub {
            segment: u32::MAX,
            block: u32::MAX,
            passes: most,
            last_pass_ms: most,
            last_pass_damage: most,
        };
        Life { sequence: most, since_ms: most, running_secs: most, causes, days, scrub }
    }

    #[test]
    fn the_account_survives_and_the_fullest_one_fits_its_block() {
        let scratch = Scratch::new();
        let path = scratch.path().join("flash.life");
        let mut file = LifeFile::open(&path, 5).unwrap();
        assert_eq!((file.life.since_ms, LifeFile::read(&path).is_err()), (5, true));

        file.life = full();
        file.save().unwrap();

        assert_eq!(LifeFile::read(&path).unwrap(), Some(Life { sequence: full().sequence + 1, ..full() }));
        assert_eq!(LifeFile::open(&path, 9).unwrap().life.causes, full().causes);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), 8192, "it never grows");
    }

    #[test]
    fn a_torn_or_rotten_block_leaves_the_one_before() {
        let scratch = Scratch::new();
        let path = scratch.path().join("flash.life");
        let mut file = LifeFile::open(&path, 1).unwrap();
        file.life.running_secs = 10;
        file.save().unwrap();
        file.life.running_secs = 20;
        file.save().unwrap();
        let whole = std::fs::read(&path).unwrap();
        let last = usize::try_from(file.life.sequence % 2).unwrap() * BLOCK_BYTES;

        for byte in (0..180).chain([300]) {
            let mut bytes = whole.clone();
            bytes[last + byte] ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            let read = LifeFile::read(&path).unwrap().unwrap();
            assert!(read.running_secs == 10 || read == file.life, "byte {byte}: {read:?}");
        }
        let mut torn = whole;
        torn[last + 100..last + BLOCK_BYTES].fill(0);
        std::fs::write(&path, &torn).unwrap();
        assert_eq!(LifeFile::read(&path).unwrap().unwrap().running_secs, 10);
    }

    #[test]
    fn days_and_life_are_projected() {
        let mut life = Life { running_secs: 2 * 86_400, ..Life::default() };
        life.causes.payload = 2_000_000_000;
        (0..50).for_each(|day| life.add_to_day(day, 7));
        life.add_to_day(49, 3);

        assert_eq!((life.days.len(), life.on_day(49), life.on_day(0)), (DAYS_MAX, 10, 0));
        assert_eq!(life.bytes_per_day(), Some(1_000_000_000));
        let years = life.years_left(1).unwrap();
        assert!((years - 998.0 / 365.0).abs() < 0.01, "{years}");
        assert_eq!(Life::default().years_left(1), None, "nothing is said before a first hour");
    }
}
