//! What a provider's answer must say to begin a session, and how a refusal of it is worded.
//!
//! # Source
//! Texts: IAM user guide, "Troubleshoot SAML federation with IAM"; STS API Reference, AssumeRoleWithSAML. AWS publishes none for
//! the rest, which is told in words of ours under the code of its kind.

use crate::api::error;
use crate::federation::Facts;
use millpond_base::Now;
use millpond_saml::{
    Assertion, Clock, Expected, Metadata, Refusal, attribute_key, decode_base64, name_qualifier, verify,
};
use millpond_service::{Context, Fault};
use millpond_store::principal::{AssertionError, SamlProvider};
use millpond_store::trail::Identity;
use std::sync::Arc;

/// What the trust policy must allow.
pub(crate) const ACTION: &str = "sts:AssumeRoleWithSAML";
/// Audiences that AWS's own sign-in has.
///
/// # Source
/// IAM user guide, "Configure a relying party", and the metadata at https://signin.aws.amazon.com/static/saml-metadata.xml.
const AUDIENCES: [&str; 2] = ["urn:amazon:webservices", SIGN_IN];
/// Where providers that are set up for AWS deliver.
const SIGN_IN: &str = "https://signin.aws.amazon.com/saml";

/// The provider that an ARN names.
pub(crate) fn provider(context: &Context<'_>, arn: &str) -> Result<Arc<SamlProvider>, Fault> {
    let found = context.store.principals().by_arn::<SamlProvider>(arn);
    found.ok_or_else(|| invalid("Specified provider doesn't exist."))
}

/// Verifies a response for this provider. Nothing is used up yet.
pub(crate) fn verified(
    context: &Context<'_>,
    provider: &SamlProvider,
    response: &str,
) -> Result<Assertion, Fault> {
    let now = context.now;
    let metadata = Metadata::read(&provider.metadata).map_err(|_| invalid("Could not parse metadata."))?;
    if now.trusted && now.wall >= provider.valid_until {
        return Err(invalid("The provider's metadata has expired."));
    }
    let response = decode_base64(response).ok_or_else(|| invalid("Invalid base64 SAMLResponse"))?;
    // Whether a proxy before us ends TLS cannot be told; either way it is this address.
    let host = context.call.origin.split_once("://").map_or("localhost", |(_, host)| host);
    let own = [format!("https://{host}/saml"), format!("http://{host}/saml")];
    let regional = format!("https://{}.signin.aws.amazon.com/saml", context.call.region);
    let principals = context.store.principals();
    let expected = Expected {
        provider: &metadata,
        audiences: &[AUDIENCES[0], AUDIENCES[1], &own[0], &own[1]],
        recipients: &[SIGN_IN, &regional, &own[0], &own[1]],
        clock: clock(context),
        asked: &|id| principals.is_sign_in_request(id, now),
    };
    verify(&response, &expected).map_err(|refusal| refused(&refusal))
}

fn clock(context: &Context<'_>) -> Clock {
    let Now { wall, trusted, .. } = context.now;
    if trusted {
        Clock::Trusted(wall)
    } else {
        Clock::AtLeast(context.store.principals().assertion_time(context.now))
    }
}

/// Uses an assertion up.
pub(crate) fn used_up(context: &Context<'_>, assertion: &Assertion) -> Result<(), Fault> {
    let name = (assertion.issuer.as_str(), assertion.id.as_str());
    let principals = context.store.principals();
    let used = principals.use_assertion(name, assertion.issued, assertion.usable_until, context.now);
    used.map_err(|error| match error {
        AssertionError::Used => invalid("The SAML assertion was used before."),
        AssertionError::TooMany => Fault::code("Throttling", 400, "Rate exceeded"),
        _ => Fault::internal(),
    })
}

