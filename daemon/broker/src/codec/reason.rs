//! Reason codes.

use std::fmt;

/// Why something was refused or ended, by the codes of version 5.
///
/// # Source
/// Section 2.4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing is wrong.
    Success = 0x00,
    /// Nobody is subscribed, and no rule applied.
    NoMatchingSubscribers = 0x10,
    /// There was no such subscription.
    NoSubscription = 0x11,
    /// Not more can be said.
    Unspecified = 0x80,
    /// The bytes are no packet.
    MalformedPacket = 0x81,
    /// A packet that may not come here, or says what may not be said.
    ProtocolError = 0x82,
    /// The gateway cannot do it.
    Implementation = 0x83,
    /// Neither 3.1.1 nor 5.
    UnsupportedVersion = 0x84,
    /// A client identifier that cannot be used.
    ClientId = 0x85,
    /// Not who it says.
    BadCredentials = 0x86,
    /// Its policies do not allow it.
    NotAuthorized = 0x87,
    /// The log takes nothing.
    ServerUnavailable = 0x88,
    /// Too many connections.
    ServerBusy = 0x89,
    /// The gateway stops.
    ServerShuttingDown = 0x8b,
    /// Enhanced authentication is not offered.
    BadAuthenticationMethod = 0x8c,
    /// The client was silent for too long.
    KeepAliveTimeout = 0x8d,
    /// Somebody else connected with this client identifier.
    SessionTakenOver = 0x8e,
    /// A topic filter that cannot be used.
    TopicFilter = 0x8f,
    /// A topic that cannot be published to.
    TopicName = 0x90,
    /// A packet identifier that is not known.
    PacketIdNotFound = 0x92,
    /// More unacknowledged messages than granted.
    ReceiveMaximum = 0x93,
    /// A topic alias that was never said, or is too large.
    TopicAlias = 0x94,
    /// A packet longer than granted.
    PacketTooLarge = 0x95,
    /// No room: for a subscription, a retained message, a record.
    QuotaExceeded = 0x97,
    /// The payload is not what a rule needs.
    PayloadFormat = 0x99,
    /// Shared subscriptions cannot be asked for so.
    SharedSubscriptions = 0x9e,
    /// Its credentials are no longer valid.
    MaximumConnectTime = 0xa0,
}

impl Reason {
    /// The code on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The return code of CONNACK in version 3.1.1 that says the same; `None` where it has none and the connection just ends.
    ///
    /// # Source
    /// MQTT 3.1.1, section 3.2.2.3.
    #[must_use]
    pub const fn return_code(self) -> Option<u8> {
        match self {
            Self::Success => Some(0),
            Self::UnsupportedVersion => Some(1),
            Self::ClientId => Some(2),
            Self::ServerUnavailable | Self::ServerBusy | Self::QuotaExceeded => Some(3),
            Self::BadCredentials => Some(4),
            Self::NotAuthorized => Some(5),
            _ => None,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Success => "success",
            Self::NoMatchingSubscribers => "nobody is subscribed",
            Self::NoSubscription => "there was no such subscription",
            Self::Unspecified => "unspecified error",
            Self::MalformedPacket => "the bytes are no packet of MQTT",
            Self::ProtocolError => "a packet that may not come here",
            Self::Implementation => "the gateway cannot do this",
            Self::UnsupportedVersion => "neither version 3.1.1 nor 5",
            Self::ClientId => "the client identifier cannot be used",
            Self::BadCredentials => "user name or password are wrong",
            Self::NotAuthorized => "not allowed by the policies",
            Self::ServerUnavailable => "the log takes nothing now",
            Self::ServerBusy => "too many connections",
            Self::ServerShuttingDown => "the gateway stops",
            Self::BadAuthenticationMethod => "enhanced authentication is not offered",
            Self::KeepAliveTimeout => "silent for too long",
            Self::SessionTakenOver => "another connection has this client identifier",
            Self::TopicFilter => "the topic filter cannot be used",
            Self::TopicName => "the topic cannot be published to",
            Self::PacketIdNotFound => "the packet identifier is not known",
            Self::ReceiveMaximum => "more unacknowledged messages than granted",
            Self::TopicAlias => "the topic alias is not known",
            Self::PacketTooLarge => "the packet is longer than granted",
            Self::QuotaExceeded => "there is no room",
            Self::PayloadFormat => "the payload is not what a rule needs",
            Self::SharedSubscriptions => "shared subscriptions cannot be asked for so",
            Self::MaximumConnectTime => "the credentials are no longer valid",
        })
    }
}

impl std::error::Error for Reason {}
