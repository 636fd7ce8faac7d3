//! `millpond serve`: runs the gateway until it is told to stop.

use crate::care::{Keeper, Scrubber};
use crate::clock::DeviceClock;
use crate::commands::{data_dir, read_data_dir, usage};
use crate::config::{Auth, Config};
use crate::datadir::{DataDir, Lock};
use crate::engine::{Committer, Maintenance, Waiting};
use crate::fieldbus::{self, FieldBus, Positions};
use crate::modbus::Pollers;
use crate::mqtt::Mqtt;
use crate::nodes::Registrar;
use crate::server::{self, Limits, Server};
use crate::status::{self, LogStatus, Status};
use crate::trouble::{Step, Trouble};
use crate::upstream::{Board, Forwarder};
use crate::{allocator, appliance, damage, files, identity, journal, keys, notify};
use lexopt::{Arg, Parser, ValueExt};
use millpond_base::Clock;
use millpond_base::WallMs;
use millpond_store::Store;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    allocator::tune();
    let (mut data, mut named, mut listen) = (None, None, None);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("config") => named = Some(PathBuf::from(args.value().map_err(usage)?)),
            Arg::Long("listen") => {
                listen = Some(args.value().and_then(|value| value.parse()).map_err(usage)?);
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    let data = data_dir(data)?;
    let root = keys::open(&data, named.as_deref())?;
    let mut config = appliance::read_config(&data, named.as_deref())?;
    keys::warn_if_in_clear(&data);
    if let Some(listen) = listen {
        config = config.listening_on(listen).step(|| "--listen cannot be used".into())?;
    }
    let lock = data.lock()?;
    let clock = Arc::new(DeviceClock::new());
    let store = appliance::open_store(&data, &root, &config, &clock)?;
    // Keys of RSA take seconds to make; what else the worker has to do moves to another thread meanwhile.
    store.keyring().work_aside_with(|work| tokio::task::block_in_place(work));
    let wall: Arc<dyn Clock> = Arc::clone(&clock) as Arc<dyn Clock>;
    let forwarder = Forwarder::new(&data, &root, &config, named.as_deref(), &wall, &store)?;
    let sensors = match fieldbus::Options::of(&config, &root, &store)? {
        Some(options) => Some(FieldBus::start(options, Positions::open(&store)?, Arc::clone(&store))?),
        None => None,
    };
    drop(root);
    let pollers = Pollers::start(&config.modbus, &store)?;
    let broker = Mqtt::start(&config, &data, Arc::clone(&store))?;
    let keeper = Arc::new(Keeper::open(&data.flash_life(), &config.flash, clock.now())?);
    let devices_max = if broker.is_some() { config.mqtt.connections_max.0 } else { 0 };
    files::make_room(config.limits.connections_max.0 + devices_max);
    let (board, start) = (forwarder.board(), Instant::now());
    let serving = Serving { data, config, lock, store, board, sensors, broker, pollers, keeper, start };
    runtime()?.block_on(serving.run(forwarder))
}

/// Two workers are enough for what one flash device takes, and every further thread would cost memory.
fn runtime() -> Result<Runtime, Trouble> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(4)
        .thread_name("worker")
        .enable_all()
        .build()
        .step(|| "cannot start the worker threads".into())
}

/// A gateway that is running.
struct Serving {
    data: DataDir,
    config: Config,
    lock: Lock,
    store: Arc<Store>,
    board: Arc<Board>,
    sensors: Option<FieldBus>,
    broker: Option<Mqtt>,
    pollers: Pollers,
    keeper: Arc<Keeper>,
    start: Instant,
}