/// The name of the session, which the provider must give.
pub(crate) fn session_name(assertion: &Assertion) -> Result<&str, Fault> {
    let name =
        assertion.session_name().ok_or_else(|| invalid("RoleSessionName is required in AuthnResponse"))?;
    if is_name(name) {
        return Ok(name);
    }
    Err(invalid("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}"))
}

/// The identity that stays with every session that follows, if the provider gives one.
fn source_identity(assertion: &Assertion) -> Result<Option<&str>, Fault> {
    match assertion.source_identity() {
        Some(name) if !is_name(name) || name.starts_with("aws:") => {
            Err(invalid("Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\""))
        }
        given => Ok(given),
    }
}

fn is_name(name: &str) -> bool {
    (2..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
}

/// What the assertion states.
pub(crate) fn facts(assertion: &Assertion, provider: &SamlProvider, account: &str) -> Result<Facts, Fault> {
    let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let qualifier = name_qualifier(&assertion.issuer, account, &provider.name);
    let mut trust_keys = vec![
        text("saml:aud", &assertion.recipient),
        text("saml:iss", &assertion.issuer),
        text("saml:doc", &format!("{account}/{}", provider.name)),
    ];
    for attribute in &assertion.attributes {
        if let Some(key) = attribute_key(&attribute.name) {
            trust_keys.extend(attribute.values.iter().map(|value| text(&format!("saml:{key}"), value)));
        }
    }
    let principal_id = format!("{qualifier}:{}", assertion.subject);
    Ok(Facts {
        action: ACTION,
        provider_arn: provider.arn.clone(),
        trust_keys,
        session_keys: vec![
            text("saml:sub", &assertion.subject),
            text("saml:sub_type", &assertion.subject_type),
            text("saml:namequalifier", &qualifier),
        ],
        tags: tags(assertion)?,
        transitive: assertion.transitive_tag_keys(),
        source_identity: source_identity(assertion)?.map(str::to_owned),
        secs_max: assertion.session_secs_max,
        identity: Identity {
            kind: "SAMLUser".to_owned(),
            principal_id,
            name: assertion.subject.clone(),
            provider: provider.arn.clone(),
            ..Identity::default()
        },
        additional: Vec::new(),
    })
}

/// Tags of the session; the session's limits on their number are looked at later.
///
/// # Source
/// STS API Reference, Tag: keys of 128 and values of 256 characters.
fn tags(assertion: &Assertion) -> Result<Vec<(String, String)>, Fault> {
    let tags = assertion.principal_tags();
    let fits = |(key, value): &(String, String)| {
        (1..=128).contains(&key.chars().count()) && value.chars().count() <= 256 && !key.starts_with("aws:")
    };
    if tags.iter().all(fits) {
        return Ok(tags);
    }
    Err(invalid(
        "PrincipalTag in AuthnResponse must have keys of 1 to 128 and values of at most 256 characters",
    ))
}

fn refused(refusal: &Refusal) -> Fault {
    match refusal {
        Refusal::SignatureInvalid | Refusal::SignaturePlace => invalid("Response signature invalid"),
        Refusal::SignatureForm(what) => invalid(format!("Response signature invalid: {what}")),
        Refusal::Issuer => invalid("Issuer not present in specified provider"),
        Refusal::Audience => invalid("Response does not contain the required audience."),
        Refusal::Stale => {
            Fault::of(&error::EXPIRED_TOKEN_EXCEPTION, "Token must be redeemed within 5 minutes of issuance")
        }
        Refusal::Expired | Refusal::TooEarly => {
            Fault::of(&error::EXPIRED_TOKEN_EXCEPTION, refusal.to_string())
        }
        Refusal::Unsuccessful(_) => Fault::of(&error::IDP_REJECTED_CLAIM_EXCEPTION, refusal.to_string()),
        _ => invalid(refusal.to_string()),
    }
}

fn invalid(text: impl Into<String>) -> Fault {
    Fault::of(&error::INVALID_IDENTITY_TOKEN_EXCEPTION, text)
}
