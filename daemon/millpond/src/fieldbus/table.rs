//! The devices that may connect, and where each was last heard.

use super::commands::CommandBytes;
use super::roster::Entry;
use super::{DEVICES_MAX, Device};
use crate::trouble::Trouble;
use millpond_base::LineMs;
use millpond_link::Peer;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;

/// Frames of one device that are kept when they come before their turn.
pub(super) const EARLY_FRAMES: usize = 4;
/// Slots there are in the life of a bus. A slot is never used again, as frames of the device that had it may be on their way to the
/// store. Ours: a full site can be enrolled anew three times before the gateway has to be restarted.
pub(super) const SLOTS_MAX: usize = 4 * DEVICES_MAX;

/// Where a frame comes from or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Udp(SocketAddr),
    Serial(usize),
}

/// A command that its device has not done.
pub(super) struct Pending {
    pub(super) id: u64,
    pub(super) payload: CommandBytes,
    /// When it was last sent.
    pub(super) sent: LineMs,
}

/// One device.
pub(super) struct Slot {
    pub(super) peer: Peer<EARLY_FRAMES>,
    pub(super) route: Option<Route>,
    /// When it was last told the time.
    pub(super) told: Option<LineMs>,
    pub(super) command: Option<Pending>,
    pub(super) entry: Arc<Entry>,
}

/// All devices, each in the slot it got when it was admitted.
pub(super) struct Table {
    /// Those of revoked devices are empty: their keys are wiped.
    slots: Vec<Option<Box<Slot>>>,
    by_device: BTreeMap<u64, usize>,
    revoked: BTreeSet<u64>,
}

/// Whose frame it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The device of this slot.
    Slot(usize),
    /// One that was revoked.
    Revoked,
    /// Nobody's.
    Stranger,
}

impl Table {
    /// Nobody yet, but for those who may not.
    pub(super) fn new(revoked: BTreeSet<u64>) -> Self {
        Self { slots: Vec::new(), by_device: BTreeMap::new(), revoked }
    }

    /// Takes a device in, whose readings below `position` are stored.
    pub(super) fn admit(&mut self, device: Device, entry: Arc<Entry>, position: u64) -> Result<(), Trouble> {
        let Device { id, generation, key, next, .. } = device;
        if self.by_device.contains_key(&id) {
            return Err(Trouble::new(format!("device {id} is configured twice")));
        }
        if self.by_device.len() >= DEVICES_MAX {
            return Err(Trouble::new(format!("more than {DEVICES_MAX} devices may not connect")));
        }
        if self.slots.len() >= SLOTS_MAX {
            return Err(Trouble::new("too many devices came and went; restart the gateway"));
        }
        let mut peer = Peer::new(id, generation, key, position);
        if let Some((generation, key)) = next {
            peer.rotate(generation, *key);
        }
        self.by_device.insert(id, self.slots.len());
        self.slots.push(Some(Box::new(Slot { peer, route: None, told: None, command: None, entry })));
        Ok(())
    }

    /// Forgets a device's key and session.
    pub(super) fn revoke(&mut self, device: u64) {
        if let Some(at) = self.by_device.remove(&device) {
            self.slots[at] = None;
        }
        self.revoked.insert(device);
    }

    pub(super) fn find(&self, device: u64) -> Found {
        match self.by_device.get(&device) {
            Some(at) => Found::Slot(*at),
            None if self.revoked.contains(&device) => Found::Revoked,
            None => Found::Stranger,
        }
    }

    /// `None` once its device was revoked.
    pub(super) fn at(&mut self, slot: usize) -> Option<&mut Slot> {
        self.slots.get_mut(slot)?.as_deref_mut()
    }
}
