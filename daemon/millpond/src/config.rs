//! The configuration file: every key typed, bounded and refused when unknown.
//!
//! [`crate::commands::init`] writes a file in which each key is explained; that text is `commands/init_config.toml`.

#[path = "config/broker.rs"]
mod broker;
#[path = "config/console.rs"]
mod console;
#[path = "config/credentials.rs"]
mod credentials;
#[path = "config/device.rs"]
mod device;
#[path = "config/identity.rs"]
mod identity;
#[path = "config/keys.rs"]
mod keys;
#[path = "config/kinesis.rs"]
mod kinesis;
#[path = "config/modbus.rs"]
mod modbus;
#[path = "config/mqtt.rs"]
mod mqtt;
#[path = "config/place.rs"]
mod place;
#[path = "config/proxy.rs"]
mod proxy;
#[path = "config/route.rs"]
mod route;
#[path = "config/serial.rs"]
mod serial;
#[path = "config/shape.rs"]
mod shape;
#[path = "config/target.rs"]
mod target;
#[path = "config/uplink.rs"]
mod uplink;
#[path = "config/upstream.rs"]
mod upstream;

pub(crate) use broker::{Broker, BrokerKind, MqttVersion};
pub(crate) use console::{Console, Enabled};
pub(crate) use credentials::{Credentials, Role};
pub(crate) use device::Device;
pub(crate) use identity::Identity;
pub(crate) use keys::{Keys, Seal, Unseal};
pub(crate) use kinesis::{Kinesis, Rates};
pub(crate) use modbus::{Modbus, Parity};
pub(crate) use mqtt::{ClientPrincipal, Mqtt, MqttRule, RulePayload, RulePlace};
pub(crate) use place::Place;
pub(crate) use proxy::{NoProxy, Pin, ProxyAddress, ProxyKind};
pub(crate) use route::{Lanes, Order, Route};
pub(crate) use serial::Serial;
pub(crate) use shape::{
    Addressing, Aggregate, Compress, ObjectForm, PACKED_BYTES_MAX, Protocol, Transform, WhenUnfit,
};
pub(crate) use target::{Pattern, Source, Target};
pub(crate) use uplink::{BudgetBytes, Hours, Metered, Metrics, Uplink, WhenMetered};
pub(crate) use upstream::{Upstream, UpstreamKind};

use millpond_base::{AccountId, Region};
use millpond_store::full::{Policies, Policy};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

/// What the configuration file says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    /// Where clients connect: HTTP/1.1, HTTP/2 and, with a certificate, TLS on one port.
    pub(crate) listen: SocketAddr,
    /// The region in ARNs and credential scopes.
    pub(crate) region: RegionName,
    /// The account in ARNs and queue URLs.
    pub(crate) account: AccountName,
    /// Whether signatures and policies are enforced.
    pub(crate) auth: Auth,
    /// The certificate clients see. Without one TLS is not offered.
    pub(crate) tls: Option<Tls>,
    /// How much flash the gateway may use.
    pub(crate) storage: Storage,
    /// Where the root key comes from.
    pub(crate) keys: Keys,
    /// Who is believed.
    pub(crate) identity: Identity,
    /// Care for the flash.
    pub(crate) flash: Flash,
    /// What happens when the log is full.
    pub(crate) full: FullLog,
    /// How much streams keep, besides the hours that their clients set.
    pub(crate) retention: Retention,
    /// Bounds on what clients may ask for at once.
    pub(crate) limits: Limits,
    /// How the Kinesis service differs from what suits a gateway.
    pub(crate) kinesis: Kinesis,
    /// The page for people.
    pub(crate) console: Console,
    /// What the gateway measures of itself.
    pub(crate) metrics: Metrics,
    /// Where sensors connect.
    pub(crate) link: Link,
    /// Sensors that may connect.
    pub(crate) device: Vec<Device>,
    /// Devices that are polled.
    pub(crate) modbus: Vec<Modbus>,
    /// Where devices publish and subscribe.
    pub(crate) mqtt: Mqtt,
    /// Ways out of the site.
    pub(crate) uplink: Vec<Uplink>,
    /// Clouds or gateways to forward to.
    pub(crate) upstream: Vec<Upstream>,
    /// Message brokers to forward to.
    pub(crate) broker: Vec<Broker>,
    /// What is forwarded where.
    pub(crate) route: Vec<Route>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 4566)),
            region: RegionName(Region::parse("us-east-1").expect("a valid region")),
            account: AccountName(AccountId::parse("000000000000").expect("twelve digits")),
            auth: Auth::On,
            tls: None,
            storage: Storage::default(),
            keys: Keys::default(),
            identity: Identity::default(),
            flash: Flash::default(),
            full: FullLog::default(),
            retention: Retention::default(),
            limits: Limits::default(),
            kinesis: Kinesis::default(),
            console: Console::default(),
            metrics: Metrics::default(),
            link: Link::default(),
            device: Vec::new(),
            modbus: Vec::new(),
            mqtt: Mqtt::default(),
            uplink: Vec::new(),
            upstream: Vec::new(),
            broker: Vec::new(),
            route: Vec::new(),
        }
    }
}

