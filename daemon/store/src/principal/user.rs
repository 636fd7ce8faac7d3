//! A user, with its access keys and policies, as one document.
//!
//! Document grammar, version 1: CBOR map { 0: name, 1: path, 2: user id, 3: created (wall ms), 4: tags \[\[key,
//! value\]\], 5: policies \[\[name, document\]\], 6: access keys \[\[id, secret (bytes), active, created (wall
//! ms)\]\] }.

use super::cbor::{self, Fields, Unreadable};
use super::policies::Policies;
use millpond_base::{Secret, WallMs};
use std::sync::Arc;
use zeroize::Zeroizing;

pub(super) const KIND: &str = "user";
const VERSION: u8 = 1;
const FIELDS: u64 = 7;

/// A user.
#[derive(Clone, Debug)]
pub struct User {
    pub(super) number: u64,
    /// Unique among users, without regard to case.
    pub name: String,
    /// `/`, or `/division/`.
    pub path: String,
    /// `AIDA...`; no later user of the same name shares it.
    pub user_id: String,
    /// `arn:aws:iam::A:user/path/name`.
    pub arn: String,
    /// When it was created.
    pub created: WallMs,
    /// Tags, in the order given.
    pub tags: Vec<(String, String)>,
    /// Policies that only this user has.
    pub policies: Arc<Policies>,
    /// Access keys, oldest first.
    pub keys: Vec<AccessKey>,
}

/// A user's access key.
#[derive(Clone, Debug)]
pub struct AccessKey {
    /// `AKIA...`.
    pub id: String,
    pub(super) secret: Secret,
    /// False when it was switched off.
    pub active: bool,
    /// When it was created.
    pub created: WallMs,
}

impl User {
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS, |e| {
            e.u8(0)?.str(&self.name)?.u8(1)?.str(&self.path)?.u8(2)?.str(&self.user_id)?;
            e.u8(3)?.u64(self.created.0)?;
            cbor::put_pairs(e, 4, self.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())))?;
            cbor::put_pairs(e, 5, self.policies.documents())?;
            e.u8(6)?.array(self.keys.len() as u64)?;
            for key in &self.keys {
                e.array(4)?.str(&key.id)?.bytes(key.secret.expose())?.bool(key.active)?.u64(key.created.0)?;
            }
            Ok(())
        })
    }

    pub(super) fn decode(number: u64, account: &str, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let (name, path) = (fields.text(0)?, fields.text(1)?);
        let user = Self {
            number,
            arn: arn(account, &path, &name),
            name,
            path,
            user_id: fields.text(2)?,
            created: WallMs(fields.number(3)?),
            tags: fields.pairs(4)?,
            policies: Arc::new(Policies::read(fields.pairs(5)?)?),
            keys: fields.list(6, |decoder| {
                if decoder.array()? != Some(4) {
                    return Err(Unreadable);
                }
                Ok(AccessKey {
                    id: decoder.str()?.to_owned(),
                    secret: Secret::new(decoder.bytes()?.to_vec()),
                    active: decoder.bool()?,
                    created: WallMs(decoder.u64()?),
                })
            })?,
        };
        fields.end()?;
        Ok(user)
    }
}

/// The ARN of a user.
pub(super) fn arn(account: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:user{path}{name}")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn user() -> User {
        User {
            number: 7,
            name: "ann".into(),
            path: "/site/".into(),
            user_id: "AIDAAAAAAAAAAAAAAAAAA".into(),
            arn: "arn:aws:iam::123456789012:user/site/ann".into(),
            created: WallMs(1000),
            tags: vec![("team".into(), "pumps".into())],
            policies: Arc::new(
                Policies::read(vec![(
                    "p".into(),
                    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
                        .into(),
                )])
                .unwrap(),
            ),
            keys: vec![AccessKey {
                id: "AKIAAAAAAAAAAAAAAAAA".into(),
                secret: Secret::new(b"canary-secret".to_vec()),
                active: true,
                created: WallMs(2000),
            }],
        }
    }

    #[test]
    fn a_document_is_read_back_as_written() {
        let user = user();

        let again = User::decode(7, "123456789012", &user.encode()).unwrap();

        assert_eq!(*again.encode(), *user.encode());
        assert_eq!((again.arn, again.keys[0].active), (user.arn, true));
    }

    #[test]
    fn the_published_form_is_frozen() {
        let text: String = user().encode().iter().map(|b| format!("{b:02x}")).collect();

        assert_eq!(text, include_str!("user_v1.hex").trim());
    }

    #[test]
    fn every_truncation_is_refused() {
        let whole = user().encode();

        for length in 0..whole.len() {
            assert!(User::decode(7, "123456789012", &whole[..length]).is_err(), "{length}");
        }
        let mut longer = whole.to_vec();
        longer.push(0);
        assert!(User::decode(7, "123456789012", &longer).is_err());
    }

    #[test]
    fn a_secret_is_not_in_debug_output() {
        assert!(!format!("{:?}", user()).contains("canary"));
    }
}
