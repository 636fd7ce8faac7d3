//! A SAML identity provider for tests: its metadata, and responses that it signs.
//!
//! What it signs is written in canonical form from the start, so that no canonicalization is needed here which could agree
//! with the product's by accident.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;

/// A key that everybody knows, and its certificate.
const KEY: &str = include_str!("../../saml/tests/fixtures/idp.key");
const CERTIFICATE: &str = include_str!("../../saml/tests/fixtures/idp.crt");
/// What names of AWS's attributes begin with.
pub const AWS: &str = "https://aws.amazon.com/SAML/Attributes/";
const C14N: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// An identity provider.
pub struct Provider {
    key: KeyPair,
    /// Its name.
    pub entity_id: String,
}

/// What a response claims.
#[derive(Clone, Debug)]
pub struct Claims {
    /// The assertion's id; the response's is the same with an `r`.
    pub id: String,
    /// When it is issued, in seconds since 1970.
    pub issued_secs: u64,
    /// How long after that it may be delivered, in seconds.
    pub valid_secs: u64,
    /// Who it says it is from.
    pub issuer: String,
    /// The subject's name.
    pub subject: String,
    /// The format of that name.
    pub format: String,
    /// Where it is delivered.
    pub recipient: String,
    /// Whom it is for.
    pub audience: String,
    /// The request it answers.
    pub in_response_to: Option<String>,
    /// When the session ends, in seconds since 1970.
    pub session_until_secs: Option<u64>,
    /// Attributes: name and values, as they stand in the document.
    pub attributes: Vec<(String, Vec<String>)>,
}

impl Claims {
    /// What a provider says of alice at this time: one role, and a name for the session.
    #[must_use]
    pub fn of_alice(provider: &Provider, now_secs: u64, role: &str, provider_arn: &str) -> Self {
        let aws = |name: &str, value: String| (format!("{AWS}{name}"), vec![value]);
        Self {
            id: "_a1".to_owned(),
            issued_secs: now_secs,
            valid_secs: 300,
            issuer: provider.entity_id.clone(),
            subject: "alice".to_owned(),
            format: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".to_owned(),
            recipient: "https://signin.aws.amazon.com/saml".to_owned(),
            audience: "urn:amazon:webservices".to_owned(),
            in_response_to: None,
            session_until_secs: None,
            attributes: vec![
                aws("Role", format!("{role},{provider_arn}")),
                aws("RoleSessionName", "alice@example.com".to_owned()),
            ],
        }
    }

    /// The same with another attribute of AWS's.
    #[must_use]
    pub fn with(mut self, name: &str, values: &[&str]) -> Self {
        let name = format!("{AWS}{name}");
        self.attributes.retain(|(own, _)| *own != name);
        self.attributes.push((name, values.iter().map(|&value| value.to_owned()).collect()));
        self
    }

    fn assertion(&self) -> String {
        let time = |secs: u64| iso8601(secs);
        let until = time(self.issued_secs + self.valid_secs);
        let asked =
            self.in_response_to.as_ref().map_or_else(String::new, |id| format!(" InResponseTo=\"{id}\""));
        let session = self
            .session_until_secs
            .map_or_else(String::new, |secs| format!(" SessionNotOnOrAfter=\"{}\"", time(secs)));
        let issued = time(self.issued_secs);
        let mut attributes = String::new();
        for (name, values) in &self.attributes {
            write!(attributes, "<saml:Attribute Name=\"{name}\">").expect("a string takes everything");
            for value in values {
                write!(attributes, "<saml:AttributeValue>{value}</saml:AttributeValue>")
                    .expect("a string takes everything");
            }
            attributes.push_str("</saml:Attribute>");
        }
        format!(
            "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"{}\" IssueInstant=\"{issued}\" \
             Version=\"2.0\"><saml:Issuer>{}</saml:Issuer><saml:Subject><saml:NameID Format=\"{}\">{}\
             </saml:NameID><saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
             <saml:SubjectConfirmationData{asked} NotOnOrAfter=\"{until}\" Recipient=\"{}\">\
             </saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject><saml:Conditions \
             NotBefore=\"{issued}\" NotOnOrAfter=\"{until}\"><saml:AudienceRestriction><saml:Audience>{}</saml:Audience>\
             </saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant=\"{issued}\"{session}>\
             <saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
             </saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>{attributes}\
             </saml:AttributeStatement></saml:Assertion>",
            self.id, self.issuer, self.format, self.subject, self.recipient, self.audience,
        )
    }
}

