//! The data directory: where each file lives, who may read it, and who owns it now.

use crate::keys;
use crate::trouble::{Step, Trouble};
use millpond_store::keyring::RootKey;
use rustix::fs::{FlockOperation, flock};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The data directory.
#[derive(Clone, Debug)]
pub(crate) struct DataDir(PathBuf);

impl DataDir {
    /// The directory at `path`, which need not exist yet.
    pub(crate) fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The directory itself.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The root key.
    pub(crate) fn root_key(&self) -> PathBuf {
        self.0.join("root.key")
    }

    /// The root key as it was sealed before, while that changes.
    pub(crate) fn former_root_key(&self) -> PathBuf {
        self.0.join("root.key.former")
    }

    /// What the root key took over from the one before it.
    pub(crate) fn root_heritage(&self) -> PathBuf {
        self.0.join("root.heritage")
    }

    /// The configuration.
    pub(crate) fn config(&self) -> PathBuf {
        self.0.join("millpond.toml")
    }

    /// Names and settings.
    pub(crate) fn catalog(&self) -> PathBuf {
        self.0.join("catalog.db")
    }

    /// The log's segments.
    pub(crate) fn log(&self) -> PathBuf {
        self.0.join("log")
    }

    /// The first access key, sealed, for `millpond env`.
    pub(crate) fn first_access_key(&self) -> PathBuf {
        self.0.join("first-access-key")
    }

    /// A sealed secret.
    pub(crate) fn secret(&self, name: &str) -> PathBuf {
        self.0.join("secrets").join(name)
    }

    /// Where a running gateway answers `millpond status`.
    pub(crate) fn status_socket(&self) -> PathBuf {
        self.0.join("run").join("status.sock")
    }

    /// The account of what was written to flash.
    pub(crate) fn flash_life(&self) -> PathBuf {
        self.0.join("flash.life")
    }

    /// A path of the configuration, which is relative to this directory.
    pub(crate) fn resolve(&self, path: &Path) -> PathBuf {
        self.0.join(path)
    }

    /// Makes the directory, open to its owner only. It may exist when it is empty.
    ///
    /// # Errors
    /// When something is in it already, or it cannot be made.
    pub(crate) fn create(&self) -> Result<(), Trouble> {
        let cannot = || format!("cannot make the data directory {}", self.0.display());
        match fs::read_dir(&self.0).map(|mut entries| entries.next().is_some()) {
            Ok(true) => {
                return Err(Trouble::new(format!(
                    "{} is not empty; init never touches existing data, so name another directory",
                    self.0.display()
                )));
            }
            Ok(false) => fs::set_permissions(&self.0, fs::Permissions::from_mode(0o700)).step(cannot)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                DirBuilder::new().recursive(true).mode(0o700).create(&self.0).step(cannot)?;
            }
            Err(error) => return Err(Trouble::because(cannot(), error)),
        }
        for folder in ["tls", "secrets", "run"] {
            DirBuilder::new().mode(0o700).create(self.0.join(folder)).step(cannot)?;
        }
        Ok(())
    }

    /// The root key, unsealed as the directory's own configuration says.
    pub(crate) fn read_root_key(&self) -> Result<RootKey, Trouble> {
        keys::open(self, None)
    }

    /// Takes the directory for this process.
    ///
    /// # Errors
    /// When another gateway has it.
    pub(crate) fn lock(&self) -> Result<Lock, Trouble> {
        let path = self.0.join("run").join("lock");
        let cannot = || format!("cannot lock {}", path.display());
        DirBuilder::new().recursive(true).mode(0o700).create(self.0.join("run")).step(cannot)?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .step(cannot)?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Lock { _file: file }),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(Trouble::new(format!(
                "another millpond serves {}; two gateways cannot share a data directory",
                self.0.display()
            ))),
            Err(errno) => Err(Trouble::because(cannot(), io::Error::from(errno))),
        }
    }
}

impl DataDir {
    /// Takes the directory for this process without making anything in it; one that was never locked stays so.
    ///
    /// # Errors
    /// When a gateway has it.
    pub(crate) fn lock_as_it_is(&self) -> Result<Option<Lock>, Trouble> {
        let path = self.0.join("run").join("lock");
        let cannot = || format!("cannot lock {}", path.display());
        let file = match File::open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other.step(cannot)?,
        };
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Lock { _file: file })),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(Trouble::new(format!(
                "a millpond uses {} and does not answer; stop it first",
                self.0.display()
            ))),
            Err(errno) => Err(Trouble::because(cannot(), io::Error::from(errno))),
        }
    }
}

/// Proof that this process alone uses the data directory; given up when dropped or when the process ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// Writes a new file that only its owner may read, and waits until it is on flash.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        sync_parent(path)
    };
    write().step(|| format!("cannot write {}", path.display()))
}

/// Replaces a file as a whole: after a power cut it holds either the old or the new bytes.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    let draft = path.with_extension("new");
    let write = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&draft, path)?;
        sync_parent(path)
    };
    write().step(|| format!("cannot write {}", path.display()))
}

fn sync_parent(path: &Path) -> io::Result<()> {
    sync_folder(path.parent().expect("every path here lies in the data directory"))
}

/// Waits until the names in a folder are on flash.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;

    #[test]
    fn a_new_directory_is_open_to_its_owner_only() {
        let scratch = Scratch::new();
        let data = DataDir::new(scratch.path().join("a/b"));

        data.create().unwrap();

        assert_eq!(fs::metadata(data.path()).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_directory_with_anything_in_it_is_left_alone() {
        let scratch = Scratch::new();
        fs::write(scratch.path().join("holiday.jpg"), b"x").unwrap();

        assert!(DataDir::new(scratch.path()).create().is_err());
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 1);
    }

    #[test]
    fn only_one_process_can_hold_the_directory() {
        let scratch = Scratch::new();
        let data = DataDir::new(scratch.path());
        let lock = data.lock().unwrap();

        assert!(data.lock().is_err());
        drop(lock);
        assert!(data.lock().is_ok());
    }

    #[test]
    fn a_replaced_file_holds_the_new_bytes_and_stays_private() {
        let scratch = Scratch::new();
        let path = scratch.path().join("secret");

        replace(&path, b"old").unwrap();
        replace(&path, b"new").unwrap();

        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
