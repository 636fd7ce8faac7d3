//! Grants: what one principal may do with one key, beside what policies say.
//!
//! Catalog kind `kms_grant`; the document is one version byte, 1, and then, in CBOR:
//!
//! ```text
//! grant = { 1: id bstr .size 32, 2: key bstr .size 16, 3: created uint (ms since 1970), 4: grantee tstr,
//!           5: operations uint (one bit each), 6: retiring tstr / null, 7: name tstr / null,
//!           8: constraint / null, 9: source ARN tstr / null }
//! constraint = [kind uint (0 equals, 1 subset), [* [key tstr, value tstr]]]
//! ```

use super::cbor::{self, Fields, Unreadable};
use super::envelope::{self, Content, Header};
use super::ring::Change;
use super::{KeyId, Keyring, KeyringError, KmsKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::{Now, WallMs, hex};
use millpond_policy::Policy;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The catalog's word for this type.
pub(super) const KIND: &str = "kms_grant";
const VERSION: u8 = 1;

/// What a grant can allow. The numbers are bits of grant documents, and frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantOperation(u8);

/// AWS's words, at the bit of each.
const OPERATIONS: [&str; 19] = [
    "Decrypt",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyWithoutPlaintext",
    "ReEncryptFrom",
    "ReEncryptTo",
    "Sign",
    "Verify",
    "GetPublicKey",
    "CreateGrant",
    "RetireGrant",
    "DescribeKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateMac",
    "VerifyMac",
    "DeriveSharedSecret",
    "Encapsulate",
    "Decapsulate",
];

impl GrantOperation {
    /// The operation of AWS's word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let at = OPERATIONS.iter().position(|word| *word == text)?;
        u8::try_from(at).ok().map(Self)
    }

    /// AWS's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        OPERATIONS[self.0 as usize]
    }

    const fn bit(self) -> u32 {
        1 << self.0
    }
}

/// Names a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GrantId([u8; 32]);

impl GrantId {
    /// Reads the form a [`GrantId`] is displayed in.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut id = [0; 32];
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (i, byte) in id.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).ok()?;
        }
        Some(Self(id))
    }
}

/// 64 hexadecimal digits.
impl fmt::Display for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// What the encryption context of a request must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// These pairs and no others.
    Equals(BTreeMap<String, String>),
    /// These pairs, and any others.
    Subset(BTreeMap<String, String>),
}

/// What CreateGrant decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// The ARN of who gets the permission.
    pub grantee: String,
    /// The ARN of who may retire the grant.
    pub retiring: Option<String>,
    /// What is allowed.
    pub operations: Vec<GrantOperation>,
    /// A friendly name.
    pub name: Option<String>,
    /// What requests must have.
    pub constraint: Option<Constraint>,
    /// What requests must be made on behalf of.
    pub source_arn: Option<String>,
}

/// A grant.
#[derive(Clone, Debug)]
pub struct Grant {
    pub(super) number: u64,
    /// Its name.
    pub id: GrantId,
    /// The key it is about.
    pub key: KeyId,
    /// When it was made.
    pub created: WallMs,
    /// The ARN of who gets the permission.
    pub grantee: String,
    operations: u32,
    /// The ARN of who may retire it.
    pub retiring: Option<String>,
    /// A friendly name.
    pub name: Option<String>,
    /// What requests must have.
    pub constraint: Option<Constraint>,
    /// What requests must be made on behalf of.
    pub source_arn: Option<String>,
    /// The same as a policy of the key.
    pub(super) policy: Policy,
}

