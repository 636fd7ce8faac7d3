//! Which track belongs to what: for reports that name streams and queues instead of numbers, and for those who verify
//! that every track of the catalog makes sense.

use crate::catalog::{Catalog, CatalogError};
use crate::keyring::{Keyring, WrappedKeys};
use crate::stream::consumer::document as consumer;
use crate::stream::{ConsumerId, END_UNKNOWN, StreamId, document, queue as stream_queue};
use crate::{queue, table, trail};
use millpond_base::{Seq, TrackId};
use millpond_log::DataKey;
use std::collections::BTreeMap;
use std::fmt;

/// What a track is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noun {
    /// A shard of a stream.
    Shard {
        /// The stream's name.
        stream: String,
        /// The shard's number in it.
        index: u32,
    },
    /// The messages of a queue.
    Messages {
        /// The queue's name.
        queue: String,
    },
    /// What was deleted from a queue.
    Acknowledgements {
        /// The queue's name.
        queue: String,
    },
    /// The items of a table.
    Items {
        /// The table's name.
        table: String,
    },
    /// What became of the records that a queue on a stream gave out.
    Journal {
        /// The queue's name.
        queue: String,
    },
    /// Records that this gateway keeps for itself: the kind of their catalog document.
    Own(String),
}

impl fmt::Display for Noun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shard { stream, index } => write!(f, "stream {stream}, shard {index}"),
            Self::Messages { queue } => write!(f, "queue {queue}"),
            Self::Acknowledgements { queue } => write!(f, "queue {queue}, deletions"),
            Self::Items { table } => write!(f, "table {table}"),
            Self::Journal { queue } => write!(f, "stream queue {queue}, journal"),
            Self::Own(kind) => match kind.as_str() {
                "trail" => f.write_str("the audit trail"),
                "outbox" => f.write_str("the progress of forwarding"),
                "inbox" => f.write_str("what other gateways forwarded"),
                "link" => f.write_str("the positions of sensors"),
                "losses" => f.write_str("the loss ledger"),
                "metrics" => f.write_str("the metrics"),
                other => write!(f, "internal records {other:?}"),
            },
        }
    }
}

/// A track of the catalog.
#[derive(Clone, Debug)]
pub struct Named {
    /// What it is for.
    pub noun: Noun,
    /// Its data keys, every version.
    pub keys: Vec<DataKey>,
    /// Where a closed shard ends, once that is written down.
    pub end: Option<Seq>,
}

/// A document that does not make sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its kind.
    pub kind: String,
    /// Its number.
    pub id: u64,
    /// What is wrong, in words.
    pub what: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "document {}/{}: {}", self.kind, self.id, self.what)
    }
}

/// What a catalog says of tracks.
#[derive(Clone, Debug, Default)]
pub struct Inspected {
    /// Every track with a key that opens.
    pub tracks: BTreeMap<TrackId, Named>,
    /// Documents that do not open, do not read, or contradict another.
    pub problems: Vec<Problem>,
    /// Documents looked at.
    pub documents: u64,
}

/// Looks at every document that names tracks.
///
/// # Errors
/// When the list of documents cannot be read. Documents that cannot be are in [`Inspected::problems`].
pub fn inspect(catalog: &Catalog, keyring: &Keyring) -> Result<Inspected, CatalogError> {
    let mut inspected = Inspected::default();
    for (kind, id) in catalog.names()? {
        inspected.documents += 1;
        let told = match catalog.document(&kind, id) {
            Ok(bytes) => inspected.document(&kind, id, &bytes, keyring),
            Err(error) => Err(error.to_string()),
        };
        if let Err(what) = told {
            inspected.problems.push(Problem { kind, id, what });
        }
    }
    let tracks_end = catalog.tracks_end()?;
    let beyond =
        inspected.tracks.keys().filter(|track| u64::from(track.0) >= tracks_end).map(|track| Problem {
            kind: "counter".into(),
            id: u64::from(track.0),
            what: "this track would be handed out a second time".into(),
        });
    let beyond: Vec<Problem> = beyond.collect();
    inspected.problems.extend(beyond);
    Ok(inspected)
}

/// What is told of a document with a form that this binary does not know.
const UNKNOWN_FORM: &str = "it has an unknown form; use a newer binary";

impl Inspected {
    fn document(&mut self, kind: &str, id: u64, bytes: &[u8], keyring: &Keyring) -> Result<(), String> {
        match kind {
            document::KIND => {
                let stream = document::decode(StreamId(id), bytes).ok_or(UNKNOWN_FORM)?;
                let keys = unwrap(keyring, stream.wrapped_key.clone())?;
                for shard in stream.shards() {
                    let noun = Noun::Shard { stream: stream.name.clone(), index: shard.index };
                    let end = shard.closed.map(|closed| closed.end).filter(|end| *end != END_UNKNOWN);
                    self.track(shard.track, Named { noun, keys: keys.clone(), end })?;
                }
                Ok(())
            }
            consumer::KIND => {
                consumer::decode(ConsumerId(id), bytes).ok_or(UNKNOWN_FORM)?;
                Ok(())
            }
            queue::KIND => {
                let document = queue::Document::decode(bytes).ok_or(UNKNOWN_FORM)?;
                let keys = unwrap(keyring, document.wrapped_key)?;
                let queue = document.name;
                let messages = Noun::Messages { queue: queue.clone() };
                self.track(document.messages, Named { noun: messages, keys: keys.clone(), end: None })?;
                self.track(document.acks, Named { noun: Noun::Acknowledgements { queue }, keys, end: None })
            }
            table::KIND => {
                let table = table::Definition::decode(bytes).ok_or(UNKNOWN_FORM)?;
                let keys = unwrap(keyring, table.wrapped_key)?;
                self.track(table.track, Named { noun: Noun::Items { table: table.name }, keys, end: None })
            }
            stream_queue::KIND => {
                let document = stream_queue::Document::decode(bytes).ok_or(UNKNOWN_FORM)?;
                let keys = unwrap(keyring, document.wrapped_key)?;
                let noun = Noun::Journal { queue: document.name };
                self.track(document.journal, Named { noun, keys, end: None })
            }
            // Whatever has the form of an internal track is one; other documents name no track.
            _ => match trail::track_document(bytes) {
                Some((track, wrapped)) => {
                    let keys = unwrap(keyring, wrapped)?;
                    self.track(track, Named { noun: Noun::Own(kind.to_owned()), keys, end: None })
                }
                None => Ok(()),
            },
        }
    }

    fn track(&mut self, track: TrackId, named: Named) -> Result<(), String> {
        match self.tracks.insert(track, named) {
            Some(other) => Err(format!("track {} also belongs to {}", track.0, other.noun)),
            None => Ok(()),
        }
    }
}

fn unwrap(keyring: &Keyring, wrapped: Vec<u8>) -> Result<Vec<DataKey>, String> {
    let opened = keyring.unwrap(&WrappedKeys::from_bytes(wrapped));
    let opened = opened.map_err(|error| format!("its data keys do not open: {error}"))?;
    Ok(opened.iter().map(|key| (**key).clone()).collect())
}
