//! The root key: 32 bytes from which every other key of the device is derived or unwrapped, and its file form in clear;
//! the sealed one is in `sealed_root`.
//!
//! `root.key`, 56 bytes, integers little-endian:
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0 | 8 | magic `MPONDKEY` |
//! | 8 | 2 | version, 1 |
//! | 10 | 2 | form, 0: the key stands in clear |
//! | 12 | 32 | the key |
//! | 44 | 8 | check value: HKDF of the key, so that a damaged key is told from a wrong one |
//! | 52 | 4 | CRC-32C of all before it |

use aws_lc_rs::{constant_time, hkdf};
use millpond_base::{Entropy, Secret};
use millpond_log::seal::{TagMismatch, envelope, open_envelope};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

pub(super) const MAGIC: &[u8; 8] = b"MPONDKEY";
pub(super) const VERSION: u16 = 1;
const FORM_CLEAR: u16 = 0;
pub(super) const VERSION_AT: usize = 8;
pub(super) const FORM_AT: usize = 10;
const KEY_AT: usize = 12;
const CHECK_AT: usize = 44;
pub(super) const CRC_AT: usize = 52;
/// Length of the file form.
pub const ROOT_FILE_BYTES: usize = 56;

const _: () = assert!(KEY_AT + 32 == CHECK_AT && CHECK_AT + 8 == CRC_AT && CRC_AT + 4 == ROOT_FILE_BYTES);

/// What a derived key is for. Every purpose has its own label, so no key serves twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Seals the catalog's documents.
    Catalog,
    /// Seals session tokens.
    SessionTokens,
    /// Seals why calls were denied.
    Denials,
    /// The root of all link keys; see [`RootKey::device_link_key`].
    DeviceLinks,
    /// Seals the secrets file.
    Secrets,
    /// Wraps the backing keys of KMS keys.
    BackingKeys,
    /// Tells one root key from another without revealing it.
    Fingerprint,
    /// Seeds the Ed25519 key that signs the loss ledger.
    LossLedger,
    /// The check value of the file form.
    FileCheck,
    /// Seals what a root key takes over from the one before it.
    Heritage,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Catalog => b"millpond root v1 catalog",
            Self::SessionTokens => b"millpond root v1 session tokens",
            Self::Denials => b"millpond root v1 denials",
            Self::DeviceLinks => b"millpond root v1 device links",
            Self::Secrets => b"millpond root v1 secrets file",
            Self::BackingKeys => b"millpond root v1 backing keys",
            Self::Fingerprint => b"millpond root v1 fingerprint",
            Self::LossLedger => b"millpond root v1 loss ledger",
            Self::FileCheck => b"millpond root v1 file check",
            Self::Heritage => b"millpond root v1 heritage",
        }
    }
}

/// The root key. Whoever holds it and the data directory can read everything.
#[derive(Clone)]
pub struct RootKey {
    /// On the heap from the start: what is moved leaves its former place on the stack as it was.
    key: Box<Zeroizing<[u8; 32]>>,
    /// Derived keys of the device's first root key that outlive it: sensors were given keys made of one, and whoever
    /// checks loss ledgers knows the other.
    heritage: Option<Box<Zeroizing<Heritage>>>,
}

/// The key of all link keys and the seed of the loss ledger's signatures.
type Heritage = [u8; 64];
/// What the seal of a heritage is bound to.
const HERITAGE: &[u8] = b"root.heritage 1";

