//! What identity providers send.

use millpond_base::WallMs;
use millpond_saml::fuzz::canonical_form;
use millpond_saml::{Assertion, Clock, Expected, Metadata, Refusal, peek, verify};
use std::sync::LazyLock;

const ASSERTION: &str = include_str!("../../saml/tests/fixtures/assertion.xml");
const RESPONSE: &str = include_str!("../../saml/tests/fixtures/response.xml");
const BOTH: &str = include_str!("../../saml/tests/fixtures/both.xml");
const CERTIFICATE: &str = include_str!("../../saml/tests/fixtures/idp.crt");

fn metadata_text() -> String {
    let base64: String = CERTIFICATE.lines().filter(|line| !line.starts_with('-')).collect();
    format!(
        "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"https://idp.example/metadata\" \
         validUntil=\"2030-01-01T00:00:00Z\"><IDPSSODescriptor \
         protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><KeyDescriptor><KeyInfo \
         xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{base64}</X509Certificate></X509Data>\
         </KeyInfo></KeyDescriptor><SingleSignOnService \
         Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.example/sso\"/>\
         </IDPSSODescriptor></EntityDescriptor>"
    )
}

static PROVIDER: LazyLock<Metadata> =
    LazyLock::new(|| Metadata::read(&metadata_text()).expect("the metadata is genuine"));

fn read(response: &[u8]) -> Result<Assertion, Refusal> {
    verify(
        response,
        &Expected {
            provider: &PROVIDER,
            audiences: &["urn:amazon:webservices"],
            recipients: &["https://signin.aws.amazon.com/saml"],
            clock: Clock::Trusted(WallMs(1_700_000_000_000)),
            asked: &|_| false,
        },
    )
}

/// What the provider signed, which is the same in all seeds.
static GENUINE: LazyLock<Assertion> =
    LazyLock::new(|| read(ASSERTION.as_bytes()).expect("the seed is genuine"));

/// Nothing but what was signed is ever believed, whatever is done to the message; and what is canonical stays so.
pub(crate) fn response(bytes: &[u8]) {
    if let Ok(assertion) = read(bytes) {
        assert_eq!(assertion, *GENUINE);
        assert!(peek(bytes).is_ok_and(|envelope| envelope.issuer == assertion.issuer));
    }
    if let Some(once) = canonical_form(bytes) {
        assert_eq!(canonical_form(&once).as_deref(), Some(&*once));
    }
}

pub(crate) fn response_seeds() -> Vec<Vec<u8>> {
    [ASSERTION, RESPONSE, BOTH].map(|text| text.as_bytes().to_vec()).into()
}

pub(crate) fn metadata(bytes: &[u8]) {
    if let Ok(metadata) =
        std::str::from_utf8(bytes).map_err(drop).and_then(|text| Metadata::read(text).map_err(drop))
    {
        assert!(!metadata.entity_id.is_empty() && !metadata.sign_on.is_empty());
        let web = |location: &str| location.starts_with("http") && !location.contains(['\r', '\n', ' ']);
        assert!(metadata.sign_on.iter().all(|place| web(&place.location)));
    }
}

pub(crate) fn metadata_seeds() -> Vec<Vec<u8>> {
    vec![metadata_text().into_bytes()]
}
