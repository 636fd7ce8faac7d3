//! What the field bus has counted since the start.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        /// One number per thing worth watching.
        #[derive(Debug, Default)]
        pub(crate) struct Counters {
            $($(#[$doc])* pub(super) $name: Count,)*
        }

        impl Counters {
            /// All of them by name.
            pub(crate) fn read(&self) -> Vec<(String, u64)> {
                vec![$((stringify!($name).to_owned(), self.$name.value()),)*]
            }
        }
    };
}

counters! {
    /// Frames received, good or bad.
    received;
    /// Readings handed to the store.
    accepted;
    /// Readings staged together with their device's position.
    staged;
    /// Readings durable, and so acknowledged.
    acked;
    /// Frames answered with "not now".
    busy;
    /// Readings that their node lost before they came.
    lost;
    /// Frames that were not link frames.
    garbage;
    /// Frames whose checksum differed.
    bad_crc;
    /// Frames whose tag differed: not made with the device's key.
    bad_tag;
    /// Frames of devices that are not configured.
    unknown_device;
    /// Frames of nodes that were revoked.
    revoked;
    /// Nodes that spoke with their next key for the first time.
    rotated;
    /// Commands that nodes have done, and whose messages were deleted.
    commands_done;
    /// Commands that were not answered while their messages were hidden.
    commands_unanswered;
    /// Messages that no node could be sent.
    commands_undeliverable;
    /// Frames of sessions from before a restart.
    unknown_session;
    /// Frames that came twice.
    replayed;
    /// Frames refused for any other reason.
    refused;
    /// Frames that could not be sent.
    unsent;
}

/// A number that only rises.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(super) fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    pub(super) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
