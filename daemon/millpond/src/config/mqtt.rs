//! The broker of MQTT: where devices connect, what bounds them, and where rules lead their messages.

use super::{Tls, Within};
use millpond_base::AccountId;
use millpond_broker::{Limits, topic};
use millpond_pack::{About, Template};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where devices publish and subscribe.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Mqtt {
    /// Address for plain connections; of this machine only.
    pub(crate) listen: Option<SocketAddr>,
    /// Address for TLS.
    pub(crate) listen_tls: Option<SocketAddr>,
    /// The certificate that devices see, where it is not that of `[tls]`.
    pub(crate) tls: Option<Tls>,
    /// PEM file with the authorities of devices' certificates; relative to the data directory.
    pub(crate) client_ca: Option<PathBuf>,
    /// The user or role that a device with a certificate is; `{cn}` stands for its common name.
    pub(crate) client_principal: Option<ClientPrincipal>,
    /// Connections at the same time.
    pub(crate) connections_max: Within<1, 65_536>,
    /// Sessions, connected or not.
    pub(crate) sessions_max: Within<1, 1_000_000>,
    /// Bytes of one packet.
    pub(crate) packet_bytes_max: Within<1_024, 1_048_576>,
    /// Messages on their way to one client.
    pub(crate) in_flight_max: Within<1, 1_024>,
    /// Messages taken from one client and not acknowledged.
    pub(crate) receive_max: Within<1, 4_096>,
    /// Subscriptions of one client.
    pub(crate) subscriptions_max: Within<1, 10_000>,
    /// KiB of retained messages.
    pub(crate) retained_kib: Within<0, 1_048_576>,
    /// Hours that a session lasts without a connection.
    pub(crate) session_hours_max: Within<0, 8_760>,
    /// MiB of messages that wait for sessions.
    pub(crate) messages_mib: Within<1, 1_048_576>,
    /// Hours for which they wait.
    pub(crate) messages_hours: Within<1, 8_760>,
    /// Where messages go besides.
    pub(crate) rule: Vec<MqttRule>,
}

impl Default for Mqtt {
    fn default() -> Self {
        Self {
            listen: None,
            listen_tls: None,
            tls: None,
            client_ca: None,
            client_principal: None,
            connections_max: Within(1_024),
            sessions_max: Within(10_000),
            packet_bytes_max: Within(262_144),
            in_flight_max: Within(64),
            receive_max: Within(256),
            subscriptions_max: Within(64),
            retained_kib: Within(1_024),
            session_hours_max: Within(168),
            messages_mib: Within(64),
            messages_hours: Within(168),
            rule: Vec::new(),
        }
    }
}

/// What a rule makes of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RulePayload {
    /// Its payload.
    #[default]
    AsIs,
    /// A JSON object with its topic, its client, when it arrived, and its payload.
    Json,
}

/// Where messages under some topics go.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MqttRule {
    /// Which topics.
    pub(crate) filter: Filter,
    /// `stream/NAME` or `queue/NAME`, in which places of a message may stand.
    pub(crate) to: RulePlace,
    /// The partition key, or the group in a FIFO queue; the topic unless told.
    #[serde(default)]
    pub(crate) partition_key: RuleText,
    /// What is stored.
    #[serde(default)]
    pub(crate) payload: RulePayload,
}

/// A filter of topics.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Filter(pub(crate) String);

impl TryFrom<String> for Filter {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if topic::is_filter(&text) && topic::shared(&text).is_none() {
            return Ok(Self(text));
        }
        Err(format!("{text:?} is no filter of topics such as plant/+/temperature or plant/#"))
    }
}

/// Text with places that a message fills.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct RuleText(pub(crate) Template);

impl Default for RuleText {
    fn default() -> Self {
        Self(Template::parse_about("{topic}", About::Publication).expect("a template"))
    }
}

impl TryFrom<String> for RuleText {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let template = Template::parse_about(&text, About::Publication);
        template.map(Self).map_err(|error| format!("{text:?}: {error}"))
    }
}

/// A stream or a queue whose name a message may fill.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum RulePlace {
    /// A stream.
    Stream(RuleText),
    /// A queue.
    Queue(RuleText),
}

impl TryFrom<String> for RulePlace {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.split_once('/') {
            Some(("stream", name)) if !name.is_empty() => {
                RuleText::try_from(name.to_owned()).map(Self::Stream)
            }
            Some(("queue", name)) if !name.is_empty() => RuleText::try_from(name.to_owned()).map(Self::Queue),
            _ => Err(format!("{text:?} is neither stream/NAME nor queue/NAME")),
        }
    }
}

/// The ARN of a user or role, in which `{cn}` may stand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct ClientPrincipal(String);

impl TryFrom<String> for ClientPrincipal {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let rest = text.strip_prefix("arn:aws:iam::");
        let is_principal = rest.and_then(|rest| rest.split_once(':')).is_some_and(|(account, name)| {
            AccountId::parse(account).is_some() && (name.starts_with("user/") || name.starts_with("role/"))
        });
        if is_principal {
            return Ok(Self(text));
        }
        Err(format!("{text:?} is no user or role such as arn:aws:iam::000000000000:user/devices/{{cn}}"))
    }
}

