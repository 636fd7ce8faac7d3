//! `application/x-www-form-urlencoded`.

/// Most parameters of one request. A full SendMessageBatch has 600; what a caller adds beyond is dropped, because
/// it would cost memory before anyone knows who the caller is.
const PARAMETERS_MAX: usize = 10_000;

/// Splits a form body or a query string into decoded names and values, in order.
///
/// A `%` that starts no escape stands for itself; bytes that are not UTF-8 become U+FFFD.
#[must_use]
pub fn parse_form(form: &[u8]) -> Vec<(String, String)> {
    let pairs = form.split(|b| *b == b'&').filter(|pair| !pair.is_empty());
    pairs
        .take(PARAMETERS_MAX)
        .map(|pair| {
            let cut = memchr::memchr(b'=', pair).unwrap_or(pair.len());
            (decode(&pair[..cut]), decode(pair.get(cut + 1..).unwrap_or_default()))
        })
        .collect()
}

fn decode(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let escaped = if *first == b'%' { tail.first_chunk().and_then(hex) } else { None };
        bytes.push(match (first, escaped) {
            (_, Some(byte)) => byte,
            (b'+', _) => b' ',
            (same, _) => *same,
        });
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

fn hex(digits: &[u8; 2]) -> Option<u8> {
    let digit = |d: u8| char::from(d).to_digit(16).and_then(|d| u8::try_from(d).ok());
    Some(digit(digits[0])? << 4 | digit(digits[1])?)
}

/// Appends `name=value`, with a `&` before all but the first.
pub(crate) fn write_form(name: &str, value: &str, out: &mut Vec<u8>) {
    if !out.is_empty() {
        out.push(b'&');
    }
    escape(name, out);
    out.push(b'=');
    escape(value, out);
}

fn escape(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte),
            _ => out.extend_from_slice(&[b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]),
        }
    }
}
