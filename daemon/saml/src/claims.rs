//! What a verified assertion says, in the words of AWS's attributes.

use crate::conditions::{Clock, Confirmed, Expected, TOLERANCE_MS, VALID_MS_MAX, moment};
use crate::document::{At, Document};
use crate::refusal::Refusal;
use crate::response::ASSERTION;
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::WallMs;

/// What names of AWS's attributes begin with.
///
/// # Source
/// IAM user guide, "Configure SAML assertions for the authentication response".
const AWS: &str = "https://aws.amazon.com/SAML/Attributes/";
/// What names of the formats of SAML 2.0 begin with; replies leave it out.
const FORMAT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
/// What a name is when its format is not given.
///
/// # Source
/// SAML core 2.0, section 2.2.2.
const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

/// What a verified assertion says. Made by [`crate::verify`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// Its id, unique at its issuer.
    pub id: String,
    /// The provider's entity id.
    pub issuer: String,
    /// When it was issued.
    pub issued: WallMs,
    /// From when on it would not be believed again, tolerance included. Until then it must be remembered.
    pub usable_until: WallMs,
    /// The subject's name.
    pub subject: String,
    /// The format of that name: `persistent`, `transient`, or another's full name.
    pub subject_type: String,
    /// Where it was to be delivered.
    pub recipient: String,
    /// The longest a session may last that begins now, in seconds, where the provider limits it.
    pub session_secs_max: Option<u64>,
    /// Attributes with text values, in the order given.
    pub attributes: Vec<Attribute>,
}

/// An attribute and its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its values, none of them looked at.
    pub values: Vec<String>,
}

/// A role and the provider through which it may be taken on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RolePair {
    /// The role's ARN.
    pub role: String,
    /// The provider's ARN.
    pub provider: String,
}

impl Assertion {
    /// Reads what `at`, which was verified, says.
    pub(crate) fn read(document: &Document, at: At, expected: &Expected<'_>) -> Result<Self, Refusal> {
        let element = document.element(at);
        let id = element.attribute("ID").ok_or(Refusal::AmbiguousId)?;
        let issued = moment(element.attribute("IssueInstant"))?.ok_or(Refusal::Conditions)?;
        let issuer = document.only(at, ASSERTION, "Issuer").and_then(|at| document.text(at));
        let issuer =
            issuer.filter(|name| name.trim() == expected.provider.entity_id).ok_or(Refusal::Issuer)?;
        expected.is_fresh(issued)?;
        expected.conditions(document, at)?;
        let subject = document.only(at, ASSERTION, "Subject").ok_or(Refusal::Subject("a Subject"))?;
        let Confirmed { recipient, until } = expected.confirmation(document, subject)?;
        let name = document.only(subject, ASSERTION, "NameID").ok_or(Refusal::Subject("a NameID"))?;
        let text = document.text(name).ok_or(Refusal::Subject("a NameID of text"))?;
        let format = document.element(name).attribute("Format").unwrap_or(UNSPECIFIED);
        let usable_until = until.0.min(issued.0.saturating_add(VALID_MS_MAX)).saturating_add(TOLERANCE_MS);
        Ok(Self {
            id: id.to_owned(),
            issuer: issuer.trim().to_owned(),
            issued,
            usable_until: WallMs(usable_until),
            subject: text.trim().to_owned(),
            subject_type: format.strip_prefix(FORMAT).unwrap_or(format).to_owned(),
            recipient,
            session_secs_max: session_secs(document, at, expected.clock, issued)?,
            attributes: attributes(document, at)?,
        })
    }
}

impl Assertion {
    /// The roles that may be taken on; what is no pair of a role and a provider is passed over. Either may come first.
    #[must_use]
    pub fn roles(&self) -> Vec<RolePair> {
        roles(&self.attributes)
    }

    /// The name of the session.
    #[must_use]
    pub fn session_name(&self) -> Option<&str> {
        first(&self.attributes, "RoleSessionName")
    }

    /// The identity that stays with every session that follows.
    #[must_use]
    pub fn source_identity(&self) -> Option<&str> {
        first(&self.attributes, "SourceIdentity")
    }

    /// Tags of the session: key and value. A tag of several values is given as often.
    #[must_use]
    pub fn principal_tags(&self) -> Vec<(String, String)> {
        let tags = self.attributes.iter().filter_map(|attribute| {
            let key = attribute.name.strip_prefix(AWS)?.strip_prefix("PrincipalTag:")?;
            Some(attribute.values.iter().map(|value| (key.to_owned(), value.clone())))
        });
        tags.flatten().collect()
    }

    /// Keys of tags that go along into the next role.
    #[must_use]
    pub fn transitive_tag_keys(&self) -> Vec<String> {
        aws(&self.attributes, "TransitiveTagKeys").to_vec()
    }
}

/// The values of AWS's attribute of this name.
fn aws<'a>(attributes: &'a [Attribute], name: &str) -> &'a [String] {
    let found = attributes.iter().find(|attribute| attribute.name.strip_prefix(AWS) == Some(name));
    found.map_or(&[], |attribute| &attribute.values)
}

/// The first value of AWS's attribute of this name.
pub(crate) fn first<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a str> {
    aws(attributes, name).first().map(|value| value.trim())
}

