//! What STS issues: sessions of roles.

use super::{Fresh, Issuer, NoCredentials, process, unreadable};
use crate::config::Credentials as From;
use crate::upstream::connection::Connection;
use crate::upstream::remote::endpoint;
use crate::upstream::wire::{self, Call, Signer, Wire};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::body::Bytes;
use millpond_aws::{FromValue, IntoValue, Op, Value, query, xml};
use millpond_base::{Secret, WallMs};
use millpond_credentials::{Issued, Role};
use millpond_forward::Credentials;
use millpond_sts::api::{
    self, AssumeRole, AssumeRoleInput, AssumeRoleWithSAML, AssumeRoleWithSAMLInput,
    AssumeRoleWithWebIdentity, AssumeRoleWithWebIdentityInput, GetCallerIdentity, GetCallerIdentityInput,
    Tag,
};
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a program that prints an assertion may take.
const ASSERTION_MAX: Duration = Duration::from_secs(30);

/// Assumes a role.
pub(super) async fn assume(
    issuer: &Issuer,
    wire: &Wire,
    role: &Role,
    with: &Credentials,
) -> Result<Fresh, NoCredentials> {
    let tags: Vec<Tag> =
        role.tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect();
    let input = AssumeRoleInput {
        role_arn: role.arn.clone(),
        role_session_name: session_name(issuer, role),
        duration_seconds: seconds(issuer, role),
        external_id: role.external_id.clone(),
        tags: (!tags.is_empty()).then_some(tags),
        ..AssumeRoleInput::default()
    };
    let (output, at) = call::<AssumeRole>(issuer, wire, input, Signer::Key(with, issuer.region())).await?;
    fresh(wire, output.credentials, at, &role.arn)
}

/// Assumes a role with a token from a file.
pub(super) async fn with_web_identity(
    issuer: &Issuer,
    wire: &Wire,
    role: &Role,
    file: &Path,
) -> Result<Fresh, NoCredentials> {
    let token = Zeroizing::new(std::fs::read_to_string(file).map_err(|error| unreadable(file, &error))?);
    let input = AssumeRoleWithWebIdentityInput {
        role_arn: role.arn.clone(),
        role_session_name: session_name(issuer, role),
        duration_seconds: seconds(issuer, role),
        web_identity_token: token.trim().to_owned(),
        ..AssumeRoleWithWebIdentityInput::default()
    };
    let step = format!("assuming {} with the token in {}", role.arn, file.display());
    let called = call::<AssumeRoleWithWebIdentity>(issuer, wire, input, Signer::Nobody).await;
    let (output, at) = called.map_err(|none| none.at(&step))?;
    fresh(wire, output.credentials, at, &role.arn)
}

/// Assumes a role with a SAML response.
pub(super) async fn with_saml(issuer: &Issuer, wire: &Wire, from: &From) -> Result<Fresh, NoCredentials> {
    let From::Saml { role_arn, principal_arn, assertion_file, assertion_command } = from else {
        return Err(NoCredentials::repair("no SAML response is configured"));
    };
    let response = match (assertion_file, assertion_command) {
        (Some(path), _) => {
            let path = issuer.vault.resolve(path);
            Zeroizing::new(std::fs::read(&path).map_err(|error| unreadable(&path, &error))?)
        }
        (None, Some(command)) => process::output(command, ASSERTION_MAX).await?,
        (None, None) => return Err(NoCredentials::repair("no SAML response is configured")),
    };
    let response = response.trim_ascii();
    let assertion = match response.first() {
        Some(b'<') => STANDARD.encode(response),
        _ => String::from_utf8_lossy(response).into_owned(),
    };
    let role = Role { arn: role_arn.clone(), ..Role::default() };
    let input = AssumeRoleWithSAMLInput {
        role_arn: role.arn.clone(),
        principal_arn: principal_arn.clone(),
        saml_assertion: assertion,
        duration_seconds: seconds(issuer, &role),
        ..AssumeRoleWithSAMLInput::default()
    };
    let called = call::<AssumeRoleWithSAML>(issuer, wire, input, Signer::Nobody).await;
    let step = format!("assuming {role_arn} with a SAML response");
    let (output, at) = called.map_err(|none| none.at(&step))?;
    fresh(wire, output.credentials, at, role_arn)
}

/// Who the upstream takes credentials for: the ARN.
pub(super) async fn caller_identity(
    issuer: &Issuer,
    wire: &Wire,
    with: &Credentials,
) -> Result<String, NoCredentials> {
    let input = GetCallerIdentityInput::default();
    let (output, _) =
        call::<GetCallerIdentity>(issuer, wire, input, Signer::Key(with, issuer.region())).await?;
    Ok(output.arn.unwrap_or_default())
}

/// Makes a call; also says when it was answered, by the answer's own clock.
async fn call<O: Op>(
    issuer: &Issuer,
    wire: &Wire,
    input: O::Input,
    signer: Signer<'_>,
) -> Result<(O::Output, Option<WallMs>), NoCredentials> {
    let (service, operation) = (&api::SERVICE, O::operation());
    let body = Bytes::from(query::encode(service, operation, &input.into_value()));
    let call = Call {
        service: service.signing_name,
        operation: operation.name,
        endpoint: &endpoint(issuer.config(), service.id),
        method: "POST",
        path: "/",
        headers: &[("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
        body: &body,
    };
    let answer = wire.exchange(&mut Connection::default(), &call, signer).await;
    let answer = answer.map_err(|refusal| NoCredentials::refused(operation.name, &refusal))?;
    let value = xml::decode_result(operation, answer.body()).unwrap_or(Value::Null);
    Ok((O::Output::from_value(value), wire::date(&answer)))
}

fn fresh(
    wire: &Wire,
    held: Option<api::Credentials>,
    at: Option<WallMs>,
    from: &str,
) -> Result<Fresh, NoCredentials> {
    let unclear =
        || NoCredentials::later("the answer holds no credentials; something on the way answers for STS");
    let held = held.filter(|held| !held.access_key_id.is_empty()).ok_or_else(unclear)?;
    let issued = Issued {
        access_key_id: held.access_key_id,
        secret: Secret::new(held.secret_access_key.into_bytes()),
        token: Some(held.session_token),
        ends: u64::try_from(held.expiration).ok().map(WallMs),
    };
    Ok(Fresh::of(wire, issued, at, from))
}

fn session_name(issuer: &Issuer, role: &Role) -> String {
    role.session_name.clone().unwrap_or_else(|| issuer.config().role_session_name.clone())
}

fn seconds(issuer: &Issuer, role: &Role) -> Option<i64> {
    i64::try_from(role.secs.unwrap_or(issuer.config().role_session_secs.0.0)).ok()
}
