//! One fetch: the discovery document of an issuer, then the keys that it points to.

use super::pinned::Pinned;
use crate::config::Endpoint;
use crate::upstream::connection::{self, NoAnswer, Way};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, DATE, HOST};
use hyper::{Request, Response, StatusCode};
use millpond_base::WallMs;
use millpond_jose::KeySet;
use millpond_store::principal::{FetchFailure, Fetched, OidcProvider};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// How long both answers may take together.
///
/// # Source
/// Ours: less than callers wait for them.
const FETCH_MAX: Duration = Duration::from_secs(8);

/// Longest answer read, in bytes.
///
/// # Source
/// Ours: what `KeySet::parse` reads; discovery documents have some 4 kB.
const ANSWER_BYTES_MAX: usize = 262_144;

/// Why there are no keys, for the journal.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) failure: FetchFailure,
    cause: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.failure, self.cause)
    }
}

fn unusable(cause: impl Into<String>) -> Refusal {
    Refusal { failure: FetchFailure::Unusable, cause: cause.into() }
}

/// Fetches an issuer's keys.
pub(super) async fn keys(provider: &OidcProvider) -> Result<Fetched, Refusal> {
    let late = |_| Refusal { failure: FetchFailure::Unreachable, cause: "no answer in time".into() };
    timeout(FETCH_MAX, both(provider)).await.map_err(late)?
}

async fn both(provider: &OidcProvider) -> Result<Fetched, Refusal> {
    let issuer = provider.issuer();
    let pinned = Arc::new(Pinned::new(&provider.thumbprints));
    let document = get(&format!("{issuer}/.well-known/openid-configuration"), &pinned).await?;
    let document: serde_json::Value = serde_json::from_slice(document.body())
        .map_err(|_| unusable("the discovery document is not JSON"))?;
    let text = |name: &str| document.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    if text("issuer").trim_end_matches('/') != issuer {
        return Err(unusable(format!("the discovery document is of the issuer {:?}", text("issuer"))));
    }
    let keys = text("jwks_uri");
    // One without TLS may point to itself; nobody else may.
    let is_sealed = keys.starts_with("https://") || (provider.is_plain && is_within(keys, &issuer));
    if !is_sealed {
        return Err(unusable(format!("the keys are at {keys:?}, without TLS")));
    }
    let answer = get(keys, &pinned).await?;
    let secs = answer.headers().get(DATE).and_then(|date| WallMs::parse_http_date(date.to_str().ok()?));
    let keys = KeySet::parse(answer.body()).map_err(|error| unusable(error.to_string()))?;
    Ok(Fetched { keys, secs: secs.map(WallMs::secs) })
}

/// True when a URL has the same scheme, host and port as an issuer.
fn is_within(url: &str, issuer: &str) -> bool {
    let origin = |url: &str| {
        let (scheme, rest) = url.split_once("://")?;
        Some((scheme.to_owned(), rest.split('/').next()?.to_owned()))
    };
    origin(url).is_some() && origin(url) == origin(issuer)
}

/// Gets what is at a URL. Redirects are not followed: keys come from where the issuer says, and from nowhere else.
async fn get(url: &str, pinned: &Arc<Pinned>) -> Result<Response<Bytes>, Refusal> {
    let (origin, path) = split(url).ok_or_else(|| unusable(format!("{url:?} is no URL")))?;
    let endpoint = Endpoint::try_from(origin.to_owned()).map_err(unusable)?;
    let failed = |cause: NoAnswer| {
        let is_refused = pinned.has_refused();
        let failure = if is_refused { FetchFailure::Untrusted } else { FetchFailure::Unreachable };
        Refusal { failure, cause: format!("{url}: {cause}") }
    };
    let way = Way::straight(Pinned::connector(pinned));
    let mut sender = connection::open(&endpoint, &way).await.map_err(failed)?;
    let request = Request::get(path)
        .header(HOST, endpoint.authority.as_str())
        .header(ACCEPT, "application/json")
        .header("user-agent", concat!("millpond/", env!("CARGO_PKG_VERSION")))
        .body(Full::new(Bytes::new()))
        .map_err(|_| unusable(format!("{url:?} is no URL")))?;
    let lost =
        |cause: String| Refusal { failure: FetchFailure::Unreachable, cause: format!("{url}: {cause}") };
    let answer = sender.send_request(request).await.map_err(|error| lost(error.to_string()))?;
    let (head, body) = answer.into_parts();
    if head.status.is_server_error() {
        return Err(lost(head.status.to_string()));
    }
    if head.status != StatusCode::OK {
        return Err(unusable(format!("{url}: {}", head.status)));
    }
    let body =
        Limited::new(body, ANSWER_BYTES_MAX).collect().await.map_err(|error| lost(error.to_string()))?;
    Ok(Response::from_parts(head, body.to_bytes()))
}

/// A URL's origin, and the rest with its slash.
fn split(url: &str) -> Option<(&str, &str)> {
    let host = url.find("://")? + 3;
    match url[host..].find('/') {
        Some(at) => Some(url.split_at(host + at)),
        None => Some((url, "/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_split_behind_its_host() {
        assert_eq!(split("https://a.b/c/d"), Some(("https://a.b", "/c/d")));
        assert_eq!(split("https://a.b:1"), Some(("https://a.b:1", "/")));
        assert_eq!(split("a.b/c"), None);
    }

    #[test]
    fn an_issuer_without_tls_points_to_itself_alone() {
        let issuer = "http://127.0.0.1:8000/x";

        assert!(is_within("http://127.0.0.1:8000/keys", issuer));
        for other in
            ["http://127.0.0.1:8001/keys", "http://127.0.0.1:8000@evil/keys", "http://evil/", "", "x"]
        {
            assert!(!is_within(other, issuer), "{other}");
        }
    }
}
