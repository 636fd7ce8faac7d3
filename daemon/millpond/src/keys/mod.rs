//! The root key of a data directory: where it is kept, what unseals it, and how it is replaced.
//!
//! `root.key` holds the key in clear, or sealed under a secret that one of the ways below delivers. Which way stands in
//! the configuration, as `unseal` of `[keys]`; the secret itself is never written by this program but where it says so.

mod ask;
mod command;
mod credential;
mod passphrase_file;
pub(crate) mod rotate;

use crate::appliance;
use crate::config::Unseal;
use crate::datadir::{self, DataDir};
use crate::entropy::KernelEntropy;
use crate::journal;
use crate::trouble::{Step, Trouble};
use ask::Ask;
use command::Command;
use credential::Credential;
use millpond_store::keyring::{RootFile, RootKey, SealedRoot, Stretch};
use passphrase_file::PassphraseFile;
use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use zeroize::Zeroizing;

/// The longest secret that is read, bytes: PEM of the largest keys in use takes less.
const SECRET_BYTES_MAX: usize = 8192;

/// A secret, without the line end that editors and `echo` add.
type SecretBytes = Zeroizing<Vec<u8>>;

/// A place that delivers the secret under which the root key is sealed.
trait Source {
    /// The secret.
    ///
    /// # Errors
    /// When there is none, or it cannot be had; nothing of it is in the text.
    fn secret(&self) -> Result<SecretBytes, Trouble>;

    /// How the secret is stretched when something is sealed under it.
    fn stretch(&self) -> Stretch;
}

/// The source that the configuration names; `None` when the key stands in clear.
fn source(unseal: &Unseal) -> Option<Box<dyn Source>> {
    match unseal {
        Unseal::Plain => None,
        Unseal::Ask => Some(Box::new(Ask)),
        Unseal::Credential(name) => Some(Box::new(Credential(name.clone()))),
        Unseal::PassphraseFile(path) => Some(Box::new(PassphraseFile(path.clone()))),
        Unseal::Command(words) => Some(Box::new(Command(words.clone()))),
    }
}

/// The root key of a directory, unsealed as the configuration says, which is the directory's own unless one is named.
///
/// # Errors
/// When there is none, others may read it, or its secret cannot be had or does not fit.
pub(crate) fn open(data: &DataDir, config: Option<&Path>) -> Result<RootKey, Trouble> {
    rotate::finish_if_due(data)?;
    let former = data.former_root_key();
    let mut root = match (unsealed(data, &data.root_key(), config), former.exists()) {
        (Ok(root), left) => {
            if left {
                fs::remove_file(&former).step(|| format!("cannot remove {}", former.display()))?;
            }
            root
        }
        // The configuration still says how the key was sealed before.
        (Err(trouble), true) => unsealed(data, &former, config).map_err(|_| trouble)?,
        (Err(trouble), false) => return Err(trouble),
    };
    let heritage = data.root_heritage();
    match fs::read(&heritage) {
        Ok(sealed) => {
            root.inherit(&sealed).step(|| format!("{} does not belong to root.key", heritage.display()))?;
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Trouble::because(format!("cannot read {}", heritage.display()), error)),
    }
    Ok(root)
}

fn unsealed(data: &DataDir, path: &Path, config: Option<&Path>) -> Result<RootKey, Trouble> {
    let sealed = match read_at(data, path)? {
        RootFile::Clear(root) => return Ok(root),
        RootFile::Sealed(sealed) => sealed,
    };
    let unseal = appliance::read_config(data, config)?.keys.unseal;
    let source = source(&unseal).ok_or_else(|| {
        Trouble::new(
            "root.key is sealed, and the configuration does not say what unseals it; set `unseal` in [keys]",
        )
    })?;
    sealed.open(&source.secret()?).step(|| format!("cannot use the root key {}", path.display()))
}