pub(crate) fn roles(attributes: &[Attribute]) -> Vec<RolePair> {
    let pair = |value: &String| {
        let (left, right) = value.split_once(',')?;
        let (left, right) = (left.trim().to_owned(), right.trim().to_owned());
        let (is_left, is_right) = (left.contains(":saml-provider/"), right.contains(":saml-provider/"));
        match (is_left, is_right) {
            (false, true) => Some(RolePair { role: left, provider: right }),
            (true, false) => Some(RolePair { role: right, provider: left }),
            _ => None,
        }
    };
    aws(attributes, "Role").iter().filter_map(pair).collect()
}

/// How long a session may last, if a statement of authentication says. Without a clock, counted from when it was issued.
fn session_secs(document: &Document, at: At, clock: Clock, issued: WallMs) -> Result<Option<u64>, Refusal> {
    let mut secs_max = None;
    let mut is_stated = false;
    for statement in document.named(at, ASSERTION, "AuthnStatement") {
        is_stated = true;
        let Some(end) = moment(document.element(statement).attribute("SessionNotOnOrAfter"))? else {
            continue;
        };
        if clock.has_passed(end) {
            return Err(Refusal::Expired);
        }
        let begin = match clock {
            Clock::Trusted(now) => now,
            Clock::AtLeast(_) => issued,
        };
        let secs = end.0.saturating_sub(begin.0) / 1000;
        secs_max = Some(secs_max.map_or(secs, |least: u64| least.min(secs)));
    }
    if is_stated { Ok(secs_max) } else { Err(Refusal::Statement("an AuthnStatement")) }
}

/// Attributes and their values. Values with elements in them are for others and are passed over; a name that is given twice
/// is refused, because two readers could choose differently.
pub(crate) fn attributes(document: &Document, at: At) -> Result<Vec<Attribute>, Refusal> {
    let mut all: Vec<Attribute> = Vec::new();
    for statement in document.named(at, ASSERTION, "AttributeStatement") {
        for attribute in document.named(statement, ASSERTION, "Attribute") {
            let name = document.element(attribute).attribute("Name").unwrap_or_default();
            if all.iter().any(|other| other.name == name) {
                return Err(Refusal::Statement("attributes with names of their own"));
            }
            let values = document.named(attribute, ASSERTION, "AttributeValue");
            let values = values.filter_map(|value| document.text(value)).collect();
            all.push(Attribute { name: name.to_owned(), values });
        }
    }
    Ok(all)
}

/// The condition key, in lower case and without `saml:`, that stands for an attribute of this name.
///
/// # Source
/// IAM user guide, "Available keys for SAML-based AWS STS federation" and "Mapping SAML attributes to AWS trust policy
/// context keys"; the numbers are those of eduPerson, eduOrg, X.520 and RFC 4524.
#[must_use]
pub fn attribute_key(name: &str) -> Option<&'static str> {
    const PERSON: &str = "urn:oid:1.3.6.1.4.1.5923.1.1.1.";
    const ORGANISATION: &str = "urn:oid:1.3.6.1.4.1.5923.1.2.1.";
    if let Some(number) = name.strip_prefix(PERSON) {
        return Some(match number {
            "1" => "edupersonaffiliation",
            "2" => "edupersonnickname",
            "3" => "edupersonorgdn",
            "4" => "edupersonorgunitdn",
            "5" => "edupersonprimaryaffiliation",
            "6" => "edupersonprincipalname",
            "7" => "edupersonentitlement",
            "8" => "edupersonprimaryorgunitdn",
            "9" => "edupersonscopedaffiliation",
            "10" => "edupersontargetedid",
            "11" => "edupersonassurance",
            _ => return None,
        });
    }
    if let Some(number) = name.strip_prefix(ORGANISATION) {
        return Some(match number {
            "2" => "eduorghomepageuri",
            "3" => "eduorgidentityauthnpolicyuri",
            "4" => "eduorglegalname",
            "5" => "eduorgsuperioruri",
            "6" => "eduorgwhitepagesuri",
            _ => return None,
        });
    }
    Some(match name {
        "urn:oid:2.5.4.3" => "cn",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name" => "name",
        "http://schemas.xmlsoap.org/claims/CommonName" => "commonname",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname" => "givenname",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname" | "urn:oid:2.5.4.4" => "surname",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
        | "urn:oid:0.9.2342.19200300.100.1.3" => "mail",
        "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid" => "primarygroupsid",
        "urn:oid:2.5.4.42" => "givenname",
        "urn:oid:2.5.4.45" => "x500uniqueidentifier",
        "urn:oid:0.9.2342.19200300.100.1.1" => "uid",
        "urn:oid:0.9.2342.19200300.100.1.45" => "organizationstatus",
        _ => return None,
    })
}

/// What keeps apart two subjects of the same name at two providers.
///
/// # Source
/// STS API Reference, AssumeRoleWithSAML, NameQualifier: base64 of the SHA-1 of issuer, account and `/name`.
#[must_use]
pub fn name_qualifier(issuer: &str, account: &str, provider: &str) -> String {
    let text = format!("{issuer}{account}/{provider}");
    STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_qualifier_is_a_digest_of_who_vouches() {
        // printf '%s' 'https://example.com/saml123456789012/MySAMLIdP' | openssl sha1 -binary | base64
        assert_eq!(
            name_qualifier("https://example.com/saml", "123456789012", "MySAMLIdP"),
            "1uAJanUnBc2XeUkHURMht+xam2c="
        );
    }
}
