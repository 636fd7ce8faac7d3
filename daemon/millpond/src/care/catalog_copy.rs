//! A copy of a catalog, to look into: opening the original would change it.

use crate::datadir::DataDir;
use crate::entropy::KernelEntropy;
use crate::trouble::{Step, Trouble};
use millpond_base::Entropy;
use std::fs::{self, DirBuilder, File};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt};
use std::path::{Path, PathBuf};

/// What is read at once; where that fails, sector by sector.
const STEP_BYTES: usize = 4096;
const SECTOR_BYTES: usize = 512;

/// A directory with a copy of a catalog and its journal, removed when dropped.
pub(crate) struct CatalogCopy {
    folder: PathBuf,
    /// Bytes that the device did not give; zeros stand for them.
    pub(crate) unreadable_bytes: u64,
}

impl CatalogCopy {
    /// Copies what can be read.
    ///
    /// # Errors
    /// When there is no catalog, or no place for the copy.
    pub(crate) fn take(data: &DataDir) -> Result<Self, Trouble> {
        let name = format!("millpond-look-{:016x}", u64::from_le_bytes(KernelEntropy.bytes()));
        let folder = std::env::temp_dir().join(name);
        let cannot = || format!("cannot copy the catalog to {}", folder.display());
        DirBuilder::new().mode(0o700).create(&folder).step(cannot)?;
        let mut copy = Self { folder: folder.clone(), unreadable_bytes: 0 };
        let from = data.catalog();
        copy.unreadable_bytes +=
            copy_lenient(&from, &copy.path()).step(|| format!("cannot read {}", from.display()))?;
        let journal = with_suffix(&from, "-wal");
        match copy_lenient(&journal, &with_suffix(&copy.path(), "-wal")) {
            Ok(unreadable) => copy.unreadable_bytes += unreadable,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(Trouble::because(format!("cannot read {}", journal.display()), error)),
        }
        Ok(copy)
    }

    /// The copy.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.join("catalog.db")
    }
}

impl Drop for CatalogCopy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Copies a file, with zeros for what the device does not give, and says how many bytes that were.
///
/// # Errors
/// When the source cannot be opened, or the copy cannot be written.
pub(crate) fn copy_lenient(from: &Path, to: &Path) -> io::Result<u64> {
    let source = File::open(from)?;
    let bytes = source.metadata()?.len();
    let target = File::create(to)?;
    target.set_len(bytes)?;
    let mut unreadable = 0;
    let mut buffer = [0; STEP_BYTES];
    for start in (0..bytes).step_by(STEP_BYTES) {
        let count = usize::try_from((bytes - start).min(STEP_BYTES as u64)).unwrap_or(STEP_BYTES);
        let part = &mut buffer[..count];
        if source.read_exact_at(part, start).is_err() {
            for (sector, at) in part.chunks_mut(SECTOR_BYTES).zip((start..).step_by(SECTOR_BYTES)) {
                if source.read_exact_at(sector, at).is_err() {
                    sector.fill(0);
                    unreadable += sector.len() as u64;
                }
            }
        }
        target.write_all_at(part, start)?;
    }
    Ok(unreadable)
}
