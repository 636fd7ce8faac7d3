//! What the broker of MQTT keeps: messages for sessions that outlast their connections, and those sessions.
//!
//! Two tracks, made when the broker is first switched on and kept from then on. What their records mean is the broker's
//! (`millpond-broker`); here is where they lie, and what happens when space is short.

use crate::catalog::Catalog;
use crate::keyring::Keyring;
use crate::trail::{TrackError, known_track, own_track};
use millpond_base::{Seq, TrackId};
use millpond_log::Log;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The kind of the messages' catalog document.
pub(crate) const MESSAGES: &str = "mqtt-messages";
/// The kind of the sessions' catalog document.
pub(crate) const SESSIONS: &str = "mqtt-sessions";

/// Where messages and sessions lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tracks {
    /// Messages.
    pub messages: TrackId,
    /// Sessions and retained messages.
    pub sessions: TrackId,
}

/// The broker's tracks.
pub struct Post {
    catalog: Arc<Catalog>,
    log: Arc<Log>,
    keyring: Arc<Keyring>,
    tracks: OnceLock<Tracks>,
    wanted: Mutex<Wanted>,
}

/// What the broker is asked for because space is short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Messages before this place are to be let go of.
    pub before: Option<Seq>,
    /// Sessions are to be written anew.
    pub anew: bool,
}

impl Post {
    /// Registers the tracks, if there are any.
    pub(crate) fn open(
        catalog: Arc<Catalog>,
        log: Arc<Log>,
        keyring: Arc<Keyring>,
    ) -> Result<Self, TrackError> {
        let known = |kind| -> Result<Option<TrackId>, TrackError> {
            let document = catalog.all(kind).map_err(TrackError::Catalog)?.into_iter().next();
            document.map(|(_, document)| known_track(&document, &log, &keyring)).transpose()
        };
        let tracks = OnceLock::new();
        if let (Some(messages), Some(sessions)) = (known(MESSAGES)?, known(SESSIONS)?) {
            let _ = tracks.set(Tracks { messages, sessions });
        }
        Ok(Self { catalog, log, keyring, tracks, wanted: Mutex::default() })
    }

    /// The tracks; they are made the first time.
    ///
    /// # Errors
    /// When the catalog or the keyring fails.
    pub fn tracks(&self) -> Result<Tracks, TrackError> {
        if let Some(tracks) = self.known() {
            return Ok(tracks);
        }
        let own = |kind| own_track(kind, &self.catalog, &self.log, &self.keyring);
        let made = Tracks { messages: own(MESSAGES)?, sessions: own(SESSIONS)? };
        Ok(*self.tracks.get_or_init(|| made))
    }

    /// The tracks, if they were made.
    pub(crate) fn known(&self) -> Option<Tracks> {
        self.tracks.get().copied()
    }

    /// Asks the broker to make way. While it is switched off nobody does.
    pub(crate) fn want(&self, track: TrackId, before: Seq) {
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        if self.known().is_some_and(|tracks| tracks.messages == track) {
            wanted.before = wanted.before.max(Some(before));
        } else {
            wanted.anew = true;
        }
    }

    /// What was asked for since the last call.
    pub fn take_wanted(&self) -> Wanted {
        std::mem::take(&mut *self.wanted.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
