//! Keys that are made anew: on request, and every so many days. What was encrypted before stays readable.

use super::key::{KeyDocument, KmsKey, Rotation};
use super::material::{Arrival, Material};
use super::{KeyId, KeyOrigin, KeyState, Keyring, KeyringError, NameError};
use millpond_base::{LineMs, Now, WallMs};
use std::sync::Arc;
use std::sync::atomic::Ordering;

const DAY_MS: u64 = 86_400_000;
/// How long to leave material alone that something is sealed under.
const HOUR_MS: u64 = 3_600_000;

/// # Source
/// AWS KMS API Reference, RotateKeyOnDemand: 25 times for each key.
const ON_DEMAND_MAX: usize = 25;

impl Keyring {
    /// Gives a symmetric key a new backing key. Older ciphertexts stay readable.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::create_key`]; [`KeyringError::Name`] when the key is gone.
    pub fn rotate(&self, id: KeyId) -> Result<Arc<KmsKey>, KeyringError> {
        self.renew(id, Arrival::OnDemand, |_, _| Ok(()))
    }

    /// As [`Keyring::rotate`], because someone asks: with the material that waits, if what the key has was brought.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// Those of [`Keyring::rotate`] and of a key that may not be used; [`KeyringError::TooManyRotations`];
    /// [`KeyringError::NothingWaits`].
    pub fn rotate_on_demand(&self, id: KeyId) -> Result<Arc<KmsKey>, KeyringError> {
        let check = |old: &KmsKey| {
            old.check_enabled()?;
            if old.on_demand_rotations() >= ON_DEMAND_MAX {
                return Err(KeyringError::TooManyRotations { arn: old.arn.clone() });
            }
            Ok(())
        };
        let old = self.key(id).ok_or_else(|| NameError::NoKey { arn: self.key_arn(id) })?;
        if old.origin() == KeyOrigin::AwsKms {
            return self.renew(id, Arrival::OnDemand, |old, _| check(old));
        }
        let now = self.clock.now().wall;
        self.change_key(id, |old| {
            check(old)?;
            let mut document = old.document.clone();
            let waiting = document.materials.last_mut().filter(|m| m.arrival == Arrival::Waiting && !m.gone);
            let Some(waiting) = waiting else {
                return Err(KeyringError::NothingWaits { arn: old.arn.clone() });
            };
            (waiting.arrival, waiting.at) = (Arrival::OnDemand, now);
            Ok(document)
        })
    }

    /// Adds a backing key; `change` may refuse, and change the document besides.
    fn renew(
        &self,
        id: KeyId,
        arrival: Arrival,
        change: impl FnOnce(&KmsKey, &mut KeyDocument) -> Result<(), KeyringError>,
    ) -> Result<Arc<KmsKey>, KeyringError> {
        let _changing = self.change();
        let old = self.key(id).ok_or_else(|| NameError::NoKey { arn: self.key_arn(id) })?;
        let mut document = old.document.clone();
        change(&old, &mut document)?;
        let mut materials = old.materials.clone();
        let (wrapped, material) = self.new_backing(id, old.version() + 1);
        document.backing.push(wrapped);
        document.materials.push(Material::new(arrival, self.clock.now().wall));
        materials.push(material);
        let key = Arc::new(self.known_key(old.number, document, materials));
        self.keep(Some(&key), None)?;
        Ok(key)
    }

    /// Has a key made anew every `period_days` from now on, counted on the device timeline.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// Those of [`Keyring::rotate`] and of a key that may not be used.
    pub fn rotate_every(&self, id: KeyId, period_days: u32, now: Now) -> Result<Arc<KmsKey>, KeyringError> {
        self.change_key(id, |old| {
            old.check_enabled()?;
            let rotation = Some(rotation(period_days, now.wall, now.line));
            Ok(KeyDocument { rotation, ..old.document.clone() })
        })
    }

    /// Lets a key be as it is.
    ///
    /// # Durability
    /// On flash when this returns.
    /// # Errors
    /// As [`Keyring::rotate_every`].
    pub fn rotate_no_more(&self, id: KeyId) -> Result<Arc<KmsKey>, KeyringError> {
        self.change_key(id, |old| {
            old.check_enabled()?;
            Ok(KeyDocument { rotation: None, ..old.document.clone() })
        })
    }

    /// Makes those keys anew whose time has come, and lets material go whose time is over. Called every second.
    ///
    /// A key that is disabled meanwhile is made anew once it is enabled. Whether something is still sealed under material
    /// that is gone for everybody else is looked into once an hour.
    pub fn renew_due(&self, now: Now) {
        let due = |key: &KmsKey| {
            key.state() == KeyState::Enabled
                && key.document.rotation.is_some_and(|rotation| rotation.next_line <= now.line)
        };
        let keys = |pick: &dyn Fn(&KmsKey) -> bool| -> Vec<KeyId> {
            self.read(|ring| ring.keys.values().filter(|key| pick(key)).map(|key| key.id()).collect())
        };
        for id in keys(&due) {
            // What cannot be kept is tried again in a second.
            let _ = self.renew(id, Arrival::Automatic, |_, document| {
                if let Some(old) = document.rotation {
                    // From when it was due, so that a late start moves nothing; but never twice for one time.
                    let days = u64::from(old.period_days).max(1) * DAY_MS;
                    let missed = now.line.0.saturating_sub(old.next_line.0) / days * days;
                    let (wall, line) = (WallMs(old.next.0 + missed), LineMs(old.next_line.0 + missed));
                    document.rotation = Some(rotation(old.period_days, wall, line));
                }
                Ok(())
            });
        }
        for id in keys(&|key| key.has_expired(now.line)) {
            let _ = self.expire(id, now);
        }
        if now.line.0 < self.look_again_at_material.load(Ordering::Relaxed) {
            return;
        }
        let kept = keys(&KmsKey::keeps_what_is_gone);
        if kept.into_iter().filter(|id| !self.let_go(*id)).count() > 0 {
            self.look_again_at_material.store(now.line.0.saturating_add(HOUR_MS), Ordering::Relaxed);
        }
    }
}

fn rotation(period_days: u32, wall: WallMs, line: LineMs) -> Rotation {
    let period_ms = u64::from(period_days) * DAY_MS;
    Rotation {
        period_days,
        next: WallMs(wall.0.saturating_add(period_ms)),
        next_line: line.after_ms(period_ms),
    }
}
