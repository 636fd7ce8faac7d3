//! Identifiers and secrets as AWS makes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{Entropy, Secret};
use zeroize::Zeroizing;

/// Characters after an access key's prefix, and after a principal's.
///
/// # Source
/// IAM user guide, "IAM identifiers": `AKIAIOSFODNN7EXAMPLE` has 20 characters, `AIDACKCEVSQ6C2EXAMPLE` 21.
const KEY_CHARS: usize = 16;
const PRINCIPAL_CHARS: usize = 17;
/// Random bytes of a secret; base64 makes 40 characters of them, which is what clients expect.
const SECRET_BYTES: usize = 30;

const _: () = assert!(SECRET_BYTES.is_multiple_of(3) && SECRET_BYTES / 3 * 4 == 40);

/// `AKIA...`: a user's own access key.
pub(super) const USER_KEY: &str = "AKIA";
/// `ASIA...`: a session's access key.
pub(super) const SESSION_KEY: &str = "ASIA";
/// `AIDA...`: a user.
pub(super) const USER: &str = "AIDA";
/// `AROA...`: a role.
pub(super) const ROLE: &str = "AROA";
/// `AGPA...`: a group.
pub(super) const GROUP: &str = "AGPA";
/// `ASPA...`: a SAML provider.
pub(super) const SAML: &str = "ASPA";
/// `ANPA...`: a managed policy.
pub(super) const POLICY: &str = "ANPA";

/// An access key id.
pub(super) fn access_key(prefix: &str, entropy: &dyn Entropy) -> String {
    format!("{prefix}{}", base32::<KEY_CHARS>(entropy))
}

/// The id of a user or role, which no later one of the same name shares.
pub(super) fn principal(prefix: &str, entropy: &dyn Entropy) -> String {
    format!("{prefix}{}", base32::<PRINCIPAL_CHARS>(entropy))
}

/// A secret access key: 40 characters, 240 bits.
pub(super) fn secret(entropy: &dyn Entropy) -> Secret {
    let mut bytes = Zeroizing::new([0; SECRET_BYTES]);
    entropy.fill(bytes.as_mut());
    Secret::new(STANDARD.encode(bytes.as_slice()).into_bytes())
}

/// Five random bits a character, from 80 or more.
fn base32<const N: usize>(entropy: &dyn Entropy) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes.iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::SeededEntropy;

    #[test]
    fn identifiers_have_awss_form() {
        let entropy = SeededEntropy::new(1);

        let key = access_key(USER_KEY, &entropy);
        let user = principal(USER, &entropy);
        let secret = secret(&entropy);

        assert_eq!((key.len(), user.len(), secret.expose().len()), (20, 21, 40));
        assert!(key[4..].bytes().all(|b| b.is_ascii_uppercase() || (b'2'..=b'7').contains(&b)));
        assert_ne!(key, access_key(USER_KEY, &entropy));
    }
}
