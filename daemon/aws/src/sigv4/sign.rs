//! Signing: what the forwarder sends upstream, and what tests send to us.

use super::canonical::{Canonical, PathRule, encode, scope};
use super::key::{derive, mac};
use super::{ALGORITHM, AmzDate, RawRequest, TERMINATOR, hex};
use millpond_base::{Secret, WallMs};

/// Headers that proxies change, so that they are never signed.
const UNSIGNED: [&str; 6] =
    ["authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"];

/// An access key with its secret, and its token when it belongs to a session.
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'a> {
    /// `AKIA...` or `ASIA...`.
    pub access_key_id: &'a str,
    /// The secret access key.
    pub secret: &'a Secret,
    /// The session token, for a temporary key.
    pub session_token: Option<&'a str>,
}

/// Where a signed request goes.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The signing name of the service: `kinesis`.
    pub service: &'a str,
    /// `us-east-1`.
    pub region: &'a str,
}

/// Signs by header: returns the headers to add, `x-amz-date`, `x-amz-security-token` for a session, and
/// `authorization`.
///
/// Every header of `request` is signed but the few that proxies change; `host` must be among them. A
/// `x-amz-content-sha256` header must hold the hash of the body.
#[must_use]
pub fn sign(
    request: &RawRequest<'_>,
    body_sha256: &[u8; 32],
    credentials: &Credentials<'_>,
    target: &Target<'_>,
    at: WallMs,
) -> Vec<(&'static str, String)> {
    let rule = PathRule::of_service(target.service);
    sign_with(request, &hex(body_sha256), credentials, target, AmzDate::at(at), rule)
}

/// Who signs with a key of another kind than a shared secret.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The algorithm's name: `AWS4-X509-RSA-SHA256`.
    pub algorithm: &'a str,
    /// What names the key in the credential scope.
    pub id: &'a str,
}

/// As [`sign`], with a key that only `make` knows: it is given the string to sign and returns the signature. Returns the headers
/// to add: `x-amz-date` and `authorization`.
///
/// # Errors
/// What `make` fails with.
pub fn sign_by<E>(
    request: &RawRequest<'_>,
    body_sha256: &[u8; 32],
    by: &By<'_>,
    target: &Target<'_>,
    at: WallMs,
    make: impl FnOnce(&[u8]) -> Result<Vec<u8>, E>,
) -> Result<Vec<(&'static str, String)>, E> {
    let date = AmzDate::at(at);
    let stamp = date.to_string();
    let mut headers = request.headers.to_vec();
    headers.push(("x-amz-date", stamp.as_bytes()));
    let whole = RawRequest { headers: &headers, ..*request };
    let (signed_headers, payload) = (signable(&whole), hex(body_sha256));
    let canonical = Canonical {
        request: &whole,
        rule: PathRule::of_service(target.service),
        signed_headers: &signed_headers,
        payload: &payload,
        except: &[],
    };
    let scope = scope(&date.day(), target.region, target.service);
    let signature = hex(&make(canonical.string_to_sign_by(by.algorithm, date, &scope).as_bytes())?);
    let authorization = format!(
        "{} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
        by.algorithm,
        by.id,
        signed_headers.join(";")
    );
    Ok(vec![("x-amz-date", stamp), ("authorization", authorization)])
}

pub(super) fn sign_with(
    request: &RawRequest<'_>,
    payload: &str,
    credentials: &Credentials<'_>,
    target: &Target<'_>,
    date: AmzDate,
    rule: PathRule,
) -> Vec<(&'static str, String)> {
    let mut added = Vec::with_capacity(3);
    if request.header("x-amz-date").is_none() {
        added.push(("x-amz-date", date.to_string()));
    }
    if let Some(token) = credentials.session_token {
        added.push(("x-amz-security-token", token.to_owned()));
    }
    let mut headers = request.headers.to_vec();
    headers.extend(added.iter().map(|(name, value)| (*name, value.as_bytes())));
    let whole = RawRequest { headers: &headers, ..*request };
    let signed_headers = signable(&whole);
    let canonical =
        Canonical { request: &whole, rule, signed_headers: &signed_headers, payload, except: &[] };
    let signature = signature(&canonical, credentials, target, date);
    added.push((
        "authorization",
        format!(
            "{ALGORITHM} Credential={}/{}, SignedHeaders={}, Signature={signature}",
            credentials.access_key_id,
            scope(&date.day(), target.region, target.service),
            signed_headers.join(";")
        ),
    ));
    added
}