impl Serving {
    async fn run(self, forwarder: Forwarder) -> Result<(), Trouble> {
        let listen = self.config.listen;
        let listener = TcpListener::bind(listen).await.step(|| format!("cannot listen on {listen}"))?;
        let address = listener.local_addr().step(|| "cannot name the listening address".into())?;
        let socket = status::listen(&self.data)?;
        let waiting = self.waiting();
        let server = self.server(&waiting)?;
        let sensors = self.sensors.as_ref().map(FieldBus::completions);
        let broker = self.broker.as_ref().map(Mqtt::doorbell);
        let committer = Committer::start(Arc::clone(&self.store), Arc::clone(&waiting), sensors, broker)
            .step(|| "cannot start a thread".into())?;
        let scrub_days = self.config.flash.scrub_days.0;
        let scrubber = Scrubber::start(
            Arc::clone(&self.store),
            scrub_days,
            self.keeper.kept_scrub(),
            Box::new(damage::tell),
        );
        let scrubber = Arc::new(scrubber.step(|| "cannot start a thread".into())?);
        let maintenance = self.maintenance(&scrubber)?;
        let (stop, stopped) = watch::channel(false);
        let forwarding = tokio::spawn(forwarder.run(Arc::clone(&self.store), waiting, stopped.clone()));
        let fetching = tokio::spawn(identity::run(Arc::clone(&self.store), stopped.clone()));
        let serving = tokio::spawn(Arc::clone(&server).run(listener, stopped));
        self.say_where(address);
        notify::tell("READY=1");

        let ask = |request: &[u8]| {
            if request == status::SCRUB.as_bytes() {
                scrubber.ask();
            }
        };
        let asked = status::answer(socket, ask, |request| {
            let losses =
                (request == status::LOSSES.as_bytes()).then(|| self.store.losses().export(WallMs(0)));
            let losses_export = losses.map(|export| export.to_json());
            let asked = status::about_nodes(request);
            let nodes_answer = asked.map(|asked| self.registrar().answer(&asked));
            Status { losses_export, nodes_answer, ..self.status(address, &server, &scrubber) }
        });
        tokio::select! {
            () = asked => {}
            () = watchdog() => {}
            name = signalled() => journal::info("stopping", &[("signal", &name?)]),
        }

        notify::tell("STOPPING=1");
        stop.send_replace(true);
        if serving.await.is_err() | forwarding.await.is_err() | fetching.await.is_err() {
            journal::error("a task had panicked", &[]);
        }
        maintenance.stop();
        let kept = scrubber.kept();
        scrubber.stop();
        if let Some(broker) = self.broker {
            broker.stop();
        }
        if let Some(sensors) = self.sensors {
            sensors.stop();
        }
        self.pollers.stop();
        committer.stop();
        if let Err(error) = self.store.log().settle() {
            journal::error("the log cannot be settled", &[("cause", &error)]);
        }
        let uptime_secs = self.start.elapsed().as_secs();
        self.keeper.round(&self.store.log().stats(), uptime_secs, self.store.clock().now(), kept, true);
        let _ = std::fs::remove_file(self.data.status_socket());
        journal::info("stopped", &[]);
        drop(self.lock);
        Ok(())
    }

