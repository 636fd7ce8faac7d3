//! A group of users, with its policies, as one document. Who is in it stands with the users.
//!
//! Document grammar, version 1: CBOR map { 0: name, 1: path, 2: group id, 3: created (wall ms), 4: policies \[\[name,
//! document\]\], 5: managed policies \[ARN\] }.

use super::cbor::{self, Fields, Unreadable};
use super::policies::Policies;
use super::record::{Holder, Record, Shelf, record_fields};
use super::{Held, Kind};
use millpond_base::WallMs;
use std::sync::Arc;
use zeroize::Zeroizing;

pub(super) const KIND: &str = "group";
const VERSION: u8 = 1;
const FIELDS: u64 = 6;

/// A group: policies that all its users have.
#[derive(Clone, Debug)]
pub struct Group {
    pub(super) number: u64,
    /// Unique among groups, without regard to case.
    pub name: String,
    /// `/`, or `/division/`.
    pub path: String,
    /// `AGPA...`; no later group of the same name shares it.
    pub group_id: String,
    /// `arn:aws:iam::A:group/path/name`.
    pub arn: String,
    /// When it was created.
    pub created: WallMs,
    /// Policies that only this group has.
    pub policies: Arc<Policies>,
    /// ARNs of managed policies, in the order in which they were attached.
    pub attached: Vec<String>,
}

impl Record for Group {
    const KIND: &'static str = KIND;
    const WHAT: Kind = Kind::Group;

    record_fields!(name, groups);
}

impl Holder for Group {
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

impl Group {
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS, |e| {
            e.u8(0)?.str(&self.name)?.u8(1)?.str(&self.path)?.u8(2)?.str(&self.group_id)?;
            e.u8(3)?.u64(self.created.0)?;
            cbor::put_pairs(e, 4, self.policies.documents())?;
            cbor::put_texts(e, 5, &self.attached)?;
            Ok(())
        })
    }

    pub(super) fn decode(number: u64, account: &str, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let (name, path) = (fields.text(0)?, fields.text(1)?);
        let group = Self {
            number,
            arn: arn(account, &path, &name),
            name,
            path,
            group_id: fields.text(2)?,
            created: WallMs(fields.number(3)?),
            policies: Arc::new(Policies::read(fields.pairs(4)?)?),
            attached: fields.texts(5)?,
        };
        fields.end()?;
        Ok(group)
    }
}

/// The ARN of a group.
pub(super) fn arn(account: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:group{path}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group() -> Group {
        let policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
        Group {
            number: 3,
            name: "pumps".into(),
            path: "/site/".into(),
            group_id: "AGPAAAAAAAAAAAAAAAAAA".into(),
            arn: "arn:aws:iam::123456789012:group/site/pumps".into(),
            created: WallMs(1000),
            policies: Arc::new(Policies::read(vec![("p".into(), policy.into())]).unwrap()),
            attached: vec!["arn:aws:iam::123456789012:policy/q".into()],
        }
    }

    #[test]
    fn the_published_form_is_frozen_and_read_back() {
        let text: String = group().encode().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(text, include_str!("group_v1.hex").trim());

        let again = Group::decode(3, "123456789012", &group().encode()).unwrap();

        assert_eq!(*again.encode(), *group().encode());
        assert_eq!(again.arn, group().arn);
    }

    #[test]
    fn every_truncation_is_refused() {
        let whole = group().encode();

        for length in 0..whole.len() {
            assert!(Group::decode(3, "123456789012", &whole[..length]).is_err(), "{length}");
        }
    }
}
