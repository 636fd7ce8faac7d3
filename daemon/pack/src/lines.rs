//! Many records as one run of bytes that standard tools read.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// How records are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A line each. A record that is no single line of UTF-8 becomes the JSON object `{"base64":"..."}`; line breaks between the
    /// members of a JSON document become spaces.
    #[default]
    Lines,
    /// A line of base64 each.
    Base64,
    /// The length in four bytes, the highest first, then the record.
    Lengths,
}

impl Form {
    /// What files of this form are called.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Lines => "jsonl",
            Self::Base64 => "b64",
            Self::Lengths => "bin",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Lines => "application/x-ndjson",
            Self::Base64 => "text/plain",
            Self::Lengths => "application/octet-stream",
        }
    }

    /// Adds a record. One of 4 GiB or more, which no source has, is cut in its length.
    pub fn push(self, out: &mut Vec<u8>, record: &[u8]) {
        match self {
            Self::Lines => line(out, record),
            Self::Base64 => {
                out.extend_from_slice(STANDARD.encode(record).as_bytes());
                out.push(b'\n');
            }
            Self::Lengths => {
                let length = u32::try_from(record.len()).unwrap_or(u32::MAX);
                out.extend_from_slice(&length.to_be_bytes());
                out.extend_from_slice(record);
            }
        }
    }
}

fn line(out: &mut Vec<u8>, record: &[u8]) {
    let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
    // A line break at the end is what many programs write anyway.
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    if !record.iter().any(is_break) && std::str::from_utf8(record).is_ok() && !record.is_empty() {
        out.extend_from_slice(record);
    } else if !record.is_empty() && serde_json::from_slice::<&serde_json::value::RawValue>(record).is_ok() {
        // Within the strings of a JSON document there are none.
        out.extend(record.iter().map(|byte| if is_break(byte) { b' ' } else { *byte }));
    } else {
        out.extend_from_slice(b"{\"base64\":\"");
        out.extend_from_slice(STANDARD.encode(record).as_bytes());
        out.extend_from_slice(b"\"}");
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(records: &[&[u8]]) -> String {
        let mut out = Vec::new();
        for record in records {
            Form::Lines.push(&mut out, record);
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_is_a_record() {
        assert_eq!(lines(&[b"{\"a\":1}", b"plain", b"ends\r\n"]), "{\"a\":1}\nplain\nends\n");
        assert_eq!(lines(&[b"{\n\"a\":\r\n\"b\\n\"}"]), "{ \"a\":  \"b\\n\"}\n");
    }

    #[test]
    fn what_is_no_line_is_encoded() {
        assert_eq!(
            lines(&[b"a\nb", b"\xff", b""]),
            "{\"base64\":\"YQpi\"}\n{\"base64\":\"/w==\"}\n{\"base64\":\"\"}\n"
        );
    }

    #[test]
    fn the_other_forms_take_any_bytes() {
        let mut out = Vec::new();
        Form::Base64.push(&mut out, b"a\n");
        Form::Lengths.push(&mut out, b"a\n");
        assert_eq!(out, b"YQo=\n\0\0\0\x02a\n");
    }
}
