//! A passphrase in a file: on a stick that is pulled after the start, or on another device than the data.

use super::{SecretBytes, Source, read_secret, stretch_here};
use crate::trouble::{Step, Trouble};
use millpond_store::keyring::{RootKey, Stretch};
use std::fs::File;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

pub(super) struct PassphraseFile(pub(super) PathBuf);

impl Source for PassphraseFile {
    fn secret(&self) -> Result<SecretBytes, Trouble> {
        let path = &self.0;
        let cannot = || format!("cannot read the secret in {}", path.display());
        let file = File::open(path).step(cannot)?;
        let mode = file.metadata().step(cannot)?.permissions().mode();
        if RootKey::check_mode(mode).is_err() {
            return Err(Trouble::new(format!(
                "{} is open to others (mode {:04o}); run chmod 600 on it",
                path.display(),
                mode & 0o7777
            )));
        }
        read_secret(file).step(cannot)
    }

    fn stretch(&self) -> Stretch {
        stretch_here()
    }
}
