//! The little DER that is written by hand.

use zeroize::Zeroizing;

/// A value with its tag and length.
pub(super) fn tagged(tag: u8, value: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(Vec::with_capacity(value.len() + 4));
    out.push(tag);
    match value.len() {
        length @ 0..=0x7f => out.push(u8::try_from(length).expect("below 128")),
        length @ 0x80..=0xff => out.extend([0x81, u8::try_from(length).expect("below 256")]),
        length => {
            let length = u16::try_from(length).expect("keys are far below 64 KiB").to_be_bytes();
            out.extend([0x82, length[0], length[1]]);
        }
    }
    out.extend_from_slice(value);
    out
}

/// A sequence of values that are encoded already.
pub(super) fn sequence(values: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    tagged(0x30, &Zeroizing::new(values.concat()))
}

/// SubjectPublicKeyInfo of a key whose algorithm has no parameters; `oid` is the encoded identifier.
pub(super) fn subject_public_key_info(oid: &[u8], key: &[u8]) -> Vec<u8> {
    let bits = tagged(0x03, &[&[0], key].concat());
    sequence(&[&sequence(&[&tagged(0x06, oid)]), &bits]).to_vec()
}

/// The key of SubjectPublicKeyInfo of that form and of a known length.
pub(super) fn key_of_info<'a>(oid: &[u8], info: &'a [u8], key_bytes: usize) -> Option<&'a [u8]> {
    let key = info.get(info.len().checked_sub(key_bytes)?..)?;
    (subject_public_key_info(oid, key) == info).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_take_as_many_bytes_as_they_need() {
        assert_eq!(tagged(4, &[7])[..], [4, 1, 7]);
        assert_eq!(tagged(4, &[7; 127])[..2], [4, 127]);
        assert_eq!(tagged(4, &[7; 128])[..3], [4, 0x81, 128]);
        assert_eq!(tagged(4, &[7; 256])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn a_key_is_found_in_its_own_form_alone() {
        let info = subject_public_key_info(&[1, 2], &[9; 200]);

        assert_eq!(key_of_info(&[1, 2], &info, 200), Some(&[9; 200][..]));
        assert_eq!(key_of_info(&[1, 3], &info, 200), None);
        assert_eq!(key_of_info(&[1, 2], &info, 199), None);
        assert_eq!(key_of_info(&[1, 2], &info[..9], 200), None);
    }
}
