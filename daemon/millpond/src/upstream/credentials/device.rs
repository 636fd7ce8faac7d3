//! What a device is issued for its certificate: by AWS IoT over mutual TLS, and by IAM Roles Anywhere for a signature.

use super::{Fresh, Issuer, NoCredentials, unreadable};
use crate::config::{Credentials as From, Name};
use crate::upstream::connection::{self, Connection};
use crate::upstream::remote::aws_endpoint;
use crate::upstream::wire::{self, Call, Signer, Wire};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::HOST;
use hyper::{Request, Response};
use millpond_base::Secret;
use millpond_credentials::{Identity, Validity};
use serde_json::json;
use std::path::Path;

/// Asks AWS IoT's credentials provider.
///
/// # Source
/// AWS IoT Core Developer Guide, "Authorizing direct calls to AWS services using AWS IoT Core credential provider".
pub(super) async fn iot(issuer: &Issuer, wire: &Wire, from: &From) -> Result<Fresh, NoCredentials> {
    let From::Iot { endpoint, role_alias, thing, certificate, key, key_secret, ca } = from else {
        return Err(NoCredentials::repair("no role alias of AWS IoT is configured"));
    };
    let step = format!("AWS IoT at {}", endpoint.authority);
    let identity = identity(issuer, wire, certificate, key.as_deref(), key_secret.as_ref())?;
    let ca = ca.as_ref().or(issuer.config().ca.as_ref()).map(|path| issuer.vault.resolve(path));
    let tls = connection::tls(ca.as_deref(), &[], Some(&identity))
        .map_err(|trouble| NoCredentials::repair(trouble.lines().join(": ")))?;
    let mut request = Request::get(format!("/role-aliases/{role_alias}/credentials"))
        .header(HOST, endpoint.authority.as_str())
        .header("user-agent", concat!("millpond/", env!("CARGO_PKG_VERSION")));
    if let Some(thing) = thing {
        request = request.header("x-amzn-iot-thingname", thing);
    }
    let request = request.body(Full::new(Bytes::new())).map_err(|_| {
        NoCredentials::repair("role_alias or thing holds characters that no request can carry")
    })?;
    let answer = wire.send(endpoint, Some(&tls), request).await.map_err(|cause| {
        NoCredentials::later(format!("{step} does not answer, or does not take the certificate: {cause}"))
    })?;
    let said = message(&answer);
    match answer.status().as_u16() {
        200 => {}
        status @ (429 | 500..) => return Err(NoCredentials::later(format!("{step} answers {status}{said}"))),
        403 => {
            return Err(NoCredentials::repair(format!(
                "{step} refuses the device{said}; its certificate must be active, attached to the thing, and allowed \
                 iot:AssumeRoleWithCertificate on the role alias {role_alias:?}"
            )));
        }
        404 => return Err(NoCredentials::repair(format!("{step} has no role alias {role_alias:?}{said}"))),
        status => return Err(NoCredentials::repair(format!("{step} answers {status}{said}"))),
    }
    let issued = millpond_credentials::iot(answer.body())
        .map_err(|unreadable| NoCredentials::repair(format!("{step}: {unreadable}")))?;
    Ok(Fresh::of(wire, issued, wire::date(&answer), step))
}

/// Asks IAM Roles Anywhere.
///
/// # Source
/// IAM Roles Anywhere User Guide, "CreateSession".
pub(super) async fn roles_anywhere(
    issuer: &Issuer,
    wire: &Wire,
    from: &From,
) -> Result<Fresh, NoCredentials> {
    let From::RolesAnywhere {
        trust_anchor_arn,
        profile_arn,
        role_arn,
        endpoint,
        certificate,
        key,
        key_secret,
    } = from
    else {
        return Err(NoCredentials::repair("no trust anchor is configured"));
    };
    let identity = identity(issuer, wire, certificate, key.as_deref(), key_secret.as_ref())?;
    let body = json!({
        "durationSeconds": issuer.config().role_session_secs.0.0,
        "profileArn": profile_arn,
        "roleArn": role_arn,
        "trustAnchorArn": trust_anchor_arn,
    });
    let region = issuer.region();
    let endpoint = endpoint.clone().unwrap_or_else(|| aws_endpoint(region, "rolesanywhere"));
    let call = Call {
        service: "rolesanywhere",
        operation: "CreateSession",
        endpoint: &endpoint,
        method: "POST",
        path: "/sessions",
        headers: &[("content-type", "application/json")],
        body: &Bytes::from(body.to_string()),
    };
    let step = format!("IAM Roles Anywhere for {role_arn}");
    let answer = wire.exchange(&mut Connection::default(), &call, Signer::Device(&identity, region)).await;
    let answer = answer.map_err(|refusal| {
        NoCredentials::refused(
            &format!("{step}, whose trust anchor, profile and role must each accept the certificate"),
            &refusal,
        )
    })?;
    let issued = millpond_credentials::roles_anywhere(answer.body())
        .map_err(|unreadable| NoCredentials::repair(format!("{step}: {unreadable}")))?;
    Ok(Fresh::of(wire, issued, wire::date(&answer), step))
}

/// Reads who the device is.
fn identity(
    issuer: &Issuer,
    wire: &Wire,
    certificate: &Path,
    key: Option<&Path>,
    key_secret: Option<&Name>,
) -> Result<Identity, NoCredentials> {
    let certificate = issuer.vault.resolve(certificate);
    let chain = std::fs::read(&certificate).map_err(|error| unreadable(&certificate, &error))?;
    let key = match (key, key_secret) {
        (_, Some(name)) => issuer.secret(name)?,
        (Some(path), None) => {
            let path = issuer.vault.resolve(path);
            Secret::new(std::fs::read(&path).map_err(|error| unreadable(&path, &error))?)
        }
        (None, None) => return Err(NoCredentials::repair("the certificate's private key is not configured")),
    };
    let step = format!("the certificate in {}", certificate.display());
    let identity = Identity::read(&chain, &key)
        .map_err(|unusable| NoCredentials::repair(format!("{step}: {unusable}")))?;
    let now = wire.now();
    // Only a clock that can be believed may say that it has ended; otherwise the issuer says.
    let clock = wire.theirs().or_else(|| now.trusted.then_some(now.wall));
    match clock.map(|clock| identity.validity(clock)) {
        Some(Validity::Ended(end)) => Err(NoCredentials::repair(format!(
            "{step} ended on {}; have another one issued",
            end.to_iso8601()
        ))),
        Some(Validity::NotYet(start)) => Err(NoCredentials::later(format!(
            "{step} begins on {}; correct the clock if that is past",
            start.to_iso8601()
        ))),
        Some(Validity::Holds(_)) | None => Ok(identity),
    }
}

/// What an answer says in `message`, in brackets.
fn message(answer: &Response<Bytes>) -> String {
    let read: Option<serde_json::Value> = serde_json::from_slice(answer.body()).ok();
    let text = read.as_ref().and_then(|read| read.get("message")?.as_str()).unwrap_or_default();
    let text: String = text.chars().filter(|c| !c.is_control()).take(300).collect();
    if text.is_empty() { text } else { format!(" ({text})") }
}
