//! Carries out what the forwarder decides: reads the store, calls upstreams, and keeps the progress.

mod board;
mod broker;
pub(crate) mod check;
pub(crate) mod connection;
mod credentials;
mod dead_letters;
mod desk;
mod gate;
mod gauge;
mod lane;
mod metrics;
mod once;
mod parcel;
mod queue;
mod remote;
mod settings;
mod shard;
mod shared;
mod sources;
mod stream;
mod targets;
mod way_out;
mod wire;

use crate::config::{self, Config, Place, Source};
use crate::datadir::DataDir;
use crate::engine::Waiting;
use crate::journal;
use crate::secrets::Vault;
use crate::status::RouteStatus;
use crate::trouble::Trouble;
pub(crate) use board::Board;
use broker::Broker;
use dead_letters::DeadLetters;
use gate::{Account, Uplink};
use lane::Ports;
use millpond_base::{Clock, TrackId, hex};
use millpond_forward::{Order, Rank, Settings};
use millpond_store::Store;
use millpond_store::keyring::RootKey;
use millpond_store::losses::device_of;
use parcel::Origin;
use remote::Remote;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use targets::{Maker, Peer};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How often a route looks for its stream or queue, and for new shards.
const LOOK: Duration = Duration::from_secs(2);

/// How long a source hides a message that is on its way.
const LEASE_MS: u64 = 120_000;

/// Everything that is forwarded.
pub(crate) struct Forwarder {
    routes: Vec<Route>,
    peers: Vec<Peer>,
    board: Arc<Board>,
    metrics_minutes: u64,
}

struct Route {
    config: config::Route,
    peer: Peer,
    /// The least that it or its uplink may carry in a day or month, in bytes.
    budget: Option<u64>,
}

impl Route {
    fn settings(&self) -> Settings {
        settings::of(&self.config, self.budget, self.peer.takes_once())
    }
}

impl Forwarder {
    /// Reads the secrets and authorities of all upstreams; nothing is connected yet. `named` is the configuration file, where it is
    /// not the directory's own.
    pub(crate) fn new(
        data: &DataDir,
        root: &RootKey,
        config: &Config,
        named: Option<&Path>,
        clock: &Arc<dyn Clock>,
        store: &Arc<Store>,
    ) -> Result<Self, Trouble> {
        let vault = Arc::new(Vault::new(data, root, named));
        let mut peers = BTreeMap::new();
        for upstream in &config.upstream {
            let remote = Remote::new(upstream, &vault, Arc::clone(clock))?;
            peers.insert(upstream.name.as_str(), Peer::Remote(Arc::new(remote)));
        }
        for broker in &config.broker {
            let name = broker.name.as_str();
            peers.insert(name, Peer::Broker(Arc::new(Broker::new(broker, &vault, Arc::clone(clock))?)));
        }
        let routes = config.route.iter().map(|route| {
            let peer = peers[route.upstream.as_str()].clone();
            Route { config: route.clone(), peer, budget: config.least_budget(route) }
        });
        let board = Arc::new(accounts(data, config, store));
        let metrics_minutes = config.metrics.forwarding_minutes.0;
        let routes = routes.collect();
        let peers = peers.into_values().collect();
        Ok(Self { routes, peers, board, metrics_minutes })
    }

    /// Where each lane says what it does.
    pub(crate) fn board(&self) -> Arc<Board> {
        Arc::clone(&self.board)
    }

