//! The field bus: sensors over UDP and serial lines into the store.
//!
//! ```text
//! UDP, serial ──▶ bus thread (mio) ──▶ ring ──▶ ingest thread ──▶ store
//!      ▲               │                             │
//!      └── ACK ────────┴──── completions ◀───────────┴── committer: durable up to a ticket
//! ```
//! The bus thread owns sockets and the link's state machines and never waits for flash; the ring is bounded, and when
//! it is full the nodes are told to wait. Readings and the device's new position are staged in one batch, so after a
//! power cut both are there or neither is, and a resent reading is recognised. An ACK goes out only when the committer
//! has reported the batch durable.
//!
//! A third thread, the clerk, writes to the catalog what the link has learnt about keys, as the bus may not wait for that, and
//! keeps figures of the nodes; and it makes messages of queues into commands ([`commands`]).
//!
//! Memory is fixed: see [`DEVICES_MAX`], [`RING_PARCELS`] and the buffers of [`bus`].

mod bus;
mod clerk;
#[cfg(test)]
mod command_tests;
mod commands;
mod completions;
mod counters;
#[cfg(test)]
mod enrolment_tests;
mod figures;
mod ingest;
mod line;
mod orders;
mod positions;
mod roster;
mod serial;
mod sink;
mod table;
#[cfg(test)]
mod tests;

use crate::config::{self, Config, Link, Place};
use crate::entropy::KernelEntropy;
use crate::journal;
use crate::trouble::{Step, Trouble};
use bus::Bus;
use clerk::{Clerk, Office};
use commands::Desk;
use counters::Counters;
use ingest::Ingest;
use line::LineGauge;
use millpond_base::Entropy;
use millpond_link::{DeviceKey, Noise};
use millpond_store::Store;
use millpond_store::keyring::RootKey;
use millpond_store::node::{Home, LinkKeys, Node};
use orders::{DeviceSecret, Order, Orders};
use roster::{Entry, Roster};
use sink::StoreSink;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;
use table::{SLOTS_MAX, Table};

pub(crate) use completions::Completions;
pub(crate) use line::LineStatus;
pub(crate) use orders::Stuck;
pub(crate) use positions::Positions;
pub(crate) use roster::{Figures, Standing};
pub(crate) use sink::send;

/// The most devices. Ours: at about 6 KiB each they stay below 1.5 MiB.
pub(crate) const DEVICES_MAX: usize = 256;
/// The most serial ports. Ours: more than any gateway board has.
pub(crate) const SERIAL_PORTS_MAX: usize = 16;
/// Frames between the bus and the store. Ours: 300 KiB, what one node on a fast line sends during a slow commit.
pub(crate) const RING_PARCELS: usize = 256;

/// Where a channel's readings go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// The stream with this name.
    Stream(String),
    /// The queue with this name.
    Queue(String),
}

impl From<Place> for Target {
    fn from(place: Place) -> Self {
        match place {
            Place::Stream(name) => Self::Stream(name),
            Place::Queue(name) => Self::Queue(name),
        }
    }
}

/// Where a device's readings go.
#[derive(Clone, Debug, Default)]
pub(crate) struct Routes {
    /// By channel.
    pub(crate) channels: BTreeMap<u16, Target>,
    /// Every other channel.
    pub(crate) other: Option<Target>,
}

impl Routes {
    /// The target of a channel.
    fn of(&self, channel: u16) -> Option<&Target> {
        self.channels.get(&channel).or(self.other.as_ref())
    }
}

/// A sensor that may connect.
#[derive(Debug)]
pub(crate) struct Device {
    /// Its number.
    pub(crate) id: u64,
    /// What people call it.
    pub(crate) name: String,
    /// Generation of its key.
    pub(crate) generation: u32,
    /// Its key.
    pub(crate) key: DeviceKey,
    /// The key that it is to change to, and its generation.
    pub(crate) next: Option<(u32, DeviceSecret)>,
    /// Where its readings go.
    pub(crate) routes: Routes,
    /// The queue whose messages are its commands.
    pub(crate) commands: Option<String>,
}

impl Device {
    /// A node that was enrolled.
    pub(crate) fn enrolled(node: &Node, keys: LinkKeys) -> Self {
        let target = match node.home.clone() {
            Home::Stream(name) => Target::Stream(name),
            Home::Queue(name) => Target::Queue(name),
        };
        Self {
            id: node.number,
            name: node.name.clone(),
            generation: node.generation,
            key: DeviceKey::new(*keys.current),
            next: keys.next,
            routes: Routes { channels: BTreeMap::new(), other: Some(target) },
            commands: node.commands.clone(),
        }
    }

