//! A managed policy with its versions, as one document.
//!
//! Document grammar, version 1: CBOR map { 0: name, 1: path, 2: policy id, 3: created (wall ms), 4: tags \[\[key,
//! value\]\], 5: description or null, 6: versions \[\[number, created (wall ms), document\]\], 7: number of the default
//! version, 8: number of the next version, 9: last changed (wall ms) }.

use super::cbor::{self, Fields, Unreadable};
use super::record::{Record, Shelf, record_fields};
use super::{Held, Kind};
use millpond_base::WallMs;
use millpond_policy::Policy;
use std::sync::Arc;
use zeroize::Zeroizing;

pub(super) const KIND: &str = "managed-policy";
const VERSION: u8 = 1;
const FIELDS: u64 = 10;

/// A managed policy: one that users, groups and roles share.
#[derive(Clone, Debug)]
pub struct ManagedPolicy {
    pub(super) number: u64,
    /// Unique among managed policies, without regard to case.
    pub name: String,
    /// `/`, or `/division/`.
    pub path: String,
    /// `ANPA...`; no later policy of the same name shares it.
    pub policy_id: String,
    /// `arn:aws:iam::A:policy/path/name`.
    pub arn: String,
    /// When it was created.
    pub created: WallMs,
    /// When a version was added or another became the default.
    pub updated: WallMs,
    /// Tags, in the order given.
    pub tags: Vec<(String, String)>,
    /// Free text.
    pub description: Option<String>,
    /// Oldest first, never empty.
    pub versions: Vec<PolicyVersion>,
    pub(super) default: u64,
    pub(super) next: u64,
}

/// One version of a managed policy. It never changes.
#[derive(Clone, Debug)]
pub struct PolicyVersion {
    /// 3 for `v3`.
    pub number: u64,
    /// When it was created.
    pub created: WallMs,
    /// The policy as it was given.
    pub document: String,
    pub(super) policy: Arc<Policy>,
}

impl PolicyVersion {
    /// `v3`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("v{}", self.number)
    }

    /// The policy as it is evaluated.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }
}

impl ManagedPolicy {
    /// The version that is in force.
    #[must_use]
    pub fn default_version(&self) -> &PolicyVersion {
        self.version_numbered(self.default).unwrap_or(&self.versions[0])
    }

    /// A version by its id, `v3`.
    #[must_use]
    pub fn version(&self, id: &str) -> Option<&PolicyVersion> {
        self.versions.iter().find(|version| version.id() == id)
    }

    /// True when it is the version that is in force.
    #[must_use]
    pub fn is_default(&self, version: &PolicyVersion) -> bool {
        version.number == self.default_version().number
    }

    /// True for a policy that AWS publishes; it is kept nowhere and cannot be changed.
    #[must_use]
    pub fn is_of_aws(&self) -> bool {
        self.number == 0
    }

    fn version_numbered(&self, number: u64) -> Option<&PolicyVersion> {
        self.versions.iter().find(|version| version.number == number)
    }

    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS, |e| {
            e.u8(0)?.str(&self.name)?.u8(1)?.str(&self.path)?.u8(2)?.str(&self.policy_id)?;
            e.u8(3)?.u64(self.created.0)?;
            cbor::put_tags(e, 4, &self.tags)?;
            cbor::put_optional(e, 5, self.description.as_deref())?;
            e.u8(6)?.array(self.versions.len() as u64)?;
            for version in &self.versions {
                e.array(3)?.u64(version.number)?.u64(version.created.0)?.str(&version.document)?;
            }
            e.u8(7)?.u64(self.default)?.u8(8)?.u64(self.next)?.u8(9)?.u64(self.updated.0)?;
            Ok(())
        })
    }

    pub(super) fn decode(number: u64, account: &str, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let (name, path) = (fields.text(0)?, fields.text(1)?);
        let policy = Self {
            number,
            arn: arn(account, &path, &name),
            name,
            path,
            policy_id: fields.text(2)?,
            created: WallMs(fields.number(3)?),
            tags: fields.pairs(4)?,
            description: fields.optional_text(5)?,
            versions: fields.list(6, |decoder| {
                if decoder.array()? != Some(3) {
                    return Err(Unreadable);
                }
                let (number, created) = (decoder.u64()?, WallMs(decoder.u64()?));
                let document = decoder.str()?.to_owned();
                let policy = Arc::new(Policy::parse(&document).map_err(|_| Unreadable)?);
                Ok(PolicyVersion { number, created, document, policy })
            })?,
            default: fields.number(7)?,
            next: fields.number(8)?,
            updated: WallMs(fields.number(9)?),
        };
        fields.end()?;
        // A policy without its default version would quietly grant something else.
        if policy.version_numbered(policy.default).is_none() { Err(Unreadable) } else { Ok(policy) }
    }
}

impl Record for ManagedPolicy {
    const KIND: &'static str = KIND;
    const WHAT: Kind = Kind::Policy;

    record_fields!(name, managed);
}

/// The ARN of a managed policy.
pub(super) fn arn(account: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:policy{path}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> ManagedPolicy {
        let document =
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
        let version = |number| PolicyVersion {
            number,
            created: WallMs(1000 * number),
            document: document.into(),
            policy: Arc::new(Policy::parse(document).unwrap()),
        };
        ManagedPolicy {
            number: 5,
            name: "all".into(),
            path: "/site/".into(),
            policy_id: "ANPAAAAAAAAAAAAAAAAAA".into(),
            arn: "arn:aws:iam::123456789012:policy/site/all".into(),
            created: WallMs(1000),
            updated: WallMs(3000),
            tags: vec![("team".into(), "pumps".into())],
            description: Some("everything".into()),
            versions: vec![version(1), version(3)],
            default: 3,
            next: 4,
        }
    }

    #[test]
    fn the_published_form_is_frozen_and_read_back() {
        let text: String = policy().encode().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(text, include_str!("managed_v1.hex").trim());

        let again = ManagedPolicy::decode(5, "123456789012", &policy().encode()).unwrap();

        assert_eq!(*again.encode(), *policy().encode());
        assert_eq!(
            (again.arn.as_str(), again.default_version().id().as_str()),
            (policy().arn.as_str(), "v3")
        );
    }

    #[test]
    fn every_truncation_and_a_missing_default_are_refused() {
        let whole = policy().encode();

        for length in 0..whole.len() {
            assert!(ManagedPolicy::decode(5, "123456789012", &whole[..length]).is_err(), "{length}");
        }
        let lost = ManagedPolicy { default: 2, ..policy() }.encode();
        assert!(ManagedPolicy::decode(5, "123456789012", &lost).is_err());
    }
}