impl Default for Provider {
    fn default() -> Self {
        Self::new("https://idp.example/metadata")
    }
}

impl Provider {
    /// A provider of this name. All of them have the same key.
    ///
    /// # Panics
    /// Never: the key is a constant.
    #[must_use]
    pub fn new(entity_id: &str) -> Self {
        let key = KeyPair::from_pkcs8(&pem(KEY)).expect("the key is one");
        Self { key, entity_id: entity_id.to_owned() }
    }

    /// Its metadata.
    #[must_use]
    pub fn metadata(&self) -> String {
        format!(
            "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{}\"><IDPSSODescriptor \
             protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"><KeyDescriptor use=\"signing\">\
             <KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{}</X509Certificate>\
             </X509Data></KeyInfo></KeyDescriptor><SingleSignOnService \
             Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"https://idp.example/sso\"/>\
             </IDPSSODescriptor></EntityDescriptor>",
            self.entity_id,
            STANDARD.encode(pem(CERTIFICATE)),
        )
    }

    /// A response with a signed assertion.
    #[must_use]
    pub fn response(&self, claims: &Claims) -> String {
        self.response_with(claims, |assertion| assertion)
    }

    /// The same, of an assertion that was changed before it was signed; it must stay in canonical form.
    #[must_use]
    pub fn response_with(&self, claims: &Claims, change: impl FnOnce(String) -> String) -> String {
        let assertion = change(claims.assertion());
        let end = "</saml:Issuer>";
        let signed = format!("{end}{}", self.signature(&claims.id, &assertion));
        wrapped(claims, &assertion.replacen(end, &signed, 1))
    }

    /// The same as a parameter of a call has it.
    #[must_use]
    pub fn response_base64(&self, claims: &Claims) -> String {
        STANDARD.encode(self.response(claims))
    }

    /// A signature over an element in canonical form.
    fn signature(&self, id: &str, element: &str) -> String {
        let digest_value = STANDARD.encode(digest(&SHA256, element.as_bytes()));
        let info = format!(
            "<ds:CanonicalizationMethod Algorithm=\"{C14N}\"></ds:CanonicalizationMethod><ds:SignatureMethod \
             Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"></ds:SignatureMethod><ds:Reference \
             URI=\"#{id}\"><ds:Transforms><ds:Transform \
             Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"></ds:Transform><ds:Transform \
             Algorithm=\"{C14N}\"></ds:Transform></ds:Transforms><ds:DigestMethod \
             Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod><ds:DigestValue>{digest_value}\
             </ds:DigestValue></ds:Reference></ds:SignedInfo>"
        );
        let signed = format!("<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{info}");
        let mut value = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut value)
            .expect("a good key signs everything");
        let value = STANDARD.encode(value);
        format!(
            "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>{info}<ds:SignatureValue>{value}\
             </ds:SignatureValue></ds:Signature>"
        )
    }
}

/// The response around an assertion.
fn wrapped(claims: &Claims, assertion: &str) -> String {
    let asked =
        claims.in_response_to.as_ref().map_or_else(String::new, |id| format!(" InResponseTo=\"{id}\""));
    format!(
        "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" Destination=\"{}\" ID=\"{}r\"{asked} \
         IssueInstant=\"{}\" Version=\"2.0\"><saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">{}\
         </saml:Issuer><samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>\
         </samlp:Status>{assertion}</samlp:Response>",
        claims.recipient,
        claims.id,
        iso8601(claims.issued_secs),
        claims.issuer,
    )
}

/// The bytes of a PEM file.
fn pem(text: &str) -> Vec<u8> {
    let lines: String = text.lines().filter(|line| !line.starts_with('-')).collect();
    STANDARD.decode(lines).expect("PEM is base64")
}

/// Seconds since 1970 as a date, in UTC.
fn iso8601(secs: u64) -> String {
    let (mut days, rest) = (secs / 86_400, secs % 86_400);
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}T{:02}:{:02}:{:02}Z", days + 1, rest / 3600, rest / 60 % 60, rest % 60)
}
