//! Choosing the KMS key that a stream's data key is wrapped under.

use super::{ChangeError, Stream, Streams};
use crate::encryption::{ChosenKey, ERAS_MAX, Era};
use crate::keyring::{KeyringError, WrappedKeys};
use crate::stream::HOUR_MS;
use millpond_base::LineMs;
use std::fmt;
use std::sync::Arc;

/// How often a key may be chosen, and how often none, in 24 hours.
///
/// # Source
/// Kinesis API Reference, StartStreamEncryption and StopStreamEncryption.
const CHANGES_A_DAY_MAX: usize = 25;

/// Why another key was not chosen.
#[derive(Debug)]
#[non_exhaustive]
pub enum RekeyError {
    /// The key does not exist or may not be used.
    Key(KeyringError),
    /// It was done as often as it may be done in a day, or retention has not yet passed enough of the times before.
    TooOften {
        /// How often it may be done.
        max: usize,
    },
}

impl fmt::Display for RekeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(_) => f.write_str("the KMS key cannot be used; choose another"),
            Self::TooOften { max } => write!(f, "the key was chosen {max} times; wait a day"),
        }
    }
}

impl std::error::Error for RekeyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Key(cause) => Some(cause),
            Self::TooOften { .. } => None,
        }
    }
}

impl Streams {
    /// Seals what comes from now on with a data key of its own, wrapped under the KMS key called `kms_key`, or under the
    /// gateway's own with `None`. Records that come from now on belong to that key; those before stay with the one they
    /// came under.
    ///
    /// The data keys before are wrapped anew as well, so that every record that was acknowledged stays readable to those
    /// who may use its key, and nothing hangs on the KMS key before.
    ///
    /// # Durability
    /// The choice is on flash when this returns.
    /// # Errors
    /// [`ChangeError::Refused`] with a [`RekeyError`]; the stream is as it was after every error.
    pub fn rekey(
        &self,
        name: &str,
        kms_key: Option<&str>,
        now: LineMs,
    ) -> Result<Arc<Stream>, ChangeError<RekeyError>> {
        self.change(name, |parts| {
            let old = WrappedKeys::from_bytes(parts.wrapped_key.clone());
            let (id, wrapped) =
                self.keyring.rekey(&old, kms_key, self.log.uses()).map_err(RekeyError::Key)?;
            let key = kms_key.map(|name| ChosenKey { name: name.to_owned(), id });
            let retention_ms = u64::from(parts.settings.retention_hours) * HOUR_MS;
            let encryption = &mut parts.settings.extras.encryption;
            if encryption.key() == key.as_ref() {
                return Ok(());
            }
            let before = |ms: u64| LineMs(now.0.saturating_sub(ms));
            let day = before(24 * HOUR_MS);
            let same = |era: &&Era| era.from > day && era.key.is_some() == key.is_some();
            if encryption.eras().iter().filter(same).count() >= CHANGES_A_DAY_MAX {
                return Err(RekeyError::TooOften { max: CHANGES_A_DAY_MAX });
            }
            encryption.begin(key, now, before(retention_ms));
            if encryption.eras().len() > ERAS_MAX {
                return Err(RekeyError::TooOften { max: ERAS_MAX });
            }
            parts.wrapped_key = wrapped.as_bytes().to_vec();
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::NewKey;
    use crate::stream::document;
    use crate::stream::tests::{Rig, rig};
    use crate::stream::{Label, StreamId};
    use millpond_base::Clock;

    fn key(rig: &Rig) -> (String, crate::keyring::KeyId) {
        let key = rig.store.keyring().create_key(NewKey::default()).unwrap();
        (key.arn().to_owned(), key.id())
    }

    fn line(rig: &Rig) -> LineMs {
        rig.clock.now().line
    }

    #[test]
    fn the_data_key_is_wrapped_under_the_chosen_key_and_stays_the_same() {
        let rig = rig();
        let before = rig.create("s", 1);
        let (arn, id) = key(&rig);
        let unwrap = |stream: &Stream| {
            let wrapped = WrappedKeys::from_bytes(stream.wrapped_key.clone());
            (wrapped.kms_key().unwrap(), format!("{:?}", rig.store.keyring().unwrap(&wrapped).is_ok()))
        };

        let chosen = rig.store.streams().rekey("s", Some(&arn), line(&rig)).unwrap();
        rig.put(&chosen, &Label::keyed("k"), b"body");
        let none = rig.store.streams().rekey("s", None, line(&rig)).unwrap();

        assert_eq!((unwrap(&chosen).0, unwrap(&none).0), (id, unwrap(&before).0));
        assert_ne!(unwrap(&chosen).0, unwrap(&before).0);
        assert_eq!(chosen.extras.encryption.key(), Some(&ChosenKey { name: arn, id }));
        assert_eq!(none.extras.encryption.key(), None);
        let bytes = &rig.catalog.all(document::KIND).unwrap()[0].1;
        let again = document::decode(StreamId(before.id.0), bytes).unwrap();
        assert_eq!(again.extras, none.extras);
        let limit = millpond_log::ReadLimit { records: 9, bytes: 999 };
        let page = rig.store.streams().read(&none.shards()[0], millpond_base::Seq(0), limit).unwrap();
        assert_eq!(page.records[0].body, b"body");
    }

    #[test]
    fn a_key_that_does_not_exist_changes_nothing() {
        let rig = rig();
        let before = rig.create("s", 1);

        let failed = rig.store.streams().rekey("s", Some("alias/none"), line(&rig));

        assert!(matches!(failed, Err(ChangeError::Refused(RekeyError::Key(KeyringError::Name(_))))));
        assert!(Arc::ptr_eq(&rig.store.streams().find("s").unwrap(), &before));
    }

    #[test]
    fn a_key_is_chosen_25_times_a_day_and_then_again_the_next() {
        let rig = rig();
        rig.create("s", 1);
        let (arn, _) = key(&rig);
        let streams = rig.store.streams();
        for _ in 0..25 {
            streams.rekey("s", Some(&arn), line(&rig)).unwrap();
            streams.rekey("s", None, line(&rig)).unwrap();
        }

        let often = streams.rekey("s", Some(&arn), line(&rig));

        assert!(matches!(often, Err(ChangeError::Refused(RekeyError::TooOften { max: 25 }))));
        assert!(streams.rekey("s", None, line(&rig)).is_ok(), "nothing to change");
        rig.clock.advance_ms(25 * HOUR_MS);
        let next = streams.rekey("s", Some(&arn), line(&rig)).unwrap();
        assert_eq!(next.extras.encryption.eras().len(), 2, "eras that retention has passed are forgotten");
    }

    #[test]
    fn choosing_the_same_key_again_begins_no_era() {
        let rig = rig();
        rig.create("s", 1);
        let (arn, _) = key(&rig);
        let once = rig.store.streams().rekey("s", Some(&arn), line(&rig)).unwrap();

        let twice = rig.store.streams().rekey("s", Some(&arn), line(&rig)).unwrap();

        assert!(Arc::ptr_eq(&once, &twice));
    }
}
