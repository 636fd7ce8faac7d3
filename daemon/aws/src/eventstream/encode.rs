//! Messages to frames.

use super::{CONTENT_TYPE, CRC, EVENT_TYPE, EXCEPTION_TYPE, FRAME_BYTES, MESSAGE_TYPE, TEXT};

/// Appends a frame whose payload `payload` writes behind the headers.
///
/// # Panics
/// When a name does not fit 255 bytes or a value 65,535, which no caller's do, or a frame 4 GiB.
pub fn encode(headers: &[(&str, &str)], payload: impl FnOnce(&mut Vec<u8>), out: &mut Vec<u8>) {
    let start = out.len();
    // The lengths and their checksum are filled in once they are known.
    out.extend_from_slice(&[0; 12]);
    for (name, value) in headers {
        out.push(u8::try_from(name.len()).expect("a header's name is short"));
        out.extend_from_slice(name.as_bytes());
        out.push(TEXT);
        out.extend_from_slice(&u16::try_from(value.len()).expect("a header's value is short").to_be_bytes());
        out.extend_from_slice(value.as_bytes());
    }
    let headers_bytes = out.len() - start - (FRAME_BYTES - 4);
    payload(out);
    let frame_bytes = out.len() - start + 4;
    let word = |bytes: usize| u32::try_from(bytes).expect("a frame is short").to_be_bytes();
    out[start..start + 4].copy_from_slice(&word(frame_bytes));
    out[start + 4..start + 8].copy_from_slice(&word(headers_bytes));
    let crc = CRC.checksum(&out[start..start + 8]);
    out[start + 8..start + 12].copy_from_slice(&crc.to_be_bytes());
    let crc = CRC.checksum(&out[start..]);
    out.extend_from_slice(&crc.to_be_bytes());
}

/// Appends an event called `name` with a payload of the form `content_type`.
pub fn event(name: &str, content_type: &str, payload: impl FnOnce(&mut Vec<u8>), out: &mut Vec<u8>) {
    let headers = [(EVENT_TYPE, name), (CONTENT_TYPE, content_type), (MESSAGE_TYPE, "event")];
    encode(&headers, payload, out);
}

/// Appends an exception of the model called `name`, after which a stream ends.
pub fn exception(name: &str, content_type: &str, payload: impl FnOnce(&mut Vec<u8>), out: &mut Vec<u8>) {
    let headers = [(EXCEPTION_TYPE, name), (CONTENT_TYPE, content_type), (MESSAGE_TYPE, "exception")];
    encode(&headers, payload, out);
}
