//! The root key as a code that a person can write down: what rebuilds `root.key` when its secret is lost.
//!
//! Bytes: version 1 (u8), the key (32), CRC-32C of both (4, little-endian). In Crockford's base 32, which has no I, L, O
//! and U, in twelve groups of five and a last one; case, blanks and hyphens do not matter when it is read.

use super::{RootKey, RootKeyError};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const BYTES: usize = 1 + 32 + 4;
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Digits of the code: 296 bits, five in each.
const CODE_DIGITS: usize = (BYTES * 8).div_ceil(5);
const GROUP: usize = 5;

impl RootKey {
    /// The code. Whoever has it and the data directory can read everything.
    #[must_use]
    pub fn recovery_code(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes[0] = VERSION;
        bytes[1..33].copy_from_slice(self.bytes());
        let crc = crc32c::crc32c(&bytes[..33]);
        bytes[33..].copy_from_slice(&crc.to_le_bytes());
        // Sized at once, so that growing leaves no copy behind.
        let mut code = Zeroizing::new(String::with_capacity(CODE_DIGITS + CODE_DIGITS / GROUP));
        for digit in 0..CODE_DIGITS {
            if digit > 0 && digit % GROUP == 0 {
                code.push('-');
            }
            let value = (0..5).fold(0, |value, bit| value << 1 | bit_at(&*bytes, digit * 5 + bit));
            code.push(char::from(DIGITS[usize::from(value)]));
        }
        code
    }

    /// Reads a code.
    ///
    /// # Errors
    /// [`RootKeyError::Code`] when it was not copied exactly.
    pub fn from_recovery_code(code: &str) -> Result<Self, RootKeyError> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        let mut digits = 0;
        for character in code.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b'-') {
            let value = value_of(character).ok_or(RootKeyError::Code)?;
            for bit in 0..5 {
                let (at, set) = (digits * 5 + bit, value >> (4 - bit) & 1);
                match bytes.get_mut(at / 8) {
                    Some(byte) => *byte |= set << (7 - at % 8),
                    None if set == 0 && digits < CODE_DIGITS => {}
                    None => return Err(RootKeyError::Code),
                }
            }
            digits += 1;
        }
        let crc = crc32c::crc32c(&bytes[..33]).to_le_bytes();
        if digits != CODE_DIGITS || bytes[0] != VERSION || bytes[33..] != crc {
            return Err(RootKeyError::Code);
        }
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(&bytes[1..33]);
        Ok(Self::copied(&key))
    }
}

/// A bit of the bytes, the highest of the first one being number 0; 0 behind them.
fn bit_at(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1)
}

/// What a digit stands for; the letters that look like digits are taken for these.
fn value_of(character: u8) -> Option<u8> {
    let digit = match character.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        other => other,
    };
    DIGITS.iter().position(|own| *own == digit).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::SeededEntropy;

    #[test]
    fn a_code_rebuilds_the_key_however_it_was_written() {
        for seed in 0..50 {
            let root = RootKey::generate(&SeededEntropy::new(seed));
            let code = root.recovery_code();

            let spaced = code.to_lowercase().replace('-', " \n").replace('0', "o").replace('1', "l");
            for written in [&*code, &spaced, &code.replace('-', "")] {
                assert_eq!(RootKey::from_recovery_code(written).unwrap().bytes(), root.bytes());
            }
        }
    }

    #[test]
    fn the_code_is_frozen() {
        let code = RootKey::from_bytes([7; 32]).recovery_code();

        assert_eq!(&*code, include_str!("recovery_v1.txt").trim());
    }

    #[test]
    fn every_wrong_swapped_missing_or_further_digit_is_noticed() {
        let code = RootKey::generate(&SeededEntropy::new(1)).recovery_code().replace('-', "");
        for at in 0..code.len() {
            for digit in DIGITS {
                let mut wrong = code.clone().into_bytes();
                if wrong[at] == *digit {
                    continue;
                }
                wrong[at] = *digit;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(RootKey::from_recovery_code(&wrong).err(), Some(RootKeyError::Code), "{at}");
            }
            let mut swapped = code.clone().into_bytes();
            if at > 0 && swapped[at] != swapped[at - 1] {
                swapped.swap(at, at - 1);
                assert!(RootKey::from_recovery_code(&String::from_utf8(swapped).unwrap()).is_err(), "{at}");
            }
            assert!(RootKey::from_recovery_code(&code[..at]).is_err());
        }
        for more in ["0", "00", "Z"] {
            assert!(RootKey::from_recovery_code(&format!("{code}{more}")).is_err());
        }
        assert!(RootKey::from_recovery_code(&code.replace(&code[..1], "U")).is_err());
    }
}
