//! Integers in as few bytes as they need: LEB128, for records of many small numbers.

/// Appends a number.
pub(crate) fn put(out: &mut Vec<u8>, mut n: u64) {
    while n >= 0x80 {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push((n & 0x7f) as u8);
}

/// Takes a number off the front; `None` when the bytes end before it does, or it has more than 64 bits' worth of them.
pub(crate) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut n = 0;
    for shift in (0..64).step_by(7) {
        let byte = take_byte(bytes)?;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

/// Takes one byte off the front.
pub(crate) fn take_byte(bytes: &mut &[u8]) -> Option<u8> {
    let (&first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_and_have_golden_bytes() {
        let mut out = Vec::new();
        for n in [0, 127, 128, 300, u64::MAX] {
            put(&mut out, n);
        }

        assert_eq!(out[..6], [0, 0x7f, 0x80, 1, 0xac, 2]);
        let mut rest = &out[..];
        let back: Vec<u64> = std::iter::from_fn(|| take(&mut rest)).collect();
        assert_eq!(back, [0, 127, 128, 300, u64::MAX]);
    }

    #[test]
    fn a_number_without_an_end_is_refused() {
        assert_eq!(take(&mut &[0x80][..]), None);
        assert_eq!(take(&mut &[0xff; 11][..]), None);
    }
}
