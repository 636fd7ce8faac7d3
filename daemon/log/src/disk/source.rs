//! A directory that is only looked at: for examining and for rescuing what a damaged one still holds.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rustix::fs::{FlockOperation, flock};

use super::real::{ARENA, area_path, segment_number};
use super::{Area, Disk, Sealed, Slot};

/// A log directory that nothing is ever written to, locked against a process that would.
///
/// It is lenient where a gateway must not be: areas that cannot be named are left out, so that one bad directory
/// entry does not hide the others.
#[derive(Debug)]
pub struct SourceDisk {
    root: PathBuf,
    _lock: File,
    open: Mutex<Option<(Area, Arc<File>)>>,
}

impl SourceDisk {
    /// Opens the directory for reading and locks it.
    ///
    /// # Errors
    /// `WouldBlock` when another process has it open, else what the file system says.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let root = path.as_ref().to_owned();
        let lock = File::open(&root)?;
        flock(&lock, FlockOperation::NonBlockingLockExclusive)?;
        Ok(Self { root, _lock: lock, open: Mutex::default() })
    }

    fn file(&self, area: Area) -> io::Result<Arc<File>> {
        let mut open = self.open.lock().expect("no holder of this lock can panic");
        if let Some((known, file)) = &*open
            && *known == area
        {
            return Ok(Arc::clone(file));
        }
        let file = Arc::new(File::open(area_path(&self.root, area))?);
        *open = Some((area, Arc::clone(&file)));
        Ok(file)
    }
}

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "the directory is only looked at")
}

impl Disk for SourceDisk {
    fn areas(&self) -> io::Result<Vec<(Area, u64)>> {
        let mut areas = Vec::new();
        for slot in [Slot::A, Slot::B] {
            if let Ok(found) = fs::metadata(area_path(&self.root, Area::Super(slot))) {
                areas.push((Area::Super(slot), found.len()));
            }
        }
        let entries = match fs::read_dir(self.root.join(ARENA)) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(areas),
            other => other?,
        };
        for entry in entries.flatten() {
            if let Some(number) = entry.file_name().to_str().and_then(segment_number) {
                areas.push((Area::Segment(number), entry.metadata().map_or(0, |found| found.len())));
            }
        }
        areas.sort_unstable();
        Ok(areas)
    }

    fn create(&self, _: Area, _: u64) -> io::Result<()> {
        Err(refused())
    }

    fn read(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.file(area)?.read_exact_at(out, offset)
    }

    fn write(&self, _: Area, _: u64, _: Sealed<'_>) -> io::Result<()> {
        Err(refused())
    }

    fn zero(&self, _: Area, _: u64, _: u64) -> io::Result<()> {
        Err(refused())
    }

    fn sync(&self, _: Area) -> io::Result<()> {
        Err(refused())
    }

    fn sync_names(&self) -> io::Result<()> {
        Err(refused())
    }
}
