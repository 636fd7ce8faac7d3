//! An OpenID Connect provider, as one document.
//!
//! Document grammar, version 1: CBOR map { 0: host and path of its URL, 1: created (wall ms), 2: client ids, 3:
//! thumbprints, 4: tags \[\[key, value\]\] }, and for one without TLS { 5: 1 }.

use super::cbor::{self, Fields, Unreadable};
use super::record::{Record, Shelf, record_fields};
use super::{Held, Kind};
use millpond_base::WallMs;
use zeroize::Zeroizing;

pub(super) const KIND: &str = "oidc-provider";
const VERSION: u8 = 1;
const FIELDS: u64 = 5;

/// An OpenID Connect provider.
#[derive(Clone, Debug)]
pub struct OidcProvider {
    pub(super) number: u64,
    /// Its URL without `https://`; unique among OpenID Connect providers, without regard to case.
    pub url: String,
    /// `arn:aws:iam::A:oidc-provider/host/path`.
    pub arn: String,
    /// When it was created.
    pub created: WallMs,
    /// Audiences that may sign in, in the order given.
    pub client_ids: Vec<String>,
    /// SHA-1 of the certificates that vouch for its keys, in the order given.
    pub thumbprints: Vec<String>,
    /// Tags, in the order given.
    pub tags: Vec<(String, String)>,
    /// True when its URL begins with `http://`, which is for issuers on the same machine.
    pub is_plain: bool,
}

impl OidcProvider {
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        cbor::write(VERSION, FIELDS + u64::from(self.is_plain), |e| {
            e.u8(0)?.str(&self.url)?.u8(1)?.u64(self.created.0)?;
            cbor::put_texts(e, 2, &self.client_ids)?;
            cbor::put_texts(e, 3, &self.thumbprints)?;
            cbor::put_tags(e, 4, &self.tags)?;
            cbor::put_maybe_number(e, 5, self.is_plain.then_some(1))
        })
    }

    pub(super) fn decode(number: u64, account: &str, document: &[u8]) -> Result<Self, Unreadable> {
        let mut fields = Fields::read(VERSION, FIELDS, document)?;
        let url = fields.text(0)?;
        let provider = Self {
            number,
            arn: arn(account, &url),
            url,
            created: WallMs(fields.number(1)?),
            client_ids: fields.texts(2)?,
            thumbprints: fields.texts(3)?,
            tags: fields.pairs(4)?,
            is_plain: fields.maybe_number(5)?.is_some(),
        };
        fields.end()?;
        Ok(provider)
    }

    /// Its URL, scheme included: what its tokens call their issuer.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("{}://{}", if self.is_plain { "http" } else { "https" }, self.url)
    }
}

impl Record for OidcProvider {
    const KIND: &'static str = KIND;
    const WHAT: Kind = Kind::Oidc;

    record_fields!(url, oidc);

    fn name_of_arn(arn: &str) -> Option<&str> {
        arn.split_once(":oidc-provider/").map(|(_, url)| url)
    }
}

/// The ARN of an OpenID Connect provider.
pub(super) fn arn(account: &str, url: &str) -> String {
    format!("arn:aws:iam::{account}:oidc-provider/{url}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> OidcProvider {
        OidcProvider {
            number: 8,
            url: "id.example.com/site".into(),
            arn: "arn:aws:iam::123456789012:oidc-provider/id.example.com/site".into(),
            created: WallMs(1000),
            client_ids: vec!["console".into()],
            thumbprints: vec!["0".repeat(40)],
            tags: vec![],
            is_plain: false,
        }
    }

    #[test]
    fn the_published_form_is_frozen_and_read_back() {
        let text: String = provider().encode().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(text, include_str!("oidc_v1.hex").trim());

        let again = OidcProvider::decode(8, "123456789012", &provider().encode()).unwrap();

        assert_eq!(*again.encode(), *provider().encode());
        assert_eq!(again.issuer(), "https://id.example.com/site");
        let plain = OidcProvider { is_plain: true, ..provider() };
        let again = OidcProvider::decode(8, "123456789012", &plain.encode()).unwrap();
        assert_eq!(again.issuer(), "http://id.example.com/site");
        assert_eq!(OidcProvider::name_of_arn(&again.arn), Some("id.example.com/site"));
    }

    #[test]
    fn every_truncation_is_refused() {
        let whole = provider().encode();

        for length in 0..whole.len() {
            assert!(OidcProvider::decode(8, "123456789012", &whole[..length]).is_err(), "{length}");
        }
    }
}
