//! Base64 straight from the wire into a buffer of the right size, with AWS's complaints.

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
use base64::engine::general_purpose::STANDARD;
use base64::{DecodeError as Base64Error, DecodeSliceError, Engine};

#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use base64::engine::{Simd, general_purpose::PAD};
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use std::sync::LazyLock;

use crate::decode_error::{DecodeError, excerpt, mistyped};

/// Takes the processor's vector instructions where it has them: blobs are most of what a producer sends.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
static STANDARD: LazyLock<Simd> = LazyLock::new(|| Simd::standard(PAD));

/// Decodes standard base64 with padding.
pub(crate) fn decode(text: &[u8]) -> Result<Vec<u8>, DecodeError> {
    // Exactly as long as the bytes, as long as the text is one that decodes: allocators have no use for odd lengths.
    let padding = text.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let mut bytes = vec![0; (text.len().div_ceil(4) * 3).saturating_sub(padding)];
    match STANDARD.decode_slice(text, &mut bytes) {
        Ok(len) => bytes.truncate(len),
        Err(error) => return Err(refuse(text, &error)),
    }
    Ok(bytes)
}

/// Appends the base64 of `bytes`.
pub(crate) fn encode_into(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    let len = bytes.len().div_ceil(3) * 4;
    out.resize(start + len, 0);
    let written = STANDARD.encode_slice(bytes, &mut out[start..]);
    debug_assert_eq!(written, Ok(len), "the buffer is exactly as long as the encoding");
}

/// # Source
/// Texts observed from AWS by kinesalite's recorded checks; `dectected` is AWS's spelling.
fn refuse(text: &[u8], error: &DecodeSliceError) -> DecodeError {
    let reason = match error {
        _ if !text.len().is_multiple_of(4) => {
            format!("Base64 encoded length is expected a multiple of 4 bytes but found: {}", text.len())
        }
        DecodeSliceError::DecodeError(Base64Error::InvalidByte(_, byte)) => {
            format!("Invalid Base64 character: '{}'", char::from(*byte))
        }
        _ => "Invalid last non-pad Base64 character dectected".to_owned(),
    };
    mistyped(format!("'{}' can not be converted to a Blob: {reason}", excerpt(text)))
}

#[cfg(test)]
mod tests {
    use super::{decode, encode_into};

    #[test]
    fn bytes_come_back() {
        for len in 0..70 {
            let bytes: Vec<u8> = (0..len).map(|i: u8| i.wrapping_mul(237)).collect();
            let mut text = Vec::new();
            encode_into(&bytes, &mut text);

            assert_eq!(decode(&text), Ok(bytes));
        }
    }

    #[test]
    fn each_fault_has_its_text() {
        let cases = [
            ("abc", "Base64 encoded length is expected a multiple of 4 bytes but found: 3"),
            ("ab*d", "Invalid Base64 character: '*'"),
            ("ab==ab==", "Invalid Base64 character: '='"),
            ("ab==", "Invalid last non-pad Base64 character dectected"),
        ];

        for (text, reason) in cases {
            let error = decode(text.as_bytes()).unwrap_err().to_string();
            assert_eq!(error, format!("'{text}' can not be converted to a Blob: {reason}"));
        }
    }
}