impl ClientPrincipal {
    /// The ARN for a certificate with this common name; `None` for a name that could lead elsewhere.
    pub(crate) fn arn(&self, common_name: &str) -> Option<String> {
        // What names of users may hold, without the path's slash.
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+=,.@_-".contains(&byte);
        let fits = (1..=64).contains(&common_name.len()) && common_name.bytes().all(allowed);
        fits.then(|| self.0.replace("{cn}", common_name))
    }
}

impl Mqtt {
    /// True when devices may connect at all.
    pub(crate) const fn is_on(&self) -> bool {
        self.listen.is_some() || self.listen_tls.is_some()
    }

    /// What contradicts itself, with what to do.
    pub(super) fn contradiction(&self, has_tls: bool, is_open: bool) -> Option<&'static str> {
        let certificates = self.client_ca.is_some() || self.client_principal.is_some();
        let cases = [
            (
                self.listen.is_some_and(|listen| !listen.ip().is_loopback()),
                "has a listen address that others reach, to which passwords would go in clear; use listen_tls",
            ),
            (
                is_open && self.listen_tls.is_some_and(|listen| !listen.ip().is_loopback()),
                "would let anybody in while auth is off; use a loopback address",
            ),
            (
                self.listen_tls.is_some() && self.tls.is_none() && !has_tls,
                "has listen_tls without a certificate; add [mqtt.tls] or [tls]",
            ),
            (
                self.client_ca.is_some() != self.client_principal.is_some(),
                "needs client_ca and client_principal together",
            ),
            (
                certificates && self.listen_tls.is_none(),
                "has client_ca without listen_tls, where certificates are shown",
            ),
        ];
        cases.into_iter().find(|(wrong, _)| *wrong).map(|(_, what)| what)
    }

    /// The same as the broker knows it.
    pub(crate) fn limits(&self) -> Limits {
        let small = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
        let wide = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Limits {
            sessions_max: self.sessions_max.size(),
            subscriptions_max: self.sessions_max.size().saturating_mul(5),
            session_subscriptions_max: self.subscriptions_max.size(),
            retained_bytes_max: self.retained_kib.size() << 10,
            in_flight_max: small(self.in_flight_max.0),
            receive_max: small(self.receive_max.0),
            packet_bytes_max: wide(self.packet_bytes_max.0),
            waiting_bytes_max: self.packet_bytes_max.size().max(256 << 10) * 2,
            expiry_s_max: wide(self.session_hours_max.0 * 3_600),
            ..Limits::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::{ClientPrincipal, RulePayload};

    fn refusal(text: &str) -> String {
        Config::parse(text).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn the_broker_is_off_unless_it_listens_and_plain_stays_on_this_machine() {
        assert!(!Config::parse("").unwrap().mqtt.is_on());
        assert!(Config::parse("[mqtt]\nlisten = \"127.0.0.1:1883\"").unwrap().mqtt.is_on());
        assert!(refusal("[mqtt]\nlisten = \"0.0.0.0:1883\"").contains("in clear; use listen_tls"));
        assert!(refusal("[mqtt]\nlisten_tls = \"0.0.0.0:8883\"").contains("without a certificate"));
        let tls = "[tls]\ncert = \"c\"\nkey = \"k\"\n[mqtt]\nlisten_tls = \"0.0.0.0:8883\"";
        assert!(Config::parse(tls).is_ok());
        assert!(refusal(&format!("auth = \"off\"\n{tls}")).contains("anybody"));
        assert!(refusal(&format!("{tls}\nclient_ca = \"ca.pem\"")).contains("together"));
    }

    #[test]
    fn rules_say_which_topics_go_where() {
        let rule = |rest: &str| format!("[[mqtt.rule]]\nfilter = \"a/+\"\n{rest}");
        let config = Config::parse(&rule("to = \"stream/{topic:1}\"\npayload = \"json\"")).unwrap();
        assert_eq!(config.mqtt.rule[0].payload, RulePayload::Json);
        assert!(refusal(&rule("to = \"topic/x\"")).contains("neither stream/NAME nor queue/NAME"));
        assert!(refusal(&rule("to = \"stream/{shard}\"")).contains("has no {shard}"));
        assert!(refusal("[[mqtt.rule]]\nfilter = \"a/#/b\"\nto = \"stream/a\"").contains("no filter"));
    }

    #[test]
    fn a_common_name_cannot_lead_elsewhere() {
        let principal =
            ClientPrincipal::try_from("arn:aws:iam::000000000000:user/devices/{cn}".to_owned()).unwrap();
        assert_eq!(principal.arn("pump-7").unwrap(), "arn:aws:iam::000000000000:user/devices/pump-7");
        for name in ["", "a/b", "../admin", "a:b", "a*"] {
            assert_eq!(principal.arn(name), None, "{name:?}");
        }
        assert!(ClientPrincipal::try_from("arn:aws:iam::1:user/x".to_owned()).is_err());
        assert!(ClientPrincipal::try_from("arn:aws:iam::000000000000:group/x".to_owned()).is_err());
    }
}
