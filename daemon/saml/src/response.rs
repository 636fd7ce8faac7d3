//! A response as a whole: what it must consist of before its signature is looked at, and what is read after.

use crate::RESPONSE_CHARS_MAX;
use crate::claims::{self, Assertion, Attribute, RolePair};
use crate::conditions::Expected;
use crate::document::{At, Document, Element};
use crate::refusal::Refusal;
use crate::signature;
use std::collections::HashSet;

pub(crate) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
pub(crate) const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
/// Longest response in bytes, as its base64 has four characters for three of them.
const BYTES_MAX: usize = RESPONSE_CHARS_MAX / 4 * 3;

/// What a response says of itself. Nothing of it is verified: it serves to find whose keys to verify it with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Who claims to have sent it.
    pub issuer: String,
    attributes: Vec<Attribute>,
}

impl Envelope {
    /// The roles it claims to offer.
    #[must_use]
    pub fn roles(&self) -> Vec<RolePair> {
        claims::roles(&self.attributes)
    }

    /// How long a session of the console is to last, in seconds, as it is written.
    #[must_use]
    pub fn session_duration(&self) -> Option<&str> {
        claims::first(&self.attributes, "SessionDuration")
    }
}

/// What a response says of itself, to find out whom to ask about it and for what. Only [`verify`] makes any of it true.
///
/// # Errors
/// [`Refusal`] of what is no response with one assertion.
pub fn peek(response: &[u8]) -> Result<Envelope, Refusal> {
    let document = read(response)?;
    let assertion = only_assertion(&document)?;
    let issuer = document.only(assertion, ASSERTION, "Issuer").and_then(|at| document.text(at));
    Ok(Envelope {
        issuer: issuer.ok_or(Refusal::Issuer)?.trim().to_owned(),
        attributes: claims::attributes(&document, assertion)?,
    })
}

/// Verifies a response and reads its assertion. That it was not used before is the caller's to see to: by
/// [`Assertion::id`], until [`Assertion::usable_until`].
///
/// # Errors
/// [`Refusal`].
pub fn verify(response: &[u8], expected: &Expected<'_>) -> Result<Assertion, Refusal> {
    let document = read(response)?;
    let root = document.element(Document::ROOT);
    succeeded(&document)?;
    ids_are_unique(&document)?;
    let assertion = only_assertion(&document)?;
    // What comes from here on is read from an element that a signature covers, or from around it and can only refuse.
    for signature in signatures(&document, assertion)? {
        signature::check(&document, signature, &expected.provider.keys)?;
    }
    if let Some(issuer) = document.named(Document::ROOT, ASSERTION, "Issuer").next()
        && document.text(issuer).is_none_or(|name| name.trim() != expected.provider.entity_id)
    {
        return Err(Refusal::Issuer);
    }
    let elsewhere = |address: &&str| !address.is_empty() && !expected.is_recipient(address);
    if root.attribute("Destination").filter(elsewhere).is_some() {
        return Err(Refusal::Recipient);
    }
    if root.attribute("InResponseTo").is_some_and(|request| !(expected.asked)(request)) {
        return Err(Refusal::NotAsked);
    }
    Assertion::read(&document, assertion, expected)
}

fn read(response: &[u8]) -> Result<Document, Refusal> {
    let document = Document::read(response, BYTES_MAX).map_err(|_| Refusal::Unreadable)?;
    let root = document.element(Document::ROOT);
    if root.is(PROTOCOL, "Response") && root.attribute("Version") == Some("2.0") {
        Ok(document)
    } else {
        Err(Refusal::NotAResponse)
    }
}

/// The status is outside of a signed assertion; lying about it can only end in a refusal.
fn succeeded(document: &Document) -> Result<(), Refusal> {
    let status = document.only(Document::ROOT, PROTOCOL, "Status").ok_or(Refusal::NotAResponse)?;
    let code = document.only(status, PROTOCOL, "StatusCode").ok_or(Refusal::NotAResponse)?;
    let value = |at: At| document.element(at).attribute("Value").unwrap_or_default();
    if value(code) == SUCCESS {
        return Ok(());
    }
    // The second code is the more telling one.
    let detail = document.only(code, PROTOCOL, "StatusCode").unwrap_or(code);
    let name = value(detail).rsplit(':').next().unwrap_or_default();
    let plain = name.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    Err(Refusal::Unsuccessful(plain))
}

/// Whatever a signer's and our reader may take for an id is given once.
fn ids_are_unique(document: &Document) -> Result<(), Refusal> {
    let mut seen = HashSet::new();
    for (_, element) in document.all() {
        for (name, value) in &element.attributes {
            if name.local.eq_ignore_ascii_case("id") && !seen.insert(value.as_str()) {
                return Err(Refusal::AmbiguousId);
            }
        }
    }
    Ok(())
}

/// The assertion: the only element of this name, of whatever namespace, and a child of the response.
fn only_assertion(document: &Document) -> Result<At, Refusal> {
    let called = |name: &'static str| move |(_, element): &(At, &Element)| element.name.local == name;
    if document.all().any(|(_, element)| element.name.local.starts_with("Encrypted")) {
        return Err(Refusal::Encrypted);
    }
    let mut assertions = document.all().filter(called("Assertion"));
    let (Some((at, assertion)), None) = (assertions.next(), assertions.next()) else {
        return Err(Refusal::NotOneAssertion);
    };
    let in_place = assertion.is(ASSERTION, "Assertion") && assertion.parent == Some(Document::ROOT);
    if in_place && assertion.attribute("Version") == Some("2.0") {
        Ok(at)
    } else {
        Err(Refusal::NotOneAssertion)
    }
}

/// The signatures: at least one, as children of assertion or response and at most one in each; nowhere else is one.
fn signatures(document: &Document, assertion: At) -> Result<Vec<At>, Refusal> {
    let mut found: Vec<At> = Vec::new();
    for (at, element) in document.all().filter(|(_, element)| element.name.local == "Signature") {
        let place = |at: At| document.element(at).parent;
        let in_place = element.parent == Some(assertion) || element.parent == Some(Document::ROOT);
        let is_first = found.iter().all(|other| place(*other) != element.parent);
        if !in_place || !is_first || !element.is(signature::NAMESPACE, "Signature") {
            return Err(Refusal::SignaturePlace);
        }
        found.push(at);
    }
    if found.is_empty() { Err(Refusal::SignaturePlace) } else { Ok(found) }
}
