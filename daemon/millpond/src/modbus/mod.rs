//! Devices that are polled over Modbus TCP and RTU, into the same lines of JSON as readings of nodes.
//!
//! A thread for each address or port asks the devices behind it in turn, as a line carries one request at a time. It waits for
//! answers and never holds up anything else. Memory is fixed: a frame, and the values of one device. A reading is made only of a
//! whole poll; its number is stored in the batch that stores it, so that no power cut gives a number twice.

mod gauge;
mod keep;
mod wire;

#[cfg(test)]
mod tests;

pub(crate) use gauge::ModbusStatus;

use crate::config::Modbus;
use crate::journal;
use crate::trouble::{Step, Trouble};
use gauge::Gauge;
use keep::Keeper;
use millpond_pack::modbus::{Read, Register, plan};
use millpond_pack::reading::Value;
use millpond_store::Store;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use wire::{Endpoint, Fault, Wire};

/// The most addresses and ports. Ours: a thread each.
const ENDPOINTS_MAX: usize = 16;
/// The most devices. Ours: as many as a line has numbers for.
const SOURCES_MAX: usize = 247;
/// Stack of a thread. Ours: frames and values lie on the heap.
const STACK_BYTES: usize = 256 << 10;
/// The longest pause after failures.
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// The shortest.
const PAUSE_MIN: Duration = Duration::from_secs(1);
/// How often a waiting thread looks whether it should stop.
const LOOK: Duration = Duration::from_millis(200);

/// A device that is polled.
struct Source {
    registers: Vec<Register>,
    plan: Vec<(Read, Vec<usize>)>,
    every: Duration,
    timeout: Duration,
    keeper: Keeper,
    gauge: Arc<Gauge>,
    due: Instant,
    failures: u32,
}

/// The pollers while they run.
pub(crate) struct Pollers {
    gauges: Vec<Arc<Gauge>>,
    stopping: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Pollers {
    /// Starts a thread for each address and port.
    ///
    /// # Errors
    /// When there are too many, or a thread cannot be had.
    pub(crate) fn start(devices: &[Modbus], store: &Arc<Store>) -> Result<Self, Trouble> {
        let mut by_endpoint: BTreeMap<Endpoint, Vec<Source>> = BTreeMap::new();
        let mut gauges = Vec::new();
        for device in devices {
            let endpoint = endpoint(device);
            let at = format!("{endpoint} unit {}", device.unit.0);
            let gauge = Arc::new(Gauge::new(device.name.as_str(), at));
            gauges.push(Arc::clone(&gauge));
            by_endpoint.entry(endpoint).or_default().push(Source::new(device, gauge, store));
        }
        if by_endpoint.len() > ENDPOINTS_MAX || devices.len() > SOURCES_MAX {
            return Err(Trouble::new(format!(
                "{} devices at {} addresses and ports under [[modbus]]; at most {SOURCES_MAX} at {ENDPOINTS_MAX} work",
                devices.len(),
                by_endpoint.len()
            )));
        }
        let stopping = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        for (endpoint, sources) in by_endpoint {
            let theirs = Arc::clone(&stopping);
            let thread = std::thread::Builder::new().name("modbus".into()).stack_size(STACK_BYTES);
            let poller = Poller { wire: Wire::new(endpoint), sources, stopping: theirs };
            threads
                .push(thread.spawn(move || poller.run()).step(|| "cannot start a thread for Modbus".into())?);
        }
        Ok(Self { gauges, stopping, threads })
    }

    /// How each device fares.
    pub(crate) fn status(&self) -> Vec<ModbusStatus> {
        self.gauges.iter().map(|gauge| gauge.read()).collect()
    }

    /// Ends the threads, each after the answer it waits for.
    pub(crate) fn stop(self) {
        self.stopping.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.thread().unpark();
            if thread.join().is_err() {
                journal::error("a thread for Modbus had panicked", &[]);
            }
        }
    }
}

