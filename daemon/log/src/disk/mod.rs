//! Where the log keeps its bytes: a real directory, or a simulated one that can lose power.

mod real;
mod recent;
mod sim;
mod source;

use std::io;

pub use crate::format::Sealed;
pub use real::RealDisk;
pub use sim::{Fault, Faults, Harm, SimDisk};
pub use source::SourceDisk;

/// One of the two copies of the super block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The file `super.A`.
    A,
    /// The file `super.B`.
    B,
}

/// A named piece of the disk, of fixed size once created.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// A copy of the super block.
    Super(Slot),
    /// A segment, by number.
    Segment(u32),
}

/// A disk. Only sealed bytes and zeros can be written to it.
///
/// # Durability
/// Written bytes and zeros are on flash after `sync` of their area, new areas after `sync_names` too.
/// After `sync` fails, what was written since the last good one is in an unknown state for ever:
/// calling it again proves nothing.
pub trait Disk: Send + Sync {
    /// All areas with their bytes.
    ///
    /// # Errors
    /// What the device says.
    fn areas(&self) -> io::Result<Vec<(Area, u64)>>;

    /// Creates an area, or sets the size of one that an interrupted `create` left behind; it reads
    /// as zeros. Space is reserved if the file system can.
    ///
    /// # Errors
    /// What the device says, `StorageFull` above all.
    fn create(&self, area: Area, bytes: u64) -> io::Result<()>;

    /// Fills all of `out`.
    ///
    /// # Errors
    /// `UnexpectedEof` beyond the end, else what the device says.
    fn read(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()>;

    /// Fills all of `out` from the device itself, not from a copy of it in memory, as far as the system allows.
    ///
    /// # Errors
    /// As [`Disk::read`].
    fn read_device(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.read(area, offset, out)
    }

    /// Says that what was read there is not wanted again soon: a copy of it in memory may go.
    fn release(&self, _area: Area, _offset: u64, _bytes: u64) {}

    /// Writes all bytes.
    ///
    /// # Errors
    /// What the device says; part of the bytes may then be written.
    fn write(&self, area: Area, offset: u64, bytes: Sealed<'_>) -> io::Result<()>;

    /// Writes zeros.
    ///
    /// # Errors
    /// What the device says; part of the zeros may then be written.
    fn zero(&self, area: Area, offset: u64, bytes: u64) -> io::Result<()>;

    /// Waits until what was written to the area is on flash.
    ///
    /// # Errors
    /// What the device says.
    fn sync(&self, area: Area) -> io::Result<()>;

    /// Waits until the names of new areas are on flash.
    ///
    /// # Errors
    /// What the device says.
    fn sync_names(&self) -> io::Result<()>;
}
