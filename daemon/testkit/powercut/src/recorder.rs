//! A disk in memory, offered to the kernel as one file of a FUSE file system, that remembers every write and flush.
//!
//! The kernel's loop driver makes a block device of that file. It passes writes on in the order in which the file
//! system above issued them and turns its flush requests into `fsync`. Requests are handled one after the other, so
//! the record is the device's history.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, UNIX_EPOCH};

use fuser::{
    BackgroundSession, Config, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags, Generation,
    INodeNo, LockOwner, MountOption, OpenFlags, ReplyAttr, ReplyData, ReplyEmpty, ReplyEntry, ReplyOpen,
    ReplyWrite, Request, WriteFlags,
};

/// The one file's name.
pub(crate) const FILE: &str = "disk";
const INODE: INodeNo = INodeNo(2);
/// The kernel may remember nothing: the disk is exchanged between two mounts.
const TTL: Duration = Duration::ZERO;

/// What the device was asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Bytes at an offset; until the next flush they may be lost, or be there in part.
    Write(usize, Vec<u8>),
    /// All writes before it are on the medium.
    Flush,
}

#[derive(Default)]
struct State {
    image: Vec<u8>,
    events: Vec<Event>,
}

/// The disk, shared by the FUSE thread and whoever exchanges it.
#[derive(Clone, Default)]
pub(crate) struct Disk(Arc<Mutex<State>>);

impl Disk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no holder of this lock can panic")
    }

    /// Puts another disk in; its history begins. Nothing may be mounted from it.
    pub(crate) fn insert(&self, image: Vec<u8>) {
        *self.state() = State { image, events: Vec::new() };
    }

    /// The history so far, which begins anew; the disk stays.
    pub(crate) fn take_events(&self) -> Vec<Event> {
        std::mem::take(&mut self.state().events)
    }

    /// How many events there were.
    pub(crate) fn position(&self) -> usize {
        self.state().events.len()
    }

    /// A copy of what a reader sees now.
    pub(crate) fn image(&self) -> Vec<u8> {
        self.state().image.clone()
    }

    /// Shows the disk as a file in the folder, until the session is dropped.
    pub(crate) fn mount(&self, folder: &Path) -> io::Result<BackgroundSession> {
        let mut config = Config::default();
        config.mount_options = vec![MountOption::FSName("powercut".to_owned())];
        fuser::spawn_mount(Self::clone(self), folder, &config)
    }

    fn attributes(&self) -> FileAttr {
        attributes(INODE, FileType::RegularFile, self.state().image.len() as u64)
    }
}

fn attributes(ino: INodeNo, kind: FileType, size: u64) -> FileAttr {
    FileAttr {
        ino,
        size,
        blocks: size / 512,
        atime: UNIX_EPOCH,
        mtime: UNIX_EPOCH,
        ctime: UNIX_EPOCH,
        crtime: UNIX_EPOCH,
        kind,
        perm: 0o700,
        nlink: 1,
        uid: 0,
        gid: 0,
        rdev: 0,
        blksize: 4096,
        flags: 0,
    }
}

fn span(offset: u64, bytes: usize, end: usize) -> Option<std::ops::Range<usize>> {
    let start = usize::try_from(offset).ok()?;
    (start.checked_add(bytes)? <= end).then(|| start..start + bytes)
}

impl Filesystem for Disk {
    fn lookup(&self, _: &Request, _: INodeNo, name: &OsStr, reply: ReplyEntry) {
        if name == FILE {
            reply.entry(&TTL, &self.attributes(), Generation(0));
        } else {
            reply.error(Errno::ENOENT);
        }
    }

    fn getattr(&self, _: &Request, ino: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        if ino == INODE {
            reply.attr(&TTL, &self.attributes());
        } else {
            reply.attr(&TTL, &attributes(INodeNo::ROOT, FileType::Directory, 0));
        }
    }

    /// Direct: the kernel caches no page of it, so every write is seen, and a reader sees the disk put in last.
    fn open(&self, _: &Request, _: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        reply.opened(FileHandle(0), FopenFlags::FOPEN_DIRECT_IO);
    }

    fn read(
        &self,
        _: &Request,
        _: INodeNo,
        _: FileHandle,
        offset: u64,
        size: u32,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyData,
    ) {
        let state = self.state();
        let start = usize::try_from(offset).map_or(state.image.len(), |start| start.min(state.image.len()));
        let bytes = usize::try_from(size).unwrap_or(usize::MAX).min(state.image.len() - start);
        reply.data(&state.image[start..start + bytes]);
    }

    fn write(
        &self,
        _: &Request,
        _: INodeNo,
        _: FileHandle,
        offset: u64,
        data: &[u8],
        _: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let mut state = self.state();
        let (Some(span), Ok(count)) =
            (span(offset, data.len(), state.image.len()), u32::try_from(data.len()))
        else {
            return reply.error(Errno::ENOSPC);
        };
        let start = span.start;
        state.image[span].copy_from_slice(data);
        state.events.push(Event::Write(start, data.to_vec()));
        reply.written(count);
    }

    fn fsync(&self, _: &Request, _: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        self.state().events.push(Event::Flush);
        reply.ok();
    }
}
