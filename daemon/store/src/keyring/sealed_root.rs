//! The root key sealed under a secret that is kept elsewhere: what `root.key` holds unless the key stands in clear.
//!
//! 132 bytes, integers little-endian:
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0 | 8 | magic `MPONDKEY` |
//! | 8 | 2 | version, 1 |
//! | 10 | 2 | form, 1: sealed under a secret |
//! | 12 | 4 | stretching of the secret: 0 none, 1 Argon2id |
//! | 16 | 4 | Argon2id: memory, KiB; else 0 |
//! | 20 | 4 | Argon2id: passes; else 0 |
//! | 24 | 4 | Argon2id: lanes; else 0 |
//! | 28 | 4 | 0 |
//! | 32 | 32 | random salt |
//! | 64 | 16 | fingerprint of the root key |
//! | 80 | 32 | the key, sealed |
//! | 112 | 16 | tag |
//! | 128 | 4 | CRC-32C of all before it, which tells damage from a wrong secret |
//!
//! AES-256-GCM; key = HKDF-SHA256(secret, salt, "millpond root v1 sealing"), where Argon2id with the same salt stretches
//! the secret first when asked to; nonce = 12 zero bytes, as every seal draws a salt; associated data = the 80 bytes
//! before the sealed key.

use super::root::{CRC_AT, FORM_AT, MAGIC, RootKey, RootKeyError, VERSION, VERSION_AT};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hkdf;
use millpond_base::Entropy;
use zeroize::Zeroizing;

const FORM_SEALED: u16 = 1;
const STRETCH_AT: usize = 12;
const SALT_AT: usize = 32;
const FINGERPRINT_AT: usize = 64;
const KEY_AT: usize = 80;
const TAG_AT: usize = 112;
const SEALED_CRC_AT: usize = 128;
/// Length of the sealed form.
pub const SEALED_ROOT_BYTES: usize = 132;
const LABEL: &[u8] = b"millpond root v1 sealing";

const _: () = assert!(KEY_AT + 32 == TAG_AT && TAG_AT + 16 == SEALED_CRC_AT);
const _: () = assert!(SEALED_CRC_AT + 4 == SEALED_ROOT_BYTES && CRC_AT < SEALED_CRC_AT);

/// Memory that a file may ask for, KiB: four times what the largest gateway takes by itself.
const MEMORY_KIB_MAX: u32 = 256 << 10;
/// Passes that a file may ask for.
const PASSES_MAX: u32 = 16;
/// Lanes that a file may ask for.
const LANES_MAX: u32 = 4;
/// Bytes of the shortest secret that is taken without stretching: what 128 bits of a random source take.
pub const STRONG_SECRET_BYTES_MIN: usize = 16;

/// How a secret becomes a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// As it is: for secrets that a machine drew.
    None,
    /// By Argon2id, which makes guessing costly: for secrets that a person thought of.
    Argon2id {
        /// Memory, KiB.
        memory_kib: u32,
        /// Passes over the memory.
        passes: u32,
        /// Lanes, each a thread's work.
        lanes: u32,
    },
}

impl Stretch {
    /// Argon2id for a device with so much memory: a sixteenth of it, and never less than 19 MiB.
    ///
    /// # Source
    /// RFC 9106, 4 recommends 64 MiB and three passes where memory is scarce, which is also the most taken here, so that
    /// a start fits the bounds of the system service; OWASP's Password Storage Cheat Sheet names 19 MiB and two passes
    /// as the least.
    #[must_use]
    pub fn for_device(memory_kib: u64) -> Self {
        let memory_kib = u32::try_from(memory_kib / 16).unwrap_or(u32::MAX).clamp(19 << 10, 64 << 10);
        Self::Argon2id { memory_kib, passes: 3, lanes: 1 }
    }

    const fn numbers(self) -> [u32; 4] {
        match self {
            Self::None => [0; 4],
            Self::Argon2id { memory_kib, passes, lanes } => [1, memory_kib, passes, lanes],
        }
    }