    /// Forwards until `stop` says so; then every lane saves its progress.
    pub(crate) async fn run(self, store: Arc<Store>, waiting: Arc<Waiting>, stop: watch::Receiver<bool>) {
        let mut tasks = JoinSet::new();
        tasks.spawn(way_out::watch(self.peers, stop.clone()));
        for (number, route) in (0..).zip(self.routes) {
            let name = route.config.name.as_str().to_owned();
            let dead_letters = route.config.dead_letters.as_ref().map(|place| {
                let (Place::Queue(queue) | Place::Stream(queue)) = place;
                DeadLetters::new(Arc::clone(&store), name.clone(), queue.clone())
            });
            let ports = Ports {
                route: name,
                dead_letters,
                store: Arc::clone(&store),
                waiting: Arc::clone(&waiting),
                board: Arc::clone(&self.board),
                account: Arc::clone(
                    self.board.account(route.config.name.as_str()).expect("each route has one"),
                ),
                returns: route.peer.returns(),
                stop: stop.clone(),
                desk: route.peer.desk(),
                rank: Rank {
                    route: number,
                    priority: route.config.priority(),
                    share: route.config.share(),
                    is_backfill: false,
                },
            };
            tasks.spawn(run_route(route, ports));
        }
        if self.metrics_minutes > 0 {
            let board = Arc::clone(&self.board);
            tasks.spawn(metrics::run(Arc::clone(&store), board, self.metrics_minutes, stop.clone()));
        }
        while let Some(ended) = tasks.join_next().await {
            if ended.is_err() {
                journal::error("a route had panicked and forwards nothing until a restart", &[]);
            }
        }
        self.board.settle();
    }
}

/// The accounts of all routes and uplinks, with what was spent before.
fn accounts(data: &DataDir, config: &Config, store: &Arc<Store>) -> Board {
    let named = config
        .uplink
        .iter()
        .map(|uplink| (uplink.name.as_str(), Arc::new(Uplink::open(Some(uplink), data, store))));
    let named: BTreeMap<&str, _> = named.collect();
    let other = Arc::new(Uplink::open(None, data, store));
    let account = |route: &config::Route| {
        let uplink = config.uplink_of(route);
        let way = uplink.map_or(&other, |uplink| &named[uplink.name.as_str()]);
        let name = route.name.as_str();
        (name.to_owned(), Arc::new(Account::open(name, route.limits(uplink), Arc::clone(way), store)))
    };
    let accounts = config.route.iter().map(account).collect();
    Board::new(Arc::clone(store), accounts, named.into_values().collect())
}

