//! The federation endpoint: signing a browser in with credentials that a program has.
//!
//! # Source
//! IAM user guide, "Enable custom identity broker access to the AWS console".

use super::calls::Key;
use super::{Visit, cookie, html, parameter, sign_in};
use millpond_base::{LineMs, Secret};
use millpond_gateway::RawReply;
use millpond_sts::api::{GetCallerIdentity, GetCallerIdentityInput, SERVICE};

/// The purpose of the note that a sign-in token is.
const TOKEN: &str = "console sign-in token";
/// How long a sign-in token is good, on the device timeline.
///
/// # Source
/// The same page: 15 minutes.
const TOKEN_MS_MAX: u64 = 900_000;

pub(super) async fn answer(visit: &Visit<'_>) -> RawReply {
    let parameters = visit.parameters();
    match parameter(&parameters, "Action") {
        Some("getSigninToken") => token(visit, parameter(&parameters, "Session").unwrap_or_default()).await,
        Some("login") => login(visit, &parameters),
        Some("logout") => {
            let mut reply = html::redirect("/console");
            reply.headers.push(cookie::clear(visit));
            reply
        }
        _ => html::error(400, "Action must be getSigninToken, login or logout."),
    }
}

/// What the parameter `Session` holds.
#[derive(serde::Deserialize)]
struct Session {
    #[serde(rename = "sessionId")]
    id: String,
    #[serde(rename = "sessionKey")]
    key: String,
    #[serde(rename = "sessionToken")]
    token: String,
}

/// A token for whoever can sign with temporary credentials.
async fn token(visit: &Visit<'_>, session: &str) -> RawReply {
    let Ok(session) = serde_json::from_str::<Session>(session) else {
        return html::error(400, "Session must be JSON with sessionId, sessionKey and sessionToken.");
    };
    let secret = Secret::new(session.key.into_bytes());
    let key = Key { id: &session.id, secret: &secret, token: &session.token };
    // Knowing key and token is not enough: a call that the secret signs proves the rest.
    let proven = visit.call::<GetCallerIdentity>(&SERVICE, Some(key), GetCallerIdentityInput {}).await;
    if let Err(refusal) = proven {
        return html::error(403, &refusal.message);
    }
    let Some(note) = cookie::note(visit, &session.id, &session.token) else {
        return html::error(400, "The session does not fit into a cookie.");
    };
    let made = visit.now.line.0.to_be_bytes();
    let token = visit.server.store.principals().seal_note(TOKEN, &[&made[..], note.as_bytes()].concat());
    html::other("application/json", format!("{{\"SigninToken\":\"{token}\"}}"))
}

/// Hands the session of a token to the browser that brings it.
fn login(visit: &Visit<'_>, parameters: &[(String, String)]) -> RawReply {
    let note = parameter(parameters, "SigninToken").and_then(|token| opened(visit, token));
    let Some(note) = note else {
        return html::error(403, "The sign-in token is not valid, or no longer.");
    };
    let destination = parameter(parameters, "Destination").unwrap_or_default();
    let destination = destination.strip_prefix(visit.origin.as_str()).unwrap_or(destination);
    let mut reply = html::redirect(sign_in::local(destination));
    reply.headers.push(cookie::set(visit, &note));
    reply
}

/// The note for the cookie, as long as the token is good.
fn opened(visit: &Visit<'_>, token: &str) -> Option<String> {
    let opened = visit.server.store.principals().open_note(TOKEN, token)?;
    let (made, note) = opened.split_first_chunk::<8>()?;
    let fresh = visit.now.line.since_ms(LineMs(u64::from_be_bytes(*made))) < TOKEN_MS_MAX;
    if fresh { String::from_utf8(note.to_vec()).ok() } else { None }
}