    fn entry(&self, standing: Standing) -> Arc<Entry> {
        Arc::new(Entry::new(self, standing))
    }
}

/// A serial port.
#[derive(Clone, Debug)]
pub(crate) struct SerialPort {
    /// The device file.
    pub(crate) path: PathBuf,
    /// Bits per second.
    pub(crate) baud: u32,
}

/// What the field bus listens to and whom.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// UDP address to listen on.
    pub(crate) udp: Option<SocketAddr>,
    /// Serial ports to listen on.
    pub(crate) serial: Vec<SerialPort>,
    /// Who may connect.
    pub(crate) devices: Vec<Device>,
    /// Who may not any more.
    pub(crate) revoked: BTreeSet<u64>,
    /// Minutes between two sets of figures of the nodes; 0 for none.
    pub(crate) metrics_minutes: u64,
    /// Where readings arrive as lines of JSON.
    pub(crate) json: BTreeSet<Target>,
}

impl Options {
    /// What the configuration says and who was enrolled, each with its key. `None` when nothing is listened to.
    pub(crate) fn of(config: &Config, root: &RootKey, store: &Store) -> Result<Option<Self>, Trouble> {
        let Link { udp, serial, json } = config.link.clone();
        if udp.is_none() && serial.is_empty() {
            return Ok(None);
        }
        let serial =
            serial.into_iter().map(|port| SerialPort { baud: port.bits_per_s(), path: port.path }).collect();
        let device = |device: &config::Device| {
            let mut key = [0; 32];
            key.copy_from_slice(root.device_link_key(device.id, device.generation).expose());
            let routes = Routes { channels: BTreeMap::new(), other: Some(device.to.clone().into()) };
            Device {
                id: device.id,
                name: device.name(),
                generation: device.generation,
                key: DeviceKey::new(key),
                next: None,
                routes,
                commands: device.commands.clone(),
            }
        };
        let devices = config.device.iter().map(device).collect();
        let metrics_minutes = config.metrics.nodes_minutes.0;
        let json = json.into_iter().map(Target::from).collect();
        let revoked = BTreeSet::new();
        let mut options = Self { udp, serial, devices, revoked, metrics_minutes, json };
        options.enrol(store)?;
        Ok(Some(options))
    }

    /// Adds the nodes that were enrolled.
    fn enrol(&mut self, store: &Store) -> Result<(), Trouble> {
        let devices = &mut self.devices;
        store
            .nodes()
            .keys(|node, keys| devices.push(Device::enrolled(node, keys)))
            .step(|| "cannot have the keys of the nodes".into())?;
        let revoked = store.nodes().list().into_iter().filter(|node| node.revoked.is_some());
        self.revoked = revoked.map(|node| node.number).collect();
        Ok(())
    }
}

/// Registers the track of the positions, so that the log keeps it, even while no device is configured.
pub(crate) fn register(store: &Store) -> Result<(), Trouble> {
    Positions::open(store).map(drop)
}

/// The field bus while it runs: three threads.
pub(crate) struct FieldBus {
    udp: Option<SocketAddr>,
    lines: Arc<[LineGauge]>,
    roster: Arc<Roster>,
    orders: Arc<Orders>,
    counters: Arc<Counters>,
    completions: Arc<Completions>,
    stopping: Arc<AtomicBool>,
    threads: [JoinHandle<()>; 2],
    clerk: Clerk,
}

