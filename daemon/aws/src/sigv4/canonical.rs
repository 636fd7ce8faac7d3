//! The canonical request and the string to sign.
//!
//! ```text
//! METHOD \n PATH \n QUERY \n name:value\n ... \n signed;headers \n PAYLOAD
//! AWS4-HMAC-SHA256 \n DATE \n SCOPE \n hex(sha256(canonical request))
//! ```

use super::{ALGORITHM, AmzDate, RawRequest, TERMINATOR, hex, sha256};
use std::borrow::Cow;

/// How a service wants its path written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathRule {
    /// Dot segments resolved, then encoded once more than on the wire: every service but S3.
    Normalized,
    /// As on the wire, encoded once more. The published vectors have it; no service we know does.
    #[cfg(test)]
    Raw,
    /// Decoded and encoded once, dot segments kept: S3, whose keys may contain them.
    Single,
}

impl PathRule {
    pub(super) fn of_service(service: &str) -> Self {
        if service == "s3" { Self::Single } else { Self::Normalized }
    }
}

/// The parts of a request a signature covers.
pub(super) struct Canonical<'a> {
    pub(super) request: &'a RawRequest<'a>,
    pub(super) rule: PathRule,
    /// Lower case, sorted, distinct.
    pub(super) signed_headers: &'a [String],
    /// What stands for the body: a hash in hexadecimal or one of S3's literals.
    pub(super) payload: &'a str,
    /// Query parameters that the signature does not cover.
    pub(super) except: &'a [&'a str],
}

impl Canonical<'_> {
    /// The canonical request. Bytes, because header values need not be UTF-8.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        out.extend_from_slice(self.request.method.as_bytes());
        out.push(b'\n');
        out.extend_from_slice(path(self.request.path, self.rule).as_bytes());
        out.push(b'\n');
        out.extend_from_slice(query(self.request.query, self.except).as_bytes());
        out.push(b'\n');
        for name in self.signed_headers {
            out.extend_from_slice(name.as_bytes());
            out.push(b':');
            header_value(self.request, name, &mut out);
            out.push(b'\n');
        }
        out.push(b'\n');
        out.extend_from_slice(self.signed_headers.join(";").as_bytes());
        out.push(b'\n');
        out.extend_from_slice(self.payload.as_bytes());
        out
    }

    /// The string to sign.
    pub(super) fn string_to_sign(&self, date: AmzDate, scope: &str) -> String {
        self.string_to_sign_by(ALGORITHM, date, scope)
    }

    /// The string to sign by another algorithm.
    pub(super) fn string_to_sign_by(&self, algorithm: &str, date: AmzDate, scope: &str) -> String {
        format!("{algorithm}\n{date}\n{scope}\n{}", hex(&sha256(&self.bytes())))
    }
}

/// `20150830/us-east-1/kinesis/aws4_request`.
pub(super) fn scope(day: &str, region: &str, service: &str) -> String {
    format!("{day}/{region}/{service}/{TERMINATOR}")
}

fn path(raw: &str, rule: PathRule) -> String {
    let path = match rule {
        PathRule::Normalized => normalize(raw),
        #[cfg(test)]
        PathRule::Raw => Cow::Borrowed(raw),
        PathRule::Single => return encode(&decode(raw.as_bytes(), false), true),
    };
    if path.is_empty() { "/".to_owned() } else { encode(path.as_bytes(), true) }
}

/// Resolves `.`, `..` and repeated slashes (RFC 3986 section 5.2.4, as SigV4 asks).
fn normalize(raw: &str) -> Cow<'_, str> {
    if !raw.contains("//") && !raw.contains("/.") && raw.starts_with('/') {
        return Cow::Borrowed(raw);
    }
    let mut kept: Vec<&str> = Vec::new();
    for segment in raw.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    let directory = raw.ends_with('/') || raw.ends_with("/.") || raw.ends_with("/..");
    let tail = if directory && !kept.is_empty() { "/" } else { "" };
    Cow::Owned(format!("/{}{tail}", kept.join("/")))
}

/// The parameters of a query string, decoded, in the order received.
pub(super) fn parameters(query: &str) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    query.split('&').filter(|part| !part.is_empty()).map(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        (decode(key.as_bytes(), true), decode(value.as_bytes(), true))
    })
}

fn query(raw: &str, except: &[&str]) -> String {
    let mut pairs: Vec<(String, String)> = parameters(raw)
        .filter(|(key, _)| !except.iter().any(|e| e.as_bytes() == key.as_slice()))
        .map(|(key, value)| (encode(&key, false), encode(&value, false)))
        .collect();
    pairs.sort_unstable();
    let mut out = String::with_capacity(raw.len() + 16);
    for (key, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        out.push_str(&key);
        out.push('=');
        out.push_str(&value);
    }
    out
}

/// Appends every value of a header, in the order received, comma-separated, each trimmed and with runs of space
/// made one.
fn header_value(request: &RawRequest<'_>, name: &str, out: &mut Vec<u8>) {
    let mut first = true;
    for (_, value) in request.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)) {
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        let mut space = false;
        for &byte in value.trim_ascii() {
            if byte.is_ascii_whitespace() {
                space = true;
                continue;
            }
            if std::mem::take(&mut space) {
                out.push(b' ');
            }
            out.push(byte);
        }
    }
}

/// A path as it goes on the wire to S3, which encodes it once: everything but RFC 3986's unreserved characters and slashes.
#[must_use]
pub fn percent_encode(path: &[u8]) -> String {
    encode(path, true)
}

/// Percent-encodes everything but RFC 3986's unreserved characters, and slashes where asked.
pub(super) fn encode(bytes: &[u8], keep_slash: bool) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(bytes.len() + 8);
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || (keep_slash && byte == b'/') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    out
}

/// Undoes percent-encoding; a `%` that starts no escape stands for itself.
fn decode(bytes: &[u8], plus_is_space: bool) -> Vec<u8> {
    let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = if bytes[at] == b'%' { digit(at + 1).zip(digit(at + 2)) } else { None };
        if let Some((high, low)) = escaped {
            out.push(u8::try_from(high * 16 + low).expect("two hexadecimal digits fit a byte"));
            at += 3;
            continue;
        }
        out.push(if plus_is_space && bytes[at] == b'+' { b' ' } else { bytes[at] });
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_encoded_twice_except_for_s3() {
        assert_eq!(path("/a%20b/../c d", PathRule::Normalized), "/c%20d");
        assert_eq!(path("/a%3Db", PathRule::Normalized), "/a%253Db");
        assert_eq!(path("/a%3Db//./c", PathRule::Single), "/a%3Db//./c");
        assert_eq!(path("", PathRule::Normalized), "/");
        assert_eq!(path("/../..", PathRule::Normalized), "/");
    }

    #[test]
    fn a_query_is_sorted_after_encoding_and_every_key_gets_a_value() {
        assert_eq!(query("b=2&a&a=%2f&&c=x+y", &[]), "a=&a=%2F&b=2&c=x%20y");
        assert_eq!(query("X-Amz-Signature=1&a=1", &["X-Amz-Signature"]), "a=1");
    }

    #[test]
    fn a_broken_escape_stands_for_itself() {
        assert_eq!(query("a=%zz&b=%4", &[]), "a=%25zz&b=%254");
    }
}
