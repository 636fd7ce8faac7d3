//! What is said of a key, and may be said otherwise: description, tags and policy.

use super::key::{KeyDocument, KmsKey};
use super::{KeyId, KeyState, Keyring, KeyringError};
use std::sync::Arc;

impl Keyring {
    /// Describes a key otherwise.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::rotate`]; [`KeyringError::PendingDeletion`] when it waits for its deletion.
    pub fn describe(&self, id: KeyId, description: String) -> Result<Arc<KmsKey>, KeyringError> {
        self.change_key(id, |old| {
            refuse_going(old)?;
            Ok(KeyDocument { description, ..old.document.clone() })
        })
    }

    /// Sets the tags of a key to what `change` makes of them.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::describe`].
    pub fn tag(
        &self,
        id: KeyId,
        change: impl FnOnce(&mut Vec<(String, String)>),
    ) -> Result<Arc<KmsKey>, KeyringError> {
        self.change_key(id, |old| {
            refuse_going(old)?;
            let mut document = old.document.clone();
            change(&mut document.tags);
            Ok(document)
        })
    }

    /// Gives a key another policy, whatever its state.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::rotate`].
    pub fn put_policy(&self, id: KeyId, policy: String) -> Result<Arc<KmsKey>, KeyringError> {
        self.change_key(id, |old| Ok(KeyDocument { policy: Some(policy), ..old.document.clone() }))
    }
}

fn refuse_going(key: &KmsKey) -> Result<(), KeyringError> {
    match key.state() {
        KeyState::PendingDeletion => Err(KeyringError::PendingDeletion { arn: key.arn().to_owned() }),
        _ => Ok(()),
    }
}
