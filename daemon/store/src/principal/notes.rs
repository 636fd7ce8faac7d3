//! Notes that others keep for us: sealed, so that nobody reads or makes one, and stored nowhere here.

use super::Principals;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use millpond_log::seal::{envelope, open_envelope};
use zeroize::Zeroizing;

/// Longest note looked at, in characters. Ours: no browser keeps a cookie of more than 4,096.
const CHARS_MAX: usize = 4096;

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

    /// Session tokens are bound to the account alone, so that no note is one.
    fn note_aad(&self, purpose: &str) -> Vec<u8> {
        [self.account.as_str().as_bytes(), b" note ", purpose.as_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ACCOUNT, at, fresh, role, session};

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
        let note = principals.seal_note("", b"x");
        assert!(principals.find("ASIAAAAAAAAAAAAAAAAA", Some(&note), at(1)).is_err());
        assert_eq!(ACCOUNT.len(), 12);
    }
}