    fn read(numbers: [u32; 4]) -> Option<Self> {
        match numbers {
            [0, 0, 0, 0] => Some(Self::None),
            [1, memory_kib, passes @ 1..=PASSES_MAX, lanes @ 1..=LANES_MAX]
                if (8 * lanes..=MEMORY_KIB_MAX).contains(&memory_kib) =>
            {
                Some(Self::Argon2id { memory_kib, passes, lanes })
            }
            _ => None,
        }
    }

    /// The secret, or what Argon2id makes of it.
    fn apply(self, secret: &[u8], salt: &[u8]) -> Zeroizing<Vec<u8>> {
        let Self::Argon2id { memory_kib, passes, lanes } = self else {
            return Zeroizing::new(secret.to_vec());
        };
        let mut out = Zeroizing::new(vec![0; 32]);
        let params =
            Params::new(memory_kib, passes, lanes, Some(32)).expect("within bounds when read or chosen");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, &mut out)
            .expect("the salt has 32 bytes and no secret is longer than 4 GiB");
        out
    }
}

/// A root key file as it lies there.
#[derive(Clone, Debug)]
pub enum RootFile {
    /// The key stands in clear.
    Clear(RootKey),
    /// The key is sealed.
    Sealed(SealedRoot),
}

impl RootFile {
    /// Reads either form.
    ///
    /// # Errors
    /// [`RootKeyError`]; nothing of the key is in its text.
    pub fn parse(file: &[u8]) -> Result<Self, RootKeyError> {
        let form = file.get(FORM_AT..FORM_AT + 2);
        if file.starts_with(MAGIC) && form == Some(&FORM_SEALED.to_le_bytes()[..]) {
            return SealedRoot::parse(file).map(Self::Sealed);
        }
        RootKey::parse(file).map(Self::Clear)
    }

    /// Tells the root key from any other; in clear in either form.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 16] {
        match self {
            Self::Clear(root) => root.fingerprint(),
            Self::Sealed(sealed) => sealed.fingerprint(),
        }
    }
}

/// A sealed root key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRoot {
    bytes: [u8; SEALED_ROOT_BYTES],
    stretch: Stretch,
}

