//! What is on its way, whatever it was read from and wherever it goes.

use millpond_base::{WallMs, uuid};
use millpond_pack::Facts;
use millpond_store::queue::Message;
use millpond_store::stream::HashKey;

/// Where a lane reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    /// This gateway, in hexadecimal digits.
    pub(super) device: String,
    /// The stream or queue.
    pub(super) source: String,
    /// The shard; `queue` and the like for what has none.
    pub(super) part: String,
    /// The log's track.
    pub(super) track: u32,
    /// The place that the track's next record had when the lane began.
    pub(super) next: u64,
}

/// The entries of one call.
#[derive(Clone, Debug)]
pub(super) struct Load {
    /// Everything before this place has arrived, or is elsewhere, and flash knows it.
    pub(super) floor: u64,
    pub(super) parcels: Vec<Parcel>,
}

/// One record or message.
#[derive(Clone, Debug)]
pub(super) struct Parcel {
    /// Its place in its lane.
    pub(super) position: u64,
    /// Its bytes.
    pub(super) body: Vec<u8>,
    /// Its partition key or message group.
    pub(super) key: Option<String>,
    /// Its explicit hash key.
    pub(super) explicit: Option<HashKey>,
    /// Its sequence number, or a message's id.
    pub(super) sequence: String,
    /// What names it among all records of all gateways: letters, digits and hyphens.
    pub(super) id: String,
    /// When it arrived.
    pub(super) arrived: WallMs,
    /// What a message has besides; its body is above.
    pub(super) message: Option<Box<Message>>,
}

impl Origin {
    /// What names a record of this origin.
    pub(super) fn id(&self, position: u64) -> String {
        format!("{}-{}-{position}", self.device, self.track)
    }
}

impl Parcel {
    /// A message.
    pub(super) fn of_message(position: u64, message: &Message) -> Self {
        let mut message = Box::new(message.clone());
        let id = uuid(&message.message_id);
        Self {
            position,
            body: std::mem::take(&mut message.body),
            key: message.group.clone(),
            explicit: None,
            sequence: id.clone(),
            id,
            arrived: message.sent,
            message: Some(message),
        }
    }

    /// Its place in its source, the same however often it is read.
    pub(super) fn place(&self) -> u64 {
        self.message.as_ref().map_or(self.position, |message| message.seq)
    }

    /// What templates may say of it.
    pub(super) fn facts<'a>(&'a self, origin: &'a Origin) -> Facts<'a> {
        Facts {
            device: &origin.device,
            source: &origin.source,
            shard: &origin.part,
            sequence: &self.sequence,
            arrived: self.arrived,
            key: self.key.as_deref().unwrap_or_default(),
            id: &self.id,
            topic: "",
            client: "",
        }
    }
}
