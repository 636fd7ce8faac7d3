//! Tokens that clients carry for us: positions and pages, protected against change.
//!
//! A token is not a secret, so it is authenticated and not encrypted: `text ‖ first 16 bytes of HMAC-SHA256(key,
//! purpose ‖ 0 ‖ text)`. The key is drawn once per data directory and kept in the catalog, so tokens outlive a restart.
//! Its document is one byte of version, 1, then the 32 bytes of the key.

use crate::{Catalog, CatalogError};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use millpond_base::{Entropy, Secret};

/// The document's kind in the catalog; there is one, with number 0.
const KIND: &str = "stream-token-key";
const VERSION: u8 = 1;
const KEY_BYTES: usize = 32;
/// Length of the part that proves a token is ours; 128 bits leave no chance to guess one.
const TAG_BYTES: usize = 16;

/// Makes and checks tokens.
pub struct Tokens {
    key: hmac::Key,
}

impl Tokens {
    /// Loads the key, drawing it the first time.
    pub(super) fn open(catalog: &Catalog, entropy: &dyn Entropy) -> Result<Self, CatalogError> {
        let kept = catalog.all(KIND)?.into_iter().find_map(|(_, document)| match document.split_first() {
            Some((&VERSION, key)) if key.len() == KEY_BYTES => Some(Secret::new(key.to_vec())),
            _ => None,
        });
        let secret = match kept {
            Some(secret) => secret,
            None => {
                let mut document = vec![VERSION; 1 + KEY_BYTES];
                entropy.fill(&mut document[1..]);
                catalog.put(KIND, 0, &document)?;
                Secret::new(document.split_off(1))
            }
        };
        Ok(Self { key: hmac::Key::new(hmac::HMAC_SHA256, secret.expose()) })
    }

    #[cfg(feature = "fuzzing")]
    pub(super) fn under(key: &[u8; KEY_BYTES]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key) }
    }

    /// Appends the proof that we made `text` for `purpose`.
    #[must_use]
    pub fn seal(&self, purpose: &str, mut text: Vec<u8>) -> Vec<u8> {
        let tag = self.tag(purpose, &text);
        text.extend_from_slice(&tag);
        text
    }

    /// The text of a token we made for `purpose`; `None` for anything else.
    #[must_use]
    pub fn open_sealed<'t>(&self, purpose: &str, token: &'t [u8]) -> Option<&'t [u8]> {
        let (text, tag) = token.split_last_chunk::<TAG_BYTES>()?;
        verify_slices_are_equal(tag, &self.tag(purpose, text)).ok()?;
        Some(text)
    }

    fn tag(&self, purpose: &str, text: &[u8]) -> [u8; TAG_BYTES] {
        let mut context = hmac::Context::with_key(&self.key);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(text);
        *context.sign().as_ref().first_chunk().expect("HMAC-SHA256 has 32 bytes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Image;
    use millpond_base::SeededEntropy;

    fn catalog(image: &Image) -> Catalog {
        Catalog::from_image(image, Secret::new(vec![1; 32]), &SeededEntropy::new(1)).unwrap()
    }

    #[test]
    fn a_token_opens_after_a_restart() {
        let first = catalog(&Image::default());
        let token = Tokens::open(&first, &SeededEntropy::new(5)).unwrap().seal("page", b"text".to_vec());

        let second = Tokens::open(&catalog(&first.image().unwrap()), &SeededEntropy::new(6)).unwrap();

        assert_eq!(second.open_sealed("page", &token), Some(b"text".as_slice()));
    }

    #[test]
    fn a_changed_cut_or_misused_token_is_refused() {
        let tokens = Tokens::open(&catalog(&Image::default()), &SeededEntropy::new(5)).unwrap();
        let token = tokens.seal("page", b"text".to_vec());

        for bit in 0..token.len() * 8 {
            let mut changed = token.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(tokens.open_sealed("page", &changed), None, "bit {bit}");
        }
        for cut in 0..token.len() {
            assert_eq!(tokens.open_sealed("page", &token[..cut]), None, "{cut} bytes");
        }
        assert_eq!(tokens.open_sealed("iterator", &token), None);
    }
}