/// Signs by query: returns the whole query string of a request that is good for `expires_secs`.
#[must_use]
pub fn presign(
    request: &RawRequest<'_>,
    body_sha256: &[u8; 32],
    credentials: &Credentials<'_>,
    target: &Target<'_>,
    at: WallMs,
    expires_secs: u64,
) -> String {
    let payload = if target.service == "s3" { "UNSIGNED-PAYLOAD".to_owned() } else { hex(body_sha256) };
    let rule = PathRule::of_service(target.service);
    presign_with(request, &payload, credentials, target, (AmzDate::at(at), expires_secs), rule)
}

pub(super) fn presign_with(
    request: &RawRequest<'_>,
    payload: &str,
    credentials: &Credentials<'_>,
    target: &Target<'_>,
    (date, expires_secs): (AmzDate, u64),
    rule: PathRule,
) -> String {
    let day = date.day();
    let credential =
        format!("{}/{day}/{}/{}/{TERMINATOR}", credentials.access_key_id, target.region, target.service);
    let signed_headers = signable(request);
    let mut query = request.query.to_owned();
    let mut add = |name: &str, value: &str| {
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(name);
        query.push('=');
        query.push_str(&encode(value.as_bytes(), false));
    };
    add("X-Amz-Algorithm", ALGORITHM);
    add("X-Amz-Credential", &credential);
    add("X-Amz-Date", &date.to_string());
    add("X-Amz-SignedHeaders", &signed_headers.join(";"));
    add("X-Amz-Expires", &expires_secs.to_string());
    if let Some(token) = credentials.session_token {
        add("X-Amz-Security-Token", token);
    }
    let whole = RawRequest { query: &query, ..*request };
    let canonical =
        Canonical { request: &whole, rule, signed_headers: &signed_headers, payload, except: &[] };
    let signature = signature(&canonical, credentials, target, date);
    format!("{query}&X-Amz-Signature={signature}")
}

fn signature(
    canonical: &Canonical<'_>,
    credentials: &Credentials<'_>,
    target: &Target<'_>,
    date: AmzDate,
) -> String {
    let day = date.day();
    let key = derive(credentials.secret, &day, target.region, target.service);
    let text = canonical.string_to_sign(date, &scope(&day, target.region, target.service));
    hex(mac(key.as_slice(), text.as_bytes()).as_slice())
}

/// The names to sign: lower case, sorted, distinct.
fn signable(request: &RawRequest<'_>) -> Vec<String> {
    let mut names: Vec<String> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .filter(|name| !UNSIGNED.contains(&name.as_str()))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::super::{Expected, SigningKeys, parse, sha256};
    use super::*;
    use millpond_base::{LineMs, Now};

    fn presigned(service: &str, token: Option<&str>) -> String {
        let secret = Secret::new(b"secret".to_vec());
        let credentials = Credentials { access_key_id: "AKIA", secret: &secret, session_token: token };
        let headers: &[(&str, &[u8])] = &[("host", b"localhost")];
        let request = RawRequest { method: "GET", path: "/", query: "Action=GetCallerIdentity", headers };
        let target = Target { service, region: "us-east-1" };
        presign(&request, &sha256(b""), &credentials, &target, WallMs(1_000_000_000_000), 60)
    }

    fn verify(service: &str, query: &str, body: &[u8], secs: u64) -> bool {
        let headers: &[(&str, &[u8])] = &[("host", b"localhost")];
        let request = RawRequest { method: "GET", path: "/", query, headers };
        let wall = WallMs(secs * 1000);
        let expected = Expected { service, regions: &[], now: Now { wall, line: LineMs(0), trusted: true } };
        let secret = Secret::new(b"secret".to_vec());
        let claim = parse(&request).unwrap();
        claim.verify(&request, &sha256(body), &secret, &expected, &SigningKeys::new()).is_ok()
    }

    #[test]
    fn a_presigned_request_is_good_until_it_expires() {
        let query = presigned("sts", None);

        assert!(verify("sts", &query, b"", 1_000_000_060));
        assert!(!verify("sts", &query, b"", 1_000_000_061));
        assert!(!verify("sts", &query.replace("Expires=60", "Expires=90"), b"", 1_000_000_061));
    }

    #[test]
    fn a_presigned_request_cannot_be_given_a_body_outside_s3() {
        assert!(!verify("sts", &presigned("sts", None), b"x", 1_000_000_000));
        assert!(verify("s3", &presigned("s3", None), b"x", 1_000_000_000));
    }

    #[test]
    fn a_token_in_the_query_may_be_signed_or_added_later() {
        assert!(verify("sts", &presigned("sts", Some("t/o+k")), b"", 1_000_000_000));
        let later = format!("{}&X-Amz-Security-Token=tok", presigned("sts", None));
        assert!(verify("sts", &later, b"", 1_000_000_000));
    }
}
