//! Responses that xmlsec1 signed, and what they are to be read with.

use millpond_base::WallMs;
use millpond_saml::{Assertion, Clock, Expected, Metadata, Refusal, verify};

/// When the fixtures say that they were issued.
pub(crate) const ISSUED: WallMs = WallMs(1_700_000_000_000);
pub(crate) const AUDIENCES: &[&str] = &["urn:amazon:webservices", "https://signin.aws.amazon.com/saml"];
pub(crate) const RECIPIENTS: &[&str] = &["https://signin.aws.amazon.com/saml"];

/// A response whose assertion is signed.
pub(crate) const ASSERTION: &str = include_str!("../fixtures/assertion.xml");
/// A response that is signed as a whole.
pub(crate) const RESPONSE: &str = include_str!("../fixtures/response.xml");
/// A response in which both are.
pub(crate) const BOTH: &str = include_str!("../fixtures/both.xml");
pub(crate) const RSA: &str = include_str!("../fixtures/idp.crt");
pub(crate) const EC: &str = include_str!("../fixtures/idp-ec.crt");
pub(crate) const OTHER: &str = include_str!("../fixtures/other.crt");

/// Metadata with these certificates for signatures.
pub(crate) fn metadata_text(certificates: &[&str]) -> String {
    let keys: String = certificates
        .iter()
        .map(|pem| {
            let base64: Vec<&str> = pem.lines().filter(|line| !line.starts_with('-')).collect();
            let base64 = base64.join("\n  ");
            format!(
                "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n  {base64}\n\
                 </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?>\n<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
         xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" entityID=\"https://idp.example/metadata\">\
         <md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{keys}\
         <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"https://idp/post\"/>\
         <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp/get\"/>\
         </md:IDPSSODescriptor></md:EntityDescriptor>"
    )
}

pub(crate) fn metadata(certificates: &[&str]) -> Metadata {
    Metadata::read(&metadata_text(certificates)).unwrap()
}

/// Reads a response with these keys, at this time.
pub(crate) fn read_with(response: &str, provider: &Metadata, clock: Clock) -> Result<Assertion, Refusal> {
    let asked = |id: &str| id == "_asked";
    let expected = Expected { provider, audiences: AUDIENCES, recipients: RECIPIENTS, clock, asked: &asked };
    verify(response.as_bytes(), &expected)
}

/// Reads a response with the key that the fixtures were signed with, when they were issued.
pub(crate) fn read(response: &str) -> Result<Assertion, Refusal> {
    read_with(response, &metadata(&[RSA]), Clock::Trusted(ISSUED))
}

/// Replaces what must be there.
pub(crate) fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// The element that begins with `begin` and ends with `end`, and the text without it.
pub(crate) fn cut(text: &str, begin: &str, end: &str) -> (String, String) {
    let from = text.find(begin).expect("it begins");
    let to = text[from..].find(end).expect("it ends") + from + end.len();
    (text[from..to].to_owned(), format!("{}{}", &text[..from], &text[to..]))
}