impl RootKey {
    /// Draws a new key.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut key = Box::new(Zeroizing::new([0; 32]));
        entropy.fill(&mut key[..]);
        Self { key, heritage: None }
    }

    /// Takes the key itself, as a sealed credential delivers it.
    #[must_use]
    pub fn from_bytes(mut bytes: [u8; 32]) -> Self {
        let root = Self::copied(&bytes);
        bytes.zeroize();
        root
    }

    /// The same from where the caller wipes it.
    pub(super) fn copied(bytes: &[u8; 32]) -> Self {
        let mut key = Box::new(Zeroizing::new([0; 32]));
        key.copy_from_slice(bytes);
        Self { key, heritage: None }
    }

    /// The key itself, for the forms in which it is kept.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.key
    }

    /// Draws the key that shall follow this one, and what of this one it needs, sealed under it.
    #[must_use]
    pub fn successor(&self, entropy: &dyn Entropy) -> (Self, Vec<u8>) {
        let mut heritage = Zeroizing::new([0; 64]);
        heritage[..32].copy_from_slice(self.derive(Purpose::DeviceLinks).expose());
        heritage[32..].copy_from_slice(self.derive(Purpose::LossLedger).expose());
        let mut next = Self::generate(entropy);
        let sealed = envelope(&next.expand(&[Purpose::Heritage.label()]), HERITAGE, &*heritage, entropy);
        next.heritage = Some(Box::new(heritage));
        (next, sealed)
    }

    /// Takes over what [`RootKey::successor`] sealed for this key.
    ///
    /// # Errors
    /// `TagMismatch` when it was sealed for another key, or is damaged.
    pub fn inherit(&mut self, sealed: &[u8]) -> Result<(), TagMismatch> {
        let opened = open_envelope(&self.expand(&[Purpose::Heritage.label()]), HERITAGE, sealed)?;
        let mut heritage = Zeroizing::new([0; 64]);
        if opened.len() != heritage.len() {
            return Err(TagMismatch);
        }
        heritage.copy_from_slice(&opened);
        self.heritage = Some(Box::new(heritage));
        Ok(())
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// [`RootKeyError`]; nothing of the key is in its text.
    pub fn parse(file: &[u8]) -> Result<Self, RootKeyError> {
        if file.len() != ROOT_FILE_BYTES {
            return Err(RootKeyError::Length { found_bytes: file.len() });
        }
        if !file.starts_with(MAGIC) {
            return Err(RootKeyError::NotARootKey);
        }
        if crc32c::crc32c(&file[..CRC_AT]).to_le_bytes() != file[CRC_AT..] {
            return Err(RootKeyError::Damaged);
        }
        let version = u16::from_le_bytes([file[VERSION_AT], file[VERSION_AT + 1]]);
        let form = u16::from_le_bytes([file[FORM_AT], file[FORM_AT + 1]]);
        if version != VERSION || form != FORM_CLEAR {
            return Err(RootKeyError::Version { version, form });
        }
        let mut key = Box::new(Zeroizing::new([0; 32]));
        key.copy_from_slice(&file[KEY_AT..CHECK_AT]);
        let root = Self { key, heritage: None };
        constant_time::verify_slices_are_equal(&root.check_value(), &file[CHECK_AT..CRC_AT])
            .map_err(|_| RootKeyError::Damaged)?;
        Ok(root)
    }

    /// The file form, to be written with mode 0600.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let mut file = Zeroizing::new(Vec::with_capacity(ROOT_FILE_BYTES));
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&FORM_CLEAR.to_le_bytes());
        file.extend_from_slice(&self.key[..]);
        file.extend_from_slice(&self.check_value());
        let crc = crc32c::crc32c(&file);
        file.extend_from_slice(&crc.to_le_bytes());
        file
    }

    /// Accepts the mode bits of a key file only when no one but its owner has any right.
    ///
    /// # Errors
    /// [`RootKeyError::Exposed`] when group or others may read, write or execute it.
    pub const fn check_mode(mode: u32) -> Result<(), RootKeyError> {
        if mode & 0o077 == 0 { Ok(()) } else { Err(RootKeyError::Exposed { mode: mode & 0o7777 }) }
    }

    /// The key for one purpose: 32 bytes of HKDF-SHA256.
    #[must_use]
    pub fn derive(&self, purpose: Purpose) -> Secret {
        match (purpose, &self.heritage) {
            (Purpose::DeviceLinks, Some(heritage)) => Secret::new(heritage[..32].to_vec()),
            (Purpose::LossLedger, Some(heritage)) => Secret::new(heritage[32..].to_vec()),
            _ => Secret::new(self.expand(&[purpose.label()]).to_vec()),
        }
    }

    /// The link key of one device. A new generation replaces a key that may have leaked.
    #[must_use]
    pub fn device_link_key(&self, device: u64, generation: u32) -> Secret {
        let mut links = Zeroizing::new([0; 32]);
        links.copy_from_slice(self.derive(Purpose::DeviceLinks).expose());
        let info: [&[u8]; 3] = [b"millpond link v1 device", &device.to_be_bytes(), &generation.to_be_bytes()];
        Secret::new(expand(&links, &info).to_vec())
    }

    /// Sixteen bytes that tell this root key from any other and say nothing else about it.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 16] {
        let bytes = self.expand(&[Purpose::Fingerprint.label()]);
        std::array::from_fn(|i| bytes[i])
    }

    fn check_value(&self) -> [u8; 8] {
        let bytes = self.expand(&[Purpose::FileCheck.label()]);
        std::array::from_fn(|i| bytes[i])
    }

    fn expand(&self, info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
        expand(&self.key, info)
    }
}