/// Whether callers must prove who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Auth {
    /// Signatures, sessions and policies are enforced.
    On,
    /// Nothing is checked. For test benches, and only on a loopback address.
    Off,
}

/// The certificate and key that clients see.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tls {
    /// PEM file with the certificate chain; relative to the data directory.
    pub(crate) cert: PathBuf,
    /// PEM file with the private key; relative to the data directory.
    pub(crate) key: PathBuf,
}

/// How much flash the gateway may use.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Storage {
    /// Size to which the log may grow, in MiB.
    pub(crate) budget_mib: Within<64, 16_777_216>,
    /// What new records are sealed with.
    pub(crate) seal: Seal,
}

impl Default for Storage {
    fn default() -> Self {
        Self { budget_mib: Within(2048), seal: Seal::Measured }
    }
}

/// Care for the flash.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Flash {
    /// Days in which all live data is read once, to notice rot; 0 reads only when asked.
    pub(crate) scrub_days: Within<0, 365>,
    /// MiB that may be written in a day before it is said.
    pub(crate) daily_budget_mib: Option<Within<1, 1_048_576>>,
    /// Terabytes (10^12 B) that the device is rated for.
    pub(crate) rated_tb: Option<Within<1, 1_000_000>>,
}

impl Default for Flash {
    fn default() -> Self {
        Self { scrub_days: Within(30), daily_budget_mib: None, rated_tb: None }
    }
}

/// How much streams keep, besides the hours that their clients set.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Retention {
    /// MiB of a stream, by name.
    pub(crate) streams_mib: BTreeMap<String, Within<1, 16_777_216>>,
}

impl Retention {
    /// The same in bytes.
    pub(crate) fn quotas(&self) -> BTreeMap<String, u64> {
        self.streams_mib.iter().map(|(name, mib)| (name.clone(), mib.0 << 20)).collect()
    }
}

/// What happens when the log is full.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FullLog {
    /// For every stream and queue that is not named below.
    pub(crate) default: WhenFull,
    /// Streams, by name.
    pub(crate) streams: BTreeMap<String, WhenFull>,
    /// Queues, by name.
    pub(crate) queues: BTreeMap<String, WhenFull>,
}

/// What a stream or queue does when the log is full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WhenFull {
    /// It takes no more, and says so as AWS throttles.
    #[default]
    Reject,
    /// Its oldest records or messages are let go of and noted in the loss ledger.
    DropOldest,
    /// The same with those that newer ones of the same key superseded. When there are none it takes no more.
    KeepNewestPerKey,
}

impl From<WhenFull> for Policy {
    fn from(policy: WhenFull) -> Self {
        match policy {
            WhenFull::Reject => Self::Reject,
            WhenFull::DropOldest => Self::DropOldest,
            WhenFull::KeepNewestPerKey => Self::KeepNewestPerKey,
        }
    }
}

impl FullLog {
    /// The same as the store knows it.
    pub(crate) fn policies(&self) -> Policies {
        let all = |named: &BTreeMap<String, WhenFull>| {
            named.iter().map(|(name, policy)| (name.clone(), Policy::from(*policy))).collect()
        };
        Policies::new(self.default.into(), all(&self.streams), all(&self.queues))
    }
}

/// Bounds on what clients may ask for at once.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    /// Client connections open at the same time. One that waits in a long poll takes about 3 KiB.
    pub(crate) connections_max: Within<4, 65_536>,
    /// Size of one request body, in bytes.
    pub(crate) body_bytes_max: Within<1_048_576, 67_108_864>,
    /// Request bodies, and what they stage until it is on flash, held in memory at the same time; in bytes.
    pub(crate) bodies_bytes_max: Within<1_048_576, 1_073_741_824>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: Within(256),
            body_bytes_max: Within(16 << 20),
            bodies_bytes_max: Within(4 << 20),
        }
    }
}

/// Where sensors connect.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Link {
    /// UDP address to listen on.
    pub(crate) udp: Option<SocketAddr>,
    /// Serial ports to listen on.
    pub(crate) serial: Vec<Serial>,
    /// Streams and queues in which readings arrive as lines of JSON.
    pub(crate) json: Vec<Place>,
}

