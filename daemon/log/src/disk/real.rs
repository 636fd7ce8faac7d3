//! A directory of a real file system: `super.A`, `super.B` and `arena/sNNNNN`.

use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::num::NonZeroU64;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use rustix::fs::{Advice, FallocateFlags, FlockOperation, OFlags, fadvise, fallocate, flock};
use rustix::io::Errno;

use super::recent::Recent;
use super::{Area, Disk, Sealed, Slot};

pub(super) const ARENA: &str = "arena";
/// Descriptors kept open: the segment being written and those being read.
const OPEN_FILES_MAX: usize = 16;
/// What every device of today accepts.
const DIRECT_ALIGN: usize = 4096;
const ZEROS_BYTES: usize = 64 * 1024;
static ZEROS: Aligned = Aligned([0; ZEROS_BYTES]);

/// Memory that the device can fetch from.
#[repr(align(4096))]
struct Aligned([u8; ZEROS_BYTES]);

const _: () = assert!(align_of::<Aligned>() == DIRECT_ALIGN);
/// Only the owner may read: names of tracks are numbers, but sizes and times tell something too.
const FILE_MODE: u32 = 0o600;

/// A log directory, locked against a second process.
#[derive(Debug)]
pub struct RealDisk {
    root: PathBuf,
    names: [File; 2],
    open: Mutex<VecDeque<(Area, Arc<File>)>>,
    /// The segment written last, open past the page cache; `None` inside when its file system cannot.
    direct: Mutex<Option<(Area, Option<Arc<File>>)>>,
    recent: Recent,
}

impl RealDisk {
    /// Opens the directory, which is created when it is missing, and locks it.
    ///
    /// # Errors
    /// `WouldBlock` when another process has it open, else what the file system says.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let root = path.as_ref().to_owned();
        let arena = root.join(ARENA);
        fs::create_dir_all(&arena)?;
        let names = [File::open(&root)?, File::open(&arena)?];
        flock(&names[0], FlockOperation::NonBlockingLockExclusive)?;
        Ok(Self { root, names, open: Mutex::default(), direct: Mutex::default(), recent: Recent::default() })
    }

    fn path(&self, area: Area) -> PathBuf {
        area_path(&self.root, area)
    }

    fn open_files(&self) -> MutexGuard<'_, VecDeque<(Area, Arc<File>)>> {
        self.open.lock().expect("no holder of this lock can panic")
    }

    /// The area's file for writes past the page cache, which spare a copy and the kernel's work on every page.
    fn direct(&self, area: Area) -> Option<Arc<File>> {
        let mut direct = self.direct.lock().expect("no holder of this lock can panic");
        if let Some((known, file)) = &*direct
            && *known == area
        {
            return file.clone();
        }
        let flags = OFlags::DIRECT.bits().cast_signed();
        let file =
            OpenOptions::new().write(true).custom_flags(flags).open(self.path(area)).ok().map(Arc::new);
        *direct = Some((area, file.clone()));
        file
    }

    /// Writes past the page cache where that can be, and says whether it was.
    fn write_at(&self, area: Area, offset: u64, bytes: &[u8]) -> io::Result<bool> {
        self.recent.forget(area, offset, bytes.len() as u64);
        let aligned = bytes.as_ptr().align_offset(DIRECT_ALIGN) == 0;
        if aligned && let Some(file) = self.direct(area) {
            match file.write_all_at(bytes, offset) {
                Err(cause) if cause.kind() == io::ErrorKind::InvalidInput => {}
                done => return done.map(|()| true),
            }
        }
        self.file(area)?.write_all_at(bytes, offset)?;
        Ok(false)
    }

    fn file(&self, area: Area) -> io::Result<Arc<File>> {
        let mut open = self.open_files();
        if let Some(at) = open.iter().position(|(known, _)| *known == area) {
            let found = open.remove(at).expect("the position was just found");
            let file = Arc::clone(&found.1);
            open.push_front(found);
            return Ok(file);
        }
        let file = Arc::new(OpenOptions::new().read(true).write(true).open(self.path(area))?);
        open.truncate(OPEN_FILES_MAX - 1);
        open.push_front((area, Arc::clone(&file)));
        Ok(file)
    }
}

