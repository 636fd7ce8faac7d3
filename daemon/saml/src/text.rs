//! Characters, names and values as XML has them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;

/// White space.
///
/// # Source
/// XML 1.0, production 3.
pub(crate) const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Whether a document may contain a character.
///
/// # Source
/// XML 1.0, production 2.
pub(crate) const fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a name without a prefix is one. Letters beyond ASCII are none here: no name of SAML has any.
pub(crate) fn is_name(name: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_';
    let goes_on = |c: char| starts(c) || c.is_ascii_digit() || c == '-' || c == '.';
    name.starts_with(starts) && name.chars().all(goes_on)
}

/// What a reference stands for: one of the five entities that need no definition, or a character by its number.
pub(crate) fn character(reference: &str) -> Option<char> {
    match reference {
        "amp" => return Some('&'),
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => {}
    }
    let (digits, radix) = match reference.strip_prefix("#x") {
        Some(digits) => (digits, 16),
        None => (reference.strip_prefix('#')?, 10),
    };
    // The parser of numbers takes a sign, which XML does not.
    let all_digits = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|c| all_digits && is_char(*c))
}

/// Line ends as XML has them.
///
/// # Source
/// XML 1.0, section 2.11.
pub(crate) fn with_line_ends(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

/// The value of an attribute: references resolved, white space made one kind.
///
/// # Source
/// XML 1.0, section 3.3.3, for attributes without a declared type.
pub(crate) fn attribute_value(raw: &str) -> Option<String> {
    let raw = with_line_ends(raw);
    let mut value = String::with_capacity(raw.len());
    let mut rest = &*raw;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '<' => return None,
            '&' => {
                let (reference, after) = rest.split_once(';')?;
                value.push(character(reference)?);
                rest = after;
            }
            '\t' | '\n' => value.push(' '),
            _ => value.push(c),
        }
    }
    Some(value)
}

/// Bytes of base64, whose lines may be broken and indented.
#[must_use]
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let packed: String = text.chars().filter(|c| !is_space(*c)).collect();
    STANDARD.decode(packed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_the_five_and_numbers() {
        assert_eq!(character("amp"), Some('&'));
        assert_eq!(character("#65"), Some('A'));
        assert_eq!(character("#x1F600"), Some('\u{1f600}'));
        for bad in ["", "#", "#x", "nbsp", "#+65", "#x+41", "#0", "#xD800", "#xFFFF", "#99999999999", "AMP"] {
            assert_eq!(character(bad), None, "{bad}");
        }
    }

    #[test]
    fn white_space_of_an_attribute_is_one_kind_unless_it_is_referred_to() {
        assert_eq!(attribute_value("a\tb\r\nc\rd&#10;e").as_deref(), Some("a b c d\ne"));
        assert_eq!(attribute_value("&lt;&amp;lt;").as_deref(), Some("<&lt;"));
        assert_eq!(attribute_value("a & b; c"), None);
        assert_eq!(attribute_value("&lt"), None);
    }

    #[test]
    fn base64_may_be_broken_into_lines() {
        assert_eq!(decode_base64("aGVs\n  bG8=\r\n").as_deref(), Some(&b"hello"[..]));
        assert_eq!(decode_base64("aGVsbG8"), None);
        assert_eq!(decode_base64("aGVs-G8="), None);
    }
}