/// A whole number between two bounds, both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u64")]
pub(crate) struct Within<const MIN: u64, const MAX: u64>(pub(crate) u64);

impl<const MIN: u64, const MAX: u64> TryFrom<u64> for Within<MIN, MAX> {
    type Error = String;

    fn try_from(value: u64) -> Result<Self, String> {
        if (MIN..=MAX).contains(&value) {
            Ok(Self(value))
        } else {
            Err(format!("{value} is not within {MIN} to {MAX}"))
        }
    }
}

impl<const MIN: u64, const MAX: u64> Within<MIN, MAX> {
    /// The number as a size in memory.
    pub(crate) fn size(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// A region.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct RegionName(pub(crate) Region);

impl TryFrom<String> for RegionName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Region::parse(&text)
            .map(Self)
            .ok_or_else(|| format!("{text:?} is not a region name such as us-east-1"))
    }
}

/// An account.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct AccountName(pub(crate) AccountId);

impl TryFrom<String> for AccountName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        AccountId::parse(&text)
            .map(Self)
            .ok_or_else(|| format!("{text:?} is not an account of twelve digits"))
    }
}

/// A name of ours: 1 to 64 letters, digits, dots, hyphens and underscores, and no leading dot. Safe as a file name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Name(String);

impl Name {
    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let ok = (1..=64).contains(&text.len())
            && !text.starts_with('.')
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if ok {
            Ok(Self(text))
        } else {
            Err(format!("{text:?} is not a name of 1 to 64 letters, digits and -_."))
        }
    }
}

/// Scheme, host and port of an upstream.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Endpoint {
    /// True for `https`.
    pub(crate) tls: bool,
    /// Host name or address, IPv6 without brackets.
    pub(crate) host: String,
    /// TCP port.
    pub(crate) port: u16,
    /// What the `Host` header says: the port only when it is not the scheme's own.
    pub(crate) authority: String,
}

impl TryFrom<String> for Endpoint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fault = || format!("{text:?} is not an endpoint such as https://host:port");
        let (scheme, rest) = text.split_once("://").ok_or_else(fault)?;
        let tls = match scheme {
            "https" => true,
            "http" => false,
            _ => return Err(fault()),
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest).to_ascii_lowercase();
        let parsed: hyper::http::uri::Authority = authority.parse().map_err(|_| fault())?;
        if authority.contains('@') || parsed.host().is_empty() {
            return Err(fault());
        }
        let own_port = if tls { 443 } else { 80 };
        let port = parsed.port_u16().unwrap_or(own_port);
        let host = parsed.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let authority = if port == own_port { parsed.host().to_owned() } else { authority };
        Ok(Self { tls, host, port, authority })
    }
}