    fn registrar(&self) -> Registrar<'_> {
        Registrar { store: &self.store, bus: self.sensors.as_ref(), configured: &self.config.device }
    }

    fn say_where(&self, address: SocketAddr) {
        journal::info("serving", &[("address", &address), ("data", &self.data.path().display())]);
        if let Some(udp) = self.sensors.as_ref().and_then(FieldBus::udp_address) {
            journal::info("listening for sensors", &[("udp", &udp)]);
        }
        for address in self.broker.iter().flat_map(Mqtt::addresses).flatten() {
            journal::info("listening for MQTT", &[("address", &address)]);
        }
    }

    /// Tidies every second, and keeps the account of what is written.
    fn maintenance(&self, scrubber: &Arc<Scrubber>) -> Result<Maintenance, Trouble> {
        let (store, keeper, scrubber) =
            (Arc::clone(&self.store), Arc::clone(&self.keeper), Arc::clone(scrubber));
        let start = self.start;
        let round = move || {
            tidy(&store);
            let uptime_secs = start.elapsed().as_secs();
            keeper.round(&store.log().stats(), uptime_secs, store.clock().now(), scrubber.kept(), false);
        };
        Maintenance::start(round).step(|| "cannot start a thread".into())
    }

    fn waiting(&self) -> Arc<Waiting> {
        let waiting = Arc::new(Waiting::new(self.store.log().durable()));
        let rung = Arc::clone(&waiting);
        self.store.bell().connect(Box::new(move |track, why| rung.ring(track, why)));
        waiting
    }

    fn server(&self, waiting: &Arc<Waiting>) -> Result<Arc<Server>, Trouble> {
        let tls = match &self.config.tls {
            Some(tls) => Some(server::acceptor(&self.data.resolve(&tls.cert), &self.data.resolve(&tls.key))?),
            None => None,
        };
        let limits = Limits {
            connections_max: self.config.limits.connections_max.size(),
            body_bytes_max: self.config.limits.body_bytes_max.size(),
            bodies_bytes_max: self.config.limits.bodies_bytes_max.size(),
        };
        let gateway = appliance::gateway(&self.store, &self.config);
        Ok(Arc::new(Server::new(
            gateway,
            Arc::clone(&self.store),
            Arc::clone(waiting),
            tls,
            limits,
            self.config.console.clone(),
        )))
    }

    fn status(&self, address: SocketAddr, server: &Server, scrubber: &Scrubber) -> Status {
        let now = self.store.clock().now();
        let (shards, streams) = self.store.streams().counts();
        let log = self.store.log().stats();
        let traffic = server.traffic();
        Status {
            version: env!("CARGO_PKG_VERSION").into(),
            pid: std::process::id(),
            uptime_secs: self.start.elapsed().as_secs(),
            listen: address.to_string(),
            tls: self.config.tls.is_some(),
            region: self.config.region.0.to_string(),
            account: self.config.account.0.to_string(),
            auth: self.config.auth == Auth::On,
            clock_trusted: now.trusted,
            clock_wall: now.wall.to_iso8601(),
            streams: streams as u64,
            shards: shards as u64,
            queues: self.store.queues().list("", None, usize::MAX).len() as u64,
            connections: traffic.open.load(Ordering::Relaxed),
            requests: traffic.requests.load(Ordering::Relaxed),
            refused: traffic.refused.load(Ordering::Relaxed),
            log: LogStatus {
                payload_bytes: log.payload_bytes,
                device_bytes_written: log.device_bytes_written,
                commits: log.commits,
                segments_used: log.segments_used.into(),
                segments_free: log.segments_free.into(),
                seal: self.store.log().seal().to_string(),
                writable: server.is_writable(),
            },
            flash: self.keeper.status(&log, self.start.elapsed().as_secs(), now),
            scrub: scrubber.status(),
            routes: self.board.read(),
            uplinks: self.board.uplinks(),
            link: self.sensors.as_ref().map(FieldBus::counted).unwrap_or_default(),
            serial: self.sensors.as_ref().map(FieldBus::lines).unwrap_or_default(),
            modbus: self.pollers.status(),
            nodes: self.registrar().list().unwrap_or_default(),
            nodes_answer: None,
            mqtt: self.broker.as_ref().map(Mqtt::counted).unwrap_or_default(),
            resident_bytes: status::resident_bytes(),
            records_lost: self.store.losses().totals().records,
            losses_export: None,
        }
    }
}

/// One round of tidying. A failure is said once, not every second.
fn tidy(store: &Store) {
    static SAID: std::sync::Once = std::sync::Once::new();
    if let Err(error) = store.maintain(store.clock().now()) {
        SAID.call_once(|| journal::error("space cannot be reclaimed", &[("cause", &error)]));
    }
}

/// Waits for the signal that ends the service.
async fn signalled() -> Result<&'static str, Trouble> {
    let cannot = || "cannot wait for signals".into();
    let mut terminate = signal(SignalKind::terminate()).step(cannot)?;
    let mut interrupt = signal(SignalKind::interrupt()).step(cannot)?;
    tokio::select! {
        _ = terminate.recv() => Ok("SIGTERM"),
        _ = interrupt.recv() => Ok("SIGINT"),
    }
}

/// Keeps the supervisor content for as long as the runtime turns.
async fn watchdog() {
    let Some(period) = notify::watchdog_period() else { return std::future::pending().await };
    loop {
        notify::tell("WATCHDOG=1");
        tokio::time::sleep(period.max(Duration::from_millis(100))).await;
    }
}
