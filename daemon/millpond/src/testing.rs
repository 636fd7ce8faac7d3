//! Places for tests to write to.

use crate::entropy::KernelEntropy;
use millpond_base::Entropy;
use millpond_store::Store;
use millpond_store::stream::{Distribution, Extras, Mode, Settings};
use std::collections::BTreeMap;
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

/// A stream of one shard.
pub(crate) fn create_stream(store: &Store, name: &str) {
    let settings = Settings {
        mode: Mode::Provisioned,
        distribution: Distribution::PartitionKey,
        shard_count: 1,
        retention_hours: 24,
        record_kib_max: 1024,
        tags: BTreeMap::new(),
        extras: Extras::default(),
    };
    store.streams().create(name, settings, store.clock().now().wall).unwrap();
}
