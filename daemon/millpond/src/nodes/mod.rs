//! Nodes as `millpond nodes` deals with them: the store keeps what is decided, and a running field bus follows at once.

mod request;
mod status;

pub(crate) use request::{Answer, Provision, Request};
pub(crate) use status::{NodeStatus, summary};

use crate::config::{Device, Place};
use crate::fieldbus::{self, FieldBus, Figures, Positions, Stuck};
use crate::journal;
use crate::trouble::{Step, Trouble};
use millpond_base::hex;
use millpond_node_core::Provision as Flashed;
use millpond_store::Store;
use millpond_store::node::{Home, NewNode, Node, NodeError};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Who changes what is known of nodes.
pub(crate) struct Registrar<'a> {
    /// Keeps it.
    pub(crate) store: &'a Store,
    /// Follows, if it runs.
    pub(crate) bus: Option<&'a FieldBus>,
    /// Devices that the configuration names.
    pub(crate) configured: &'a [Device],
}

impl Registrar<'_> {
    /// Does what is asked for.
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        let done = match request {
            Request::Add { name, to, commands, sample_ms, keep_after_ms } => {
                self.add(name, to, commands.as_ref(), [*sample_ms, *keep_after_ms])
            }
            Request::Revoke { name } => self.revoke(name),
            Request::Rotate { name } => self.rotate(name),
        };
        done.unwrap_or_else(|trouble| Answer::Refused(trouble.lines()))
    }

    /// How every node fares: those that were enrolled, then those of the configuration.
    pub(crate) fn list(&self) -> Result<Vec<NodeStatus>, Trouble> {
        let now = self.store.clock().now();
        let figures = self.figures()?;
        let of = |device: u64| figures.get(&device).copied().unwrap_or_default();
        let enrolled = self.store.nodes().list();
        let mut all: Vec<NodeStatus> =
            enrolled.iter().map(|node| NodeStatus::enrolled(node, &of(node.number), now)).collect();
        all.extend(self.configured.iter().map(|device| NodeStatus {
            node: device.name(),
            device: device.id,
            generation: device.generation,
            to: device.to.to_string(),
            commands: device.commands.clone(),
            ..NodeStatus::measured(&of(device.id), now)
        }));
        Ok(all)
    }

    fn figures(&self) -> Result<BTreeMap<u64, Figures>, Trouble> {
        if let Some(bus) = self.bus {
            return Ok(bus.figures());
        }
        let positions = Positions::open(self.store)?;
        let known = |(device, standing)| (device, Figures { standing, ..Figures::default() });
        Ok(positions.all().map(known).collect())
    }

    fn add(
        &self,
        name: &str,
        to: &str,
        commands: Option<&String>,
        [sample_ms, keep_after_ms]: [u32; 2],
    ) -> Result<Answer, Trouble> {
        let home = match Place::try_from(to.to_owned()).map_err(Trouble::new)? {
            Place::Stream(name) => Home::Stream(name),
            Place::Queue(name) => Home::Queue(name),
        };
        let new = NewNode { name: name.to_owned(), home, commands: commands.cloned() };
        let taken = |number| self.configured.iter().any(|device| device.id == number);
        let now = self.store.clock().now().wall;
        let (node, key) =
            self.store.nodes().add(new, taken, now).step(|| format!("cannot enrol {name:?}"))?;
        journal::info("a node was enrolled", &[("node", &node.name), ("device", &node.number)]);
        let effective = self.admit(&node)?;
        let block =
            Flashed { device: node.number, generation: node.generation, key: *key, sample_ms, keep_after_ms };
        let block = Zeroizing::new(block.write());
        Ok(Answer::Added(Provision {
            name: node.name.clone(),
            device: node.number,
            generation: node.generation,
            key: hex(&*key),
            block: hex(&*block),
            to: node.home.to_string(),
            effective,
        }))
    }

    /// False when the gateway does not run, or listens to no sensors.
    fn admit(&self, node: &Node) -> Result<bool, Trouble> {
        let Some(bus) = self.bus else { return Ok(false) };
        let keys = self.store.nodes().keys_of(&node.name).step(|| "cannot have its key".into())?;
        Ok(bus.admit(fieldbus::Device::enrolled(node, keys)).is_ok())
    }

    /// The running bus refuses the node even when that cannot be kept.
    fn revoke(&self, name: &str) -> Result<Answer, Trouble> {
        let active = |node: &Node| node.name == name && node.revoked.is_none();
        let number = self.store.nodes().list().iter().find(|node| active(node)).map(|node| node.number);
        let told = self.tell(number.map(|number| move |bus: &FieldBus| bus.revoke(number)));
        let kept = self.store.nodes().revoke(name, self.store.clock().now().wall);
        match kept {
            Ok(node) => {
                journal::warn("a node was revoked", &[("node", &node.name), ("device", &node.number)]);
                told.step(|| "it is revoked, and the running gateway does not know it yet".into())?;
                Ok(Answer::Revoked)
            }
            Err(error @ NodeError::Unknown { .. }) => {
                Err(Trouble::because(format!("cannot revoke {name:?}"), error))
            }
            Err(error) => Err(Trouble::because(
                format!(
                    "{name:?} is refused until the gateway is started again; revoke it again, as that cannot be kept now"
                ),
                error,
            )),
        }
    }

    fn rotate(&self, name: &str) -> Result<Answer, Trouble> {
        let cannot = || format!("cannot have {name:?} change its key");
        let node = self.store.nodes().rotate(name).step(cannot)?;
        let keys = self.store.nodes().keys_of(name).step(cannot)?;
        let generation = node.next.unwrap_or(node.generation);
        if let Some((generation, key)) = keys.next {
            self.tell(Some(|bus: &FieldBus| bus.rotate(node.number, generation, key))).step(cannot)?;
        }
        journal::info("a node is to change its key", &[("node", &node.name), ("generation", &generation)]);
        Ok(Answer::Rotating { generation })
    }

    fn tell(&self, order: Option<impl FnOnce(&FieldBus) -> Result<(), Stuck>>) -> Result<(), Stuck> {
        match (self.bus, order) {
            (Some(bus), Some(order)) => order(bus),
            _ => Ok(()),
        }
    }
}
