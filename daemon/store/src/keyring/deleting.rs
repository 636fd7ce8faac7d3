//! Keys that go: after a time in which it can be thought better of, a key and what was encrypted with it is lost for good.
//!
//! A key under which a stream, queue or table is still sealed waits until that is deleted too: whoever wants the data gone
//! deletes it, and a site's buffer does not depend on who may delete keys.

use super::key::{KIND, KeyDocument};
use super::{KeyId, KeyState, Keyring, KeyringError, KmsKey, NameError, WrappedKeys, alias, grant};
use millpond_base::{Now, WallMs};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// How long a key that something is sealed under is left alone.
const HOUR_MS: u64 = 3_600_000;

impl KmsKey {
    /// Refuses every use unless the key is enabled.
    pub(super) fn check_enabled(&self) -> Result<(), KeyringError> {
        let arn = || self.arn.clone();
        match self.state() {
            KeyState::Enabled => Ok(()),
            KeyState::Disabled => Err(KeyringError::Disabled { arn: arn() }),
            KeyState::PendingDeletion => Err(KeyringError::PendingDeletion { arn: arn() }),
            KeyState::PendingImport => Err(KeyringError::PendingImport { arn: arn() }),
        }
    }
}

impl Keyring {
    /// Makes a key go after `window_ms`; until then it is of no use. The wait is counted on the device timeline.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::rotate`]; [`KeyringError::PendingDeletion`] when it goes already.
    pub fn schedule_deletion(
        &self,
        id: KeyId,
        window_ms: u64,
        now: Now,
    ) -> Result<Arc<KmsKey>, KeyringError> {
        let wall = WallMs(now.wall.0.saturating_add(window_ms));
        let deletion = Some((wall, now.line.after_ms(window_ms)));
        self.change_key(id, |old| {
            if old.state() == KeyState::PendingDeletion {
                return Err(KeyringError::PendingDeletion { arn: old.arn.clone() });
            }
            Ok(KeyDocument { state: KeyState::PendingDeletion, deletion, ..old.document.clone() })
        })
    }

    /// Lets a key stay that waits for its deletion; it is disabled then, or waits for what it lacks.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::rotate`]; [`KeyringError::NotPending`] when it does not wait.
    pub fn cancel_deletion(&self, id: KeyId) -> Result<Arc<KmsKey>, KeyringError> {
        self.change_key(id, |old| {
            if old.state() != KeyState::PendingDeletion {
                return Err(KeyringError::NotPending { arn: old.arn.clone() });
            }
            let state = old.state_or(KeyState::Disabled);
            Ok(KeyDocument { state, deletion: None, ..old.document.clone() })
        })
    }

    /// Destroys the keys whose time has come, with their aliases and grants, unless some data key is wrapped under them; that is
    /// looked into once an hour. Called every second.
    ///
    /// What the catalog does not take is tried again then.
    pub fn delete_due(&self, now: Now) {
        let is_due = |key: &KmsKey| key.document.deletion.is_some_and(|(_, line)| line <= now.line);
        if now.line.0 < self.look_again.load(Ordering::Relaxed) {
            return;
        }
        let due: Vec<Arc<KmsKey>> =
            self.read(|ring| ring.keys.values().filter(|key| is_due(key)).cloned().collect());
        for key in due {
            let _changing = self.change();
            // No data key can have been wrapped under it since it waits.
            let stays = self.key(key.id()).is_none_or(|key| !is_due(&key));
            if !stays && (self.wraps_something(key.id()) || self.destroy(&key).is_err()) {
                self.look_again.store(now.line.0.saturating_add(HOUR_MS), Ordering::Relaxed);
            }
        }
    }

    /// True when some document holds a data key under this key, or cannot be read: whatever kinds of things there are,
    /// none is to be lost with a key by mistake.
    pub(super) fn wraps_something(&self, id: KeyId) -> bool {
        let begins = WrappedKeys::beginning(id);
        let own = [KIND, alias::KIND, grant::KIND];
        let Ok(names) = self.catalog.names() else { return true };
        let mut others = names.iter().filter(|(kind, _)| !own.contains(&kind.as_str()));
        others.any(|(kind, number)| match self.catalog.document(kind, *number) {
            Ok(document) => document.windows(begins.len()).any(|bytes| bytes == begins),
            Err(_) => true,
        })
    }

    fn destroy(&self, key: &KmsKey) -> Result<(), KeyringError> {
        let names: Vec<_> = self
            .read(|ring| ring.aliases.values().filter(|alias| alias.target == key.id()).cloned().collect());
        let grants = self.grants_of(key.id());
        self.catalog.write(|changes| {
            changes.remove(KIND, key.number);
            names.iter().for_each(|alias| changes.remove(alias::KIND, alias.number));
            grants.iter().for_each(|grant| changes.remove(grant::KIND, grant.number));
        })?;
        let mut ring = self.ring.write().expect("no holder of this lock can panic");
        ring.keys.remove(&key.id());
        ring.forget(KIND, key.number);
        for alias in names {
            ring.aliases.remove(&alias.name);
            ring.forget(alias::KIND, alias.number);
        }
        for grant in grants {
            ring.grants.remove(&(grant.key, grant.id));
            ring.forget(grant::KIND, grant.number);
        }
        Ok(())
    }

    /// Changes a key's document; its backing keys stay.
    pub(super) fn change_key(
        &self,
        id: KeyId,
        f: impl FnOnce(&KmsKey) -> Result<KeyDocument, KeyringError>,
    ) -> Result<Arc<KmsKey>, KeyringError> {
        let _changing = self.change();
        let old = self.key(id).ok_or_else(|| NameError::NoKey { arn: self.key_arn(id) })?;
        let document = f(&old)?;
        let key = Arc::new(self.known_key(old.number, document, old.materials.clone()));
        self.keep(Some(&key), None)?;
        Ok(key)
    }

    /// Lets a key be used, or keeps it from being used.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::rotate`]; [`KeyringError::PendingDeletion`] when it waits for its deletion,
    /// [`KeyringError::PendingImport`] when it lacks its material.
    pub fn enable(&self, id: KeyId, enabled: bool) -> Result<Arc<KmsKey>, KeyringError> {
        let state = if enabled { KeyState::Enabled } else { KeyState::Disabled };
        self.change_key(id, |old| match old.state() {
            KeyState::PendingDeletion => Err(KeyringError::PendingDeletion { arn: old.arn.clone() }),
            KeyState::PendingImport => Err(KeyringError::PendingImport { arn: old.arn.clone() }),
            KeyState::Enabled | KeyState::Disabled => Ok(KeyDocument { state, ..old.document.clone() }),
        })
    }
}