/// Keeps a lane going for each shard or queue the route's source has.
async fn run_route(route: Route, mut ports: Ports) {
    let mut lanes = JoinSet::new();
    let mut running: BTreeSet<TrackId> = BTreeSet::new();
    let mut missing = false;
    loop {
        let found = match &route.config.from {
            Source::Place(Place::Stream(name)) => {
                start_stream(name, &route, &ports, &mut running, &mut lanes)
            }
            Source::Place(Place::Queue(name)) => start_queue(name, &route, &ports, &mut running, &mut lanes),
            Source::Trail => start_trail(&route, &ports, &mut running, &mut lanes),
            Source::Losses => start_losses(&route, &ports, &mut running, &mut lanes),
        };
        if !found && !missing {
            journal::warn(
                "a route's source does not exist yet",
                &[("route", &ports.route), ("from", &route.config.from)],
            );
        }
        missing = !found;
        tokio::select! {
            _ = ports.stop.wait_for(|stop| *stop) => break,
            Some(ended) = lanes.join_next() => if let Ok(track) = ended { running.remove(&track); },
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    while lanes.join_next().await.is_some() {}
}

fn start_stream(
    name: &str,
    route: &Route,
    ports: &Ports,
    running: &mut BTreeSet<TrackId>,
    lanes: &mut JoinSet<TrackId>,
) -> bool {
    let Some(stream) = ports.store.streams().find(name) else { return false };
    let settings = route.settings();
    // Those that are forwarded with all they came from. A shard may be empty, so one generation says nothing of the one
    // before; a shard that is forgotten came from none that is not.
    let mut forwarded = BTreeSet::new();
    for shard in stream.shards() {
        let is_there = |index: &&u32| stream.shard(**index).is_some();
        let in_turn = shard.parents.iter().filter(is_there).all(|index| forwarded.contains(index));
        let is_forwarded = stream::is_forwarded(&ports.store, &ports.route, shard);
        // Where what is new goes first, what is pending of a shard does not hold back those that follow it.
        let lets_go = match settings.live_within_ms {
            Some(_) => stream::is_sent(&ports.store, &ports.route, shard),
            None => is_forwarded,
        };
        if lets_go && in_turn {
            forwarded.insert(shard.index);
        }
        if running.contains(&shard.track) || is_forwarded {
            continue;
        }
        let lane = shard.name();
        // A key's records must not overtake those it had in the shards this one came from.
        if settings.order != Order::None && !in_turn {
            let lag = stream::lag(&ports.store, &ports.route, shard);
            let state = "waiting for the shards it came from".to_owned();
            let route = ports.route.clone();
            ports.board.post(RouteStatus { route, lane, state, lag, ..Default::default() }, None);
            continue;
        }
        running.insert(shard.track);
        let next = ports.store.log().bounds(shard.track).next.0;
        let origin = origin(&ports.store, name, lane.clone(), shard.track, next);
        let maker = Maker::new(&route.config, route.peer.clone(), Arc::clone(&origin));
        let (store, shard) = (Arc::clone(&ports.store), shard.clone());
        let (shaping, takes_apart) = (maker.shaping(), maker.takes_apart());
        let open = move || {
            let (store, origin) = (Arc::clone(&store), Arc::clone(&origin));
            stream::Source::new(store, origin, shard.clone(), shaping.clone(), takes_apart)
        };
        start(route, ports, lanes, lane, maker, open);
    }
    true
}

fn start_queue(
    name: &str,
    route: &Route,
    ports: &Ports,
    running: &mut BTreeSet<TrackId>,
    lanes: &mut JoinSet<TrackId>,
) -> bool {
    let Some(queue) = ports.store.queues().find(name) else { return false };
    if running.insert(queue.track()) {
        let next = ports.store.log().bounds(queue.track()).next.0;
        let origin = origin(&ports.store, name, "queue".to_owned(), queue.track(), next);
        let maker = Maker::new(&route.config, route.peer.clone(), origin);
        let store = Arc::clone(&ports.store);
        let open = move || queue::Source::new(Arc::clone(&store), Arc::clone(&queue));
        start(route, ports, lanes, "queue".to_owned(), maker, open);
    }
    true
}

fn start_trail(
    route: &Route,
    ports: &Ports,
    running: &mut BTreeSet<TrackId>,
    lanes: &mut JoinSet<TrackId>,
) -> bool {
    let track = ports.store.trail().track();
    if running.insert(track) {
        let next = ports.store.log().bounds(track).next.0;
        let origin = origin(&ports.store, "trail", "events".to_owned(), track, next);
        let maker = Maker::new(&route.config, route.peer.clone(), Arc::clone(&origin));
        let store = Arc::clone(&ports.store);
        let open = move || sources::trail::Source::new(Arc::clone(&store), Arc::clone(&origin));
        start(route, ports, lanes, "trail".to_owned(), maker, open);
    }
    true
}

fn start_losses(
    route: &Route,
    ports: &Ports,
    running: &mut BTreeSet<TrackId>,
    lanes: &mut JoinSet<TrackId>,
) -> bool {
    let losses = ports.store.losses();
    let track = losses.track();
    if running.insert(track) {
        // Places are the entries' indexes.
        let next = losses.settled_end(ports.store.clock().now());
        let origin = origin(&ports.store, "losses", "entries".to_owned(), track, next);
        let maker = Maker::new(&route.config, route.peer.clone(), Arc::clone(&origin));
        let store = Arc::clone(&ports.store);
        let open = move || sources::losses::Source::new(Arc::clone(&store), Arc::clone(&origin));
        start(route, ports, lanes, "losses".to_owned(), maker, open);
    }
    true
}

/// Starts the lanes of a source that `open` opens.
fn start<S>(
    route: &Route,
    ports: &Ports,
    lanes: &mut JoinSet<TrackId>,
    name: String,
    maker: Maker,
    open: impl Fn() -> S + Send + Sync + 'static,
) where
    S: lane::Source<Load = parcel::Load> + 'static,
{
    let maker = Arc::new(maker);
    lanes.spawn(shard::run(ports.clone(), name, route.settings(), open, move || maker.make()));
}

/// What a lane's records say of where they come from.
fn origin(store: &Store, source: &str, part: String, track: TrackId, next: u64) -> Arc<Origin> {
    let device = hex(&device_of(store.losses().public_key()));
    Arc::new(Origin { device, source: source.to_owned(), part, track: track.0, next })
}

/// Locks what is never left in a state that nobody may see.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no holder of this lock can panic")
}
