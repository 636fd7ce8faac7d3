//! The physical limit: the same bytes appended to a file and synced, with nothing else in the way.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Appends `batches` times `batch` to a new file, with fdatasync after each, and gives the time it took.
pub(crate) fn append_and_sync(dir: &Path, batch: &[u8], batches: u64) -> Result<Duration, String> {
    let path = dir.with_extension("raw");
    let work = || -> std::io::Result<Duration> {
        let mut file = OpenOptions::new().create(true).truncate(true).write(true).open(&path)?;
        let begin = Instant::now();
        for _ in 0..batches {
            file.write_all(batch)?;
            file.sync_data()?;
        }
        Ok(begin.elapsed())
    };
    let took = work().map_err(|e| e.to_string());
    let _ = fs::remove_file(&path);
    took
}
