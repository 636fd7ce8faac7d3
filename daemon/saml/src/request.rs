//! Asking an identity provider to sign somebody in.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::WallMs;
use std::fmt::Write;

/// A request for a sign-in. It is not signed: it asks for what anybody may ask for.
pub struct AuthnRequest<'a> {
    /// Its id, by which the answer refers to it; a name as XML has them.
    pub id: &'a str,
    /// When it is made.
    pub issued: WallMs,
    /// Who asks.
    pub issuer: &'a str,
    /// Where the browser is sent.
    pub destination: &'a str,
    /// Where the answer is to be delivered.
    pub recipient: &'a str,
}

impl AuthnRequest<'_> {
    /// The request as a document.
    #[must_use]
    pub fn document(&self) -> String {
        let issued = self.issued.to_iso8601();
        let (destination, recipient) = (escaped(self.destination), escaped(self.recipient));
        format!(
            "<samlp:AuthnRequest xmlns:samlp=\"{}\" ID=\"{}\" Version=\"2.0\" IssueInstant=\"{issued}\" \
             Destination=\"{destination}\" ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" \
             AssertionConsumerServiceURL=\"{recipient}\"><saml:Issuer xmlns:saml=\"{}\">{}</saml:Issuer>\
             </samlp:AuthnRequest>",
            crate::response::PROTOCOL,
            escaped(self.id),
            crate::response::ASSERTION,
            escaped(self.issuer),
        )
    }
}

/// The address that takes a request to the provider: deflated, in base64, in the query.
///
/// # Source
/// SAML bindings 2.0, section 3.4.4.1.
#[must_use]
pub fn redirect(request: &AuthnRequest<'_>, relay_state: &str) -> String {
    // Small and sent once: speed of compression does not matter.
    let packed = miniz_oxide::deflate::compress_to_vec(request.document().as_bytes(), 6);
    let mut address = request.destination.to_owned();
    address.push(if address.contains('?') { '&' } else { '?' });
    address.push_str("SAMLRequest=");
    percent(&mut address, &STANDARD.encode(packed));
    if !relay_state.is_empty() {
        address.push_str("&RelayState=");
        percent(&mut address, relay_state);
    }
    address
}

fn percent(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => write!(out, "%{byte:02X}").expect("writing to a string cannot fail"),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn a_request_survives_the_way_to_the_provider() {
        let request = AuthnRequest {
            id: "_1",
            issued: WallMs(1_700_000_000_000),
            issuer: "https://gate/saml?a=1&b=\"<",
            destination: "https://idp/sso?tenant=7",
            recipient: "https://gate/saml",
        };

        let address = redirect(&request, "a b&c");

        let (query, state) = address
            .strip_prefix("https://idp/sso?tenant=7&SAMLRequest=")
            .unwrap()
            .split_once("&RelayState=")
            .unwrap();
        assert_eq!(state, "a%20b%26c");
        let base64 = query.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let packed = crate::decode_base64(&base64).unwrap();
        let text = miniz_oxide::inflate::decompress_to_vec(&packed).unwrap();
        let document = Document::read(&text, 4096).unwrap();
        let root = document.element(Document::ROOT);
        assert!(root.is(crate::response::PROTOCOL, "AuthnRequest"));
        assert_eq!(root.attribute("IssueInstant"), Some("2023-11-14T22:13:20Z"));
        assert_eq!(root.attribute("AssertionConsumerServiceURL"), Some(request.recipient));
        assert_eq!(document.text(1).as_deref(), Some(request.issuer));
    }
}
