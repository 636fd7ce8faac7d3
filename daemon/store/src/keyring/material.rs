//! What is known of each backing key of a key: how it came, and of those that were brought, how long they stay.

use super::cbor::{self, Unreadable};
use super::key::{read_time, write_time};
use super::{KeyState, KmsKey, MaterialId};
use millpond_base::{LineMs, WallMs};
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

/// How a backing key came to be the current one. The numbers are those of key documents, and frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It is the first.
    First = 0,
    /// Because its time had come.
    Automatic = 1,
    /// Because someone asked.
    OnDemand = 2,
    /// It is not yet: it was brought, and waits until someone asks.
    Waiting = 3,
}

/// What is known of a backing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Material {
    pub arrival: Arrival,
    /// When it became the current one, or was brought.
    pub at: WallMs,
    /// Kept for what was brought, since the secret may go; derived from the secret for what was drawn.
    pub id: Option<MaterialId>,
    pub description: Option<String>,
    /// When it goes, by the wall clock and on the device timeline.
    pub expires: Option<(WallMs, LineMs)>,
    /// True once it is of no use, until it is brought again. Its secret may stay a while for what is sealed under it.
    pub gone: bool,
}

/// What callers may know of a backing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialView {
    /// Its name.
    pub id: MaterialId,
    /// How it came.
    pub arrival: Arrival,
    /// When it became the current one, or was brought.
    pub at: WallMs,
    /// What was said of it when it was brought.
    pub description: Option<String>,
    /// When it goes, by the wall clock.
    pub expires: Option<WallMs>,
    /// True until it is brought again.
    pub gone: bool,
    /// True for the one that encrypts.
    pub current: bool,
}

impl Material {
    pub(super) const fn new(arrival: Arrival, at: WallMs) -> Self {
        Self { arrival, at, id: None, description: None, expires: None, gone: false }
    }

    pub(super) fn write(&self, e: &mut Encoder<Vec<u8>>) -> Result<(), minicbor::encode::Error<Infallible>> {
        e.array(6)?.u8(self.arrival as u8)?.u64(self.at.0)?;
        match &self.id {
            Some(id) => e.bytes(id.bytes())?,
            None => e.null()?,
        };
        match &self.description {
            Some(text) => e.str(text)?,
            None => e.null()?,
        };
        match self.expires {
            Some(time) => write_time(e, time)?,
            None => e.null().map(drop)?,
        }
        e.bool(self.gone).map(drop)
    }

    pub(super) fn read(d: &mut Decoder<'_>) -> Result<Self, Unreadable> {
        if d.array()? != Some(6) {
            return Err(Unreadable);
        }
        Ok(Self {
            arrival: match d.u8()? {
                0 => Arrival::First,
                1 => Arrival::Automatic,
                2 => Arrival::OnDemand,
                3 => Arrival::Waiting,
                _ => return Err(Unreadable),
            },
            at: WallMs(d.u64()?),
            id: cbor::optional(d, |d| Ok(MaterialId::from_bytes(d.bytes()?.try_into()?)))?,
            description: cbor::optional(d, |d| Ok(d.str()?.to_owned()))?,
            expires: cbor::optional(d, read_time)?,
            gone: d.bool()?,
        })
    }
}

/// The backing keys of a document that says nothing of them: the first was drawn with the key.
pub(super) fn plain(count: usize, created: WallMs) -> Vec<Material> {
    let arrival = |n| if n == 0 { Arrival::First } else { Arrival::OnDemand };
    (0..count).map(|n| Material::new(arrival(n), created)).collect()
}

/// True when a document need not say more.
pub(super) fn are_plain(materials: &[Material], created: WallMs) -> bool {
    materials == plain(materials.len(), created)
}

impl KmsKey {
    /// Every backing key, the oldest first.
    #[must_use]
    pub fn backing_keys(&self) -> Vec<MaterialView> {
        let current = self.document.current();
        let all = self.document.materials.iter().zip(&self.materials).zip(1u32..);
        all.map(|((material, id), version)| MaterialView {
            id: *id,
            arrival: material.arrival,
            at: material.at,
            description: material.description.clone(),
            expires: material.expires.map(|(wall, _)| wall),
            gone: material.gone,
            current: current == Some(version),
        })
        .collect()
    }

    /// The soonest that something of the key expires, among what belongs to it for good.
    #[must_use]
    pub fn expires(&self) -> Option<WallMs> {
        let lasting = self.document.materials.iter().filter(|m| m.arrival != Arrival::Waiting && !m.gone);
        lasting.filter_map(|material| material.expires.map(|(wall, _)| wall)).min()
    }

    /// How often it got a new backing key because someone asked.
    #[must_use]
    pub fn on_demand_rotations(&self) -> usize {
        self.document.materials.iter().filter(|m| m.arrival == Arrival::OnDemand).count()
    }

    /// True when some backing key that belongs to the key for good is not there.
    pub(super) fn lacks_material(&self) -> bool {
        let lasting = || self.document.materials.iter().filter(|m| m.arrival != Arrival::Waiting);
        lasting().next().is_none() || lasting().any(|material| material.gone)
    }

    /// The state of a key that does not wait for its deletion, `otherwise` if nothing is missing.
    pub(super) fn state_or(&self, otherwise: KeyState) -> KeyState {
        if self.lacks_material() { KeyState::PendingImport } else { otherwise }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_of_a_backing_key_reads_back_and_is_frozen() {
        let material = Material {
            arrival: Arrival::Waiting,
            at: WallMs(500),
            id: Some(MaterialId::from_bytes([7; 32])),
            description: Some("d".to_owned()),
            expires: Some((WallMs(1_000), LineMs(24))),
            gone: true,
        };
        let bytes = cbor::write(1, |e| material.write(e));

        let golden =
            [&b"\x01\x86\x03\x19\x01\xf4\x58\x20"[..], &[7; 32], b"\x61d\x82\x19\x03\xe8\x18\x18\xf5"];
        assert_eq!(bytes, golden.concat());
        assert_eq!(Material::read(&mut Decoder::new(&bytes[1..])), Ok(material));
        for length in 1..bytes.len() {
            assert!(Material::read(&mut Decoder::new(&bytes[1..length])).is_err(), "length {length}");
        }
    }
}
