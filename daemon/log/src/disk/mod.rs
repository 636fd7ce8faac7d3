//! Where the log keeps its bytes: a real directory, or a simulated one that can lose power.

use std::io;

/// A disk.
pub trait Disk: Send + Sync {
    /// Interim.
    ///
    /// # Errors
    /// None.
    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A directory of a real file system.
#[derive(Debug)]
pub struct RealDisk;

impl RealDisk {
    /// Opens the directory, which is created when it is missing.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(path: impl AsRef<std::path::Path>) -> io::Result<Self> {
        std::fs::create_dir_all(path)?;
        Ok(Self)
    }
}

impl Disk for RealDisk {}

/// A simulated disk.
#[derive(Debug)]
pub struct SimDisk;

impl SimDisk {
    /// An empty disk; what a power cut leaves is drawn from `seed`.
    #[must_use]
    pub fn new(_seed: u64) -> Self {
        Self
    }
}

impl Disk for SimDisk {}
