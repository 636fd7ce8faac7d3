//! Ways to an upstream: proxies, what is reached without them, and pinned keys.

use serde::Deserialize;
use std::net::IpAddr;

/// What a proxy speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProxyKind {
    /// HTTP/1.1: CONNECT, or plain requests passed on.
    Http,
    /// Version 5 of SOCKS.
    Socks5,
}

/// `http://host:port`, `http://user@host:port`, `socks5://host:port` or `socks5://user@host:port`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct ProxyAddress {
    /// What it speaks.
    pub(crate) kind: ProxyKind,
    /// Who we are there; the password is a sealed secret.
    pub(crate) user: Option<String>,
    /// Host name or address, IPv6 without brackets.
    pub(crate) host: String,
    /// TCP port; 3128 for HTTP and 1080 for SOCKS unless told.
    pub(crate) port: u16,
}

impl TryFrom<String> for ProxyAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fault = || format!("{text:?} is not a proxy such as http://host:3128 or socks5://user@host:1080");
        let (scheme, rest) = text.split_once("://").ok_or_else(fault)?;
        let (kind, own_port) = match scheme {
            "http" => (ProxyKind::Http, 3128),
            // By either name the proxy resolves names: ours may not, behind it.
            "socks5" | "socks5h" => (ProxyKind::Socks5, 1080),
            _ => return Err(fault()),
        };
        let (user, authority) = match rest.rsplit_once('@') {
            Some((user, authority)) => (Some(user), authority),
            None => (None, rest),
        };
        if user.is_some_and(|user| user.contains(':')) {
            return Err(
                "a proxy's password must not stand here: seal it with `millpond secret set` and name it \
                        as proxy_secret"
                    .to_owned(),
            );
        }
        let authority = authority.strip_suffix('/').unwrap_or(authority);
        let parsed: hyper::http::uri::Authority = authority.parse().map_err(|_| fault())?;
        let host = parsed.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        let user = user.map(str::to_owned);
        if host.is_empty() || user.as_ref().is_some_and(|user| user.is_empty() || user.len() > 255) {
            return Err(fault());
        }
        Ok(Self { kind, user, host, port: parsed.port_u16().unwrap_or(own_port) })
    }
}

/// What is reached without the proxy: a host, an address, `.example` for all names that end so, or `10.0.0.0/8`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum NoProxy {
    /// One name or address.
    Host(String),
    /// All names that end so; with its dot.
    Domain(String),
    /// Addresses that begin with so many bits.
    Network(IpAddr, u32),
}

impl NoProxy {
    /// True for a host that is reached without the proxy.
    pub(crate) fn covers(&self, host: &str) -> bool {
        match self {
            Self::Host(name) => name == host,
            Self::Domain(end) => host.ends_with(end.as_str()) || host == &end[1..],
            Self::Network(network, bits) => {
                let address = host.parse::<IpAddr>();
                address.is_ok_and(|address| prefix(address, *bits) == prefix(*network, *bits))
            }
        }
    }
}

/// The first bits of an address, and which family it is of.
fn prefix(address: IpAddr, bits: u32) -> (bool, u128) {
    match address {
        IpAddr::V4(address) => (false, u128::from(address.to_bits().checked_shr(32 - bits).unwrap_or(0))),
        IpAddr::V6(address) => (true, address.to_bits().checked_shr(128 - bits).unwrap_or(0)),
    }
}

impl TryFrom<String> for NoProxy {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let text = text.to_ascii_lowercase();
        if let Some((network, bits)) = text.split_once('/') {
            let network: Option<IpAddr> = network.parse().ok();
            let bits: Option<u32> = bits.parse().ok();
            return match (network, bits) {
                (Some(network @ IpAddr::V4(_)), Some(bits @ 0..=32)) => Ok(Self::Network(network, bits)),
                (Some(network @ IpAddr::V6(_)), Some(bits @ 0..=128)) => Ok(Self::Network(network, bits)),
                _ => Err(format!("{text:?} is not a network such as 10.0.0.0/8")),
            };
        }
        let ok = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b'_' | b':');
        match text.strip_prefix('.') {
            _ if text.len() < 2 || !text.bytes().all(ok) => {
                Err(format!("{text:?} is none of a host, .example or 10.0.0.0/8"))
            }
            Some(_) => Ok(Self::Domain(text)),
            None => Ok(Self::Host(text)),
        }
    }
}

/// SHA-256 of a public key in its certificate's form (SubjectPublicKeyInfo): `sha256/` and 44 characters of base64.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Pin(pub(crate) [u8; 32]);

impl TryFrom<String> for Pin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        use base64::Engine;
        let hash = text.strip_prefix("sha256/");
        let hash = hash.and_then(|hash| base64::prelude::BASE64_STANDARD.decode(hash).ok());
        let hash = hash.and_then(|hash| hash.try_into().ok());
        hash.map(Self).ok_or_else(|| format!("{text:?} is not a pin: sha256/ and 44 characters of base64"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy(text: &str) -> Result<ProxyAddress, String> {
        ProxyAddress::try_from(text.to_owned())
    }

    #[test]
    fn a_proxy_has_a_kind_a_user_and_a_port() {
        let full = proxy("socks5h://site@Proxy.example:99").unwrap();
        assert_eq!(
            (full.kind, full.user.as_deref(), full.host.as_str(), full.port),
            (ProxyKind::Socks5, Some("site"), "proxy.example", 99)
        );
        let short = proxy("http://[fd00::1]").unwrap();
        assert_eq!(
            (short.kind, short.user, short.host.as_str(), short.port),
            (ProxyKind::Http, None, "fd00::1", 3128)
        );
    }

    #[test]
    fn a_password_in_a_proxys_address_is_refused_with_advice() {
        assert!(proxy("http://site:geheim@proxy").unwrap_err().contains("proxy_secret"));
        for text in ["proxy:3128", "https://proxy", "http://", "http://@proxy", "ftp://proxy"] {
            assert!(proxy(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_needs_no_proxy_is_named_by_host_domain_or_network() {
        let rule = |text: &str| NoProxy::try_from(text.to_owned()).unwrap();

        assert!(rule("Hub.example").covers("hub.example") && !rule("hub.example").covers("x.hub.example"));
        assert!(rule(".example").covers("hub.example") && rule(".example").covers("example"));
        assert!(!rule(".example").covers("badexample"));
        assert!(rule("10.0.0.0/8").covers("10.9.9.9") && !rule("10.0.0.0/8").covers("11.0.0.1"));
        assert!(rule("0.0.0.0/0").covers("11.0.0.1") && !rule("0.0.0.0/0").covers("::1"));
        assert!(rule("fd00::/8").covers("fd12::1") && rule("::1").covers("::1"));
        for text in ["", ".", "10.0.0.0/33", "x/8", "http://x"] {
            assert!(NoProxy::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_pin_is_a_hash_in_base64() {
        let text = format!("sha256/{}=", "A".repeat(43));
        assert_eq!(Pin::try_from(text), Ok(Pin([0; 32])));
        for text in ["", "sha256/", "sha1/AAAA", "sha256/AAAA"] {
            assert!(Pin::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }
}
