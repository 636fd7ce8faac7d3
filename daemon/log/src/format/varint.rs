//! Unsigned integers in seven-bit groups, least significant first (LEB128), shortest form only.

/// The most bytes a value takes.
pub(crate) const BYTES_MAX: usize = 10;

pub(crate) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push((value & 0x7f) as u8);
}

/// Reads a value off the front of `bytes`; `None` when it is cut short, too long or not shortest.
pub(crate) fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for at in 0..BYTES_MAX {
        let byte = *bytes.get(at)?;
        let group = u64::from(byte & 0x7f);
        if at == BYTES_MAX - 1 && group > 1 {
            return None;
        }
        value |= group << (7 * at);
        if byte & 0x80 == 0 {
            let shortest = at == 0 || byte != 0;
            *bytes = &bytes[at + 1..];
            return shortest.then_some(value);
        }
    }
    None
}

/// Folds the sign into the lowest bit, so that small differences stay short.
pub(crate) fn zigzag(value: i64) -> u64 {
    (value.cast_unsigned() << 1) ^ (value >> 63).cast_unsigned()
}

pub(crate) fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::{put, take, unzigzag, zigzag};

    #[test]
    fn every_size_comes_back_and_every_truncation_is_refused() {
        for shift in 0..64 {
            for value in [1u64 << shift, (1u64 << shift) - 1, u64::MAX >> shift] {
                let mut bytes = Vec::new();
                put(&mut bytes, value);

                assert_eq!(take(&mut &bytes[..]), Some(value));
                for cut in 0..bytes.len() {
                    assert_eq!(take(&mut &bytes[..cut]), None);
                }
            }
        }
    }

    #[test]
    fn a_longer_form_of_the_same_value_is_refused() {
        assert_eq!(take(&mut &[0x80, 0x00][..]), None);
        assert_eq!(take(&mut &[0xff; 10][..]), None);
    }

    #[test]
    fn signs_fold_and_unfold() {
        for value in [0, 1, -1, 63, -64, i64::MAX, i64::MIN] {
            assert_eq!(unzigzag(zigzag(value)), value);
        }
    }
}
