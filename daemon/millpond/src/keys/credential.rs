//! A credential of systemd: sealed with the TPM or the host's key by `systemd-creds`, unsealed for this service alone.

use super::{SecretBytes, Source, read_secret};
use crate::trouble::{Step, Trouble};
use millpond_store::keyring::Stretch;
use std::fs::File;
use std::path::PathBuf;

/// By its name in `LoadCredentialEncrypted=`.
pub(super) struct Credential(pub(super) String);

impl Source for Credential {
    fn secret(&self) -> Result<SecretBytes, Trouble> {
        let name = &self.0;
        let folder = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from).ok_or_else(|| {
            Trouble::new(format!(
                "no credentials are here: start under systemd with LoadCredentialEncrypted={name}, or run this command \
                 with systemd-run --pipe -p LoadCredentialEncrypted={name}"
            ))
        })?;
        let path = folder.join(name);
        let cannot = || format!("cannot read the credential {}", path.display());
        read_secret(File::open(&path).step(cannot)?).step(cannot)
    }

    fn stretch(&self) -> Stretch {
        Stretch::None
    }
}
