//! Sessions: temporary credentials that are kept nowhere but in their own token.
//!
//! A token is the base64 of an envelope of the log's seal (fresh salt, own derived key, AES-256-GCM), bound to the
//! account. Its document, version 1, is a CBOR map { 0: access key id, 1: secret (bytes), 2: true for a role, 3: user
//! or role name, 4: user or role id, 5: session name or null, 6: session policies or null, 7: tags, 8: transitive tag
//! keys, 9: source identity or null, 10: issued (wall ms), 11: expires (wall ms), 12: expires (line ms), 13: the
//! clock was trusted when issued }, and where there is something to say { 14: an MFA code was believed (wall ms), 15:
//! ARN of the identity provider, 16: what the provider said \[\[condition key, value\]\], 17: ARNs of managed session
//! policies }. A user's session that has a name is that of a federated user, which the user vouches for.
//!
//! Nothing is stored per session, so sessions cost no flash, survive restarts, and end with their user or role.

use super::cbor::{self, Fields, Unreadable};
use super::error::KeyError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{Entropy, LineMs, Now, Secret, WallMs};
use millpond_log::seal::{envelope, open_envelope};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const FIELDS: u64 = 14;
/// Longest token looked at, in bytes of base64.
///
/// # Source
/// Ours: 50 tags of 384 characters and two policies of 2,048, some 24 kB, fit; a megabyte of noise is not decoded.
const TOKEN_BYTES_MAX: usize = 65_536;

/// What a token holds.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) access_key_id: String,
    pub(super) secret: Secret,
    pub(super) of_role: bool,
    pub(super) name: String,
    pub(super) principal_id: String,
    pub(super) session_name: Option<String>,
    pub(super) policies: Option<Vec<String>>,
    pub(super) tags: Vec<(String, String)>,
    pub(super) transitive: Vec<String>,
    pub(super) source_identity: Option<String>,
    pub(super) issued: WallMs,
    pub(super) expires: WallMs,
    pub(super) expires_line: LineMs,
    pub(super) trusted: bool,
    /// When a code of an MFA device was believed.
    pub(super) mfa: Option<WallMs>,
    /// The ARN of the identity provider that vouched for the caller.
    pub(super) federated: Option<String>,
    /// What the provider said, as condition keys in lower case; one that is repeated has several values.
    pub(super) claims: Vec<(String, String)>,
    /// ARNs of managed policies that limit the session as [`Session::policies`] do.
    pub(super) policy_arns: Vec<String>,
}

/// Temporary credentials, as handed to a client.
#[derive(Clone, Debug)]
pub struct SessionCredentials {
    /// `ASIA...`.
    pub access_key_id: String,
    /// The secret access key.
    pub secret: Secret,
    /// The session token.
    pub token: String,
    /// When the client should take the session as ended.
    pub expires: WallMs,
}

impl Session {
    pub(super) fn seal(&self, key: &[u8; 32], account: &str, entropy: &dyn Entropy) -> String {
        STANDARD.encode(envelope(key, account.as_bytes(), &self.encode(), entropy))
    }

