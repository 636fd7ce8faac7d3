//! Bytes as text, in the forms that AWS's clients see.

/// Two lower-case hexadecimal digits per byte.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// The usual form of 16 bytes: `8-4-4-4-12` hexadecimal digits.
#[must_use]
pub fn uuid(bytes: &[u8; 16]) -> String {
    let mut text = hex(bytes);
    // From the back, so that what was inserted does not move what comes.
    for at in [20, 16, 12, 8] {
        text.insert(at, '-');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_is_lower_case() {
        assert_eq!(hex(&[0x00, 0x1f, 0xa9, 0xff]), "001fa9ff");
    }

    #[test]
    fn a_uuid_has_five_groups() {
        assert_eq!(uuid(b"0123456789abcdef"), "30313233-3435-3637-3839-616263646566");
    }
}
