//! Another root key for a data directory, at a gateway that stands still.
//!
//! Everything that depends on the root key is written anew beside the old, into `rotation/`: `root.key`, what it takes
//! over, the catalog, and sealed secrets. Renaming that folder to `rotation.done` is the one moment at which the change
//! happens. From then on its files are moved over the old ones, one by one, and whoever opens the directory next does
//! what a power cut left of that; before it, what was prepared is thrown away. Records, which are sealed under data
//! keys, are not touched.

use crate::config::Unseal;
use crate::datadir::{self, DataDir, sync_folder};
use crate::entropy::KernelEntropy;
use crate::keys;
use crate::secrets;
use crate::trouble::{Step, Trouble};
use millpond_store::Catalog;
use millpond_store::keyring::{Purpose, Rewrap, RootKey};
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

/// What happens between two steps: nothing, or in tests the end.
pub(crate) type Between<'a> = &'a mut dyn FnMut() -> Result<(), Trouble>;

/// Gives the directory a new root key. The caller holds the directory's lock, and `old` is its root key.
///
/// # Durability
/// On flash when this returns. Cut short, the directory has either key, and opens.
/// # Errors
/// When something does not open or cannot be written; the old key is then in force unless moving had begun.
pub(crate) fn rotate(
    data: &DataDir,
    old: &RootKey,
    unseal: &Unseal,
    between: Between<'_>,
) -> Result<RootKey, Trouble> {
    let draft = draft(data);
    let (new, heritage) = old.successor(&KernelEntropy);
    let made = || format!("cannot make {}", draft.display());
    for folder in [draft.clone(), draft.join("secrets")] {
        DirBuilder::new().mode(0o700).create(folder).step(made)?;
    }
    between()?;
    datadir::write_new(&draft.join("root.key"), &keys::seal(&new, unseal)?)?;
    datadir::write_new(&draft.join("root.heritage"), &heritage)?;
    between()?;
    secrets::reseal(data, old, &new, &draft)?;
    between()?;
    reseal_catalog(data, old, &new, &draft.join("catalog.db"))?;
    for folder in [&draft.join("secrets"), &draft, &data.path().to_path_buf()] {
        sync_folder(folder).step(made)?;
    }
    between()?;
    fs::rename(&draft, done(data)).step(made)?;
    sync_folder(data.path()).step(made)?;
    between()?;
    move_all(data, between)?;
    Ok(new)
}

/// Finishes, or undoes, what a power cut interrupted. Asks for the directory's lock only then.
pub(crate) fn finish_if_due(data: &DataDir) -> Result<(), Trouble> {
    if !is_due(data) {
        return Ok(());
    }
    let _lock = data.lock()?;
    finish(data, &mut || Ok(()))
}

/// True when something was interrupted.
pub(crate) fn is_due(data: &DataDir) -> bool {
    draft(data).exists() || done(data).exists()
}

/// As [`finish_if_due`], for who holds the lock.
pub(crate) fn finish(data: &DataDir, between: Between<'_>) -> Result<(), Trouble> {
    let draft = draft(data);
    if draft.exists() {
        fs::remove_dir_all(&draft).step(|| format!("cannot remove {}", draft.display()))?;
    }
    if done(data).exists() { move_all(data, between) } else { Ok(()) }
}

fn draft(data: &DataDir) -> PathBuf {
    data.path().join("rotation")
}

fn done(data: &DataDir) -> PathBuf {
    data.path().join("rotation.done")
}

/// Every document into a fresh catalog, which is opened once to prove that all keys in it open.
fn reseal_catalog(data: &DataDir, old: &RootKey, new: &RootKey, to: &Path) -> Result<(), Trouble> {
    let path = data.catalog();
    let cannot = || format!("cannot seal {} anew", path.display());
    let rewrap = Rewrap::new(old, new, &KernelEntropy);
    let catalog = Catalog::open(&path, old.derive(Purpose::Catalog), &KernelEntropy).step(cannot)?;
    let turned = |kind: &str, document: &[u8]| rewrap.document(kind, document);
    catalog.reseal(to, &rewrap.catalog_key(), &KernelEntropy, turned).step(cannot)?;
    drop(catalog);
    let fresh = Catalog::open(to, new.derive(Purpose::Catalog), &KernelEntropy).step(cannot)?;
    rewrap.prove(&fresh).step(cannot)?;
    drop(fresh);
    fs::File::open(to).and_then(|file| file.sync_all()).step(cannot)
}

/// Moves each file over the old one. The journal of the old catalog goes first: it must not be taken for the new one's.
fn move_all(data: &DataDir, between: Between<'_>) -> Result<(), Trouble> {
    let done = done(data);
    let cannot = || format!("cannot finish what is in {}", done.display());
    for suffix in ["-wal", "-shm"] {
        remove_if_there(&beside(&data.catalog(), suffix)).step(cannot)?;
    }
    sync_folder(data.path()).step(cannot)?;
    between()?;
    for (from, to) in
        [(done.join("secrets"), data.path().join("secrets")), (done.clone(), data.path().into())]
    {
        let entries = match fs::read_dir(&from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other.step(cannot)?,
        };
        for entry in entries {
            let entry = entry.step(cannot)?;
            let name = entry.file_name();
            // What SQLite leaves beside a closed catalog is empty, and another folder is moved by itself.
            let moves = entry.file_type().step(cannot)?.is_file() && !is_journal(&name);
            if moves {
                fs::rename(entry.path(), to.join(name)).step(cannot)?;
                between()?;
            }
        }
        sync_folder(&to).step(cannot)?;
        between()?;
    }
    fs::remove_dir_all(&done).step(cannot)?;
    sync_folder(data.path()).step(cannot)
}

