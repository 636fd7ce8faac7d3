//! The secret that the link keys of enrolled nodes follow from. It is wrapped like a data key, under a KMS key.
//!
//! ```text
//! link key = HKDF-SHA256(secret, "millpond node v1" ‖ number u64 ‖ generation u32), integers big-endian
//! ```
//! A node knows its own key and nothing of the secret, so it can neither read what another says nor speak for it.

use super::root::expand;
use super::{Keyring, KeyringError, WrappedKeys};
use zeroize::Zeroizing;

/// The secret, open. Wiped when dropped.
pub(crate) struct NodeSecret(Zeroizing<[u8; 32]>);

impl NodeSecret {
    /// The link key of one node in one generation.
    pub(crate) fn key(&self, number: u64, generation: u32) -> Zeroizing<[u8; 32]> {
        expand(&self.0, &[b"millpond node v1", &number.to_be_bytes(), &generation.to_be_bytes()])
    }
}

impl Keyring {
    /// Draws the secret and wraps it under `alias/aws/millpond`.
    ///
    /// # Errors
    /// As [`Keyring::new_data_key`].
    pub(crate) fn new_node_secret(&self) -> Result<WrappedKeys, KeyringError> {
        self.new_data_key(None).map(|(_, wrapped)| wrapped)
    }

    /// Opens the secret.
    ///
    /// # Errors
    /// [`KeyringError::Unwrap`] when it was damaged, or made by another gateway.
    pub(crate) fn node_secret(&self, wrapped: &WrappedKeys) -> Result<NodeSecret, KeyringError> {
        self.open_newest(wrapped).map(NodeSecret)
    }
}