/// HKDF-SHA256 of a uniformly random key, without a salt.
pub(super) fn expand(key: &[u8; 32], info: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut out = Zeroizing::new([0; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(key)
        .expand(info, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(out.as_mut()))
        .expect("HKDF-SHA256 gives up to 8160 bytes");
    out
}

impl fmt::Debug for RootKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RootKey(32 B)")
    }
}

/// Why a root key file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RootKeyError {
    /// Too short or too long.
    Length {
        /// Bytes in the file.
        found_bytes: usize,
    },
    /// The magic is missing.
    NotARootKey,
    /// A checksum fails.
    Damaged,
    /// Written by another version, or in a form this version does not read.
    Version {
        /// The file's version.
        version: u16,
        /// The file's form.
        form: u16,
    },
    /// The sealed form does not open under the secret given.
    WrongSecret,
    /// A secret too easy to guess.
    WeakSecret {
        /// Bytes it has.
        found_bytes: usize,
        /// Bytes it must have.
        least_bytes: usize,
    },
    /// A recovery code that was not copied exactly.
    Code,
    /// Group or others have rights on it.
    Exposed {
        /// The mode bits.
        mode: u32,
    },
}

impl fmt::Display for RootKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { found_bytes } => {
                write!(
                    f,
                    "root.key has {found_bytes} B instead of {ROOT_FILE_BYTES}; restore it from your copy"
                )
            }
            Self::NotARootKey => f.write_str("the file is not a root key; check the path of root.key"),
            Self::Damaged => f.write_str("root.key is damaged; restore it from your copy"),
            Self::Version { version, form } => {
                write!(
                    f,
                    "root.key has version {version}, form {form}; use the binary that wrote it or a newer one"
                )
            }
            Self::WrongSecret => {
                f.write_str("the secret does not unseal root.key; it belongs to another one")
            }
            Self::WeakSecret { found_bytes, least_bytes } => {
                write!(f, "the secret has {found_bytes} B; give one of {least_bytes} B or more")
            }
            Self::Code => f.write_str("the recovery code was not copied exactly; compare it group by group"),
            Self::Exposed { mode } => {
                write!(f, "root.key is open to others (mode {mode:04o}); run chmod 600 on it")
            }
        }
    }
}

