//! As much of DER as finds the serial number and the validity of a certificate.

use millpond_base::{WallMs, days_from_civil};

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
/// 2.5.4.3, RFC 5280, appendix A.1.
const COMMON_NAME: [u8; 3] = [0x55, 0x04, 0x03];
const VERSION: u8 = 0xa0;

/// What is read of a certificate.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    /// The serial number, in decimal.
    pub(crate) serial: String,
    pub(crate) not_before: WallMs,
    pub(crate) not_after: WallMs,
}

/// Reads a certificate; `None` when it is none.
pub(crate) fn certificate(der: &[u8]) -> Option<Certificate> {
    let (whole, _) = expect(der, SEQUENCE)?;
    let (mut fields, _) = expect(whole, SEQUENCE)?;
    if fields.first() == Some(&VERSION) {
        (_, fields) = expect(fields, VERSION)?;
    }
    let (serial, rest) = expect(fields, INTEGER)?;
    let (_signature, rest) = expect(rest, SEQUENCE)?;
    let (_issuer, rest) = expect(rest, SEQUENCE)?;
    let (validity, _) = expect(rest, SEQUENCE)?;
    let (not_before, rest) = time(validity)?;
    let (not_after, _) = time(rest)?;
    Some(Certificate { serial: decimal(serial)?, not_before, not_after })
}

/// The common name of whom a certificate is for; `None` when it has none, or more than one.
#[must_use]
pub fn common_name(der: &[u8]) -> Option<String> {
    let (whole, _) = expect(der, SEQUENCE)?;
    let (mut fields, _) = expect(whole, SEQUENCE)?;
    if fields.first() == Some(&VERSION) {
        (_, fields) = expect(fields, VERSION)?;
    }
    let (_serial, rest) = expect(fields, INTEGER)?;
    let (_signature, rest) = expect(rest, SEQUENCE)?;
    let (_issuer, rest) = expect(rest, SEQUENCE)?;
    let (_validity, rest) = expect(rest, SEQUENCE)?;
    let (mut names, _) = expect(rest, SEQUENCE)?;
    let mut found = None;
    while !names.is_empty() {
        let (mut set, others) = expect(names, SET)?;
        names = others;
        while !set.is_empty() {
            let (pair, more) = expect(set, SEQUENCE)?;
            set = more;
            let (kind, value) = expect(pair, OBJECT_IDENTIFIER)?;
            if kind != COMMON_NAME {
                continue;
            }
            let (text, _) = expect(value, UTF8_STRING).or_else(|| expect(value, PRINTABLE_STRING))?;
            let text = std::str::from_utf8(text).ok()?.to_owned();
            if found.replace(text).is_some() {
                return None;
            }
        }
    }
    found
}

/// The contents of the element that `der` begins with, and what follows it.
fn expect(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
            (digits.iter().fold(0, |all, digit| all << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    (first == tag).then(|| rest.split_at_checked(length))?
}

fn time(der: &[u8]) -> Option<(WallMs, &[u8])> {
    let (text, rest) = expect(der, UTC_TIME).or_else(|| expect(der, GENERALIZED_TIME))?;
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, text) = match text.len() {
        12 => {
            let year: i64 = text[..2].parse().ok()?;
            // RFC 5280: 50 to 99 are of the last century.
            (if year < 50 { 2_000 + year } else { 1_900 + year }, &text[2..])
        }
        14 => (text[..4].parse().ok()?, &text[4..]),
        _ => return None,
    };
    let at = |from: usize| text[from..from + 2].parse::<i64>().ok();
    let secs = days_from_civil(year, at(0)?, at(2)?) * 86_400 + at(4)? * 3_600 + at(6)? * 60 + at(8)?;
    Some((WallMs(u64::try_from(secs).unwrap_or(0).saturating_mul(1_000)), rest))
}

/// A number of up to 20 bytes, as RFC 5280 bounds it, in decimal.
fn decimal(number: &[u8]) -> Option<String> {
    if number.is_empty() || number.len() > 21 {
        return None;
    }
    // From the least significant digit on.
    let mut digits = vec![0u8];
    for byte in number {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            let sum = u32::from(*digit) * 256 + carry;
            *digit = u8::try_from(sum % 10).expect("a remainder of ten");
            carry = sum / 10;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 10).expect("a remainder of ten"));
            carry /= 10;
        }
    }
    Some(digits.iter().rev().map(|digit| char::from(b'0' + digit)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_written_in_decimal() {
        for (bytes, text) in [
            (&[0][..], "0"),
            (&[0x7f], "127"),
            (&[0, 0xff], "255"),
            (&[1, 0, 0, 0, 0, 0, 0, 0, 0], "18446744073709551616"),
            (&[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], "1208925819614629174706175"),
        ] {
            assert_eq!(decimal(bytes).unwrap(), text);
        }
        assert_eq!(decimal(&[]), None);
        assert_eq!(decimal(&[1; 22]), None);
    }

    #[test]
    fn both_forms_of_time_are_read() {
        let read = |tag: u8, text: &str| {
            let mut der = vec![tag, u8::try_from(text.len()).unwrap()];
            der.extend(text.bytes());
            time(&der).map(|(wall, _)| wall.to_iso8601())
        };

        assert_eq!(read(UTC_TIME, "261130083000Z").unwrap(), WallMs(1_796_027_400_000).to_iso8601());
        assert_eq!(
            read(GENERALIZED_TIME, "20500101000000Z").unwrap(),
            WallMs(2_524_608_000_000).to_iso8601()
        );
        assert_eq!(read(UTC_TIME, "500101000000Z").unwrap(), WallMs(0).to_iso8601(), "before 1970 is ended");
        for wrong in ["", "Z", "261130083000", "26113008300aZ", "2611300830Z"] {
            assert_eq!(read(UTC_TIME, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_cut_certificate_is_none_at_every_length() {
        let made = rcgen::generate_simple_self_signed(["a.example".to_owned()]).unwrap();
        let der = made.cert.der();

        let whole = certificate(der).unwrap();

        assert!(whole.not_before < whole.not_after);
        assert!(whole.serial.bytes().all(|digit| digit.is_ascii_digit()));
        for length in 0..der.len() {
            assert_eq!(certificate(&der[..length]), None);
        }
    }
}