/// Where an area lies in a log's directory.
pub(super) fn area_path(root: &Path, area: Area) -> PathBuf {
    match area {
        Area::Super(Slot::A) => root.join("super.A"),
        Area::Super(Slot::B) => root.join("super.B"),
        Area::Segment(number) => root.join(ARENA).join(format!("s{number:05}")),
    }
}

/// The segment that a file of this name holds.
pub(super) fn segment_number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('s')?;
    (digits.len() >= 5 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

impl Disk for RealDisk {
    fn areas(&self) -> io::Result<Vec<(Area, u64)>> {
        let mut areas = Vec::new();
        for slot in [Slot::A, Slot::B] {
            match fs::metadata(self.path(Area::Super(slot))) {
                Ok(found) => areas.push((Area::Super(slot), found.len())),
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                Err(cause) => return Err(cause),
            }
        }
        for entry in fs::read_dir(self.root.join(ARENA))? {
            let entry = entry?;
            if let Some(number) = entry.file_name().to_str().and_then(segment_number) {
                areas.push((Area::Segment(number), entry.metadata()?.len()));
            }
        }
        areas.sort_unstable();
        Ok(areas)
    }

    fn create(&self, area: Area, bytes: u64) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(FILE_MODE);
        let file = options.open(self.path(area))?;
        match fallocate(&file, FallocateFlags::empty(), 0, bytes) {
            Ok(()) => {}
            // A file system that cannot reserve gets a sparse file; a full disk then shows at a write.
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => file.set_len(bytes)?,
            Err(cause) => return Err(cause.into()),
        }
        file.sync_all()
    }

    fn read(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        if self.recent.read(area, offset, out) {
            return Ok(());
        }
        self.file(area)?.read_exact_at(out, offset)
    }

    fn read_device(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let file = File::open(self.path(area))?;
        // Clean pages are dropped, so that the device is asked; where the system refuses, a copy in memory is read.
        // Without read-ahead the pages stay small: a write to one of two megabytes counts as two megabytes written.
        let _ = fadvise(&file, 0, None, Advice::Random);
        let bytes = NonZeroU64::new(out.len() as u64);
        let _ = fadvise(&file, offset, bytes, Advice::DontNeed);
        file.read_exact_at(out, offset)
    }

    fn release(&self, area: Area, offset: u64, bytes: u64) {
        if let Ok(file) = self.file(area) {
            // Only advice: where it is refused, the system drops the pages when it needs them.
            let _ = fadvise(&file, offset, NonZeroU64::new(bytes), Advice::DontNeed);
        }
    }

    fn write(&self, area: Area, offset: u64, bytes: Sealed<'_>) -> io::Result<()> {
        let bytes = bytes.bytes();
        if self.write_at(area, offset, bytes)? {
            self.recent.keep(area, offset, bytes);
        }
        Ok(())
    }

    fn zero(&self, area: Area, mut offset: u64, bytes: u64) -> io::Result<()> {
        let end = offset + bytes;
        while offset < end {
            let count = (end - offset).min(ZEROS_BYTES as u64);
            self.write_at(area, offset, &ZEROS.0[..usize::try_from(count).unwrap_or(ZEROS_BYTES)])?;
            offset += count;
        }
        Ok(())
    }

    fn sync(&self, area: Area) -> io::Result<()> {
        // After a failure nobody knows what the area holds.
        self.file(area)?.sync_data().inspect_err(|_| self.recent.forget(area, 0, u64::MAX))
    }

    fn sync_names(&self) -> io::Result<()> {
        self.names.iter().try_for_each(File::sync_all)
    }
}
