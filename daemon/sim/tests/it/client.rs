//! A client: requests of each protocol, signed or not.

use millpond_aws::sigv4::{self, Credentials, Target};
use millpond_base::{Clock, Secret};
use millpond_gateway::{RawReply, RawRequest};
use millpond_sim::Appliance;
use std::net::{IpAddr, Ipv4Addr};

/// How every client here addresses the gateway.
pub(crate) const HOST: &str = "pond:4566";

/// An access key in a client's hands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

/// The first administrator's key of a new gateway.
pub(crate) fn first_admin(appliance: &Appliance) -> Key {
    let made = appliance.store().principals().create_first_admin(appliance.clock().now());
    let (key, secret) = made.expect("a new gateway has no administrator");
    let secret = String::from_utf8(secret.expose().to_vec()).expect("secrets are printable");
    Key { id: key.id, secret, token: None }
}

/// A request without a signature.
pub(crate) fn plain(
    method: &str,
    path: &str,
    query: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> RawRequest {
    let headers = [("host", HOST)].iter().chain(headers);
    RawRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers.map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect(),
        body: body.to_vec(),
        peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        secure: false,
    }
}

/// A call in the query protocol.
pub(crate) fn form(body: &str) -> RawRequest {
    plain("POST", "/", "", &[("content-type", "application/x-www-form-urlencoded")], body.as_bytes())
}

/// Signs a request by header, at the gateway's time.
pub(crate) fn sign(appliance: &Appliance, mut request: RawRequest, service: &str, key: &Key) -> RawRequest {
    let at = appliance.clock().now().wall;
    let secret = Secret::new(key.secret.clone().into_bytes());
    let added = with_raw(&request, |raw| {
        sigv4::sign(raw, &sigv4::sha256(&request.body), &credentials(key, &secret), &target(service), at)
    });
    let added = added.into_iter().map(|(name, value)| (name.to_owned(), value.into_bytes()));
    request.headers.extend(added);
    request
}

/// Signs a request by query, good for `secs`, at the gateway's time.
pub(crate) fn presign(
    appliance: &Appliance,
    mut request: RawRequest,
    service: &str,
    key: &Key,
    secs: u64,
) -> RawRequest {
    let at = appliance.clock().now().wall;
    let secret = Secret::new(key.secret.clone().into_bytes());
    let body_sha256 = sigv4::sha256(&request.body);
    request.query = with_raw(&request, |raw| {
        sigv4::presign(raw, &body_sha256, &credentials(key, &secret), &target(service), at, secs)
    });
    request
}

/// Sends one request.
pub(crate) fn send(appliance: &Appliance, request: RawRequest) -> RawReply {
    appliance.exchange(&[request]).expect("the power is on").remove(0)
}

fn with_raw<T>(request: &RawRequest, f: impl FnOnce(&sigv4::RawRequest<'_>) -> T) -> T {
    let headers: Vec<(&str, &[u8])> =
        request.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
    let RawRequest { method, path, query, .. } = request;
    f(&sigv4::RawRequest { method, path, query, headers: &headers })
}

fn credentials<'a>(key: &'a Key, secret: &'a Secret) -> Credentials<'a> {
    Credentials { access_key_id: &key.id, secret, session_token: key.token.as_deref() }
}

fn target(service: &str) -> Target<'_> {
    Target { service, region: "us-east-1" }
}
