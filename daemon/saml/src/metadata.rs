//! What an identity provider says of itself: its name, its keys, and where its users sign in.

use crate::certificate::{PublicKey, public_key};
use crate::date;
use crate::document::{At, Document};
use crate::signature;
use crate::text::decode_base64;
use millpond_base::WallMs;
use std::fmt;

const NAMESPACE: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// Longest document, in bytes. Ours: several times Active Directory's, the longest we know.
const BYTES_MAX: usize = 131_072;
/// Signing keys of one provider. Ours: a roll-over needs two.
const KEYS_MAX: usize = 16;

/// The metadata of an identity provider, as far as it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Its name, which its assertions bear as issuer.
    pub entity_id: String,
    /// Where its users sign in.
    pub sign_on: Vec<SignOn>,
    /// When the metadata runs out, if it says.
    pub valid_until: Option<WallMs>,
    /// Whether it wants requests to be signed, which ours are not.
    pub wants_signed_requests: bool,
    pub(crate) keys: Vec<PublicKey>,
}

/// Where users sign in, and how their browser gets there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOn {
    /// How a request is sent there.
    pub binding: Binding,
    /// The address.
    pub location: String,
}

/// How a message travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// In the address that a browser is sent to.
    Redirect,
    /// In a form that a browser submits.
    Post,
    /// In a way that is not offered here.
    Other,
}

/// The metadata cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MetadataError {
    /// It is no XML of the strict kind, or too large.
    Unreadable,
    /// It is not the description of one SAML 2.0 identity provider.
    NotAProvider,
    /// It has no certificate for signatures, too many, or one with a key that cannot be used.
    Keys,
    /// A date that is none.
    Date,
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => {
                "the metadata is not the strict kind of XML that is accepted, or is too large"
            }
            Self::NotAProvider => {
                "the metadata must be one EntityDescriptor with one IDPSSODescriptor for SAML 2.0"
            }
            Self::Keys => {
                "the metadata must have 1 to 16 X.509 certificates for signing, with RSA or elliptic keys"
            }
            Self::Date => "validUntil is not a date in UTC",
        })
    }
}

impl std::error::Error for MetadataError {}

impl Metadata {
    /// Reads metadata. A signature in it is not checked: whoever may import it vouches for it.
    ///
    /// # Errors
    /// [`MetadataError`].
    pub fn read(text: &str) -> Result<Self, MetadataError> {
        let document = Document::read(text.as_bytes(), BYTES_MAX).map_err(|_| MetadataError::Unreadable)?;
        let root = document.element(Document::ROOT);
        let entity_id = root.attribute("entityID").filter(|id| !id.is_empty());
        let provider = document.only(Document::ROOT, NAMESPACE, "IDPSSODescriptor");
        let (Some(entity_id), Some(provider), true) =
            (entity_id, provider, root.is(NAMESPACE, "EntityDescriptor"))
        else {
            return Err(MetadataError::NotAProvider);
        };
        let described = document.element(provider);
        let protocols = described.attribute("protocolSupportEnumeration").unwrap_or_default();
        let sign_on = sign_on(&document, provider);
        if !protocols.split_ascii_whitespace().any(|name| name == crate::response::PROTOCOL)
            || sign_on.is_empty()
        {
            return Err(MetadataError::NotAProvider);
        }
        let ends = [root, described].into_iter().filter_map(|element| element.attribute("validUntil"));
        let ends: Option<Vec<WallMs>> = ends.map(date::read).collect();
        let wants = described.attribute("WantAuthnRequestsSigned").unwrap_or_default();
        Ok(Self {
            entity_id: entity_id.to_owned(),
            sign_on,
            valid_until: ends.ok_or(MetadataError::Date)?.into_iter().min(),
            wants_signed_requests: matches!(wants, "true" | "1"),
            keys: keys(&document, provider)?,
        })
    }

    /// Where a browser is sent to sign in, if there is a place for requests in addresses.
    #[must_use]
    pub fn redirect_location(&self) -> Option<&str> {
        let place = self.sign_on.iter().find(|place| place.binding == Binding::Redirect)?;
        Some(&place.location)
    }
}

fn sign_on(document: &Document, provider: At) -> Vec<SignOn> {
    let places = document.named(provider, NAMESPACE, "SingleSignOnService").filter_map(|at| {
        let place = document.element(at);
        let binding = match place.attribute("Binding")? {
            "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" => Binding::Redirect,
            "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" => Binding::Post,
            _ => Binding::Other,
        };
        let location = place.attribute("Location")?;
        // A browser is sent there: nothing but the web, and nothing that ends a header.
        let web = location.starts_with("https://") || location.starts_with("http://");
        let plain = location.bytes().all(|byte| byte.is_ascii_graphic());
        (web && plain).then(|| SignOn { binding, location: location.to_owned() })
    });
    places.collect()
}

/// The keys for signatures, in the order given.
fn keys(document: &Document, provider: At) -> Result<Vec<PublicKey>, MetadataError> {
    let mut keys = Vec::new();
    for key in document.named(provider, NAMESPACE, "KeyDescriptor") {
        if document.element(key).attribute("use") == Some("encryption") {
            continue;
        }
        for info in document.named(key, signature::NAMESPACE, "KeyInfo") {
            for data in document.named(info, signature::NAMESPACE, "X509Data") {
                for certificate in document.named(data, signature::NAMESPACE, "X509Certificate") {
                    let der = document.text(certificate).and_then(|text| decode_base64(&text));
                    keys.push(der.and_then(|der| public_key(&der)).ok_or(MetadataError::Keys)?);
                }
            }
        }
    }
    if (1..=KEYS_MAX).contains(&keys.len()) { Ok(keys) } else { Err(MetadataError::Keys) }
}