fn endpoint(device: &Modbus) -> Endpoint {
    match (&device.address, &device.serial) {
        (_, Some(path)) => Endpoint::Serial {
            path: path.clone(),
            baud: u32::try_from(device.baud.0).unwrap_or(u32::MAX),
            parity: device.parity,
        },
        (address, None) => Endpoint::Tcp(address.clone().unwrap_or_default()),
    }
}

impl Source {
    fn new(device: &Modbus, gauge: Arc<Gauge>, store: &Arc<Store>) -> Self {
        let registers = device.registers();
        Self {
            plan: plan(u8::try_from(device.unit.0).unwrap_or(u8::MAX), &registers),
            registers,
            every: Duration::from_millis(device.every_ms.0),
            timeout: Duration::from_millis(device.timeout_ms.0),
            keeper: Keeper::new(device.name.as_str(), device.to.clone(), Arc::clone(store)),
            gauge,
            due: Instant::now(),
            failures: 0,
        }
    }

    /// Asks for everything once and stores it.
    fn poll(&mut self, wire: &mut Wire) -> Result<(), Fault> {
        self.gauge.asked();
        let mut answers = Vec::with_capacity(self.plan.len());
        for (read, _) in &self.plan {
            answers.push(wire.ask(read, self.timeout)?);
        }
        let mut values: Vec<(&str, Value<'_>)> = Vec::with_capacity(self.registers.len());
        for ((read, held), data) in self.plan.iter().zip(&answers) {
            for register in held.iter().map(|at| &self.registers[*at]) {
                values.push((register.name.as_str(), register.value(read, data).unwrap_or(Value::Null)));
            }
        }
        let unit = |register: &'_ Register| register.unit.is_some();
        let units: Vec<(&str, &str)> = self
            .registers
            .iter()
            .filter(|register| unit(register))
            .map(|register| (register.name.as_str(), register.unit.as_deref().unwrap_or_default()))
            .collect();
        match self.keeper.keep(&values, &units) {
            Ok(()) if self.gauge.stored() => {
                journal::info("a device answers over Modbus", &[("device", &self.keeper.name())]);
            }
            Ok(()) => {}
            Err(why) => {
                if self.gauge.unstored(why, self.keeper.now()) {
                    journal::warn(
                        "a reading over Modbus is not stored",
                        &[("device", &self.keeper.name()), ("cause", &why)],
                    );
                }
            }
        }
        Ok(())
    }

    /// When to poll next.
    fn schedule(&mut self, polled: Result<(), Fault>) {
        let now = Instant::now();
        match polled {
            Ok(()) => {
                self.failures = 0;
                self.due = (self.due + self.every).max(now);
            }
            Err(fault) => {
                if self.gauge.failed(&fault, self.keeper.now()) {
                    journal::warn(
                        "a device gives no reading over Modbus",
                        &[("device", &self.keeper.name()), ("cause", &fault)],
                    );
                }
                self.due = now + pause(self.every, self.failures);
                self.failures = self.failures.saturating_add(1);
            }
        }
    }
}

/// How long to leave a device alone after so many failures in a row before this one. One that is polled seldom is not polled
/// more often for its failures.
fn pause(every: Duration, failures: u32) -> Duration {
    let first = every.max(PAUSE_MIN);
    first.saturating_mul(1 << failures.min(6)).min(PAUSE_MAX).max(every)
}

struct Poller {
    wire: Wire,
    sources: Vec<Source>,
    stopping: Arc<AtomicBool>,
}

impl Poller {
    fn run(mut self) {
        while !self.stopping.load(Ordering::Relaxed) {
            let Some(next) = self.sources.iter_mut().min_by_key(|source| source.due) else { return };
            let wait = next.due.saturating_duration_since(Instant::now());
            if !wait.is_zero() {
                std::thread::park_timeout(wait.min(LOOK));
                continue;
            }
            let polled = next.poll(&mut self.wire);
            next.schedule(polled);
        }
    }
}
