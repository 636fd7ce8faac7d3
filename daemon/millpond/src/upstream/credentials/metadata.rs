//! What the machine or container that the gateway runs on is told about itself.

use super::{Fresh, NoCredentials, look, unreadable};
use crate::config::Endpoint;
use crate::upstream::wire::{self, Wire};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{AUTHORIZATION, HOST};
use hyper::{Request, Response};
use millpond_credentials::{TokenFrom, container_endpoint};
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

/// Where an instance's metadata are.
///
/// # Source
/// Amazon EC2 User Guide, "Use the Instance Metadata Service".
const INSTANCE: &str = "http://169.254.169.254";
const TOKEN_PATH: &str = "/latest/api/token";
const TOKEN_SECS: &str = "21600";
const ROLE_PATH: &str = "/latest/meta-data/iam/security-credentials/";

/// How long an answer from this machine may take. Elsewhere nobody answers at all.
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// How long credentials are used that the metadata show after their end: the service may lag behind, and what it shows is often still
/// accepted.
///
/// # Source
/// AWS SDKs and Tools Reference Guide, "IMDS credential provider": SDKs go on with them and ask again within minutes.
const LAGGING_MS: u64 = 300_000;

/// Asks an instance's metadata, version 2 only: version 1 answers whoever can make the gateway fetch a URL.
pub(super) async fn instance(wire: &Wire, endpoint: Option<&Endpoint>) -> Result<Fresh, NoCredentials> {
    let set = look("AWS_EC2_METADATA_SERVICE_ENDPOINT").filter(|text| !text.is_empty());
    let endpoint = match endpoint {
        Some(endpoint) => endpoint.clone(),
        None => Endpoint::try_from(set.unwrap_or_else(|| INSTANCE.into())).map_err(NoCredentials::repair)?,
    };
    let step = "the instance's metadata";
    let ask = Request::put(TOKEN_PATH).header("x-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECS);
    let token = text(&get(wire, &endpoint, ask).await.map_err(|none| none.at(step))?);
    let with_token = |path: &str| Request::get(path).header("x-aws-ec2-metadata-token", token.trim());
    let role = text(
        &get(wire, &endpoint, with_token(ROLE_PATH))
            .await
            .map_err(|none| none.at("the instance's metadata name no role; attach an instance profile"))?,
    );
    let Some(role) = role.lines().next().map(str::trim).filter(|role| !role.is_empty()) else {
        return Err(NoCredentials::repair(
            "the instance's metadata name no role; attach an instance profile",
        ));
    };
    let answer = get(wire, &endpoint, with_token(&format!("{ROLE_PATH}{role}"))).await;
    let answer = answer.map_err(|none| none.at(step))?;
    let issued = millpond_credentials::instance(answer.body())
        .map_err(|unreadable| NoCredentials::repair(format!("{step}: {unreadable}")))?;
    let mut fresh = Fresh::of(wire, issued, wire::date(&answer), step);
    fresh.life_ms = fresh.life_ms.map(|life_ms| life_ms.max(LAGGING_MS));
    Ok(fresh)
}

/// Asks a container's agent.
pub(super) async fn container(wire: &Wire) -> Result<Fresh, NoCredentials> {
    let step = "the container's agent";
    let container = container_endpoint(&look).map_err(|error| NoCredentials::repair(error.to_string()))?;
    let endpoint = Endpoint::try_from(container.origin.clone()).map_err(NoCredentials::repair)?;
    let mut ask = Request::get(container.path.as_str());
    if let Some(token) = container.token {
        let token = match token {
            TokenFrom::Value(token) => token,
            TokenFrom::File(path) => {
                std::fs::read_to_string(&path).map_err(|error| unreadable(Path::new(&path), &error))?
            }
        };
        ask = ask.header(AUTHORIZATION, token.trim_end_matches(['\r', '\n']));
    }
    let answer = get(wire, &endpoint, ask).await.map_err(|none| none.at(step))?;
    let issued = millpond_credentials::container(answer.body())
        .map_err(|unreadable| NoCredentials::repair(format!("{step}: {unreadable}")))?;
    Ok(Fresh::of(wire, issued, wire::date(&answer), step))
}

async fn get(
    wire: &Wire,
    endpoint: &Endpoint,
    request: hyper::http::request::Builder,
) -> Result<Response<Bytes>, NoCredentials> {
    let agent = concat!("millpond/", env!("CARGO_PKG_VERSION"));
    let request = request.header(HOST, endpoint.authority.as_str()).header("user-agent", agent);
    let request = request.body(Full::new(Bytes::new())).map_err(|_| {
        NoCredentials::repair("the address or the token holds characters that no request can carry")
    })?;
    let who = &endpoint.authority;
    let late = |_| NoCredentials::later(format!("{who} does not answer within {} s", ANSWER_MAX.as_secs()));
    let answer = timeout(ANSWER_MAX, wire.send(endpoint, None, request)).await.map_err(late)?;
    let answer = answer.map_err(|cause| NoCredentials::later(format!("{who} does not answer: {cause}")))?;
    match answer.status().as_u16() {
        200 => Ok(answer),
        status @ (429 | 500..) => Err(NoCredentials::later(format!("{who} answers with status {status}"))),
        status => Err(NoCredentials::repair(format!("{who} refuses with status {status}"))),
    }
}

fn text(answer: &Response<Bytes>) -> String {
    String::from_utf8_lossy(answer.body()).into_owned()
}
