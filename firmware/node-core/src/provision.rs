//! What a node is given when it is flashed.
//!
//! ```text
//! block, 64 B: magic 4 │ generation 4 │ device 8 │ key 32 │ sample period 4 │ keep after 4 │ zeros 4 │ CRC-32C 4
//!              all little-endian
//! ```

use crate::CRC;
use core::fmt;
use zeroize::Zeroize;

/// Bytes of a provision block.
pub const PROVISION_BYTES: usize = 64;
const CRC_AT: usize = PROVISION_BYTES - 4;
const MAGIC: [u8; 4] = *b"MNP1";

/// Who a node is, and what differs from node to node with one image. Its key is wiped when it is dropped, and never shown.
#[derive(PartialEq, Eq)]
pub struct Provision {
    /// Its number, given by the site.
    pub device: u64,
    /// Generation of its key.
    pub generation: u32,
    /// Its key.
    pub key: [u8; 32],
    /// Milliseconds between two samples, at least 1.
    pub sample_ms: u32,
    /// See [`crate::Settings::keep_after_ms`].
    pub keep_after_ms: u32,
}

impl Drop for Provision {
    fn drop(&mut self) {
        self.key.zeroize();
    }
}

impl fmt::Debug for Provision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provision(device {}, generation {})", self.device, self.generation)
    }
}

impl Provision {
    /// The block that says so. It holds the key: wipe it after use.
    #[must_use]
    pub fn write(&self) -> [u8; PROVISION_BYTES] {
        let mut out = [0; PROVISION_BYTES];
        out[..4].copy_from_slice(&MAGIC);
        out[4..8].copy_from_slice(&self.generation.to_le_bytes());
        out[8..16].copy_from_slice(&self.device.to_le_bytes());
        out[16..48].copy_from_slice(&self.key);
        out[48..52].copy_from_slice(&self.sample_ms.to_le_bytes());
        out[52..56].copy_from_slice(&self.keep_after_ms.to_le_bytes());
        let crc = CRC.checksum(&out[..CRC_AT]);
        out[CRC_AT..].copy_from_slice(&crc.to_le_bytes());
        out
    }

    /// What a block says; `None` of one that was never written, or is damaged.
    #[must_use]
    pub fn read(block: &[u8; PROVISION_BYTES]) -> Option<Self> {
        let word = |at: usize| block[at..].first_chunk().map(|bytes| u32::from_le_bytes(*bytes));
        if block[..4] != MAGIC || word(CRC_AT)? != CRC.checksum(&block[..CRC_AT]) {
            return None;
        }
        Some(Self {
            device: u64::from_le_bytes(*block[8..].first_chunk()?),
            generation: word(4)?,
            key: *block[16..].first_chunk()?,
            sample_ms: word(48)?.max(1),
            keep_after_ms: word(52)?,
        })
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;

    const GIVEN: Provision = Provision {
        device: 7 << 40 | 9,
        generation: 3,
        key: [0x5a; 32],
        sample_ms: 50,
        keep_after_ms: 2_000,
    };

    #[test]
    fn its_bytes_are_as_published() {
        let block = GIVEN.write();
        let hex: std::string::String = block.iter().map(|byte| std::format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "4d4e5031030000000900000000070000\
             5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a\
             32000000d007000000000000b1dfa688"
        );
        assert_eq!(Provision::read(&block), Some(GIVEN));
    }

    #[test]
    fn blank_flash_and_every_flipped_bit_are_no_provision() {
        assert_eq!(Provision::read(&[0xff; PROVISION_BYTES]), None);
        assert_eq!(Provision::read(&[0; PROVISION_BYTES]), None);
        for bit in 0..8 * PROVISION_BYTES {
            let mut block = GIVEN.write();
            block[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Provision::read(&block), None, "bit {bit}");
        }
    }

    #[test]
    fn its_key_is_never_shown() {
        assert_eq!(std::format!("{GIVEN:?}"), "Provision(device 7696581394441, generation 3)");
    }
}