impl Grant {
    /// What is allowed.
    #[must_use]
    pub fn operations(&self) -> Vec<&'static str> {
        let all = OPERATIONS.iter().enumerate();
        all.filter(|(bit, _)| self.operations & (1 << bit) != 0).map(|(_, word)| *word).collect()
    }

    /// True when it allows an action of KMS.
    pub(super) fn allows(&self, action: &str) -> bool {
        let operation = action.strip_prefix("kms:").and_then(GrantOperation::parse);
        operation.is_some_and(|operation| self.operations & operation.bit() != 0)
    }

    fn same_as(&self, new: &NewGrant) -> bool {
        let given = (&new.grantee, &new.retiring, &new.name, &new.constraint, &new.source_arn, bits(new));
        let own = (&self.grantee, &self.retiring, &self.name, &self.constraint, &self.source_arn);
        own == (given.0, given.1, given.2, given.3, given.4) && self.operations == given.5
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        cbor::write(VERSION, |e| {
            e.map(9)?;
            e.u8(1)?.bytes(&self.id.0)?;
            e.u8(2)?.bytes(&self.key.0)?;
            e.u8(3)?.u64(self.created.0)?;
            e.u8(4)?.str(&self.grantee)?;
            e.u8(5)?.u32(self.operations)?;
            e.u8(6)?.encode(self.retiring.as_deref())?;
            e.u8(7)?.encode(self.name.as_deref())?;
            e.u8(8)?;
            match &self.constraint {
                Some(Constraint::Equals(pairs)) => e.array(2)?.u8(0)?.encode(list(pairs))?,
                Some(Constraint::Subset(pairs)) => e.array(2)?.u8(1)?.encode(list(pairs))?,
                None => e.null()?,
            };
            e.u8(9)?.encode(self.source_arn.as_deref()).map(drop)
        })
    }

    pub(super) fn decode(number: u64, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, document)?;
        let text = |d: &mut minicbor::Decoder<'_>| Ok(d.str()?.to_owned());
        let id = GrantId(fields.next(1)?.bytes()?.try_into()?);
        let key = KeyId(fields.next(2)?.bytes()?.try_into()?);
        let created = WallMs(fields.next(3)?.u64()?);
        let grantee = fields.next(4)?.str()?.to_owned();
        let operations = fields.next(5)?.u32()?;
        let retiring = cbor::optional(fields.next(6)?, text)?;
        let name = cbor::optional(fields.next(7)?, text)?;
        let constraint = cbor::optional(fields.next(8)?, |d| {
            if d.array()? != Some(2) {
                return Err(Unreadable);
            }
            let kind = d.u8()?;
            let pairs = cbor::list(d, |d| match d.array()? {
                Some(2) => Ok((d.str()?.to_owned(), d.str()?.to_owned())),
                _ => Err(Unreadable),
            })?;
            let pairs = pairs.into_iter().collect();
            match kind {
                0 => Ok(Constraint::Equals(pairs)),
                1 => Ok(Constraint::Subset(pairs)),
                _ => Err(Unreadable),
            }
        })?;
        let source_arn = cbor::optional(fields.next(9)?, text)?;
        fields.end()?;
        if operations >> OPERATIONS.len() != 0 {
            return Err(Unreadable);
        }
        let policy = policy(&grantee, operations).ok_or(Unreadable)?;
        let known = Self {
            number,
            id,
            key,
            created,
            grantee,
            operations,
            retiring,
            name,
            constraint,
            source_arn,
            policy,
        };
        Ok(known)
    }
}