/// Seals the key anew, and has the configuration say how. Cut short at any moment, the directory opens.
pub(crate) fn reseal(data: &DataDir, root: &RootKey, unseal: &Unseal) -> Result<(), Trouble> {
    let file = seal(root, unseal)?;
    let path = data.config();
    let text = fs::read_to_string(&path).step(|| format!("cannot read {}", path.display()))?;
    let told = if appliance::read_config(data, None)?.keys.unseal == *unseal {
        None
    } else {
        Some(with_unseal(&text, unseal).ok_or_else(|| {
            Trouble::new(format!(
                "{} has no single line for `unseal`; add [keys] with unseal = \"{unseal}\" and run reseal without --to",
                path.display()
            ))
        })?)
    };
    match fs::read(data.root_key()) {
        Ok(former) => datadir::replace(&data.former_root_key(), &Zeroizing::new(former))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Trouble::because("cannot read root.key", error)),
    }
    datadir::replace(&data.root_key(), &file)?;
    if let Some(text) = told {
        datadir::replace(&path, text.as_bytes())?;
    }
    match fs::remove_file(data.former_root_key()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Trouble::because("cannot remove root.key.former", error))
        }
        _ => datadir::sync_folder(data.path()).step(|| "cannot remove root.key.former".into()),
    }
}

/// The configuration with another `unseal`; `None` when there is not exactly one such line.
fn with_unseal(text: &str, unseal: &Unseal) -> Option<String> {
    let is_it = |line: &&str| line.trim_start().starts_with("unseal") && line.contains('=');
    let line = text.lines().find(is_it).filter(|_| text.lines().filter(is_it).count() == 1)?;
    Some(text.replacen(line, &format!("unseal = {}", unseal.quoted()), 1))
}

/// Says at start that anybody with the storage can read it.
pub(crate) fn warn_if_in_clear(data: &DataDir) {
    if matches!(read_file(data), Ok(RootFile::Clear(_))) {
        journal::warn(
            "root.key stands in clear: whoever takes this storage away can read all of it; see millpond keys reseal",
            &[],
        );
    }
}

/// The root key file as it lies there, refusing one that others could read.
pub(crate) fn read_file(data: &DataDir) -> Result<RootFile, Trouble> {
    read_at(data, &data.root_key())
}

fn read_at(data: &DataDir, path: &Path) -> Result<RootFile, Trouble> {
    let cannot = || format!("cannot use the root key {}", path.display());
    let file = File::open(path).map_err(|error| {
        if error.kind() == io::ErrorKind::NotFound {
            Trouble::new(format!("{} holds no data; run millpond init first", data.path().display()))
        } else {
            Trouble::because(cannot(), error)
        }
    })?;
    let mode = file.metadata().step(cannot)?.permissions().mode();
    RootKey::check_mode(mode).step(cannot)?;
    RootFile::parse(&read_bounded(file).step(cannot)?).step(cannot)
}

/// The bytes of `root.key` for a key that shall be unsealed so.
pub(crate) fn seal(root: &RootKey, unseal: &Unseal) -> Result<Zeroizing<Vec<u8>>, Trouble> {
    let Some(source) = source(unseal) else { return Ok(root.encode()) };
    let secret = source.secret()?;
    let sealed = SealedRoot::seal(root, &secret, source.stretch(), &KernelEntropy);
    let sealed = sealed.step(|| "cannot seal the root key".into())?;
    // Sealed under something that does not unseal, the key would be lost with the next start.
    let again = sealed.open(&source.secret()?).step(|| "the secret differed when asked for again".into())?;
    if again.fingerprint() != root.fingerprint() {
        return Err(Trouble::new("the sealed key is not the key; nothing was changed"));
    }
    Ok(Zeroizing::new(sealed.encode().to_vec()))
}

/// Argon2id at the cost that suits this device.
fn stretch_here() -> Stretch {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib = total.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    Stretch::for_device(kib.unwrap_or(0))
}

/// All of a source, up to the longest secret, without the line end behind it.
fn read_secret(source: impl Read) -> io::Result<SecretBytes> {
    let mut secret = read_bounded(source)?;
    while matches!(secret.last(), Some(b'\n' | b'\r')) {
        secret.pop();
    }
    Ok(secret)
}

