//! What the device under the directory is, and how long it takes to sync.

use crate::trouble::{Step, Trouble};
use serde::Serialize;
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::time::{Duration, Instant};

const BLOCK: [u8; 4096] = [0x5a; 4096];
/// Blocks of the file that is overwritten.
const BLOCKS: u64 = 64;
const SYNCS: usize = 200;
/// A slow card gets fewer syncs rather than minutes.
const LONGEST: Duration = Duration::from_secs(5);
/// No flash finishes a write in this time; something before it answers.
const UNLIKELY: Duration = Duration::from_micros(15);

/// Where the directory lies.
#[derive(Debug, Default, Serialize)]
pub(super) struct Place {
    pub(super) device: String,
    pub(super) file_system: String,
    pub(super) options: String,
}

/// How long a write of 4 KiB and its sync take, in microseconds.
#[derive(Debug, Serialize)]
pub(super) struct Latency {
    pub(super) median_us: u64,
    pub(super) p99_us: u64,
    pub(super) syncs: usize,
}

/// What was measured.
#[derive(Debug, Serialize)]
pub(super) struct Device {
    pub(super) place: Place,
    /// A block of a file that was filled before, as the log writes.
    pub(super) overwriting: Latency,
    /// A block at the end of a growing file.
    pub(super) growing: Latency,
}

impl Device {
    /// Measures with a file of its own, which is removed again.
    pub(super) fn measure(scratch: &Path) -> Result<Self, Trouble> {
        let cannot = || format!("cannot measure with {}", scratch.display());
        let fresh = || {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true).open(scratch)
        };
        let growing = measure(&fresh().step(cannot)?, |sync| sync).step(cannot)?;
        let filled = fresh().step(cannot)?;
        (0..BLOCKS).try_for_each(|block| filled.write_all_at(&BLOCK, block * 4096)).step(cannot)?;
        filled.sync_all().step(cannot)?;
        let overwriting = measure(&filled, |sync| sync % BLOCKS).step(cannot)?;
        fs::remove_file(scratch).step(cannot)?;
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let parent = scratch.parent().unwrap_or(scratch);
        let place = parent.metadata().map(|found| place(&mounts, found.dev())).unwrap_or_default();
        Ok(Self { place, overwriting, growing })
    }

    /// What a person should know before trusting this device; empty when nothing stands out.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if matches!(self.place.file_system.as_str(), "tmpfs" | "ramfs") {
            warnings.push("this directory lies in memory: a power cut takes all of it".to_owned());
        } else if Duration::from_micros(self.overwriting.median_us) < UNLIKELY {
            warnings.push(
                "a sync is faster than flash can be: something answers before the data is safe".to_owned(),
            );
        }
        if self.place.options.split(',').any(|option| matches!(option, "nobarrier" | "barrier=0")) {
            warnings.push(
                "mounted without barriers: the file system does not flush the device's cache".to_owned(),
            );
        }
        warnings
    }

    /// The figures, a line each.
    pub(super) fn lines(&self) -> Vec<String> {
        let ms = |us: u64| format!("{}.{:02} ms", us / 1000, us % 1000 / 10);
        let shown = |latency: &Latency| {
            format!("median {}, p99 {} ({} syncs)", ms(latency.median_us), ms(latency.p99_us), latency.syncs)
        };
        let mut lines = vec![
            format!(
                "device        {}, {}, {}",
                self.place.device, self.place.file_system, self.place.options
            ),
            format!("sync          overwriting in place: {}", shown(&self.overwriting)),
            format!("              growing file:         {}", shown(&self.growing)),
        ];
        lines.extend(self.warnings().into_iter().map(|warning| format!("warning       {warning}")));
        lines
    }
}

fn measure(file: &File, block: impl Fn(u64) -> u64) -> std::io::Result<Latency> {
    let (start, mut taken) = (Instant::now(), Vec::new());
    while taken.len() < SYNCS && start.elapsed() < LONGEST {
        let begin = Instant::now();
        file.write_all_at(&BLOCK, block(taken.len() as u64) * 4096)?;
        file.sync_data()?;
        taken.push(begin.elapsed());
    }
    taken.sort_unstable();
    let us = |time: Duration| u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let at = |percent: usize| us(taken[(taken.len() - 1) * percent / 100]);
    Ok(Latency { median_us: at(50), p99_us: at(99), syncs: taken.len() })
}

/// Finds a device number in the text of /proc/self/mountinfo.
fn place(mounts: &str, device: u64) -> Place {
    let wanted = format!("{}:{}", rustix::fs::major(device), rustix::fs::minor(device));
    let line = mounts.lines().rfind(|line| line.split(' ').nth(2) == Some(&wanted));
    let Some((before, after)) = line.and_then(|line| line.split_once(" - ")) else { return Place::default() };
    let mut after = after.split(' ').map(str::to_owned);
    let own = before.split(' ').nth(5).unwrap_or_default();
    let (file_system, device) = (after.next().unwrap_or_default(), after.next().unwrap_or_default());
    Place { device, file_system, options: format!("{own},{}", after.next().unwrap_or_default()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "29 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw,barrier=0\n\
                          30 29 0:25 / /tmp rw - tmpfs tmpfs rw\n";

    fn device(place: Place, median_us: u64) -> Device {
        let latency = || Latency { median_us, p99_us: 9, syncs: 1 };
        Device { place, overwriting: latency(), growing: latency() }
    }

    #[test]
    fn the_mount_is_found_and_what_is_wrong_with_it() {
        let card = place(MOUNTS, rustix::fs::makedev(179, 2));
        assert_eq!((card.device.as_str(), card.file_system.as_str()), ("/dev/mmcblk0p2", "ext4"));
        assert!(device(card, 900).warnings()[0].contains("barriers"));

        let memory = place(MOUNTS, rustix::fs::makedev(0, 25));
        assert!(device(memory, 1).warnings()[0].contains("memory"));
    }

    #[test]
    fn a_sync_that_is_too_fast_is_said() {
        let warnings = |median_us| device(place(MOUNTS, 1), median_us).warnings().len();

        assert_eq!((warnings(3), warnings(300)), (1, 0));
    }
}