impl SealedRoot {
    /// Seals `root` under `secret`.
    ///
    /// # Errors
    /// [`RootKeyError::WeakSecret`] when the secret is empty, or short and not to be stretched.
    pub fn seal(
        root: &RootKey,
        secret: &[u8],
        stretch: Stretch,
        entropy: &dyn Entropy,
    ) -> Result<Self, RootKeyError> {
        let least = if stretch == Stretch::None { STRONG_SECRET_BYTES_MIN } else { 1 };
        if secret.len() < least {
            return Err(RootKeyError::WeakSecret { found_bytes: secret.len(), least_bytes: least });
        }
        let mut bytes = [0; SEALED_ROOT_BYTES];
        bytes[..VERSION_AT].copy_from_slice(MAGIC);
        bytes[VERSION_AT..FORM_AT].copy_from_slice(&VERSION.to_le_bytes());
        bytes[FORM_AT..STRETCH_AT].copy_from_slice(&FORM_SEALED.to_le_bytes());
        for (at, number) in (STRETCH_AT..).step_by(4).zip(stretch.numbers()) {
            bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        }
        entropy.fill(&mut bytes[SALT_AT..FINGERPRINT_AT]);
        bytes[FINGERPRINT_AT..KEY_AT].copy_from_slice(&root.fingerprint());
        let mut sealed = Self { bytes, stretch };
        let mut key = Zeroizing::new(*root.bytes());
        let (cipher, aad) = (sealed.cipher(secret), sealed.bytes[..KEY_AT].to_vec());
        let tag = cipher
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key([0; 12]), Aad::from(aad), key.as_mut())
            .expect("32 bytes are far below the cipher's limit");
        sealed.bytes[KEY_AT..TAG_AT].copy_from_slice(key.as_ref());
        sealed.bytes[TAG_AT..SEALED_CRC_AT].copy_from_slice(tag.as_ref());
        let crc = crc32c::crc32c(&sealed.bytes[..SEALED_CRC_AT]);
        sealed.bytes[SEALED_CRC_AT..].copy_from_slice(&crc.to_le_bytes());
        Ok(sealed)
    }

    /// Reads the file form.
    ///
    /// # Errors
    /// [`RootKeyError`].
    pub fn parse(file: &[u8]) -> Result<Self, RootKeyError> {
        let found_bytes = file.len();
        if !file.starts_with(MAGIC) {
            return Err(RootKeyError::NotARootKey);
        }
        let bytes: [u8; SEALED_ROOT_BYTES] =
            file.try_into().map_err(|_| RootKeyError::Length { found_bytes })?;
        if crc32c::crc32c(&bytes[..SEALED_CRC_AT]).to_le_bytes() != bytes[SEALED_CRC_AT..] {
            return Err(RootKeyError::Damaged);
        }
        let short = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let word = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let (version, form) = (short(VERSION_AT), short(FORM_AT));
        if (version, form) != (VERSION, FORM_SEALED) || word(28) != 0 {
            return Err(RootKeyError::Version { version, form });
        }
        let numbers = [word(12), word(16), word(20), word(24)];
        let stretch = Stretch::read(numbers).ok_or(RootKeyError::Version { version, form })?;
        Ok(Self { bytes, stretch })
    }

    /// The file form, to be written with mode 0600.
    #[must_use]
    pub const fn encode(&self) -> &[u8] {
        &self.bytes
    }

    /// How the secret is stretched.
    #[must_use]
    pub const fn stretch(&self) -> Stretch {
        self.stretch
    }

    /// Tells the root key inside from any other.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 16] {
        std::array::from_fn(|i| self.bytes[FINGERPRINT_AT + i])
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`RootKeyError::WrongSecret`].
    pub fn open(&self, secret: &[u8]) -> Result<RootKey, RootKeyError> {
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(&self.bytes[KEY_AT..TAG_AT]);
        let aad = Aad::from(&self.bytes[..KEY_AT]);
        self.cipher(secret)
            .open_in_place_separate_tag(
                Nonce::assume_unique_for_key([0; 12]),
                aad,
                &self.bytes[TAG_AT..SEALED_CRC_AT],
                key.as_mut(),
            )
            .map_err(|_| RootKeyError::WrongSecret)?;
        Ok(RootKey::copied(&key))
    }

    fn cipher(&self, secret: &[u8]) -> LessSafeKey {
        let salt = &self.bytes[SALT_AT..FINGERPRINT_AT];
        let stretched = self.stretch.apply(secret, salt);
        let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(&stretched);
        let okm = prk.expand(&[LABEL], &AES_256_GCM).expect("32 bytes are far below HKDF's limit");
        LessSafeKey::new(UnboundKey::from(okm))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::ROOT_FILE_BYTES;
    use millpond_base::SeededEntropy;

    const CHEAP: Stretch = Stretch::Argon2id { memory_kib: 64, passes: 1, lanes: 1 };
    const SECRET: &[u8] = b"sixteen bytes at least";

    fn sealed(stretch: Stretch) -> SealedRoot {
        SealedRoot::seal(&RootKey::from_bytes([7; 32]), SECRET, stretch, &SeededEntropy::new(1)).unwrap()
    }

    #[test]
    fn a_sealed_key_opens_under_its_secret_alone() {
        for stretch in [Stretch::None, CHEAP] {
            let read = SealedRoot::parse(sealed(stretch).encode()).unwrap();

            assert_eq!(read.open(SECRET).unwrap().bytes(), &[7; 32]);
            assert_eq!(read.stretch(), stretch);
            assert_eq!(read.fingerprint(), RootKey::from_bytes([7; 32]).fingerprint());
            assert_eq!(read.open(b"another sixteen bytes").err(), Some(RootKeyError::WrongSecret));
            assert_eq!(read.open(b"").err(), Some(RootKeyError::WrongSecret));
        }
    }

    #[test]
    fn the_key_does_not_stand_in_the_sealed_form() {
        let root = RootKey::generate(&SeededEntropy::new(3));
        let sealed = SealedRoot::seal(&root, SECRET, Stretch::None, &SeededEntropy::new(4)).unwrap();

        assert!(!sealed.encode().windows(4).any(|part| root.bytes().windows(4).any(|own| own == part)));
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_refused() {
        let file = sealed(Stretch::None).encode().to_vec();
        for bit in 0..file.len() * 8 {
            let mut flipped = file.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(RootFile::parse(&flipped).is_err(), "bit {bit}");
            // The seal holds also against someone who mends the checksum.
            let crc = crc32c::crc32c(&flipped[..SEALED_CRC_AT]).to_le_bytes();
            flipped[SEALED_CRC_AT..].copy_from_slice(&crc);
            let opened = SealedRoot::parse(&flipped).and_then(|sealed| sealed.open(SECRET));
            assert!(opened.is_err() || bit / 8 >= SEALED_CRC_AT, "bit {bit}");
        }
        for cut in 0..file.len() {
            assert!(RootFile::parse(&file[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_file_cannot_ask_for_all_memory_or_time() {
        let read = |memory, passes, lanes| Stretch::read([1, memory, passes, lanes]);

        assert!(read(MEMORY_KIB_MAX, PASSES_MAX, LANES_MAX).is_some());
        for numbers in [(MEMORY_KIB_MAX + 1, 1, 1), (1024, PASSES_MAX + 1, 1), (1024, 1, LANES_MAX + 1)] {
            assert!(read(numbers.0, numbers.1, numbers.2).is_none());
        }
        assert!(read(7, 1, 1).is_none() && read(1024, 0, 1).is_none() && read(1024, 1, 0).is_none());
    }

    #[test]
    fn weak_secrets_are_refused_unless_they_are_stretched() {
        let seal = |secret: &[u8], stretch| {
            SealedRoot::seal(&RootKey::from_bytes([7; 32]), secret, stretch, &SeededEntropy::new(1)).err()
        };

        let weak = RootKeyError::WeakSecret { found_bytes: 15, least_bytes: 16 };
        assert_eq!(seal(&[1; 15], Stretch::None), Some(weak));
        assert_eq!(seal(b"", CHEAP), Some(RootKeyError::WeakSecret { found_bytes: 0, least_bytes: 1 }));
        assert_eq!(seal(b"short", CHEAP), None);
    }

    #[test]
    fn the_cost_of_guessing_follows_the_device() {
        let memory = |mib: u64| match Stretch::for_device(mib << 10) {
            Stretch::Argon2id { memory_kib, .. } => memory_kib >> 10,
            Stretch::None => 0,
        };

        assert_eq!([memory(128), memory(512), memory(1024), memory(8192)], [19, 32, 64, 64]);
    }

    /// The expected bytes come from Python: `argon2-cffi` and `cryptography` over the layout above.
    #[test]
    fn the_sealed_form_is_frozen() {
        let golden = include_str!("sealed_root_v1.hex");
        let hex = |stretch| -> String {
            let bytes = sealed(stretch);
            bytes.encode().iter().map(|byte| format!("{byte:02x}")).collect()
        };

        assert_eq!(golden, format!("{}\n{}\n", hex(Stretch::None), hex(CHEAP)));
    }

    #[test]
    fn both_forms_are_told_apart() {
        let clear = RootKey::from_bytes([7; 32]).encode();

        assert!(matches!(RootFile::parse(&clear), Ok(RootFile::Clear(_))));
        assert!(matches!(RootFile::parse(sealed(CHEAP).encode()), Ok(RootFile::Sealed(_))));
        assert_eq!(clear.len(), ROOT_FILE_BYTES);
    }
}
