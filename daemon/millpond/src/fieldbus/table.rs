//! The devices that may connect, and where each was last heard.

use super::{DEVICES_MAX, Device};
use crate::trouble::Trouble;
use millpond_base::LineMs;
use millpond_link::Peer;
use std::net::SocketAddr;

/// Frames of one device that are kept when they come before their turn.
pub(super) const EARLY_FRAMES: usize = 4;

/// Where a frame comes from or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Udp(SocketAddr),
    Serial(usize),
}

/// One device.
pub(super) struct Slot {
    pub(super) peer: Peer<EARLY_FRAMES>,
    pub(super) route: Option<Route>,
    /// When it was last told the time.
    pub(super) told: Option<LineMs>,
}

/// All devices, in the order of their numbers. The table never grows.
pub(super) struct Table(Box<[Slot]>);

impl Table {
    /// The configured devices, each at its position.
    pub(super) fn new(devices: Vec<Device>, position_of: impl Fn(u64) -> u64) -> Result<Self, Trouble> {
        if devices.len() > DEVICES_MAX {
            return Err(Trouble::new(format!(
                "{} devices; at most {DEVICES_MAX} may connect",
                devices.len()
            )));
        }
        let mut slots: Vec<Slot> = devices
            .into_iter()
            .map(|Device { id, generation, key, .. }| Slot {
                peer: Peer::new(id, generation, key, position_of(id)),
                route: None,
                told: None,
            })
            .collect();
        slots.sort_by_key(|slot| slot.peer.device());
        if let Some(twice) = slots.windows(2).find(|w| w[0].peer.device() == w[1].peer.device()) {
            return Err(Trouble::new(format!("device {} is configured twice", twice[0].peer.device())));
        }
        Ok(Self(slots.into_boxed_slice()))
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The place of a device in the table.
    pub(super) fn find(&self, device: u64) -> Option<usize> {
        self.0.binary_search_by_key(&device, |slot| slot.peer.device()).ok()
    }

    pub(super) fn at(&mut self, slot: usize) -> &mut Slot {
        &mut self.0[slot]
    }
}
