//! Places for tests to write to.

use crate::entropy::KernelEntropy;
use millpond_base::Entropy;
use std::path::{Path, PathBuf};

/// A directory that is removed again.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        let name = format!("millpond-test-{:016x}", u64::from_le_bytes(KernelEntropy.bytes()));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
