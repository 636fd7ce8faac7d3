//! Why a call was denied, sealed so that only who may decode it can read it.
//!
//! A message is the base64url of an envelope of the log's seal under a key of its own, bound to the account. Its document is
//! a version byte, 1, when it was made (line ms, 8 bytes, big-endian), and the text.

use super::Principals;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use millpond_base::{LineMs, Now};
use millpond_log::seal::{envelope, open_envelope};

const VERSION: u8 = 1;

/// How long a message can be decoded.
///
/// # Source
/// Ours; AWS says that messages expire, and not when.
const LIFE_MS: u64 = 24 * 3_600_000;

/// Longest message.
///
/// # Source
/// STS API Reference, DecodeAuthorizationMessage, EncodedMessage: 10,240 characters.
const MESSAGE_CHARS_MAX: usize = 10_240;

impl Principals {
    /// Seals what is to be said of a denial; `None` when that is too long to be handed back.
    #[must_use]
    pub fn seal_denial(&self, text: &str, now: Now) -> Option<String> {
        let document = [&[VERSION][..], &now.line.0.to_be_bytes(), text.as_bytes()].concat();
        let sealed = envelope(&self.denial_key, self.account.as_str().as_bytes(), &document, &*self.entropy);
        let message = URL_SAFE_NO_PAD.encode(sealed);
        (message.len() <= MESSAGE_CHARS_MAX).then_some(message)
    }

    /// Reads what was sealed here a while ago; `None` for anything else.
    #[must_use]
    pub fn open_denial(&self, message: &str, now: Now) -> Option<String> {
        if message.len() > MESSAGE_CHARS_MAX {
            return None;
        }
        let sealed = URL_SAFE_NO_PAD.decode(message).ok()?;
        let document = open_envelope(&self.denial_key, self.account.as_str().as_bytes(), &sealed).ok()?;
        let (head, text) = document.split_first_chunk::<9>()?;
        let made = LineMs(u64::from_be_bytes(head[1..].try_into().ok()?));
        let is_good = head[0] == VERSION && now.line.since_ms(made) <= LIFE_MS;
        if is_good { String::from_utf8(text.to_vec()).ok() } else { None }
    }
}

#[cfg(test)]
mod tests {
    use crate::principal::tests::{at, fresh};

    #[test]
    fn a_message_is_read_for_a_day_and_in_its_own_form_only() {
        let principals = fresh();
        let message = principals.seal_denial("why", at(100)).unwrap();
        let open = |message: &str, secs| principals.open_denial(message, at(secs));

        assert_eq!(open(&message, 100 + 86_400).as_deref(), Some("why"));
        assert_eq!(open(&message, 101 + 86_400), None);
        assert!(!message.contains("why"));
        for at in 0..message.len() {
            let mut bytes = message.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            assert_eq!(open(&String::from_utf8(bytes).unwrap(), 100), None, "{at}");
            assert_eq!(open(&message[..at], 100), None, "{at}");
        }
        assert_eq!(open(&format!("{message}\n"), 100), None);
        assert_eq!(principals.seal_denial(&"x".repeat(10_000), at(1)), None);
    }
}
