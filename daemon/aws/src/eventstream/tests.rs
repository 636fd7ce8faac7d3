use super::*;
use proptest::prelude::*;

fn frame(headers: &[(&str, &str)], payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    encode(headers, |out| out.extend_from_slice(payload), &mut out);
    out
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        text.chars().filter_map(|c| c.to_digit(16)).filter_map(|d| u8::try_from(d).ok()).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// # Source
/// The vectors that AWS's SDKs share (`aws-event-stream` test suites): an empty message, and `{'foo':'bar'}` with and
/// without a text header.
#[test]
fn the_vectors_of_aws_sdks_come_out() {
    assert_eq!(frame(&[], b""), unhex("0000001000000000 05c248eb 7d98c8ff"));
    assert_eq!(
        frame(&[], b"{'foo':'bar'}"),
        unhex("0000001d00000000 fd528c5a 7b27666f6f273a27626172277d c3653936")
    );
    assert_eq!(
        frame(&[("content-type", "application/json")], b"{'foo':'bar'}"),
        unhex(
            "0000003d00000020 07fd8396 0c 636f6e74656e742d74797065 07 0010 6170706c69636174696f6e2f6a736f6e \
             7b27666f6f273a27626172277d 8d9c08b1"
        )
    );
}

#[test]
fn headers_that_are_no_text_are_passed_over() {
    // The vector with one header of 32 bits.
    let bytes = unhex(
        "0000002d00000010 41c424b8 0a 6576656e742d74797065 04 0000a00c 7b27666f6f273a27626172277d 36f480a0",
    );

    let (message, taken) = decode(&bytes).unwrap().unwrap();

    assert_eq!((message.headers, message.payload, taken), (Vec::new(), &b"{'foo':'bar'}"[..], bytes.len()));
}

#[test]
fn an_event_and_an_exception_say_what_they_are() {
    let mut bytes = Vec::new();
    event("Tick", "application/json", |out| out.extend_from_slice(b"{}"), &mut bytes);
    exception("Gone", "application/json", |out| out.extend_from_slice(b"{}"), &mut bytes);

    let (first, taken) = decode(&bytes).unwrap().unwrap();
    let (second, rest) = decode(&bytes[taken..]).unwrap().unwrap();

    assert_eq!(taken + rest, bytes.len());
    assert_eq!((first.header(MESSAGE_TYPE), first.header(EVENT_TYPE)), (Some("event"), Some("Tick")));
    let names = (second.header(MESSAGE_TYPE), second.header(EXCEPTION_TYPE));
    assert_eq!(names, (Some("exception"), Some("Gone")));
    assert_eq!(second.header(CONTENT_TYPE), Some("application/json"));
}

#[test]
fn a_frame_that_is_not_whole_waits_for_more() {
    let whole = frame(&[("a", "b")], b"payload");

    for cut in 0..whole.len() {
        assert_eq!(decode(&whole[..cut]), Ok(None), "{cut} bytes");
    }
}

#[test]
fn every_flipped_bit_is_noticed() {
    let whole = frame(&[("a", "b")], b"payload");

    for bit in 0..whole.len() * 8 {
        let mut bytes = whole.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(decode(&bytes).is_err(), "bit {bit}");
    }
}

#[test]
fn impossible_lengths_are_refused() {
    let prelude = |frame: u32, headers: u32| {
        let mut bytes = [frame.to_be_bytes(), headers.to_be_bytes()].concat();
        bytes.extend_from_slice(&CRC.checksum(&bytes).to_be_bytes());
        bytes
    };

    for (frame, headers) in [(15, 0), (16, 1), (u32::MAX, 0), (140_000 + 16, 140_000)] {
        assert_eq!(decode(&prelude(frame, headers)), Err(EventStreamError::Length), "{frame} {headers}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        headers in proptest::collection::vec(("[a-z:-]{1,20}", ".{0,40}"), 0..4),
        payload in proptest::collection::vec(any::<u8>(), 0..100),
    ) {
        let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();

        let bytes = frame(&headers, &payload);

        let (message, taken) = decode(&bytes).unwrap().unwrap();
        prop_assert_eq!(message, Message { headers, payload: &payload });
        prop_assert_eq!(taken, bytes.len());
    }

    #[test]
    fn no_bytes_make_the_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = decode(&bytes);
        let _ = decode(&frame(&[], &bytes));
    }
}