fn is_journal(name: &std::ffi::OsStr) -> bool {
    let name = name.to_string_lossy();
    name.ends_with("-wal") || name.ends_with("-shm") || name.ends_with("ballast")
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appliance;
    use crate::clock::DeviceClock;
    use crate::commands::init;
    use crate::config::Config;
    use crate::testing::Scratch;
    use millpond_store::keyring::NewKey;
    use std::collections::BTreeMap;
    use std::sync::Arc;

    const MESSAGE: &[u8] = b"sealed by a data key under a KMS key";

    /// A directory with a KMS key and something encrypted under it; its old root key.
    fn filled(data: &DataDir, config: &Config) -> (RootKey, Vec<u8>) {
        init::create(data, config).unwrap();
        let root = keys::open(data, None).unwrap();
        secrets::store(data, &root, "cloud", b"open sesame").unwrap();
        let store = appliance::open_store(data, &root, config, &Arc::new(DeviceClock::new())).unwrap();
        let key = store.keyring().create_key(NewKey::default()).unwrap();
        let sealed = store.keyring().encrypt(&key, MESSAGE, &BTreeMap::new()).unwrap();
        (root, sealed)
    }

    /// Everything that depends on the root key opens under the one that is in force.
    fn opens(data: &DataDir, config: &Config, sealed: &[u8]) -> RootKey {
        let root = keys::open(data, None).unwrap();
        assert_eq!(secrets::load(data, &root, "cloud").unwrap().expose(), b"open sesame");
        secrets::load_first(data, &root).unwrap();
        let store = appliance::open_store(data, &root, config, &Arc::new(DeviceClock::new())).unwrap();
        let opened = store.keyring().decrypt(sealed, &BTreeMap::new()).unwrap();
        assert_eq!(&opened.plaintext[..], MESSAGE);
        assert!(!draft(data).exists() && !done(data).exists());
        root
    }

    fn copy(from: &Path, to: &Path) {
        DirBuilder::new().mode(0o700).create(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            let target = to.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                copy(&entry.path(), &target);
            } else if entry.file_type().unwrap().is_file() {
                fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    #[test]
    fn cut_short_at_any_step_a_directory_has_either_root_key_and_opens() {
        let scratch = Scratch::new();
        let config = Config::default();
        let origin = DataDir::new(scratch.path().join("origin"));
        let (old, sealed) = filled(&origin, &config);
        let links = old.device_link_key(7, 0);
        let (mut kept, mut changed) = (0, 0);
        for cut in 0.. {
            let data = DataDir::new(scratch.path().join(format!("cut-{cut}")));
            copy(origin.path(), data.path());
            let mut steps = 0;
            let mut between = || {
                steps += 1;
                if steps > cut { Err(Trouble::new("the power went")) } else { Ok(()) }
            };
            let whole = {
                let _lock = data.lock().unwrap();
                let rotated = rotate(&data, &old, &Unseal::Plain, &mut between);
                // Cut again in the middle of finishing, then left to the next start.
                let again = rotated.is_err().then(|| finish(&data, &mut || Err(Trouble::new("and again"))));
                drop(again);
                rotated.is_ok()
            };

            let root = opens(&data, &config, &sealed);
            assert_eq!(root.device_link_key(7, 0).expose(), links.expose(), "sensors keep their keys");
            if root.fingerprint() == old.fingerprint() {
                assert_eq!(changed, 0, "cut {cut}: back to the old key");
                kept += 1;
            } else {
                changed += 1;
            }
            fs::remove_dir_all(data.path()).unwrap();
            if whole {
                break;
            }
        }
        assert!(kept >= 4 && changed >= 6, "{kept} cuts before the change, {changed} after it");
    }

    #[test]
    fn the_old_root_key_opens_nothing_any_more_and_no_record_was_written_anew() {
        let scratch = Scratch::new();
        let config = Config::default();
        let data = DataDir::new(scratch.path().join("data"));
        let (old, sealed) = filled(&data, &config);
        let log = |data: &DataDir| {
            let mut files: Vec<_> =
                fs::read_dir(data.log().join("arena")).unwrap().map(|e| e.unwrap().path()).collect();
            files.sort();
            files.into_iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>()
        };
        let before = log(&data);

        {
            let _lock = data.lock().unwrap();
            rotate(&data, &old, &Unseal::Plain, &mut || Ok(())).unwrap();
        }

        assert!(log(&data) == before);
        assert!(appliance::open_store(&data, &old, &config, &Arc::new(DeviceClock::new())).is_err());
        assert!(secrets::load(&data, &old, "cloud").is_err());
        let first = opens(&data, &config, &sealed);
        {
            let _lock = data.lock().unwrap();
            rotate(&data, &first, &Unseal::Plain, &mut || Ok(())).unwrap();
        }
        let second = opens(&data, &config, &sealed);
        assert_eq!(second.device_link_key(7, 0).expose(), old.device_link_key(7, 0).expose());
    }
}