fn list(pairs: &BTreeMap<String, String>) -> Vec<(&str, &str)> {
    pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

fn bits(new: &NewGrant) -> u32 {
    new.operations.iter().fold(0, |bits, operation| bits | operation.bit())
}

/// A grant as a policy of the key; `None` when the grantee is no principal.
fn policy(grantee: &str, operations: u32) -> Option<Policy> {
    let named = OPERATIONS.iter().enumerate().filter(|(bit, _)| operations & (1 << bit) != 0);
    let actions: Vec<String> = named.map(|(_, word)| format!("kms:{word}")).collect();
    let statement = json!({
        "Effect": "Allow", "Principal": { "AWS": grantee }, "Action": actions, "Resource": "*",
    });
    Policy::parse(&json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()).ok()
}

impl Keyring {
    /// True for the ARN of a principal that a grant can be for: a user, a role, a session of one, or an account.
    #[must_use]
    pub fn is_principal(arn: &str) -> bool {
        arn.starts_with("arn:") && policy(arn, 1).is_some()
    }

    /// Grants what `new` says; the same again gives the grant that is there, if it has a name.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// Those of a key that may not be used; [`KeyringError::Full`], [`KeyringError::Catalog`]; [`KeyringError::NoGrant`]
    /// when the grantee is no principal.
    pub fn create_grant(&self, key: &KmsKey, new: NewGrant, now: Now) -> Result<Arc<Grant>, KeyringError> {
        let _changing = self.change();
        let key = self.key(key.id()).ok_or(KeyringError::NoGrant)?;
        key.check_enabled()?;
        if new.name.is_some()
            && let Some(same) = self.grants_of(key.id()).into_iter().find(|grant| grant.same_as(&new))
        {
            return Ok(same);
        }
        let operations = bits(&new);
        let policy = policy(&new.grantee, operations).ok_or(KeyringError::NoGrant)?;
        let mut id = [0; 32];
        self.entropy.fill(&mut id);
        let grant = Arc::new(Grant {
            number: self.catalog.next_id()?,
            id: GrantId(id),
            key: key.id(),
            created: now.wall,
            grantee: new.grantee,
            operations,
            retiring: new.retiring,
            name: new.name,
            constraint: new.constraint,
            source_arn: new.source_arn,
            policy,
        });
        self.put(&Change { grant: Some(Arc::clone(&grant)), ..Change::default() })?;
        Ok(grant)
    }

    /// Takes a grant back.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// [`KeyringError::NoGrant`], [`KeyringError::Catalog`].
    pub fn remove_grant(&self, key: KeyId, id: GrantId) -> Result<(), KeyringError> {
        let _changing = self.change();
        let grant = self.grant(key, id).ok_or(KeyringError::NoGrant)?;
        self.catalog.remove(KIND, grant.number)?;
        let mut ring = self.ring.write().expect("no holder of this lock can panic");
        ring.grants.remove(&(key, id));
        ring.forget(KIND, grant.number);
        Ok(())
    }

    /// A grant of a key.
    #[must_use]
    pub fn grant(&self, key: KeyId, id: GrantId) -> Option<Arc<Grant>> {
        self.read(|ring| ring.grants.get(&(key, id)).cloned())
    }

    /// Every grant of a key, by id.
    #[must_use]
    pub fn grants_of(&self, key: KeyId) -> Vec<Arc<Grant>> {
        self.read(|ring| {
            let range = (key, GrantId([0; 32]))..=(key, GrantId([0xff; 32]));
            ring.grants.range(range).map(|(_, grant)| Arc::clone(grant)).collect()
        })
    }

    /// Every grant that a principal may retire, by id.
    #[must_use]
    pub fn grants_retired_by(&self, principal: &str) -> Vec<Arc<Grant>> {
        let mut grants: Vec<Arc<Grant>> = self.read(|ring| {
            let theirs = ring.grants.values().filter(|grant| grant.retiring.as_deref() == Some(principal));
            theirs.cloned().collect()
        });
        grants.sort_by_key(|grant| grant.id);
        grants
    }

    /// A token that names a grant, another one each time.
    #[must_use]
    pub fn grant_token(&self, grant: &Grant) -> String {
        let header = self.header(Content::GrantToken, grant.key, 0);
        STANDARD.encode(envelope::seal(&self.wrapping, &header, &[], &grant.id.0))
    }

    /// The key and grant that a token names, whether they are still there or not; `None` when it is no token of ours.
    #[must_use]
    pub fn read_grant_token(&self, token: &str) -> Option<(KeyId, GrantId)> {
        let sealed = STANDARD.decode(token).ok()?;
        let header = Header::read(&sealed).filter(|header| header.content == Content::GrantToken)?;
        let id = envelope::open(&self.wrapping, &sealed, &[])?;
        Some((header.key, GrantId(id.as_slice().try_into().ok()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Grant {
        let grantee = "arn:aws:iam::000000000000:user/u".to_owned();
        Grant {
            number: 5,
            id: GrantId([9; 32]),
            key: KeyId([3; 16]),
            created: WallMs(500),
            policy: policy(&grantee, 3).unwrap(),
            grantee,
            operations: 3,
            retiring: None,
            name: Some("n".to_owned()),
            constraint: Some(Constraint::Subset(BTreeMap::from([("k".to_owned(), "v".to_owned())]))),
            source_arn: None,
        }
    }

    #[test]
    fn the_document_reads_back_and_is_frozen() {
        let document = sample().encode();

        assert_eq!(Grant::decode(5, &document).unwrap().encode(), document);
        let golden = [
            &b"\x01\xa9\x01\x58\x20"[..],
            &[9; 32],
            b"\x02\x50",
            &[3; 16],
            b"\x03\x19\x01\xf4\x04\x78\x20arn:aws:iam::000000000000:user/u\x05\x03\x06\xf6\x07\x61n",
            b"\x08\x82\x01\x81\x82\x61k\x61v\x09\xf6",
        ];
        assert_eq!(document, golden.concat());
    }

    #[test]
    fn truncated_longer_and_newer_documents_are_refused() {
        let document = sample().encode();

        for length in 0..document.len() {
            assert!(Grant::decode(5, &document[..length]).is_err(), "length {length}");
        }
        assert!(Grant::decode(5, &[&document[..], &[0]].concat()).is_err());
        assert!(Grant::decode(5, &[&[2], &document[1..]].concat()).is_err());
        let unknown = Grant { operations: 1 << 19, ..sample() };
        assert!(Grant::decode(5, &unknown.encode()).is_err());
    }

    #[test]
    fn every_operation_has_its_bit() {
        for (bit, word) in OPERATIONS.iter().enumerate() {
            let operation = GrantOperation::parse(word).unwrap();
            assert_eq!((operation.bit(), operation.as_str()), (1 << bit, *word));
        }
        assert!(GrantOperation::parse("ScheduleKeyDeletion").is_none());
    }
}