    pub(super) fn open(key: &[u8; 32], account: &str, token: &str) -> Result<Self, KeyError> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(KeyError::TokenInvalid);
        }
        let sealed = STANDARD.decode(token).map_err(|_| KeyError::TokenInvalid)?;
        let document = open_envelope(key, account.as_bytes(), &sealed).map_err(|_| KeyError::TokenInvalid)?;
        Self::decode(&document).map_err(|Unreadable| KeyError::TokenInvalid)
    }

    /// True once the session has ended. The device timeline decides, and a trusted wall clock too, which knows of
    /// time that passed while the device was off.
    pub(super) fn has_ended(&self, now: Now) -> bool {
        now.line >= self.expires_line || (self.trusted && now.trusted && now.wall >= self.expires)
    }

    /// How long ago an MFA code was believed, in seconds.
    pub(super) fn mfa_age_secs(&self, now: Now) -> Option<u64> {
        self.mfa.map(|then| now.wall.secs().saturating_sub(then.secs()))
    }

    fn encode(&self) -> Zeroizing<Vec<u8>> {
        let given = [
            self.mfa.is_some(),
            self.federated.is_some(),
            !self.claims.is_empty(),
            !self.policy_arns.is_empty(),
        ];
        cbor::write(VERSION, FIELDS + cbor::count(&given), |e| {
            e.u8(0)?
                .str(&self.access_key_id)?
                .u8(1)?
                .bytes(self.secret.expose())?
                .u8(2)?
                .bool(self.of_role)?;
            e.u8(3)?.str(&self.name)?.u8(4)?.str(&self.principal_id)?;
            cbor::put_optional(e, 5, self.session_name.as_deref())?;
            match &self.policies {
                Some(policies) => cbor::put_texts(e, 6, policies)?,
                None => cbor::put_optional(e, 6, None)?,
            }
            cbor::put_pairs(e, 7, self.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())))?;
            cbor::put_texts(e, 8, &self.transitive)?;
            cbor::put_optional(e, 9, self.source_identity.as_deref())?;
            e.u8(10)?.u64(self.issued.0)?.u8(11)?.u64(self.expires.0)?;
            e.u8(12)?.u64(self.expires_line.0)?.u8(13)?.bool(self.trusted)?;
            cbor::put_maybe_number(e, 14, self.mfa.map(|then| then.0))?;
            cbor::put_maybe_text(e, 15, self.federated.as_deref())?;
            if !self.claims.is_empty() {
                cbor::put_tags(e, 16, &self.claims)?;
            }
            cbor::put_few_texts(e, 17, &self.policy_arns)
        })
    }

    pub(super) fn decode(document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let session = Self {
            access_key_id: fields.text(0)?,
            secret: Secret::new(fields.at(1)?.bytes()?.to_vec()),
            of_role: fields.flag(2)?,
            name: fields.text(3)?,
            principal_id: fields.text(4)?,
            session_name: fields.optional_text(5)?,
            policies: fields.optional_texts(6)?,
            tags: fields.pairs(7)?,
            transitive: fields.texts(8)?,
            source_identity: fields.optional_text(9)?,
            issued: WallMs(fields.number(10)?),
            expires: WallMs(fields.number(11)?),
            expires_line: LineMs(fields.number(12)?),
            trusted: fields.flag(13)?,
            mfa: fields.maybe_number(14)?.map(WallMs),
            federated: fields.maybe_text(15)?,
            claims: fields.few_pairs(16)?,
            policy_arns: fields.few_texts(17)?,
        };
        fields.end()?;
        Ok(session)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use millpond_base::SeededEntropy;

    const KEY: &[u8; 32] = &[5; 32];

    fn session() -> Session {
        Session {
            access_key_id: "ASIAAAAAAAAAAAAAAAAA".into(),
            secret: Secret::new(b"canary-secret".to_vec()),
            of_role: true,
            name: "forwarder".into(),
            principal_id: "AROAAAAAAAAAAAAAAAAAA".into(),
            session_name: Some("s".into()),
            policies: Some(vec!["{}".into()]),
            tags: vec![("a".into(), "b".into())],
            transitive: vec!["a".into()],
            source_identity: None,
            issued: WallMs(1_000),
            expires: WallMs(901_000),
            expires_line: LineMs(900_500),
            trusted: true,
            mfa: None,
            federated: None,
            claims: vec![],
            policy_arns: vec![],
        }
    }

    fn vouched() -> Session {
        Session {
            mfa: Some(WallMs(500)),
            federated: Some("arn:aws:iam::123456789012:oidc-provider/id.example".into()),
            claims: vec![("id.example:sub".into(), "pump-7".into())],
            policy_arns: vec!["arn:aws:iam::aws:policy/AmazonSQSFullAccess".into()],
            ..session()
        }
    }

    #[test]
    fn who_vouched_for_a_session_is_read_back_too() {
        let again = Session::decode(&vouched().encode()).unwrap();

        assert_eq!(*again.encode(), *vouched().encode());
        assert_eq!((again.mfa, &again.federated), (Some(WallMs(500)), &vouched().federated));
        assert_eq!((&again.claims, &again.policy_arns), (&vouched().claims, &vouched().policy_arns));
        let now = Now { wall: WallMs(61_000), line: LineMs(0), trusted: true };
        assert_eq!((again.mfa_age_secs(now), session().mfa_age_secs(now)), (Some(61), None));
    }

    #[test]
    fn a_token_is_opened_by_its_maker_only() {
        let token = session().seal(KEY, "123456789012", &SeededEntropy::new(1));

        let opened = Session::open(KEY, "123456789012", &token).unwrap();

        assert_eq!(*opened.encode(), *session().encode());
        assert!(Session::open(&[6; 32], "123456789012", &token).is_err());
        assert!(Session::open(KEY, "999999999999", &token).is_err());
    }

    #[test]
    fn every_changed_or_missing_character_is_refused() {
        let token = session().seal(KEY, "123456789012", &SeededEntropy::new(1));

        for at in 0..token.len() {
            assert!(Session::open(KEY, "123456789012", &token[..at]).is_err());
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(Session::open(KEY, "123456789012", &changed).is_err(), "{at}");
        }
    }

    #[test]
    fn the_published_form_is_frozen() {
        let text: String = session().encode().iter().map(|b| format!("{b:02x}")).collect();

        assert_eq!(text, include_str!("session_v1.hex").trim());
        let text: String = vouched().encode().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(text, include_str!("session_v1_vouched.hex").trim());
    }

    #[test]
    fn every_truncation_of_a_document_is_refused() {
        let whole = vouched().encode();

        for length in 0..whole.len() {
            assert!(Session::decode(&whole[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn the_timeline_ends_a_session_and_so_does_a_trusted_clock() {
        let at = |wall, line, trusted| Now { wall: WallMs(wall), line: LineMs(line), trusted };
        let session = session();

        assert!(!session.has_ended(at(900_999, 900_499, true)));
        assert!(session.has_ended(at(0, 900_500, false)));
        assert!(session.has_ended(at(901_000, 2_000, true)));
        assert!(!session.has_ended(at(901_000, 2_000, false)));
        let blind = Session { trusted: false, ..session };
        assert!(!blind.has_ended(at(u64::MAX, 2_000, true)));
    }

    #[test]
    fn neither_secret_nor_name_is_readable_in_a_token() {
        let token = session().seal(KEY, "123456789012", &SeededEntropy::new(1));
        let bytes = STANDARD.decode(token).unwrap();

        assert!(!bytes.windows(6).any(|w| w == b"canary") && !bytes.windows(6).any(|w| w == b"forwar"));
    }
}
