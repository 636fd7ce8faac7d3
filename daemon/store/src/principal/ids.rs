//! Identifiers and secrets as AWS makes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{AccountId, Entropy, Secret};
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

/// An access key id, which tells its account as AWS's do: of the 80 bits behind the prefix the first is set, the next 40
/// are the account, and the rest is random.
///
/// # Source
/// Observed: GetAccessKeyInfo names the account of any key of AWS, and keys of one account begin alike.
pub(super) fn access_key(prefix: &str, account: &AccountId, entropy: &dyn Entropy) -> String {
    let mut bytes = [0; KEY_CHARS];
    entropy.fill(&mut bytes);
    let random = bytes.iter().fold(0_u128, |bits, byte| bits << 5 | u128::from(byte & 31));
    let account: u128 = account.as_str().parse().unwrap_or(0);
    let bits = 1 << 79 | account << 39 | random & ((1 << 39) - 1);
    let char_at = |at: usize| char::from(ALPHABET[(bits >> (75 - 5 * at)) as usize & 31]);
    format!("{prefix}{}", (0..KEY_CHARS).map(char_at).collect::<String>())
}

/// The account that an access key id tells; `None` for what is no access key id.
pub(super) fn account_of_key(id: &str) -> Option<String> {
    let rest = id.strip_prefix(USER_KEY).or_else(|| id.strip_prefix(SESSION_KEY))?;
    if rest.len() != KEY_CHARS {
        return None;
    }
    let digit = |byte: u8| ALPHABET.iter().position(|own| *own == byte).map(|digit| digit as u128);
    let bits = rest.bytes().try_fold(0_u128, |bits, byte| Some(bits << 5 | digit(byte)?))?;
    let account = bits >> 39 & ((1 << 40) - 1);
    (bits >> 79 == 1 && account < 1_000_000_000_000).then(|| format!("{account:012}"))
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

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Five random bits a character, from 80 or more.
fn base32<const N: usize>(entropy: &dyn Entropy) -> String {
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

        let account = AccountId::parse("123456789012").unwrap();
        let key = access_key(USER_KEY, &account, &entropy);
        let user = principal(USER, &entropy);
        let secret = secret(&entropy);

        assert_eq!((key.len(), user.len(), secret.expose().len()), (20, 21, 40));
        assert!(key[4..].bytes().all(|b| b.is_ascii_uppercase() || (b'2'..=b'7').contains(&b)));
        assert_ne!(key, access_key(USER_KEY, &account, &entropy));
        for account in ["000000000000", "123456789012", "999999999999"] {
            let key = access_key(SESSION_KEY, &AccountId::parse(account).unwrap(), &entropy);
            assert_eq!(account_of_key(&key).as_deref(), Some(account));
        }
    }

    /// Keys that AWS's documents and others publish, with the account that AWS says is theirs.
    #[test]
    fn the_account_of_awss_own_keys_is_read() {
        assert_eq!(account_of_key("ASIAQNZGKIQY56JQ7WML").as_deref(), Some("029608264753"));
        assert_eq!(account_of_key("AKIAIOSFODNN7EXAMPLE"), None, "made before keys told their account");
        for odd in ["", "ASIA", "ASIAQNZGKIQY56JQ7WM", "ASIAQNZGKIQY56JQ7WM1", "AIDAQNZGKIQY56JQ7WML"] {
            assert_eq!(account_of_key(odd), None, "{odd}");
        }
    }
}
