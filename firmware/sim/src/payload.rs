//! What a simulated reading says.

/// The bytes of reading `number` of `device`: JSON, padded to `bytes` (at least 80) with characters that follow
/// from the seed, the device and the number.
#[must_use]
pub fn payload(seed: u64, device: u64, number: u64, bytes: usize) -> Vec<u8> {
    let mut out = format!("{{\"device\":{device},\"reading\":{number},\"noise\":\"").into_bytes();
    let mut state = seed ^ device.rotate_left(32) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    while out.len() + 2 < bytes {
        // SplitMix64, one character per step.
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        out.push(b"abcdefghijklmnopqrstuvwxyz012345"[usize::from((z >> 59) as u8)]);
    }
    out.extend_from_slice(b"\"}");
    out
}

/// Device and number of a payload; `None` when it is not one of ours.
#[must_use]
pub fn parse_payload(payload: &[u8]) -> Option<(u64, u64)> {
    let text = std::str::from_utf8(payload).ok()?.strip_prefix("{\"device\":")?;
    let (device, rest) = text.split_once(",\"reading\":")?;
    let (number, _) = rest.split_once(",\"noise\":\"")?;
    Some((device.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_says_whose_it_is() {
        let bytes = payload(7, u64::MAX, 12_345, 200);

        assert_eq!(bytes.len(), 200);
        assert_eq!(parse_payload(&bytes), Some((u64::MAX, 12_345)));
        assert_eq!(parse_payload(&bytes[..10]), None);
    }

    #[test]
    fn every_part_of_its_name_changes_it() {
        let one = payload(1, 2, 3, 200);

        assert_eq!(one, payload(1, 2, 3, 200));
        assert_ne!(one[60..], payload(2, 2, 3, 200)[60..]);
        assert_ne!(one[60..], payload(1, 3, 3, 200)[60..]);
        assert_ne!(one[60..], payload(1, 2, 4, 200)[60..]);
    }
}
