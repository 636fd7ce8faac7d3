//! The page for people.

use serde::Deserialize;

/// The page on which people sign in through a SAML provider.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Console {
    /// When it is there.
    pub(crate) enabled: Enabled,
    /// How browsers call the gateway; as each request says when absent.
    pub(crate) url: Option<Origin>,
}

/// When the page is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Enabled {
    /// While a SAML provider exists.
    #[default]
    Auto,
    /// Always: the federation endpoint needs no provider.
    On,
    /// Never.
    Off,
}

/// Scheme and host, and nothing after them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Origin(pub(crate) String);

impl TryFrom<String> for Origin {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
        match host {
            Some(host) if !host.is_empty() && host.bytes().all(inner) => Ok(Self(text)),
            _ => Err(format!("{text:?} is not an origin such as https://gate.example")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_scheme_and_host() {
        for good in ["https://gate.example", "http://127.0.0.1:4566", "https://[::1]:443"] {
            assert_eq!(Origin::try_from(good.to_owned()).map(|origin| origin.0), Ok(good.to_owned()));
        }
        for bad in ["", "gate", "https://", "https://gate/", "ftp://gate", "https://a b", "https://a\"b"] {
            assert!(Origin::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
