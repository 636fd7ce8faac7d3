//! Gives the caller a token with which it can prove to other services who it is.

use crate::api::{self, GetWebIdentityTokenInput, GetWebIdentityTokenOutput};
use crate::limits::{WEB_TOKEN_PAYLOAD_BYTES_MAX, WEB_TOKEN_SECS};
use crate::{fault, session};
use millpond_base::uuid;
use millpond_jose::Algorithm;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use serde_json::{Map, Value, json};

/// What AWS puts its own claims under.
///
/// # Source
/// IAM user guide, "Understanding token claims".
const OWN_CLAIMS: &str = "https://sts.amazonaws.com/";

fn access(_: &Call, _: &Store, input: &GetWebIdentityTokenInput) -> Vec<Access> {
    let asked = |action| {
        Access::new(action, "*")
            .with("sts:IdentityTokenAudience", input.audience.iter().cloned())
            .with("sts:SigningAlgorithm", [input.signing_algorithm.clone()])
            .with("sts:DurationSeconds", [secs(input).to_string()])
    };
    let mut wanted = vec![asked("sts:GetWebIdentityToken")];
    if input.tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
        wanted.push(asked("sts:TagGetWebIdentityToken"));
    }
    wanted
}

fn secs(input: &GetWebIdentityTokenInput) -> u64 {
    input.duration_seconds.and_then(|secs| u64::try_from(secs).ok()).unwrap_or(WEB_TOKEN_SECS)
}

fn run(
    context: &mut Context<'_>,
    input: &mut GetWebIdentityTokenInput,
) -> Result<Answer<GetWebIdentityTokenOutput>, Fault> {
    let algorithm = match input.signing_algorithm.as_str() {
        "RS256" => Algorithm::Rs256,
        "ES384" => Algorithm::Es384,
        other => return Err(fault::unknown_algorithm(other)),
    };
    let tags = session::pairs(input.tags.as_deref());
    session::check_tags(&tags, &[])?;
    let secs = secs(input);
    let left = context.caller.session_left_secs(context.now);
    if left.is_some_and(|left| secs > left) {
        return Err(fault::longer_than_session());
    }
    let issued = context.now.wall.secs();
    let claims = claims(context, &input.audience, &tags, (issued, issued + secs));
    if claims.to_string().len() > WEB_TOKEN_PAYLOAD_BYTES_MAX {
        return Err(fault::token_too_large());
    }
    let signed = context.store.principals().outbound().sign(algorithm, claims, context.now);
    let token = signed.map_err(|_| Fault::internal())?.ok_or_else(fault::no_outbound_federation)?;
    Ok(Answer::Now(GetWebIdentityTokenOutput {
        web_identity_token: Some(token),
        expiration: i64::try_from((issued + secs) * 1000).ok(),
    }))
}

/// What the token states, but for its issuer.
fn claims(
    context: &Context<'_>,
    audience: &[String],
    tags: &[(String, String)],
    (issued, expires): (u64, u64),
) -> Value {
    let caller = context.caller;
    let subject = caller.condition_key("aws:principalarn").and_then(|arn| arn.into_iter().next());
    let mut id = [0; 16];
    context.store.entropy().fill(&mut id);
    let mut own = json!({
        "aws_account": caller.account.as_str(),
        "source_region": context.store.region().as_str(),
    });
    let pairs = |tags: &[(String, String)]| -> Map<String, Value> {
        tags.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect()
    };
    for (name, tags) in [("principal_tags", caller.tags()), ("request_tags", tags)] {
        if !tags.is_empty() {
            own[name] = pairs(tags).into();
        }
    }
    json!({
        "aud": match audience {
            [one] => one.as_str().into(),
            all => Value::from(all),
        },
        "sub": subject,
        "iat": issued,
        "exp": expires,
        "jti": uuid(&id),
        OWN_CLAIMS: own,
    })
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::GetWebIdentityToken>(access, run)
}
