//! Secrets of others that this gateway keeps: sealed under the root key, one file each.
//!
//! A file holds one envelope of the log's seal, bound to the secret's name, so that swapping two files is noticed.

use crate::appliance;
use crate::config::Config;
use crate::datadir::{self, DataDir};
use crate::entropy::KernelEntropy;
use crate::trouble::{Step, Trouble};
use aws_lc_rs::hmac;
use millpond_base::Secret;
use millpond_credentials::Kept;
use millpond_log::seal::{envelope, open_envelope};
use millpond_store::keyring::{Purpose, RootKey};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The longest secret kept, in bytes. AWS's are 40; the PEM of the largest private keys in use takes less.
pub(crate) const SECRET_BYTES_MAX: usize = 8192;

/// The name under which the first access key is sealed; not a name `secret set` takes.
const FIRST_ACCESS_KEY: &str = "/first-access-key";

/// Seals `secret` as `name`, replacing what was there.
pub(crate) fn store(data: &DataDir, root: &RootKey, name: &str, secret: &[u8]) -> Result<(), Trouble> {
    datadir::replace(&data.secret(name), &seal(root, name, secret))
}

/// Opens the secret called `name`.
#[cfg(test)]
pub(crate) fn load(data: &DataDir, root: &RootKey, name: &str) -> Result<Secret, Trouble> {
    open(root, name, &data.secret(name))
}

/// The key that `init` made for the administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FirstAccessKey {
    /// The public half.
    pub(crate) access_key_id: String,
    /// The secret half.
    pub(crate) secret_access_key: String,
}

/// Seals the first access key, so that `millpond env` can print it.
pub(crate) fn store_first(data: &DataDir, root: &RootKey, key: &FirstAccessKey) -> Result<(), Trouble> {
    let text = Zeroizing::new(serde_json::to_vec(key).expect("two strings are valid JSON"));
    datadir::write_new(&data.first_access_key(), &seal(root, FIRST_ACCESS_KEY, &text))
}

/// Opens the first access key.
pub(crate) fn load_first(data: &DataDir, root: &RootKey) -> Result<FirstAccessKey, Trouble> {
    let path = data.first_access_key();
    let text = open(root, FIRST_ACCESS_KEY, &path)?;
    serde_json::from_slice(text.expose()).step(|| format!("{} does not hold an access key", path.display()))
}

/// Seals every secret of a directory anew, for another root key, into a folder that has a `secrets` folder.
pub(crate) fn reseal(data: &DataDir, from: &RootKey, to: &RootKey, draft: &Path) -> Result<(), Trouble> {
    let folder = data.path().join("secrets");
    for entry in fs::read_dir(&folder).step(|| format!("cannot read {}", folder.display()))? {
        let entry = entry.step(|| format!("cannot read {}", folder.display()))?;
        let name = entry.file_name();
        let Some(text) = name.to_str().filter(|name| !name.ends_with(".new")) else { continue };
        let secret = match open(from, text, &entry.path()) {
            // Its upstream issues another one.
            Err(_) if text.starts_with(SESSION) => continue,
            secret => secret?,
        };
        datadir::write_new(&draft.join("secrets").join(text), &seal(to, text, secret.expose()))?;
    }
    let first = data.first_access_key();
    if first.exists() {
        let secret = open(from, FIRST_ACCESS_KEY, &first)?;
        datadir::write_new(&draft.join("first-access-key"), &seal(to, FIRST_ACCESS_KEY, secret.expose()))?;
    }
    Ok(())
}

/// What a running gateway needs of a data directory to speak for itself upstream: its secrets, the sessions it was issued, and the
/// configuration, which may have changed.
pub(crate) struct Vault {
    data: DataDir,
    key: Zeroizing<[u8; 32]>,
    /// The configuration file, where it is not the directory's own.
    config: Option<PathBuf>,
}

impl Vault {
    /// The vault of a directory.
    pub(crate) fn new(data: &DataDir, root: &RootKey, config: Option<&Path>) -> Self {
        Self { data: data.clone(), key: key(root), config: config.map(Path::to_owned) }
    }

    /// Opens the secret called `name`.
    pub(crate) fn secret(&self, name: &str) -> Result<Secret, Trouble> {
        open_with(&self.key, name, &self.data.secret(name)).map_err(|cause| {
            let command = format!("millpond secret set --data {} {name}", self.data.path().display());
            Trouble::because(format!("there is no secret {name:?}; seal it with {command}"), cause)
        })
    }