impl std::error::Error for RootKeyError {}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::SeededEntropy;

    fn root(seed: u64) -> RootKey {
        RootKey::generate(&SeededEntropy::new(seed))
    }

    #[test]
    fn the_file_form_reads_back() {
        let read = RootKey::parse(&root(1).encode()).unwrap();

        assert_eq!(read.fingerprint(), root(1).fingerprint());
    }

    #[test]
    fn the_file_form_is_frozen() {
        let file = RootKey::from_bytes([7; 32]).encode();

        assert_eq!(file[..12], *b"MPONDKEY\x01\x00\x00\x00");
        assert_eq!(file[12..44], [7; 32]);
        assert_eq!(hex(&file[44..]), "759458e358e882a7b4b0faa3");
    }

    #[test]
    fn derived_keys_are_frozen() {
        let root = RootKey::from_bytes([7; 32]);

        assert_eq!(
            hex(root.derive(Purpose::Catalog).expose()),
            "678c03e65dde9026c621ff9c01b1a3e1c3ac56e23d6229e8f78280889b5f0d8e"
        );
        assert_eq!(
            hex(root.device_link_key(1, 0).expose()),
            "7d270430268bf3e522ab25a7af160e5128209be62663fd844420dccbba29c6d7"
        );
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    #[test]
    fn every_truncation_of_the_file_is_refused() {
        let file = root(1).encode();

        for length in 0..file.len() {
            assert_eq!(
                RootKey::parse(&file[..length]).err(),
                Some(RootKeyError::Length { found_bytes: length })
            );
        }
    }

    #[test]
    fn every_flipped_bit_of_the_file_is_refused() {
        let file = root(1).encode();

        for bit in 0..file.len() * 8 {
            let mut bad = file.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            assert!(RootKey::parse(&bad).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_newer_version_is_named() {
        let mut file = root(1).encode();
        file[VERSION_AT] = 9;
        let crc = crc32c::crc32c(&file[..CRC_AT]).to_le_bytes();
        file[CRC_AT..].copy_from_slice(&crc);

        assert_eq!(RootKey::parse(&file).err(), Some(RootKeyError::Version { version: 9, form: 0 }));
    }

    #[test]
    fn a_key_that_does_not_match_its_check_value_is_refused_even_with_a_right_crc() {
        let mut file = root(1).encode();
        file[KEY_AT] ^= 1;
        let crc = crc32c::crc32c(&file[..CRC_AT]).to_le_bytes();
        file[CRC_AT..].copy_from_slice(&crc);

        assert_eq!(RootKey::parse(&file).err(), Some(RootKeyError::Damaged));
    }

    #[test]
    fn only_the_owner_may_have_rights_on_the_file() {
        for mode in [0o600, 0o400, 0o100_600] {
            assert_eq!(RootKey::check_mode(mode), Ok(()));
        }
        for mode in [0o640, 0o604, 0o660, 0o100_644, 0o601, 0o620] {
            assert!(RootKey::check_mode(mode).is_err(), "{mode:o}");
        }
        let text = RootKey::check_mode(0o100_644).unwrap_err().to_string();
        assert_eq!(text, "root.key is open to others (mode 0644); run chmod 600 on it");
    }

    #[test]
    fn purposes_devices_and_generations_never_share_a_key() {
        let root = root(1);
        let purposes = [
            Purpose::Catalog,
            Purpose::SessionTokens,
            Purpose::Denials,
            Purpose::DeviceLinks,
            Purpose::Secrets,
            Purpose::BackingKeys,
            Purpose::Fingerprint,
            Purpose::LossLedger,
            Purpose::FileCheck,
            Purpose::Heritage,
        ];

        let mut keys: Vec<Vec<u8>> = purposes.iter().map(|p| root.derive(*p).expose().to_vec()).collect();
        for (device, generation) in [(0, 0), (0, 1), (1, 0), (1, 1), (256, 0)] {
            keys.push(root.device_link_key(device, generation).expose().to_vec());
        }
        let count = keys.len();
        keys.sort();
        keys.dedup();

        assert_eq!(keys.len(), count);
    }

    #[test]
    fn a_successor_shares_with_its_predecessor_only_what_others_hold() {
        let old = root(1);
        let (next, sealed) = old.successor(&SeededEntropy::new(2));
        let (third, again) = next.successor(&SeededEntropy::new(3));

        let mut read = RootKey::from_bytes(*next.bytes());
        assert_eq!(read.clone().inherit(&again), Err(TagMismatch));
        read.inherit(&sealed).unwrap();
        for newer in [&read, &next, &third] {
            for shared in [Purpose::DeviceLinks, Purpose::LossLedger] {
                assert_eq!(newer.derive(shared).expose(), old.derive(shared).expose());
            }
            assert_eq!(newer.device_link_key(7, 1).expose(), old.device_link_key(7, 1).expose());
            for own in [Purpose::Catalog, Purpose::BackingKeys, Purpose::Secrets, Purpose::SessionTokens] {
                assert_ne!(newer.derive(own).expose(), old.derive(own).expose());
            }
            assert_ne!(newer.fingerprint(), old.fingerprint());
        }
    }

    #[test]
    fn the_debug_form_shows_nothing() {
        assert_eq!(format!("{:?}", root(1)), "RootKey(32 B)");
    }
}