fn read_bounded(source: impl Read) -> io::Result<SecretBytes> {
    // Sized at once, so that growing never leaves a copy behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(SECRET_BYTES_MAX + 2));
    source.take(SECRET_BYTES_MAX as u64 + 2).read_to_end(&mut bytes)?;
    if bytes.len() > SECRET_BYTES_MAX {
        return Err(io::Error::other(format!("it is longer than {SECRET_BYTES_MAX} B")));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::init;
    use crate::config::Config;
    use crate::testing::Scratch;

    fn unseal(text: &str) -> Unseal {
        Unseal::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn a_secret_ends_before_its_line_end_and_is_bounded() {
        assert_eq!(&**read_secret(&b"open sesame\r\n"[..]).unwrap(), b"open sesame");
        assert_eq!(&**read_secret(&b"a\nb\n\n"[..]).unwrap(), b"a\nb");
        assert!(read_secret(&[b'x'; SECRET_BYTES_MAX + 1][..]).is_err());
        assert!(read_secret(&[b'x'; SECRET_BYTES_MAX][..]).is_ok());
    }

    #[test]
    fn every_source_that_needs_nobody_unseals_what_it_sealed_and_nothing_else() {
        let scratch = Scratch::new();
        let secret = scratch.path().join("secret");
        fs::write(&secret, "a secret of more than sixteen bytes\n").unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let root = RootKey::generate(&KernelEntropy);
        for text in [
            format!("passphrase-file:{}", secret.display()),
            format!("command:/bin/cat {}", secret.display()),
        ] {
            let file = seal(&root, &unseal(&text)).unwrap();

            let RootFile::Sealed(sealed) = RootFile::parse(&file).unwrap() else {
                panic!("{text}: in clear")
            };
            let opened = sealed.open(b"a secret of more than sixteen bytes").unwrap();
            assert_eq!(opened.fingerprint(), root.fingerprint());
            assert!(sealed.open(b"another secret").is_err());
        }
        assert!(matches!(RootFile::parse(&seal(&root, &Unseal::Plain).unwrap()), Ok(RootFile::Clear(_))));
    }

    #[test]
    fn resealing_is_whole_or_undone_wherever_it_is_cut() {
        let scratch = Scratch::new();
        let secret = scratch.path().join("secret");
        fs::write(&secret, "correct horse battery staple").unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let data = DataDir::new(scratch.path().join("data"));
        init::create(&data, &Config::default()).unwrap();
        let (plain, config) = (fs::read(data.root_key()).unwrap(), fs::read(data.config()).unwrap());
        let root = open(&data, None).unwrap();

        reseal(&data, &root, &unseal(&format!("passphrase-file:{}", secret.display()))).unwrap();

        let (sealed, told) = (fs::read(data.root_key()).unwrap(), fs::read(data.config()).unwrap());
        assert!(!data.former_root_key().exists() && sealed != plain && told != config);
        // root.key.former, root.key and the configuration, after each step.
        for (former, key, says) in [
            (Some(&plain), &plain, &config),
            (Some(&plain), &sealed, &config),
            (Some(&plain), &sealed, &told),
            (None, &sealed, &told),
        ] {
            if let Some(former) = former {
                datadir::replace(&data.former_root_key(), former).unwrap();
            }
            datadir::replace(&data.root_key(), key).unwrap();
            fs::write(data.config(), says).unwrap();
            assert_eq!(open(&data, None).unwrap().fingerprint(), root.fingerprint());
        }
        assert!(!data.former_root_key().exists(), "a key in clear does not stay");
        reseal(&data, &root, &Unseal::Plain).unwrap();
        assert_eq!(fs::read(data.root_key()).unwrap(), plain);
    }

    #[test]
    fn a_sealed_directory_says_what_is_missing() {
        let scratch = Scratch::new();
        let secret = scratch.path().join("secret");
        fs::write(&secret, "correct horse battery staple").unwrap();
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
        let data = DataDir::new(scratch.path().join("data"));
        let mut config = Config::default();
        config.keys.unseal = unseal(&format!("passphrase-file:{}", secret.display()));
        init::create(&data, &config).unwrap();

        assert!(open(&data, None).is_ok());
        fs::write(&secret, "incorrect horse").unwrap();
        let lines = open(&data, None).unwrap_err().lines().join(": ");
        assert!(lines.ends_with("the secret does not unseal root.key; it belongs to another one"), "{lines}");
        fs::remove_file(&secret).unwrap();
        assert!(open(&data, None).unwrap_err().lines().join(": ").contains("secret"));
        let plain = fs::read_to_string(data.config()).unwrap().replace("passphrase-file:", "nothing:");
        fs::write(data.config(), plain).unwrap();
        assert!(open(&data, None).is_err());
    }
}