    /// A number that names something of this directory on this machine, and that nobody can guess.
    pub(crate) fn origin(&self, name: &str) -> [u8; 16] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &*self.key);
        // A copy of the directory on another machine is somebody else.
        let machine = fs::read_to_string("/etc/machine-id").unwrap_or_default();
        let tag = hmac::sign(&key, format!("origin/{}/{name}", machine.trim()).as_bytes());
        tag.as_ref()[..16].try_into().expect("a tag has 32 bytes")
    }

    /// A path of the configuration.
    pub(crate) fn resolve(&self, path: &Path) -> PathBuf {
        self.data.resolve(path)
    }

    /// Reads the configuration as it stands now.
    pub(crate) fn read_config(&self) -> Result<Config, Trouble> {
        appliance::read_config(&self.data, self.config.as_deref())
    }

    /// The session that an upstream issued, if it was kept and opens.
    pub(crate) fn session(&self, upstream: &str) -> Option<Kept> {
        let name = session_name(upstream);
        let bytes = open_with(&self.key, &name, &self.data.secret(&name)).ok()?;
        Kept::decode(bytes.expose())
    }

    /// Keeps a session that an upstream issued: one small file, written as a whole.
    pub(crate) fn keep_session(&self, upstream: &str, session: &Kept) -> Result<(), Trouble> {
        let name = session_name(upstream);
        let sealed = envelope(&self.key, name.as_bytes(), &session.encode(), &KernelEntropy);
        datadir::replace(&self.data.secret(&name), &sealed)
    }

    /// Forgets a session that is of no use any more.
    pub(crate) fn forget_session(&self, upstream: &str) {
        // One that stays is refused once more and forgotten then.
        let _ = fs::remove_file(self.data.secret(&session_name(upstream)));
    }
}

/// What sessions' files begin with; no secret's name begins with a dot.
const SESSION: &str = ".session-";

/// The name under which a session is sealed; its last part keeps names apart whose files are being replaced.
fn session_name(upstream: &str) -> String {
    format!("{SESSION}{upstream}.kept")
}

fn seal(root: &RootKey, name: &str, secret: &[u8]) -> Vec<u8> {
    envelope(&key(root), name.as_bytes(), secret, &KernelEntropy)
}

fn open(root: &RootKey, name: &str, path: &Path) -> Result<Secret, Trouble> {
    open_with(&key(root), name, path)
}

fn open_with(key: &[u8; 32], name: &str, path: &Path) -> Result<Secret, Trouble> {
    let sealed = fs::read(path).step(|| format!("cannot read the secret {}", path.display()))?;
    let secret = open_envelope(key, name.as_bytes(), &sealed).map_err(|_| {
        Trouble::new(format!(
            "{} was sealed under another root key or name, or is damaged; set it again",
            path.display()
        ))
    })?;
    Ok(Secret::new(secret.to_vec()))
}

fn key(root: &RootKey) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(root.derive(Purpose::Secrets).expose());
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;
    use millpond_base::{LineMs, SeededEntropy, WallMs};

    fn rig() -> (Scratch, DataDir, RootKey) {
        let scratch = Scratch::new();
        let data = DataDir::new(scratch.path());
        fs::create_dir(scratch.path().join("secrets")).unwrap();
        (scratch, data, RootKey::generate(&SeededEntropy::new(1)))
    }

    #[test]
    fn a_secret_reads_back_and_is_not_in_the_file() {
        let (_scratch, data, root) = rig();

        store(&data, &root, "cloud", b"open sesame").unwrap();

        assert_eq!(load(&data, &root, "cloud").unwrap().expose(), b"open sesame");
        let file = fs::read(data.secret("cloud")).unwrap();
        assert!(!file.windows(4).any(|part| part == b"open"));
    }

    #[test]
    fn a_secret_under_another_name_or_root_key_does_not_open() {
        let (_scratch, data, root) = rig();
        store(&data, &root, "cloud", b"open sesame").unwrap();
        fs::copy(data.secret("cloud"), data.secret("other")).unwrap();

        assert!(load(&data, &root, "other").is_err());
        assert!(load(&data, &RootKey::generate(&SeededEntropy::new(2)), "cloud").is_err());
    }

    #[test]
    fn a_session_reads_back_until_it_is_forgotten_and_outlives_another_root_key() {
        let (scratch, data, root) = rig();
        let vault = Vault::new(&data, &root, None);
        let session = Kept {
            settings: [1; 32],
            access_key_id: "ASIA".into(),
            secret: Secret::new(b"open sesame".to_vec()),
            token: "token".into(),
            ends_line: LineMs(5),
            ends: WallMs(6),
        };
        assert!(vault.session("a.b").is_none());

        vault.keep_session("a.b", &session).unwrap();

        assert_eq!(vault.session("a.b").unwrap().secret.expose(), b"open sesame");
        assert!(vault.session("a.c").is_none());
        let file = fs::read(data.secret(".session-a.b.kept")).unwrap();
        assert!(!file.windows(4).any(|part| part == b"open" || part == b"ASIA"));

        let (draft, other) = (scratch.path().join("draft"), RootKey::generate(&SeededEntropy::new(2)));
        fs::create_dir_all(draft.join("secrets")).unwrap();
        fs::write(data.secret(".session-broken.kept"), b"junk").unwrap();
        reseal(&data, &root, &other, &draft).unwrap();
        let moved = Vault::new(&DataDir::new(&draft), &other, None);
        assert_eq!(moved.session("a.b").unwrap().access_key_id, "ASIA");

        vault.forget_session("a.b");
        assert!(vault.session("a.b").is_none());
    }

    #[test]
    fn the_first_access_key_reads_back() {
        let (_scratch, data, root) = rig();
        let key = FirstAccessKey { access_key_id: "AKIA".into(), secret_access_key: "s/e+c".into() };

        store_first(&data, &root, &key).unwrap();

        assert_eq!(load_first(&data, &root).unwrap(), key);
    }
}