/// The configuration contradicts itself.
#[derive(Debug)]
#[non_exhaustive]
pub(crate) enum ConfigError {
    /// The text is not the TOML we expect.
    Syntax(toml::de::Error),
    /// Nobody may reach an open gateway from outside.
    OpenToAll(SocketAddr),
    /// Two entries of one table share a name.
    Twice(&'static str, String),
    /// An uplink's settings contradict each other.
    Uplink { uplink: String, what: &'static str },
    /// An upstream names an uplink that is not there.
    NoUplink { upstream: String, uplink: String },
    /// An upstream's settings contradict each other.
    Upstream { upstream: String, problem: String },
    /// A route names an upstream that is not there.
    NoUpstream { route: String, upstream: String },
    /// A polled device's settings contradict each other.
    Modbus { device: String, problem: String },
    /// The settings of the broker of MQTT contradict each other.
    Mqtt(&'static str),
    /// A broker's settings contradict each other.
    Broker { broker: String, problem: &'static str },
    /// A route's settings contradict each other.
    Route { route: String, problem: &'static str },
    /// A queue takes at most ten messages per call.
    QueueBatch { route: String, records: u64 },
    /// Dead letters of a route go where they cannot.
    DeadLetters { route: String, place: Place },
    /// The keys about lanes contradict each other or the source.
    Lanes { route: String, problem: &'static str },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(error) => write!(f, "{}", error.to_string().trim_end()),
            Self::OpenToAll(listen) => {
                write!(f, "auth is off, so listen must be a loopback address, and {listen} is not one")
            }
            Self::Twice(table, name) => write!(f, "[[{table}]] {name:?} stands twice; give one another name"),
            Self::Uplink { uplink, what } => write!(f, "uplink {uplink:?}: {what}"),
            Self::NoUplink { upstream, uplink } => {
                write!(f, "upstream {upstream:?} names uplink {uplink:?}; add an [[uplink]] of that name")
            }
            Self::Upstream { upstream, problem } => write!(f, "upstream {upstream:?} {problem}"),
            Self::NoUpstream { route, upstream } => {
                write!(
                    f,
                    "route {route:?} names upstream {upstream:?}; add an [[upstream]] or a [[broker]] of that name"
                )
            }
            Self::Modbus { device, problem } => write!(f, "modbus {device:?} {problem}"),
            Self::Mqtt(problem) => write!(f, "[mqtt] {problem}"),
            Self::Broker { broker, problem } => write!(f, "broker {broker:?} {problem}"),
            Self::Route { route, problem } => write!(f, "route {route:?} {problem}"),
            Self::DeadLetters { route, place } => {
                write!(
                    f,
                    "route {route:?} has dead_letters = {place}; name a queue that the route does not read"
                )
            }
            Self::Lanes { route, problem } => write!(f, "route {route:?} {problem}"),
            Self::QueueBatch { route, records } => {
                write!(f, "route {route:?} sends {records} messages per call; a queue takes at most 10")
            }
        }
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads and checks a configuration file's text.
    ///
    /// # Errors
    /// The first thing that is wrong, with its place in the text where there is one.
    pub(crate) fn parse(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(ConfigError::Syntax)?;
        config.checked()
    }

    /// The same configuration on another address.
    ///
    /// # Errors
    /// When authentication is off and the address is not a loopback one.
    pub(crate) fn listening_on(mut self, listen: SocketAddr) -> Result<Self, ConfigError> {
        self.listen = listen;
        self.checked()
    }

    fn checked(self) -> Result<Self, ConfigError> {
        if self.auth == Auth::Off && !self.listen.ip().is_loopback() {
            return Err(ConfigError::OpenToAll(self.listen));
        }
        let brokers = self.broker.iter().map(|broker| broker.name.as_str().to_owned());
        distinct("upstream", self.upstream.iter().map(|u| u.name.as_str().to_owned()).chain(brokers))?;
        distinct("route", self.route.iter().map(|r| r.name.as_str().to_owned()))?;
        distinct("device", self.device.iter().map(|d| d.id.to_string()))?;
        distinct("modbus", self.modbus.iter().map(|m| m.name.as_str().to_owned()))?;
        for device in &self.modbus {
            if let Some(problem) = device.contradiction() {
                return Err(ConfigError::Modbus { device: device.name.as_str().to_owned(), problem });
            }
        }
        self.check_uplinks()?;
        if let Some(problem) = self.mqtt.contradiction(self.tls.is_some(), self.auth == Auth::Off) {
            return Err(ConfigError::Mqtt(problem));
        }
        for upstream in &self.upstream {
            if let Some(problem) = upstream.contradiction().or_else(|| upstream.proxy_problem()) {
                return Err(ConfigError::Upstream { upstream: upstream.name.as_str().to_owned(), problem });
            }
        }
        for broker in &self.broker {
            if let Some(problem) = broker.contradiction() {
                return Err(ConfigError::Broker { broker: broker.name.as_str().to_owned(), problem });
            }
        }
        for route in &self.route {
            self.check_route(route)?;
        }
        Ok(self)
    }

    fn check_route(&self, route: &Route) -> Result<(), ConfigError> {
        let name = || route.name.as_str().to_owned();
        let broker =
            self.broker.iter().find(|broker| broker.name == route.upstream).map(|broker| broker.kind);
        if broker.is_none() && !self.upstream.iter().any(|u| u.name == route.upstream) {
            let upstream = route.upstream.as_str().to_owned();
            return Err(ConfigError::NoUpstream { route: name(), upstream });
        }
        let is_millpond =
            |upstream: &Upstream| upstream.name == route.upstream && upstream.kind == UpstreamKind::Millpond;
        let once = self.upstream.iter().any(is_millpond);
        if let Some(problem) = route.contradiction(broker, once) {
            return Err(ConfigError::Route { route: name(), problem });
        }
        let read = |place: &Place| matches!(&route.from, Source::Place(from) if from == place);
        let unfit = |place: &&Place| read(place) || matches!(place, Place::Stream(_));
        if let Some(place) = route.dead_letters.as_ref().filter(unfit) {
            return Err(ConfigError::DeadLetters { route: name(), place: place.clone() });
        }
        if let Some(problem) = route.lanes_problem() {
            return Err(ConfigError::Lanes { route: name(), problem });
        }
        match (route.target(), route.batch_records_max) {
            (Some(Target::Queue(_)), Some(Within(records))) if records > 10 => {
                Err(ConfigError::QueueBatch { route: name(), records })
            }
            _ => Ok(()),
        }
    }
}

fn distinct(table: &'static str, names: impl Iterator<Item = String>) -> Result<(), ConfigError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name.clone()) {
            return Err(ConfigError::Twice(table, name));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
