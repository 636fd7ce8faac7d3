//! The names of keys: ids, ARNs, aliases and aliases' ARNs.

use super::{KeySpec, Keyring, KeyringError, KmsKey, NameError};
use millpond_base::{Entropy, hex, uuid};
use std::fmt;
use std::sync::Arc;

/// Aliases that begin so belong to the appliance.
pub const MANAGED_PREFIX: &str = "alias/aws/";
/// The aliases whose keys are made when first needed.
const MANAGED: [&str; 4] = [DEFAULT_ALIAS, "alias/aws/dynamodb", "alias/aws/kinesis", "alias/aws/sqs"];
/// The alias of the key that wraps data keys when a noun names none.
pub(super) const DEFAULT_ALIAS: &str = "alias/aws/millpond";

/// The id of a KMS key: a random UUID, or `mrk-` and 32 digits for one of a multi-Region key.
///
/// The latter have 14 where a random UUID has its version 4, so that 16 bytes tell one kind from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub(super) [u8; 16]);

impl KeyId {
    pub(super) fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes);
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Self(bytes)
    }

    /// The id of a new multi-Region key.
    pub(super) fn random_multi_region(entropy: &dyn Entropy) -> Self {
        let mut id = Self::random(entropy);
        id.0[6] |= 0xe0;
        id
    }

    /// True for the id of a multi-Region key.
    #[must_use]
    pub const fn is_multi_region(self) -> bool {
        self.0[6] >> 4 == 0xe && self.0[8] >> 6 == 2
    }

    /// As documents of other nouns have it.
    pub(crate) const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// Reads the form [`KeyId`] is displayed in; upper-case digits are understood.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(digits) = text.strip_prefix("mrk-") {
            return Self::of_digits(digits).filter(|id| id.is_multi_region());
        }
        let dashes = [8, 13, 18, 23];
        let ok = text.len() == 36
            && text
                .bytes()
                .enumerate()
                .all(|(i, b)| if dashes.contains(&i) { b == b'-' } else { b.is_ascii_hexdigit() });
        if !ok {
            return None;
        }
        let digits: String = text.split('-').collect();
        Self::of_digits(&digits).filter(|id| !id.is_multi_region())
    }

    fn of_digits(digits: &str) -> Option<Self> {
        if !is_32_hex(digits) {
            return None;
        }
        let mut id = [0; 16];
        for (i, byte) in id.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[i * 2..i * 2 + 2], 16).ok()?;
        }
        Some(Self(id))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_multi_region() {
            return write!(f, "mrk-{}", hex(&self.0));
        }
        f.write_str(&uuid(&self.0))
    }
}

/// What a name says, before asking whether it exists.
enum Name<'a> {
    Key(&'a str),
    Alias(&'a str),
}

impl Keyring {
    /// The key that an id, an ARN, an alias or an alias's ARN names.
    ///
    /// # Errors
    /// [`NameError`].
    pub fn resolve(&self, name: &str) -> Result<Arc<KmsKey>, NameError> {
        match self.read_name(name)? {
            Name::Key(id) => self.find(id, name),
            Name::Alias(alias) => {
                self.behind(alias).ok_or_else(|| NameError::NoAlias { arn: self.alias_arn(alias) })
            }
        }
    }

    /// As [`Keyring::resolve`], but an appliance's own alias that is not there yet gets its key.
    pub(super) fn resolve_or_make(&self, name: Option<&str>) -> Result<Arc<KmsKey>, KeyringError> {
        let name = name.unwrap_or(DEFAULT_ALIAS);
        let key = match self.read_name(name)? {
            Name::Alias(alias) if MANAGED.contains(&alias) => self.managed_key(alias)?,
            _ => self.resolve(name)?,
        };
        if key.spec() == KeySpec::SymmetricDefault {
            return Ok(key);
        }
        Err(KeyringError::NotSymmetric { arn: key.arn().to_owned() })
    }

    /// The key with this ARN; aliases are none of its business.
    #[must_use]
    pub fn key_of_arn(&self, arn: &str) -> Option<Arc<KmsKey>> {
        if !arn.starts_with("arn:aws:kms:") {
            return None;
        }
        match self.read_name(arn).ok()? {
            Name::Key(id) => self.key(KeyId::parse(id)?),
            Name::Alias(_) => None,
        }
    }

    /// The ARN that policies judge when a call names a key: the key's if it exists, else the one the name implies,
    /// so that a stranger learns nothing about which keys exist.
    #[must_use]
    pub fn arn_of(&self, name: &str) -> String {
        match self.resolve(name) {
            Ok(key) => key.arn().to_owned(),
            Err(_) if name.starts_with("arn:") => name.to_owned(),
            Err(_) if name.starts_with("alias/") => self.alias_arn(name),
            Err(_) => format!("arn:aws:kms:{}:{}:key/{name}", self.region, self.account),
        }
    }

    /// The ARN of a key of this gateway.
    #[must_use]
    pub fn key_arn(&self, id: KeyId) -> String {
        format!("arn:aws:kms:{}:{}:key/{id}", self.region, self.account)
    }

    /// The ARN of an alias of this gateway; `name` has its `alias/`.
    #[must_use]
    pub fn alias_arn(&self, name: &str) -> String {
        format!("arn:aws:kms:{}:{}:{name}", self.region, self.account)
    }

    fn read_name<'a>(&self, name: &'a str) -> Result<Name<'a>, NameError> {
        let invalid = || NameError::Invalid { name: name.to_owned() };
        let Some(rest) = name.strip_prefix("arn:") else {
            return Ok(if name.starts_with("alias/") { Name::Alias(name) } else { Name::Key(name) });
        };
        let parts: Vec<&str> = rest.splitn(5, ':').collect();
        let [_, "kms", region, account, resource] = parts[..] else { return Err(invalid()) };
        if region != self.region.as_str() {
            return Err(NameError::Region { region: region.to_owned() });
        }
        let ours = account == self.account.as_str();
        match resource.strip_prefix("key/") {
            Some(id) if ours => Ok(Name::Key(id)),
            Some(_) => Err(NameError::NoKey { arn: name.to_owned() }),
            None if !resource.starts_with("alias/") => Err(invalid()),
            None if ours => Ok(Name::Alias(resource)),
            None => Err(NameError::NoAlias { arn: name.to_owned() }),
        }
    }

    fn find(&self, id: &str, name: &str) -> Result<Arc<KmsKey>, NameError> {
        // A well-formed id of a multi-Region key may be one that is never given here.
        let multi_region = id.strip_prefix("mrk-").is_some_and(is_32_hex);
        let parsed = KeyId::parse(id);
        if parsed.is_none() && !multi_region {
            return Err(NameError::Invalid { name: id.to_owned() });
        }
        parsed.and_then(|id| self.key(id)).ok_or_else(|| NameError::NoKey { arn: self.implied_arn(id, name) })
    }

    fn implied_arn(&self, id: &str, name: &str) -> String {
        if name.starts_with("arn:") {
            name.to_owned()
        } else {
            format!("arn:aws:kms:{}:{}:key/{id}", self.region, self.account)
        }
    }
}

fn is_32_hex(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}