impl FieldBus {
    /// Opens the sockets and starts the threads. `positions` were read back before the log forgot what nobody
    /// registered.
    ///
    /// # Errors
    /// When there are too many devices or ports, or the address is taken. A serial port that is missing is waited for.
    pub(crate) fn start(options: Options, positions: Positions, store: Arc<Store>) -> Result<Self, Trouble> {
        let Options { udp, serial, devices, revoked, metrics_minutes, json } = options;
        if serial.len() > SERIAL_PORTS_MAX {
            return Err(Trouble::new(format!(
                "{} serial ports; at most {SERIAL_PORTS_MAX} work",
                serial.len()
            )));
        }
        let counters = Arc::new(Counters::default());
        let stopping = Arc::new(AtomicBool::new(false));
        let (roster, orders) = (Arc::new(Roster::default()), Arc::new(Orders::default()));
        let mut table = Table::new(revoked);
        for device in devices {
            let entry = device.entry(positions.of(device.id).unwrap_or_default());
            roster.add(Arc::clone(&entry));
            let position = entry.position();
            table.admit(device, entry, position)?;
        }
        let (ring, parcels) = sync_channel(RING_PARCELS);
        let cannot = || "cannot start the field bus".into();
        let poll = mio::Poll::new().step(cannot)?;
        let waker = mio::Waker::new(poll.registry(), bus::WAKER).step(cannot)?;
        let completions = Arc::new(Completions::new(SLOTS_MAX, waker));
        let parts = bus::Parts {
            table,
            store: Arc::clone(&store),
            orders: Arc::clone(&orders),
            ring,
            completions: Arc::clone(&completions),
            counters: Arc::clone(&counters),
            stopping: Arc::clone(&stopping),
        };
        let gauge = |port: &SerialPort| LineGauge::new(port.path.display().to_string(), port.baud);
        let lines: Arc<[LineGauge]> = serial.iter().map(gauge).collect();
        let bus = Bus::open(poll, udp, serial, parts, Arc::clone(&lines))?;
        let udp = bus.udp_address();
        let desk =
            Desk::new(Arc::clone(&store), Arc::clone(&roster), Arc::clone(&orders), Arc::clone(&counters));
        let office = Office::new(desk, Arc::clone(&completions), metrics_minutes);
        let sink = StoreSink::new(store, Arc::clone(&roster), positions, json);
        let ingest = Ingest::new(SLOTS_MAX, parcels, sink, Arc::clone(&completions), Arc::clone(&counters));
        let threads = [
            std::thread::Builder::new().name("fieldbus".into()).spawn(|| bus.run()).step(cannot)?,
            std::thread::Builder::new().name("ingest".into()).spawn(|| ingest.run()).step(cannot)?,
        ];
        let clerk = office.start().step(cannot)?;
        Ok(Self { udp, lines, roster, orders, counters, completions, stopping, threads, clerk })
    }

    /// Lets a device connect that was enrolled just now; nothing of it was ever stored.
    ///
    /// # Errors
    /// [`Stuck`]; it may connect after the next start.
    pub(crate) fn admit(&self, device: Device) -> Result<(), Stuck> {
        let entry = device.entry(Standing::default());
        self.roster.add(Arc::clone(&entry));
        self.order(Order::Admit(Box::new(device), entry))
    }

    /// Refuses a device's frames from now on.
    ///
    /// # Errors
    /// [`Stuck`]; they are refused after the next start.
    pub(crate) fn revoke(&self, device: u64) -> Result<(), Stuck> {
        self.order(Order::Revoke(device))
    }

    /// Has a device change to the key of a later generation.
    ///
    /// # Errors
    /// [`Stuck`]; it is told after the next start.
    pub(crate) fn rotate(&self, device: u64, generation: u32, key: DeviceSecret) -> Result<(), Stuck> {
        self.order(Order::Rotate(device, generation, key))
    }

    fn order(&self, order: Order) -> Result<(), Stuck> {
        let pushed = self.orders.push(order);
        self.completions.wake();
        pushed
    }

    /// What is known of every device, by number.
    pub(crate) fn figures(&self) -> BTreeMap<u64, Figures> {
        self.roster.figures()
    }

    /// What the committer tells after each commit.
    pub(crate) fn completions(&self) -> Arc<Completions> {
        Arc::clone(&self.completions)
    }

    /// The UDP address it listens on.
    pub(crate) const fn udp_address(&self) -> Option<SocketAddr> {
        self.udp
    }

    /// How each serial port fares.
    pub(crate) fn lines(&self) -> Vec<LineStatus> {
        self.lines.iter().map(LineGauge::read).collect()
    }

    /// What it has counted since the start, by name.
    pub(crate) fn counted(&self) -> Vec<(String, u64)> {
        self.counters.read()
    }

    /// Ends the threads. What was staged stays staged; what was not is resent by its node.
    pub(crate) fn stop(self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.completions.wake();
        for thread in self.threads {
            if thread.join().is_err() {
                journal::error("a field bus thread had panicked", &[]);
            }
        }
        self.clerk.stop();
    }
}

/// The kernel's random bytes, as the link wants them.
struct KernelNoise;

impl Noise for KernelNoise {
    fn fill(&mut self, out: &mut [u8]) {
        KernelEntropy.fill(out);
    }
}
