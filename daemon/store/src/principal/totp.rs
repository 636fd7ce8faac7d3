//! Time-based one-time passwords.
//!
//! # Source
//! RFC 4226 (HOTP) and RFC 6238 (TOTP), with what AWS's virtual devices use: SHA-1, 30 seconds, 6 digits.

use aws_lc_rs::hmac;

/// Seconds a code holds.
pub(super) const STEP_SECS: u64 = 30;
const DIGITS: usize = 6;

/// The code of a step: 6 digits.
pub(super) fn code(seed: &[u8], step: u64) -> String {
    let digest = hotp(seed, step);
    format!("{:0DIGITS$}", digest % 10_u32.pow(6))
}

/// The dynamic truncation of RFC 4226, section 5.3.
fn hotp(seed: &[u8], counter: u64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, seed);
    let tag = hmac::sign(&key, &counter.to_be_bytes());
    let bytes = tag.as_ref();
    let at = usize::from(bytes[bytes.len() - 1] & 15);
    let four = [bytes[at] & 0x7f, bytes[at + 1], bytes[at + 2], bytes[at + 3]];
    u32::from_be_bytes(four)
}

/// Base32 without padding, as authenticator apps read it (RFC 4648).
pub(super) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut out, mut bits, mut held) = (String::new(), 0_u32, 0_u32);
    for byte in bytes {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            out.push(char::from(ALPHABET[(bits >> held) as usize & 31]));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        out.push(char::from(ALPHABET[(bits << (5 - held)) as usize & 31]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &[u8] = b"12345678901234567890";

    /// RFC 4226, appendix D.
    #[test]
    fn counters_give_the_published_values() {
        let published =
            [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489];
        for (counter, value) in (0..).zip(published) {
            assert_eq!(code(SEED, counter), format!("{value:06}"), "{counter}");
        }
        assert_eq!(hotp(SEED, 0), 1_284_755_224);
    }

    /// RFC 6238, appendix B, SHA-1: eight digits, of which the last six are ours.
    #[test]
    fn times_give_the_published_values() {
        for (secs, value) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000_u64, 65_353_130),
        ] {
            assert_eq!(hotp(SEED, secs / STEP_SECS) % 100_000_000, value, "{secs}");
            assert_eq!(code(SEED, secs / STEP_SECS), format!("{:06}", value % 1_000_000), "{secs}");
        }
    }

    /// RFC 4648, section 10, without the padding.
    #[test]
    fn base32_gives_the_published_values() {
        for (text, encoded) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), encoded);
        }
    }
}
