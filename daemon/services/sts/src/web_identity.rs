//! Believing the token of an OpenID Connect provider.

use crate::claims;
use crate::fault;
use crate::federation::Facts;
use millpond_base::LineMs;
use millpond_jose::{Malformed, Token, Unverified};
use millpond_service::{Context, Fault};
use millpond_store::principal::{FetchFailure, OidcProvider, Standing};
use millpond_store::trail::Identity;
use std::sync::Arc;

/// How far the clocks of issuer and gateway may be apart, in seconds.
///
/// # Source
/// Ours: what AWS allows signatures.
const CLOCKS_APART_SECS: u64 = 300;

/// A token, looked at.
pub(crate) enum Verified {
    /// It says the truth.
    Believed(Box<Believed>),
    /// The issuer's keys are on their way: look again when they are there, at the latest then.
    Waits { until: LineMs },
}

/// What a believed token says.
pub(crate) struct Believed {
    pub(crate) facts: Facts,
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) audience: String,
}

/// Proves a token: its issuer is a provider of the account, its signature the issuer's, its audience one of the provider's,
/// and its time is now. A clock that is not trusted refuses nothing by itself; the newest time that the issuer stated stands
/// for it then.
///
/// # Errors
/// `InvalidIdentityToken`, `ExpiredTokenException`, `IDPCommunicationError`, with AWS's texts.
pub(crate) fn verify(context: &Context<'_>, text: &str) -> Result<Verified, Fault> {
    let token = Token::parse(text).map_err(|malformed| match malformed {
        Malformed::Form => fault::no_web_token(),
        _ => fault::invalid_token("Invalid algorithm or header in the identity token"),
    })?;
    let stated = claims::Stated::of(&token)?;
    let issuer = stated.issuer;
    let provider = provider(context, issuer).ok_or_else(|| fault::no_provider(issuer))?;
    let principals = context.store.principals();
    let (keys, cached_secs) = match principals.issuers().standing(&provider, context.now) {
        Standing::Fresh(keys) => (keys, None),
        Standing::Cached { keys, age_secs } => (keys, Some(age_secs)),
        Standing::Missing(failure) => return wait_or_refuse(context, &provider, failure),
    };
    match keys.verify(&token) {
        Ok(()) => {}
        // A key that is not known may be new.
        Err(Unverified::NoSuchKey) => {
            let Some(until) = principals.issuers().want(&provider, context.now) else {
                return Err(match cached_secs {
                    None => fault::no_verification_key(),
                    Some(_) => fault::no_answer_from_provider(),
                });
            };
            return Ok(Verified::Waits { until });
        }
        Err(_) => return Err(fault::invalid_token("Invalid signature of the identity token")),
    }
    check_time(context, &provider, &stated)?;
    principals.issuers().believed(&provider, stated.issued, context.now);
    let audience = stated.audience(&provider.client_ids).ok_or_else(fault::wrong_audience)?;
    let (issuer, subject) = (issuer.to_owned(), stated.subject.to_owned());
    let facts = facts(&provider, &stated, &audience, cached_secs)?;
    Ok(Verified::Believed(Box::new(Believed { facts, issuer, subject, audience })))
}

/// The provider of an issuer, which is exact but for a slash at its end.
fn provider(context: &Context<'_>, issuer: &str) -> Option<Arc<OidcProvider>> {
    let issuer = issuer.trim_end_matches('/');
    let (_, url) = issuer.split_once("://")?;
    let provider = context.store.principals().named::<OidcProvider>(url)?;
    (provider.issuer() == issuer).then_some(provider)
}

/// Waits for keys that were never fetched, or refuses when there was no getting them.
fn wait_or_refuse(
    context: &Context<'_>,
    provider: &OidcProvider,
    failure: Option<FetchFailure>,
) -> Result<Verified, Fault> {
    if let Some(until) = context.store.principals().issuers().want(provider, context.now) {
        return Ok(Verified::Waits { until });
    }
    Err(match failure {
        Some(FetchFailure::Untrusted) => fault::wrong_thumbprint(),
        Some(FetchFailure::Unusable) => fault::no_verification_key(),
        _ => fault::no_answer_from_provider(),
    })
}

fn check_time(
    context: &Context<'_>,
    provider: &OidcProvider,
    stated: &claims::Stated<'_>,
) -> Result<(), Fault> {
    let now = context.store.principals().issuers().time_secs(provider, context.now);
    if now >= stated.expires.saturating_add(CLOCKS_APART_SECS) {
        return Err(fault::expired_token(now, stated.expires));
    }
    // Without a trusted clock nobody knows that a time lies ahead.
    let begins = stated.not_before.unwrap_or(0).max(stated.issued);
    if context.now.trusted && begins > now.saturating_add(CLOCKS_APART_SECS) {
        return Err(fault::invalid_token("The identity token is not valid yet"));
    }
    Ok(())
}

/// What the token says, as condition keys, tags and the trail's words.
///
/// # Source
/// IAM user guide, "Available keys for AWS OIDC federation": `aud` is `azp` where that is set, and `oaud` is `aud` then.
fn facts(
    provider: &OidcProvider,
    stated: &claims::Stated<'_>,
    audience: &str,
    cached_secs: Option<u64>,
) -> Result<Facts, Fault> {
    let mut keys = Vec::new();
    let mut say = |name: &str, value: &str| {
        let url = provider.url.to_lowercase();
        // Providers whose issuer ends in a slash are named with it at AWS.
        if stated.issuer.ends_with('/') {
            keys.push((format!("{url}/:{name}"), value.to_owned()));
        }
        keys.push((format!("{url}:{name}"), value.to_owned()));
    };
    say("sub", stated.subject);
    say("aud", audience);
    if let Some(party) = stated.authorized_party {
        say("azp", party);
        stated.audiences.iter().for_each(|audience| say("oaud", audience));
    }
    stated.methods.iter().for_each(|method| say("amr", method));
    let session = claims::SessionClaims::of(stated)?;
    let mut additional = Vec::new();
    if let Some(age_secs) = cached_secs {
        additional.push(("identityProviderKeys", "cached".to_owned()));
        additional.push(("identityProviderKeysAgeSeconds", age_secs.to_string()));
    }
    Ok(Facts {
        action: "sts:AssumeRoleWithWebIdentity",
        provider_arn: provider.arn.clone(),
        session_keys: keys,
        tags: session.tags,
        transitive: session.transitive,
        source_identity: session.source_identity,
        identity: Identity {
            kind: "WebIdentityUser".to_owned(),
            principal_id: format!("{}:{audience}:{}", provider.arn, stated.subject),
            name: stated.subject.to_owned(),
            provider: provider.arn.clone(),
            ..Identity::default()
        },
        additional,
        ..Facts::default()
    })
}
