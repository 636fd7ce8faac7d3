//! The keys that a queue's messages are sealed with: each KMS key that its owner names brings a data key of its own, and
//! data keys are made anew in time.

use super::document::Document;
use super::live::Queue;
use super::settings::Settings;
use super::{ChangeError, Queues};
use crate::encryption::{ChosenKey, ERAS_MAX};
use crate::keyring::{KeyId, KeyringError, WrappedKeys};
use crate::renewing::Renewal;
use millpond_base::{LineMs, Now};
use millpond_log::DataKey;
use std::convert::Infallible;
use std::sync::Arc;

impl Queues {
    /// Draws the first data key. SQS takes any key name when a queue is made; one that cannot be used is reported and seals
    /// nothing until it can.
    pub(super) fn first_key(
        &self,
        settings: &mut Settings,
        now: Now,
    ) -> Result<(Arc<DataKey>, WrappedKeys), KeyringError> {
        let Some(name) = settings.kms_key.clone() else { return self.keyring.new_data_key(None) };
        let Ok((key, wrapped)) = self.keyring.new_data_key(Some(&name)) else {
            return self.keyring.new_data_key(None);
        };
        let chosen = wrapped.kms_key().map(|id| ChosenKey { name, id });
        settings.encryption.begin(chosen, now.line, now.line);
        Ok((key, wrapped))
    }

    /// Has what is sent from now on sealed under the KMS key that the queue's owner named, when that is another than before:
    /// its alias leads elsewhere, or there was no such key until now.
    ///
    /// # Durability
    /// The fresh data key is on flash when this returns.
    /// # Errors
    /// As [`Queues::configure`].
    pub fn follow_key(&self, queue: &Queue, now: Now) -> Result<(), ChangeError> {
        let settings = queue.settings();
        let Some(name) = &settings.kms_key else { return Ok(()) };
        let found = self.keyring.resolve(name).ok().map(|key| key.id());
        if found.is_some() && found == settings.encryption.key().map(|key| key.id) {
            return Ok(());
        }
        let Ok(()) = self.change(queue, now, |document| Ok::<_, Infallible>(document.clone()))?;
        Ok(())
    }

    /// Begins an era, with a data key of its own, when the settings name another KMS key than the last one. A key that
    /// cannot be used changes nothing: what is sent is refused then.
    pub(super) fn follow(&self, document: &mut Document, now: Now) -> Result<(), ChangeError> {
        let name = document.settings.kms_key.as_deref();
        let before = document.settings.encryption.key();
        let leads_to = |name: &str| self.keyring.resolve(name).ok().map(|key| key.id());
        let same = match (name, before) {
            (None, None) => true,
            (Some(name), Some(before)) => name == before.name && leads_to(name) == Some(before.id),
            _ => false,
        };
        if same {
            return Ok(());
        }
        let wrapped = WrappedKeys::from_bytes(document.wrapped_key.clone());
        let rekeyed: Result<(KeyId, WrappedKeys), _> = self.keyring.rekey(&wrapped, name, self.log.uses());
        let (id, wrapped) = match rekeyed {
            Ok(rekeyed) => rekeyed,
            Err(KeyringError::Catalog(cause)) => return Err(ChangeError::Catalog(cause)),
            Err(_) => return Ok(()),
        };
        let key = name.map(|name| ChosenKey { name: name.to_owned(), id });
        let retention_ms = u64::from(document.settings.retention_s) * 1000;
        let oldest = LineMs(now.line.0.saturating_sub(retention_ms));
        document.settings.encryption.begin(key, now.line, oldest);
        if document.settings.encryption.eras().len() > ERAS_MAX {
            return Err(ChangeError::TooManyKeys);
        }
        document.wrapped_key = wrapped.as_bytes().to_vec();
        Ok(())
    }

    /// Makes data keys anew that are due. Called every second.
    pub(crate) fn renew_keys(&self, renewal: &mut Renewal<'_>, now: Now) {
        for queue in self.list("", None, usize::MAX) {
            let tracks = [queue.messages, queue.acks];
            let wants = {
                let document = queue.document.lock().expect("no holder of this lock can panic");
                renewal.wants(&document.wrapped_key, &tracks)
            };
            if wants {
                // A queue whose document cannot be written keeps its key, and is looked at again.
                let _ = self.change(&queue, now, |document| {
                    let wrapped_key = renewal.of(&document.wrapped_key, &tracks).ok_or(())?;
                    Ok::<_, ()>(Document { wrapped_key, ..document.clone() })
                });
            }
        }
    }
}
