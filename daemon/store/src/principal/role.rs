//! A role, with its trust policy and its own policies, as one document.
//!
//! Document grammar, version 1: CBOR map { 0: name, 1: path, 2: role id, 3: created (wall ms), 4: tags \[\[key,
//! value\]\], 5: policies \[\[name, document\]\], 6: trust policy, 7: description or null, 8: longest session (s) }, and
//! where there is something to say { 9: managed policies \[ARN\], 10: ARN of the permissions boundary }.

use super::cbor::{self, Fields, Unreadable};
use super::policies::Policies;
use super::record::{Bounded, Holder, Record, Shelf, record_fields};
use super::{Held, Kind};
use millpond_base::WallMs;
use millpond_policy::Policy;
use std::sync::Arc;
use zeroize::Zeroizing;

pub(super) const KIND: &str = "role";
const VERSION: u8 = 1;
const FIELDS: u64 = 9;

/// A role: permissions that the principals it trusts may take on for a while.
#[derive(Clone, Debug)]
pub struct Role {
    pub(super) number: u64,
    /// Unique among roles, without regard to case.
    pub name: String,
    /// `/`, or `/division/`.
    pub path: String,
    /// `AROA...`; no later role of the same name shares it.
    pub role_id: String,
    /// `arn:aws:iam::A:role/path/name`.
    pub arn: String,
    /// When it was created.
    pub created: WallMs,
    /// Tags, in the order given.
    pub tags: Vec<(String, String)>,
    /// Policies that only this role has.
    pub policies: Arc<Policies>,
    /// The trust policy as it was given.
    pub trust_document: String,
    pub(super) trust: Arc<Policy>,
    /// Free text.
    pub description: Option<String>,
    /// The longest session that may be asked for, in seconds.
    pub session_secs_max: u64,
    /// ARNs of managed policies, in the order in which they were attached.
    pub attached: Vec<String>,
    /// The ARN of the managed policy that bounds what the role may do.
    pub boundary: Option<String>,
}

impl Record for Role {
    const KIND: &'static str = KIND;
    const WHAT: Kind = Kind::Role;

    record_fields!(name, roles);
}

impl Holder for Role {
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

impl Bounded for Role {
    fn boundary(&self) -> Option<&str> {
        self.boundary.as_deref()
    }

    fn boundary_mut(&mut self) -> &mut Option<String> {
        &mut self.boundary
    }
}

impl Role {
    /// Who may take on the role.
    #[must_use]
    pub fn trust(&self) -> &Policy {
        &self.trust
    }

    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let given = [!self.attached.is_empty(), self.boundary.is_some()];
        cbor::write(VERSION, FIELDS + cbor::count(&given), |e| {
            e.u8(0)?.str(&self.name)?.u8(1)?.str(&self.path)?.u8(2)?.str(&self.role_id)?;
            e.u8(3)?.u64(self.created.0)?;
            cbor::put_pairs(e, 4, self.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())))?;
            cbor::put_pairs(e, 5, self.policies.documents())?;
            e.u8(6)?.str(&self.trust_document)?;
            cbor::put_optional(e, 7, self.description.as_deref())?;
            e.u8(8)?.u64(self.session_secs_max)?;
            cbor::put_few_texts(e, 9, &self.attached)?;
            cbor::put_maybe_text(e, 10, self.boundary.as_deref())?;
            Ok(())
        })
    }

    pub(super) fn decode(number: u64, account: &str, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let (name, path, role_id) = (fields.text(0)?, fields.text(1)?, fields.text(2)?);
        let created = WallMs(fields.number(3)?);
        let tags = fields.pairs(4)?;
        let policies = Arc::new(Policies::read(fields.pairs(5)?)?);
        let trust_document = fields.text(6)?;
        let trust = Policy::parse(&trust_document).map_err(|_| Unreadable)?;
        let role = Self {
            number,
            arn: arn(account, &path, &name),
            name,
            path,
            role_id,
            created,
            tags,
            policies,
            trust_document,
            trust: Arc::new(trust),
            description: fields.optional_text(7)?,
            session_secs_max: fields.number(8)?,
            attached: fields.few_texts(9)?,
            boundary: fields.maybe_text(10)?,
        };
        fields.end()?;
        Ok(role)
    }
}

/// The ARN of a role.
pub(super) fn arn(account: &str, path: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:role{path}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role() -> Role {
        let trust_document = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}"#;
        Role {
            number: 9,
            name: "forwarder".into(),
            path: "/".into(),
            role_id: "AROAAAAAAAAAAAAAAAAAA".into(),
            arn: "arn:aws:iam::123456789012:role/forwarder".into(),
            created: WallMs(1000),
            tags: vec![],
            policies: Arc::default(),
            trust_document: trust_document.into(),
            trust: Arc::new(Policy::parse_trust(trust_document).unwrap()),
            description: None,
            session_secs_max: 3600,
            attached: vec![],
            boundary: None,
        }
    }

    #[test]
    fn managed_policies_and_a_boundary_are_read_back_too() {
        let bounded = Role {
            attached: vec!["arn:aws:iam::123456789012:policy/a".into()],
            boundary: Some("arn:aws:iam::123456789012:policy/b".into()),
            ..role()
        };

        let again = Role::decode(9, "123456789012", &bounded.encode()).unwrap();

        assert_eq!(*again.encode(), *bounded.encode());
        let text: String = bounded.encode().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(text, include_str!("role_v1_bounded.hex").trim());
    }

    #[test]
    fn a_document_is_read_back_as_written() {
        let role = role();

        let again = Role::decode(9, "123456789012", &role.encode()).unwrap();

        assert_eq!(*again.encode(), *role.encode());
        assert_eq!(again.arn, role.arn);
    }

    #[test]
    fn the_published_form_is_frozen() {
        let text: String = role().encode().iter().map(|b| format!("{b:02x}")).collect();

        assert_eq!(text, include_str!("role_v1.hex").trim());
    }

    #[test]
    fn every_truncation_is_refused() {
        let whole = role().encode();

        for length in 0..whole.len() {
            assert!(Role::decode(9, "123456789012", &whole[..length]).is_err(), "{length}");
        }
    }
}
