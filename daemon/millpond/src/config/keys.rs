//! What is sealed with what, and where the root key comes from.

use super::Within;
use millpond_store::renewing::RenewAfter;
use serde::Deserialize;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

const DAY_MS: u64 = 86_400_000;

/// What new records are sealed with. Records sealed otherwise stay readable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum Seal {
    /// Whatever this device is fastest with, measured at every start.
    #[default]
    #[serde(rename = "measured")]
    Measured,
    /// AES-256-GCM.
    #[serde(rename = "aes-256-gcm")]
    Aes,
    /// ChaCha20-Poly1305.
    #[serde(rename = "chacha20-poly1305")]
    ChaCha,
}

/// Where the root key comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Keys {
    /// What unseals `root.key`.
    pub(crate) unseal: Unseal,
    /// MiB that one data key, or one epoch of the log, seals.
    pub(crate) renew_mib: Within<1, 65_536>,
    /// Days for which it seals.
    pub(crate) renew_days: Within<1, 3_650>,
}

impl Default for Keys {
    fn default() -> Self {
        let RenewAfter { bytes, ms } = RenewAfter::default();
        Self { unseal: Unseal::Plain, renew_mib: Within(bytes >> 20), renew_days: Within(ms / DAY_MS) }
    }
}

impl Keys {
    /// When data keys and epochs are made anew.
    pub(crate) fn renew_after(&self) -> RenewAfter {
        RenewAfter { bytes: self.renew_mib.0 << 20, ms: self.renew_days.0 * DAY_MS }
    }
}

/// What unseals `root.key`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Unseal {
    /// Nothing: the key stands in clear.
    #[default]
    Plain,
    /// A passphrase that is asked for at every start.
    Ask,
    /// A credential of systemd, by name.
    Credential(String),
    /// A passphrase in a file.
    PassphraseFile(PathBuf),
    /// What a program prints, by its words; there is at least one.
    Command(Vec<String>),
}

impl TryFrom<String> for Unseal {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (kind, rest) = text.split_once(':').unwrap_or((&text, ""));
        let plain_name = |name: &str| {
            let ok = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            !name.starts_with('.') && name.len() <= 64 && name.bytes().all(ok)
        };
        if text.chars().any(char::is_control) {
            return Err(format!("{text:?} holds a control character"));
        }
        match (kind, rest) {
            ("plain", "") => Ok(Self::Plain),
            ("ask", "") => Ok(Self::Ask),
            ("credential", name) if !name.is_empty() && plain_name(name) => {
                Ok(Self::Credential(name.to_owned()))
            }
            ("passphrase-file", path) if path.starts_with('/') => Ok(Self::PassphraseFile(path.into())),
            ("command", words) if words.starts_with('/') => {
                Ok(Self::Command(words.split_whitespace().map(str::to_owned).collect()))
            }
            _ => Err(format!(
                "{text:?} is neither plain, ask, credential:NAME, passphrase-file:/PATH nor command:/PROGRAM WORDS"
            )),
        }
    }
}

impl Unseal {
    /// As a string of TOML.
    pub(crate) fn quoted(&self) -> String {
        format!("\"{}\"", self.to_string().replace('\\', "\\\\").replace('"', "\\\""))
    }
}

impl FromStr for Unseal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.to_owned().try_into()
    }
}

/// As the configuration has it.
impl fmt::Display for Unseal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain => f.write_str("plain"),
            Self::Ask => f.write_str("ask"),
            Self::Credential(name) => write!(f, "credential:{name}"),
            Self::PassphraseFile(path) => write!(f, "passphrase-file:{}", path.display()),
            Self::Command(words) => write!(f, "command:{}", words.join(" ")),
        }
    }
}
