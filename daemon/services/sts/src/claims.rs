//! What a token of an OpenID Connect provider states.

use crate::fault;
use millpond_jose::Token;
use millpond_service::Fault;
use serde_json::{Map, Value};

/// Longest subject.
///
/// # Source
/// STS API Reference, AssumeRoleWithWebIdentity, SubjectFromWebIdentityToken: 255 characters.
const SUBJECT_CHARS_MAX: usize = 255;

/// Session tags and source identity, where tokens state them.
///
/// # Source
/// IAM user guide, "Passing session tags using AssumeRoleWithWebIdentity" and "Monitor and control actions taken with
/// assumed roles".
const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";

/// The claims that every sign-in needs.
pub(crate) struct Stated<'a> {
    claims: &'a Map<String, Value>,
    pub(crate) issuer: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) audiences: Vec<&'a str>,
    pub(crate) authorized_party: Option<&'a str>,
    pub(crate) methods: Vec<&'a str>,
    /// Seconds since 1970.
    pub(crate) issued: u64,
    pub(crate) not_before: Option<u64>,
    pub(crate) expires: u64,
}

impl<'a> Stated<'a> {
    /// Reads a token's claims. Nothing of it is proven.
    ///
    /// # Errors
    /// `InvalidIdentityToken` for a claim that is missing or of another kind.
    pub(crate) fn of(token: &'a Token<'_>) -> Result<Self, Fault> {
        let claims = token.claims();
        let text = |name: &str| claims.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let wanted = |name: &'static str| text(name).ok_or_else(|| fault::missing_claim(name));
        let subject = wanted("sub")?;
        if subject.chars().count() > SUBJECT_CHARS_MAX {
            return Err(fault::invalid_token("The subject of the identity token is too long"));
        }
        let audiences = texts(claims.get("aud")).filter(|audiences| !audiences.is_empty());
        Ok(Self {
            claims,
            issuer: wanted("iss")?,
            subject,
            audiences: audiences.ok_or_else(|| fault::missing_claim("aud"))?,
            authorized_party: text("azp"),
            methods: texts(claims.get("amr")).unwrap_or_default(),
            issued: time(claims, "iat")?.ok_or_else(|| fault::missing_claim("iat"))?,
            not_before: time(claims, "nbf")?,
            expires: time(claims, "exp")?.ok_or_else(|| fault::missing_claim("exp"))?,
        })
    }

    /// The audience that is one of `client_ids`: the party that asked for the token, where that is stated.
    pub(crate) fn audience(&self, client_ids: &[String]) -> Option<String> {
        let own = self.audiences.as_slice();
        let stated = self.authorized_party.as_ref().map_or(own, std::slice::from_ref);
        stated.iter().find(|stated| client_ids.iter().any(|id| id == *stated)).map(|id| (*id).to_owned())
    }
}

/// A text or a list of texts; `None` for anything else.
fn texts(value: Option<&Value>) -> Option<Vec<&str>> {
    match value? {
        Value::String(text) => Some(vec![text]),
        Value::Array(items) => items.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// # Source
/// STS API Reference, AssumeRoleWithWebIdentity, WebIdentityToken: timestamps are integers.
fn time(claims: &Map<String, Value>, name: &'static str) -> Result<Option<u64>, Fault> {
    match claims.get(name) {
        None => Ok(None),
        Some(value) => value.as_u64().map(Some).ok_or_else(|| fault::missing_claim(name)),
    }
}

/// What a token states about the session it begins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct SessionClaims {
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) transitive: Vec<String>,
    pub(crate) source_identity: Option<String>,
}

impl SessionClaims {
    /// Reads tags, nested in one claim or each in a claim of its own, and the source identity.
    ///
    /// # Errors
    /// `InvalidIdentityToken` for claims of another form: what was meant to limit a session must not get lost.
    pub(crate) fn of(stated: &Stated<'_>) -> Result<Self, Fault> {
        let mut out = Self::default();
        for (name, value) in stated.claims {
            let Some(rest) = name.strip_prefix(TAGS) else { continue };
            let odd = || fault::invalid_token("The session tags of the identity token cannot be read");
            match rest.strip_prefix('/') {
                None if rest.is_empty() => out.read_nested(value).ok_or_else(odd)?,
                None => {}
                Some("transitive_tag_keys") => out.read_transitive(value).ok_or_else(odd)?,
                Some(rest) => {
                    let key = rest.strip_prefix("principal_tags/").ok_or_else(odd)?;
                    out.read_tag(key, value).ok_or_else(odd)?;
                }
            }
        }
        if let Some(value) = stated.claims.get(SOURCE_IDENTITY) {
            out.source_identity = Some(source_identity(value).ok_or_else(|| {
                fault::invalid_token("The source identity of the identity token cannot be read")
            })?);
        }
        Ok(out)
    }

    fn read_nested(&mut self, value: &Value) -> Option<()> {
        let object = value.as_object()?;
        for (key, value) in object.get("principal_tags").map_or(Some(&Map::new()), Value::as_object)? {
            self.read_tag(key, value)?;
        }
        object.get("transitive_tag_keys").map_or(Some(()), |keys| self.read_transitive(keys))
    }

    /// # Source
    /// STS's model: tag keys of 1 to 128 characters, values of up to 256; one value each.
    fn read_tag(&mut self, key: &str, value: &Value) -> Option<()> {
        let [value] = texts(Some(value))?[..] else { return None };
        let is_short = (1..=128).contains(&key.chars().count()) && value.chars().count() <= 256;
        is_short.then(|| self.tags.push((key.to_owned(), value.to_owned())))
    }

    fn read_transitive(&mut self, value: &Value) -> Option<()> {
        self.transitive.extend(texts(Some(value))?.into_iter().map(str::to_owned));
        Some(())
    }
}

/// # Source
/// STS's model, sourceIdentityType.
fn source_identity(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    ((2..=64).contains(&text.chars().count()) && text.chars().all(allowed)).then(|| text.to_owned())
}
