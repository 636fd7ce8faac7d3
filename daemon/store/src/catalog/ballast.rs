//! Ballast: a file that holds room for deletes when the file system is full.
//!
//! The log needs no more room than it has, but SQLite writes a journal before it changes anything. When a removal, or
//! the opening, finds no room, the ballast is thrown out and it is tried once more; when there is room again, the ballast
//! is taken in again. What somebody else fills meanwhile is lost to the deletes, as it would be without.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::CatalogError;

/// At least so much. Ours: the journal of a removal takes 40 KB, and erasing writes a small catalog twice.
const BYTES_MIN: u64 = 1 << 20;
/// Times the catalog that erasing needs: the journal holds all of it once more, and the file may grow meanwhile.
const CATALOGS: u64 = 2;
const STEP_BYTES: usize = 64 << 10;

/// See the module.
#[derive(Debug)]
pub(super) struct Ballast {
    catalog: PathBuf,
    file: PathBuf,
}

impl Ballast {
    /// The ballast of the catalog at this path.
    pub(super) fn of(catalog: &Path) -> Self {
        Self { catalog: catalog.to_owned(), file: catalog.with_extension("ballast") }
    }

    /// Takes in what is missing, if there is room for it.
    pub(super) fn take_in(&self) {
        let catalog_bytes = fs::metadata(&self.catalog).map_or(0, |found| found.len());
        let bytes = (CATALOGS * catalog_bytes).next_multiple_of(BYTES_MIN).max(BYTES_MIN);
        let there = fs::metadata(&self.file).map_or(0, |found| found.len());
        if there < bytes && self.write(bytes).is_err() {
            // A part would look like ballast and not be enough.
            self.throw_out();
        }
    }

    /// Zeros, written out: only these are sure to take the room they say.
    fn write(&self, bytes: u64) -> io::Result<()> {
        let mut file = File::create(&self.file)?;
        for _ in 0..bytes / STEP_BYTES as u64 {
            file.write_all(&[0; STEP_BYTES])?;
        }
        file.sync_all()
    }

    /// Gives the room away; false when there was no ballast.
    pub(super) fn throw_out(&self) -> bool {
        fs::remove_file(&self.file).is_ok()
    }
}

/// True when more room would help.
pub(super) fn is_full(error: &CatalogError) -> bool {
    matches!(error, CatalogError::Database(cause) if cause.sqlite_error_code() == Some(ErrorCode::DiskFull))
}

#[cfg(test)]
mod tests {
    use crate::Catalog;
    use millpond_base::{Secret, SeededEntropy};
    use std::env;
    use std::fs::{self, File};
    use std::io::Write;
    use std::path::Path;
    use std::process::Command;

    /// Set in the process that has a small file system of its own.
    const INSIDE: &str = "MILLPOND_FULL_DISK";
    const WITHOUT: &str = "MILLPOND_WITHOUT_POWERCUT";

    fn open(folder: &Path) -> Result<Catalog, crate::CatalogError> {
        Catalog::open(&folder.join("catalog.db"), Secret::new(vec![1; 32]), &SeededEntropy::new(3))
    }

    /// Leaves not one block free.
    fn fill(folder: &Path) {
        let mut file = File::options().create(true).append(true).open(folder.join("filler")).unwrap();
        while file.write_all(&[1; 4096]).is_ok() {}
    }

    fn work_on(folder: &Path) {
        let catalog = open(folder).unwrap();
        (0..200).for_each(|id| catalog.put("queue", id, &[7; 400]).unwrap());
        fill(folder);
        while catalog.put("queue", 1_000, &[8; 4_000]).is_ok() {
            fill(folder);
            catalog.put("queue", 1_001, &[9; 60_000]).unwrap_err();
        }

        (0..50).for_each(|id| catalog.remove("queue", id).expect("a delete finds room"));
        drop(catalog);
        fill(folder);
        let catalog = open(folder).expect("a full disk does not keep a gateway from starting");
        catalog.remove("queue", 60).expect("a delete finds room after a start");

        let left: Vec<u64> = catalog.all("queue").unwrap().into_iter().map(|(id, _)| id).collect();
        assert!(left.iter().filter(|id| **id < 1_000).copied().eq((50..60).chain(61..200)));
    }

    #[test]
    fn documents_are_removed_on_a_full_disk_and_it_opens_again() {
        if env::var_os(WITHOUT).is_some() {
            return;
        }
        let folder = env::temp_dir().join(format!("millpond-ballast-{}", std::process::id()));
        if let Some(folder) = env::var_os(INSIDE) {
            return work_on(Path::new(&folder));
        }
        fs::create_dir_all(&folder).unwrap();
        let own = env::current_exe().unwrap();
        let script = "mount -t tmpfs -o size=4m tmpfs \"$MILLPOND_FULL_DISK\" && exec \"$0\" --exact \"$1\" --nocapture";

        let done = Command::new("unshare")
            .args(["--mount", "--propagation", "private", "sh", "-c", script])
            .arg(own)
            .arg("catalog::ballast::tests::documents_are_removed_on_a_full_disk_and_it_opens_again")
            .env(INSIDE, &folder)
            .output()
            .expect("unshare is there (Debian package util-linux)");

        fs::remove_dir_all(&folder).unwrap();
        let text = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert!(
            done.status.success() && text[0].contains("1 passed"),
            "needs root, or {WITHOUT}=1: {text:?}"
        );
    }
}
