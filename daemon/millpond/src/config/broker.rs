//! A message broker to forward to: the table `[[broker]]`.

use super::{Name, Within};
use serde::Deserialize;
use std::path::PathBuf;

/// A message broker.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Broker {
    /// The name routes use as their upstream.
    pub(crate) name: Name,
    /// What it speaks.
    pub(crate) kind: BrokerKind,
    /// `mqtts://host:8883`, or `mqtt://localhost:1883`; for NATS `tls://host:4222`, or `nats://localhost:4222`.
    pub(crate) endpoint: BrokerAddress,
    /// The version of MQTT.
    #[serde(default)]
    pub(crate) version: MqttVersion,
    /// User name.
    pub(crate) user: Option<String>,
    /// Name of the sealed secret that is the password; see `millpond secret set`.
    pub(crate) secret: Option<Name>,
    /// Names this gateway to the broker; the gateway's own name when absent.
    pub(crate) client_id: Option<Name>,
    /// PEM file with this gateway's certificate, then those above it; relative to the data directory.
    pub(crate) certificate: Option<PathBuf>,
    /// PEM file with the certificate's private key; relative to the data directory.
    pub(crate) key: Option<PathBuf>,
    /// Name of the sealed secret that holds the private key as PEM.
    pub(crate) key_secret: Option<Name>,
    /// PEM file with the authorities to trust instead of the system's; relative to the data directory.
    pub(crate) ca: Option<PathBuf>,
    /// Messages in flight in one call.
    pub(crate) in_flight_max: Option<Within<1, 500>>,
}

/// What a broker speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum BrokerKind {
    /// MQTT.
    Mqtt,
    /// NATS with JetStream; only in builds with the feature `nats`.
    Nats,
}

/// The version of MQTT.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum MqttVersion {
    /// 3.1.1.
    #[serde(rename = "3.1.1")]
    V3,
    /// 5.
    #[default]
    #[serde(rename = "5")]
    V5,
}

/// Scheme, host and port of a broker.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct BrokerAddress {
    /// What is spoken there, by the scheme.
    pub(crate) kind: BrokerKind,
    /// True where TLS is spoken.
    pub(crate) tls: bool,
    /// Host name or address, IPv6 without brackets.
    pub(crate) host: String,
    /// TCP port.
    pub(crate) port: u16,
}

impl TryFrom<String> for BrokerAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fault =
            || format!("{text:?} is not a broker's address such as mqtts://host:8883 or tls://host:4222");
        let (scheme, rest) = text.split_once("://").ok_or_else(fault)?;
        let (kind, tls, own_port) = match scheme {
            "mqtt" => (BrokerKind::Mqtt, false, 1883),
            "mqtts" => (BrokerKind::Mqtt, true, 8883),
            "nats" => (BrokerKind::Nats, false, 4222),
            "tls" => (BrokerKind::Nats, true, 4222),
            _ => return Err(fault()),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let parsed: hyper::http::uri::Authority = authority.parse().map_err(|_| fault())?;
        if authority.contains('@') || parsed.host().is_empty() {
            return Err(fault());
        }
        let host = parsed.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        Ok(Self { kind, tls, host, port: parsed.port_u16().unwrap_or(own_port) })
    }
}

impl Broker {
    /// What contradicts itself, with what to do.
    pub(super) fn contradiction(&self) -> Option<&'static str> {
        let keys = usize::from(self.key.is_some()) + usize::from(self.key_secret.is_some());
        let cases = [
            (
                self.kind == BrokerKind::Nats && !cfg!(feature = "nats"),
                "is one of NATS, which this build cannot speak to; build it with --features nats",
            ),
            (
                self.kind != self.endpoint.kind,
                "has the address of another kind of broker; MQTT is mqtt:// or mqtts://, NATS is nats:// or tls://",
            ),
            (
                self.certificate.is_some() != (keys == 1),
                "needs a certificate together with its private key: as key, a file, or as key_secret, a sealed secret",
            ),
            (
                self.certificate.is_some() && !self.endpoint.tls,
                "has a certificate and an endpoint without TLS; use mqtts:// or tls://",
            ),
            (
                !self.endpoint.tls && !is_local(&self.endpoint.host),
                "has an endpoint without TLS, to which everything would go in clear; use mqtts:// or tls://",
            ),
            (
                self.user.is_some() && self.secret.is_none(),
                "has a user without a secret; seal the password and name it",
            ),
        ];
        cases.into_iter().find(|(wrong, _)| *wrong).map(|(_, what)| what)
    }
}

/// What is said to such a host does not leave the device.
fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
