//! The end of an epoch while the program runs: long before the cipher's bounds come near, the next
//! segment is sealed in an epoch of its own.
//!
//! # Source
//! A chunk key is used for one track in one epoch, so what an epoch seals bounds what any key seals.
//! NIST SP 800-38D, 5.2.1.1: at most 2^36 − 32 bytes in one invocation. Section 8.3: at most 2^32
//! invocations under a key, of which nonces of 96 bits made of a fixed part and a counter, as ours,
//! are exempt; it is kept all the same. RFC 8446, 5.5, after Luykx and Paterson: a key that sealed
//! 2^32 blocks of 16 bytes, which is 64 GiB, leaves an attacker an advantage of about 2^-64.

use std::io;

use millpond_base::LineMs;

use crate::Options;
use crate::format::chunk::CHUNK_EXTRA_BYTES;
use crate::format::frame::SALT_BYTES;
use crate::log::Shared;
use crate::options::SEGMENT_BYTES_MAX;
use crate::seal::{Epoch, derive};
use crate::sealer::Sealer;
use crate::writer::Writer;

/// Bytes that no epoch seals more of; see the module.
pub(crate) const EPOCH_BYTES_MAX: u64 = 64 << 30;
/// Seals that no key makes more of.
const SEALS_MAX: u64 = 1 << 32;

// Every seal adds its header and tag to the bytes of the epoch, so the bound on bytes is the tighter
// one; and a segment, within which the epoch does not end, is a small part of either.
const _: () = assert!((EPOCH_BYTES_MAX + SEGMENT_BYTES_MAX) / (CHUNK_EXTRA_BYTES as u64) < SEALS_MAX);
const _: () = assert!(SEGMENT_BYTES_MAX * 256 <= EPOCH_BYTES_MAX);

const SALT_INFO: &[u8] = b"millpond epoch salt 1";

impl Epoch {
    /// The epoch after this one in the same run.
    ///
    /// Its salt follows from this one's. Salts are no secret; they must differ between two images of
    /// one log, and do because every open draws the first.
    pub(crate) fn following(&self) -> Option<Self> {
        let number = self.number.checked_add(1)?;
        let derived = derive(&self.salt, &[], &[SALT_INFO, &number.to_be_bytes()]);
        let mut salt = [0; SALT_BYTES];
        salt.copy_from_slice(&derived[..]);
        Some(Self { number, salt })
    }
}

impl Sealer {
    /// True when the epoch has sealed its share, or for as long as it may.
    pub(crate) fn is_spent(&self, options: &Options, now: LineMs) -> bool {
        self.epoch_bytes >= options.epoch_bytes_max || now.since_ms(self.began) >= options.epoch_ms_max
    }

    /// Begins another epoch. Called before the first wave of a segment is sealed, so that the plan's count of
    /// epochs per segment holds.
    ///
    /// # Durability
    /// The new epoch is on flash before anything is sealed in it.
    pub(crate) fn renew_epoch(
        &mut self,
        writer: &mut Writer,
        shared: &Shared,
        now: LineMs,
    ) -> io::Result<()> {
        let next = self.epoch.following().ok_or_else(|| io::Error::other("the epochs are used up"))?;
        writer.super_block.epoch = next.number;
        writer.super_block.epoch_salt = next.salt;
        writer.write_super(shared)?;
        *self = Self::new(next, now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn following_epochs_never_repeat_a_salt_and_end_with_the_numbers() {
        let first = Epoch { number: 3, salt: [1; SALT_BYTES] };
        let mut salts = std::collections::HashSet::from([first.salt]);
        let mut epoch = first;
        for number in 4..200 {
            epoch = epoch.following().unwrap();
            assert_eq!(epoch.number, number);
            assert!(salts.insert(epoch.salt));
        }

        let other = Epoch { salt: [2; SALT_BYTES], ..first }.following().unwrap();
        assert!(!salts.contains(&other.salt), "another image goes another way");
        assert_eq!(Epoch { number: u32::MAX, ..first }.following(), None);
    }
}
