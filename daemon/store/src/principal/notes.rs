//! Notes that others keep for us: sealed, so that nobody reads or makes one, and stored nowhere here.

use super::Principals;
use super::session::Session;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use millpond_base::WallMs;
use millpond_log::seal::{envelope, open_envelope};
use zeroize::Zeroizing;

/// Longest note looked at, in characters. Ours: a cookie of 4,096, in another note.
const CHARS_MAX: usize = 8192;

impl Principals {
    /// Seals a note for `purpose`, in letters that names and addresses may have.
    #[must_use]
    pub fn seal_note(&self, purpose: &str, note: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(envelope(&self.session_key, &self.note_aad(purpose), note, &*self.entropy))
    }

    /// Opens a note that was sealed here for the same purpose.
    #[must_use]
    pub fn open_note(&self, purpose: &str, sealed: &str) -> Option<Zeroizing<Vec<u8>>> {
        let sealed = URL_SAFE_NO_PAD.decode(Some(sealed).filter(|text| text.len() <= CHARS_MAX)?).ok()?;
        open_envelope(&self.session_key, &self.note_aad(purpose), &sealed).ok()
    }

    /// When the session of a token ends, by the wall clock; `None` when it is none of ours.
    #[must_use]
    pub fn session_end(&self, token: &str) -> Option<WallMs> {
        Session::open(&self.session_key, self.account.as_str(), token).ok().map(|session| session.expires)
    }

    /// Session tokens are bound to the account alone, so that no note is one.
    fn note_aad(&self, purpose: &str) -> Vec<u8> {
        [self.account.as_str().as_bytes(), b" note ", purpose.as_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{at, fresh, role, session};
    use super::*;

    #[test]
    fn a_note_is_opened_for_its_purpose_only() {
        let principals = fresh();
        let note = principals.seal_note("cookie", b"canary");

        assert_eq!(principals.open_note("cookie", &note).unwrap().as_slice(), b"canary");
        assert!(principals.open_note("form", &note).is_none());
        assert!(
            !note.contains("canary") && note.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        );
        for at in 0..note.len() {
            assert!(principals.open_note("cookie", &note[..at]).is_none());
            let mut changed = note.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(principals.open_note("cookie", std::str::from_utf8(&changed).unwrap()).is_none());
        }
    }

    #[test]
    fn neither_a_note_nor_a_session_token_is_taken_for_the_other() {
        let principals = fresh();
        let role = role(&principals, "r");
        let token = principals.assume(&role, session("s"), at(1)).unwrap().token;

        assert!(principals.open_note("", &token).is_none());
        assert_eq!(principals.session_end(&token), Some(WallMs(901_000)));
        let note = principals.seal_note("", b"x");
        assert_eq!(principals.session_end(&note), None);
        assert!(principals.find("ASIAAAAAAAAAAAAAAAAA", Some(&note), at(1)).is_err());
    }
}
