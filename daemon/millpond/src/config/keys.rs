//! What is sealed with what, and where the root key comes from.

use serde::Deserialize;

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
