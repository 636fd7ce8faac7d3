//! A SAML identity provider, as one document.
//!
//! Document grammar, version 1: CBOR map { 0: name, 1: provider id, 2: created (wall ms), 3: metadata, 4: metadata valid
//! until (wall ms), 5: tags \[\[key, value\]\] }.

use super::cbor::{self, Fields, Unreadable};
use super::record::{Record, Shelf, record_fields};
use super::{Held, Kind};
use millpond_base::WallMs;
use zeroize::Zeroizing;

pub(super) const KIND: &str = "saml-provider";
const VERSION: u8 = 1;
const FIELDS: u64 = 6;

/// A SAML identity provider.
#[derive(Clone, Debug)]
pub struct SamlProvider {
    pub(super) number: u64,
    /// Unique among SAML providers, without regard to case.
    pub name: String,
    /// Its id, which no later provider of the same name shares.
    pub provider_id: String,
    /// `arn:aws:iam::A:saml-provider/name`.
    pub arn: String,
    /// When it was created.
    pub created: WallMs,
    /// The provider's metadata as it was given.
    pub metadata: String,
    /// When the metadata runs out.
    pub valid_until: WallMs,
    /// Tags, in the order given.
    pub tags: Vec<(String, String)>,
}

impl SamlProvider {
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS, |e| {
            e.u8(0)?.str(&self.name)?.u8(1)?.str(&self.provider_id)?.u8(2)?.u64(self.created.0)?;
            e.u8(3)?.str(&self.metadata)?.u8(4)?.u64(self.valid_until.0)?;
            cbor::put_tags(e, 5, &self.tags)
        })
    }

    pub(super) fn decode(number: u64, account: &str, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let name = fields.text(0)?;
        let provider = Self {
            number,
            arn: arn(account, &name),
            name,
            provider_id: fields.text(1)?,
            created: WallMs(fields.number(2)?),
            metadata: fields.text(3)?,
            valid_until: WallMs(fields.number(4)?),
            tags: fields.pairs(5)?,
        };
        fields.end()?;
        Ok(provider)
    }
}

impl Record for SamlProvider {
    const KIND: &'static str = KIND;
    const WHAT: Kind = Kind::Saml;

    record_fields!(name, saml);
}

/// The ARN of a SAML provider.
pub(super) fn arn(account: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:saml-provider/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> SamlProvider {
        SamlProvider {
            number: 6,
            name: "plant".into(),
            provider_id: "ASPAAAAAAAAAAAAAAAAAA".into(),
            arn: "arn:aws:iam::123456789012:saml-provider/plant".into(),
            created: WallMs(1000),
            metadata: "<EntityDescriptor/>".into(),
            valid_until: WallMs(9000),
            tags: vec![("team".into(), "pumps".into())],
        }
    }

    #[test]
    fn the_published_form_is_frozen_and_read_back() {
        let text: String = provider().encode().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(text, include_str!("saml_v1.hex").trim());

        let again = SamlProvider::decode(6, "123456789012", &provider().encode()).unwrap();

        assert_eq!(*again.encode(), *provider().encode());
        assert_eq!(again.arn, provider().arn);
    }

    #[test]
    fn every_truncation_is_refused() {
        let whole = provider().encode();

        for length in 0..whole.len() {
            assert!(SamlProvider::decode(6, "123456789012", &whole[..length]).is_err(), "{length}");
        }
    }
}
