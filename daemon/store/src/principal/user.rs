//! A user, with its access keys and policies, as one document.
//!
//! Document grammar, version 1: CBOR map { 0: name, 1: path, 2: user id, 3: created (wall ms), 4: tags \[\[key,
//! value\]\], 5: policies \[\[name, document\]\], 6: access keys \[\[id, secret (bytes), active, created (wall
//! ms)\]\] }, and where there is something to say { 7: managed policies \[ARN\], 8: ARN of the permissions boundary,
//! 9: groups \[number\] }.

use super::cbor::{self, Fields, Unreadable};
use super::policies::Policies;
use super::record::{Bounded, Holder, Record, Shelf, record_fields};
use super::{Held, Kind};
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
    /// ARNs of managed policies, in the order in which they were attached.
    pub attached: Vec<String>,
    /// The ARN of the managed policy that bounds what the user may do.
    pub boundary: Option<String>,
    /// Numbers of the groups the user is in.
    pub(super) groups: Vec<u64>,
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

impl Record for User {
    const KIND: &'static str = KIND;
    const WHAT: Kind = Kind::User;

    record_fields!(name, users);

    fn reindex(held: &mut Held, old: Option<&Self>, new: Option<&Self>) {
        for key in old.iter().flat_map(|user| &user.keys) {
            held.keys.remove(&key.id);
        }
        if let Some(old) = old {
            held.user_ids.remove(&old.user_id);
        }
        let Some(new) = new else { return };
        let name = new.name.to_lowercase();
        for key in &new.keys {
            held.keys.insert(key.id.clone(), name.clone());
        }
        held.user_ids.insert(new.user_id.clone(), name);
    }
}

impl Holder for User {
    fn policies_mut(&mut self) -> &mut Arc<Policies> {
        &mut self.policies
    }

    fn attached(&self) -> &[String] {
        &self.attached
    }

    fn attached_mut(&mut self) -> &mut Vec<String> {
        &mut self.attached
    }
}

impl Bounded for User {
    fn boundary(&self) -> Option<&str> {
        self.boundary.as_deref()
    }

    fn boundary_mut(&mut self) -> &mut Option<String> {
        &mut self.boundary
    }
}

impl User {
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let given = [!self.attached.is_empty(), self.boundary.is_some(), !self.groups.is_empty()];
        cbor::write(VERSION, FIELDS + cbor::count(&given), |e| {
            e.u8(0)?.str(&self.name)?.u8(1)?.str(&self.path)?.u8(2)?.str(&self.user_id)?;
            e.u8(3)?.u64(self.created.0)?;
            cbor::put_pairs(e, 4, self.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())))?;
            cbor::put_pairs(e, 5, self.policies.documents())?;
            e.u8(6)?.array(self.keys.len() as u64)?;
            for key in &self.keys {
                e.array(4)?.str(&key.id)?.bytes(key.secret.expose())?.bool(key.active)?.u64(key.created.0)?;
            }
            cbor::put_few_texts(e, 7, &self.attached)?;
            cbor::put_maybe_text(e, 8, self.boundary.as_deref())?;
            if !self.groups.is_empty() {
                e.u8(9)?.array(self.groups.len() as u64)?;
                for group in &self.groups {
                    e.u64(*group)?;
                }
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
            attached: fields.few_texts(7)?,
            boundary: fields.maybe_text(8)?,
            groups: fields.few_numbers(9)?,
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
            attached: vec![],
            boundary: None,
            groups: vec![],
        }
    }

    fn member() -> User {
        User {
            attached: vec!["arn:aws:iam::aws:policy/AdministratorAccess".into()],
            boundary: Some("arn:aws:iam::123456789012:policy/limits".into()),
            groups: vec![3, 300],
            ..user()
        }
    }

    #[test]
    fn what_not_every_user_has_is_read_back_too() {
        let text: String = member().encode().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(text, include_str!("user_v1_member.hex").trim());

        let again = User::decode(7, "123456789012", &member().encode()).unwrap();

        assert_eq!(*again.encode(), *member().encode());
        assert_eq!((again.groups, again.attached.len()), (vec![3, 300], 1));
    }

    #[test]
    fn entries_of_a_newer_binary_are_stepped_over() {
        let mut newer = member().encode().to_vec();
        newer[1] += 1;
        newer.extend([0x18, 200, 0x82, 1, 2]);

        assert_eq!(User::decode(7, "123456789012", &newer).unwrap().groups, [3, 300]);
        newer.pop();
        assert!(User::decode(7, "123456789012", &newer).is_err());
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
