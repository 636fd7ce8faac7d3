//! One gateway on a simulated disk.

use crate::clock::SimClock;
use millpond_base::{AccountId, Clock, Region, SeededEntropy};
use millpond_gateway::{Gateway, Options, Parked, Piece, Progress, RawReply, RawRequest, Streaming};
use millpond_log::disk::{Disk, Faults, Harm, SimDisk};
use millpond_log::{Log, Recovered};
use millpond_store::catalog::Image;
use millpond_store::inspect::inspect;
use millpond_store::keyring::{Purpose, RootKey};
use millpond_store::renewing::RenewAfter;
use millpond_store::{Catalog, Parts, Store};
use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// 2023-11-14T22:13:20Z: any moment will do, as long as it is the same in every run.
const START_MS: u64 = 1_700_000_000_000;
/// How often a client tries again that is asked to.
const TRIES_MAX: u32 = 4;
/// How long it waits.
const TRY_MS: u64 = 1_000;
/// How long the power stays away.
const OFF_MS: u64 = 3_000;
/// How far time moves when calls wait and nothing else happens.
const TICK_MS: u64 = 50;
/// Data keys last no longer here.
const RENEW_AFTER: RenewAfter = RenewAfter { bytes: 16_000, ms: 60_000 };
/// A twin's starts are counted from here, so that it draws what its origin never will.
const TWIN_STARTS: u64 = 1 << 20;

/// The power is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut;

/// A reply as a client of a JSON service sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The JSON body; null when empty.
    pub body: Value,
}

impl Reply {
    fn of(raw: &RawReply) -> Self {
        Self { status: raw.status, body: serde_json::from_slice(&raw.body).unwrap_or(Value::Null) }
    }

    /// True when the gateway said yes.
    #[must_use]
    pub const fn is_ok(&self) -> bool {
        self.status == 200
    }

    /// True when the gateway does not know what became of the call.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        self.status >= 500
    }

    /// True when the gateway asks to try again later.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        let kind = self.body["__type"].as_str().unwrap_or_default();
        kind.contains("Throttl") || kind.contains("ThroughputExceeded")
    }
}

/// What an appliance is made of.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Everything random comes from it.
    pub seed: u64,
    /// Whether calls must be signed.
    pub authenticate: bool,
    /// Whether refusals carry why.
    pub encode_denials: bool,
    /// The log's options.
    pub log: millpond_log::Options,
}

impl Setup {
    /// An unsigned gateway with small segments and room for a long day.
    #[must_use]
    pub fn of_seed(seed: u64) -> Self {
        let log = millpond_log::Options { budget_bytes: 16 << 20, ..millpond_log::Options::tiny() };
        Self { seed, authenticate: false, encode_denials: false, log }
    }
}

/// A running gateway and everything that outlives it.
pub struct Appliance {
    disk: Arc<SimDisk>,
    catalog: Arc<Catalog>,
    clock: Arc<SimClock>,
    store: Arc<Store>,
    gateway: Gateway,
    recovered: Recovered,
    setup: Setup,
    starts: u64,
}

impl Appliance {
    /// Makes a fresh gateway; everything random about it comes from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with(Setup::of_seed(seed))
    }

    /// Makes a fresh gateway.
    ///
    /// # Panics
    /// When it does not start on a healthy disk, which is a bug.
    #[must_use]
    pub fn with(setup: Setup) -> Self {
        let seed = setup.seed;
        let disk = SimDisk::new(seed);
        Log::create(&disk, &setup.log, &SeededEntropy::new(seed)).expect("a fresh disk takes a log");
        let clock = Arc::new(SimClock::at_ms(START_MS));
        let stopped = Stopped { disk, image: Image::default(), clock, setup, starts: 0, harm: Vec::new() };
        stopped.start(Faults::default()).unwrap_or_else(|why| panic!("seed {seed}: a fresh gateway: {why}"))
    }

    /// Scripts what the disk does from now on; its operations are counted from 0 again.
    pub fn script(&self, faults: Faults) {
        self.disk.script(faults);
    }

    /// Operations that changed the disk since it was scripted.
    #[must_use]
    pub fn disk_operations(&self) -> u64 {
        self.disk.operations()
    }

    /// The disk.
    #[must_use]
    pub fn disk(&self) -> &SimDisk {
        &self.disk
    }

    /// What opening the log found.
    #[must_use]
    pub const fn recovered(&self) -> &Recovered {
        &self.recovered
    }

    /// Everything that is on flash, the catalog included.
    ///
    /// # Panics
    /// When the simulated disk or catalog cannot be read.
    #[must_use]
    pub fn flash(&self) -> Vec<Vec<u8>> {
        let areas = self.disk.areas().expect("the power is on");
        let mut all: Vec<Vec<u8>> = areas.into_iter().filter_map(|(area, _)| self.disk.bytes(area)).collect();
        let image = self.catalog.image().expect("a catalog in memory can be read");
        all.push(format!("{image:?}").into_bytes());
        all
    }

    /// The time.
    #[must_use]
    pub fn clock(&self) -> &SimClock {
        &self.clock
    }

    /// The state behind the gateway, for checks that no request can make.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Data keys, of everything there is, that took the place of others.
    #[must_use]
    pub fn renewed(&self) -> u64 {
        let (catalog, keyring) = (self.store.catalog(), self.store.keyring());
        let tracks = inspect(catalog, keyring).map(|there| there.tracks).unwrap_or_default();
        tracks.values().map(|named| named.keys.len() as u64 - 1).sum()
    }

    /// Makes one call to a JSON service and waits for its reply.
    ///
    /// # Errors
    /// [`Cut`] when the power went before the reply.
    pub fn call(&self, target: &str, body: &Value) -> Result<Reply, Cut> {
        let mut replies = self.calls(&[(target, body.clone())])?;
        Ok(replies.remove(0))
    }

    /// As [`Appliance::call`]; when there is no room, it tries again as a client does, while the gateway tidies up.
    ///
    /// # Errors
    /// [`Cut`] when the power went before the reply.
    pub fn call_patiently(&self, target: &str, body: &Value) -> Result<Reply, Cut> {
        for _ in 0..TRIES_MAX {
            let reply = self.call(target, body)?;
            if !reply.is_throttled() {
                return Ok(reply);
            }
            self.clock.advance_ms(TRY_MS);
            self.maintain()?;
        }
        self.call(target, body)
    }

    /// Makes several calls that share a commit, as clients do that call at the same time.
    ///
    /// # Errors
    /// [`Cut`] when the power went before every call had its reply.
    pub fn calls(&self, calls: &[(&str, Value)]) -> Result<Vec<Reply>, Cut> {
        let requests: Vec<RawRequest> = calls.iter().map(|(target, body)| request(target, body)).collect();
        Ok(self.exchange(&requests)?.iter().map(Reply::of).collect())
    }

    /// Sends requests at the same time and waits for all replies.
    ///
    /// # Errors
    /// [`Cut`] when the power went before every request had its reply.
    pub fn exchange(&self, requests: &[RawRequest]) -> Result<Vec<RawReply>, Cut> {
        let mut standing: Vec<Standing> = requests
            .iter()
            .map(|request| self.standing(self.gateway.begin(request, self.clock.now())))
            .collect();
        loop {
            let committed = self.store.commit(self.clock.now());
            self.clock.advance_ms(self.disk.take_slow_ms());
            if self.disk.is_cut() {
                return Err(Cut);
            }
            let mut waiting = false;
            for slot in &mut standing {
                *slot = match std::mem::replace(slot, Standing::Taken) {
                    Standing::Committing(parked) if committed.is_err() => {
                        Standing::Done(self.gateway.fail(&parked))
                    }
                    Standing::Committing(parked) | Standing::Waiting(parked) => {
                        self.standing(self.gateway.resume(*parked, self.clock.now()))
                    }
                    done => done,
                };
                waiting |= !matches!(slot, Standing::Done(_));
            }
            if !waiting {
                return Ok(standing.into_iter().filter_map(Standing::reply).collect());
            }
            self.clock.advance_ms(TICK_MS);
        }
    }

    /// Sends a request whose reply lasts; [`Appliance::follow`] reads on.
    ///
    /// # Errors
    /// The reply, when it does not last.
    pub fn open(&self, request: &RawRequest) -> Result<Lasting, RawReply> {
        match self.gateway.begin(request, self.clock.now()) {
            Progress::Stream { head, stream } => Ok(Lasting { head, stream, ended: false }),
            Progress::Reply(reply) => Err(reply),
            Progress::Flow { head, flow } => Err(RawReply { body: flow.whole(self.clock.now()), ..head }),
            Progress::Durable { parked, .. } | Progress::Later { parked, .. } => {
                Err(self.gateway.fail(&parked))
            }
        }
    }

    /// The bytes that a reply which lasts has to say now.
    pub fn follow(&self, lasting: &mut Lasting) -> Vec<u8> {
        let mut bytes = Vec::new();
        while !lasting.ended {
            match self.gateway.follow(&mut lasting.stream, self.clock.now()) {
                Piece::Bytes(piece) => bytes.extend(piece),
                Piece::Wait { .. } => break,
                Piece::End => lasting.ended = true,
            }
        }
        bytes
    }

    /// A client of a reply that lasts hears what there is to say now, and leaves.
    fn standing(&self, progress: Progress) -> Standing {
        match progress {
            Progress::Reply(raw) => Standing::Done(raw),
            Progress::Flow { head, flow } => {
                Standing::Done(RawReply { body: flow.whole(self.clock.now()), ..head })
            }
            Progress::Durable { parked, .. } => Standing::Committing(Box::new(parked)),
            Progress::Later { parked, .. } => Standing::Waiting(Box::new(parked)),
            Progress::Stream { head, stream } => {
                let mut lasting = Lasting { head, stream, ended: false };
                let body = self.follow(&mut lasting);
                Standing::Done(RawReply { body, ..lasting.head })
            }
        }
    }

    /// Runs maintenance: retention and reclaiming. A log that failed refuses it, which is no cut.
    ///
    /// # Errors
    /// [`Cut`] when the power went meanwhile.
    pub fn maintain(&self) -> Result<(), Cut> {
        let _ = self.store.maintain(self.clock.now());
        if self.disk.is_cut() { Err(Cut) } else { Ok(()) }
    }

    /// Cuts the power now, if it is not cut already, and starts again on what is left; `faults` happen while starting.
    /// A cut during the start is followed by another start.
    ///
    /// # Panics
    /// When the gateway does not start on what a power cut left, which is a bug.
    #[must_use]
    pub fn reboot(self, mut faults: Faults) -> Self {
        let mut stopped = self.cut();
        loop {
            match stopped.start(std::mem::take(&mut faults)) {
                Ok(appliance) => return appliance,
                Err(NotStarted { stopped: left, refused: None }) => stopped = *left,
                Err(why) => panic!("{why}"),
            }
        }
    }

    /// Cuts the power, if it is not cut already.
    ///
    /// # Panics
    /// When the simulated catalog cannot be read.
    #[must_use]
    pub fn cut(self) -> Stopped {
        let disk = self.disk.after_cut(self.setup.seed.wrapping_mul(31).wrapping_add(self.disk.history()));
        self.stopped(disk)
    }

    /// Kills the process: what it wrote is there, what it held in memory is not, and what it had not synced a cut can
    /// still take.
    ///
    /// # Panics
    /// When the simulated catalog cannot be read.
    #[must_use]
    pub fn kill(self) -> Stopped {
        let disk = self.disk.after_kill(self.setup.seed.wrapping_add(self.disk.history()));
        self.stopped(disk)
    }

    fn stopped(self, disk: SimDisk) -> Stopped {
        let image = self.catalog.image().expect("a catalog in memory can be read");
        let harm = self.disk.harm();
        Stopped { disk, image, clock: self.clock, setup: self.setup, starts: self.starts, harm }
    }
}

/// A reply that lasts, in a client's hands.
pub struct Lasting {
    /// Status and headers.
    pub head: RawReply,
    stream: Streaming,
    /// True once nothing more comes.
    pub ended: bool,
}

/// What a stopped gateway leaves: flash, catalog and the time.
#[derive(Clone)]
pub struct Stopped {
    disk: SimDisk,
    image: Image,
    clock: Arc<SimClock>,
    setup: Setup,
    starts: u64,
    harm: Vec<Harm>,
}

/// Why a gateway does not run.
pub struct NotStarted {
    /// What is left.
    pub stopped: Box<Stopped>,
    /// The gateway's own words; `None` when the power went.
    pub refused: Option<String>,
}

impl fmt::Display for NotStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.refused {
            Some(why) => write!(f, "the gateway does not start: {why}"),
            None => f.write_str("the power went during the start"),
        }
    }
}

impl Stopped {
    /// The disk, for harm that comes while the power is off.
    #[must_use]
    pub const fn disk(&self) -> &SimDisk {
        &self.disk
    }

    /// The faults of the script that happened before the stop.
    #[must_use]
    pub fn harm(&self) -> &[Harm] {
        &self.harm
    }

    /// The same flash in another device: it starts with other randomness.
    #[must_use]
    pub fn twin(&self) -> Self {
        Self { starts: self.starts + TWIN_STARTS, clock: Arc::new(self.clock.twin()), ..self.clone() }
    }

    /// Starts; `faults` happen meanwhile and go on afterwards.
    ///
    /// # Errors
    /// [`NotStarted`].
    ///
    /// # Panics
    /// When the simulated catalog cannot be opened.
    pub fn start(self, faults: Faults) -> Result<Appliance, NotStarted> {
        let Self { disk, image, clock, setup, starts, .. } = self;
        let starts = starts + 1;
        disk.script(faults);
        // Every start draws other randomness, as a real device does, but the same in every run of the seed.
        let entropy: Arc<SeededEntropy> = Arc::new(SeededEntropy::new(setup.seed ^ starts << 40));
        let root = RootKey::from_bytes([7; 32]);
        let disk = Arc::new(disk);
        let catalog = Catalog::from_image(&image, root.derive(Purpose::Catalog), &*entropy);
        let catalog = Arc::new(catalog.expect("a catalog in memory opens"));
        let opened = open(&disk, &catalog, &root, &clock, &entropy, &setup);
        // Space is made ahead of need, so a cut may go unnoticed while starting.
        let why = match opened {
            Ok((store, gateway, recovered)) if !disk.is_cut() => {
                return Ok(Appliance { disk, catalog, clock, store, gateway, recovered, setup, starts });
            }
            Ok(_) => None,
            Err(why) => (!disk.is_cut()).then(|| chain(&*why)),
        };
        let image = catalog.image().expect("a catalog in memory can be read");
        let harm = disk.harm();
        let disk = disk.after_cut(setup.seed.wrapping_add(disk.history()));
        Err(NotStarted {
            stopped: Box::new(Stopped { disk, image, clock, setup, starts, harm }),
            refused: why,
        })
    }
}

fn open(
    disk: &Arc<SimDisk>,
    catalog: &Arc<Catalog>,
    root: &RootKey,
    clock: &Arc<SimClock>,
    entropy: &Arc<SeededEntropy>,
    setup: &Setup,
) -> Result<(Arc<Store>, Gateway, Recovered), Box<dyn Error>> {
    let shared: Arc<dyn Disk> = Arc::<SimDisk>::clone(disk);
    let (log, recovered) = Log::open(shared, setup.log.clone(), &**entropy, clock.now().wall)?;
    clock.resume(recovered.line, OFF_MS);
    let parts = Parts {
        log: Arc::new(log),
        catalog: Arc::clone(catalog),
        root,
        clock: Arc::<SimClock>::clone(clock),
        entropy: Arc::<SeededEntropy>::clone(entropy),
        account: AccountId::parse("000000000000").expect("twelve digits"),
        region: Region::parse("us-east-1").expect("a region"),
    };
    let store = Arc::new(Store::open(parts)?);
    store.suspect(recovered.rot.iter().flat_map(|damage| damage.tracks.iter().copied()));
    store.log().forget_unregistered();
    // Often, so that the power goes at every step of it.
    store.renew_keys_after(RENEW_AFTER);
    let services = vec![
        millpond_kinesis::service(),
        millpond_sqs::service(),
        millpond_kms::service(),
        millpond_sts::service(),
        millpond_iam::service(),
        millpond_dynamodb::service(),
        millpond_cloudwatch::service(),
    ];
    let options = Options { authenticate: setup.authenticate, encode_denials: setup.encode_denials };
    let gateway = Gateway::new(Arc::clone(&store), services, options);
    Ok((store, gateway, recovered))
}

/// An error and its causes on one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

enum Standing {
    Committing(Box<Parked>),
    Waiting(Box<Parked>),
    Done(RawReply),
    Taken,
}

impl Standing {
    fn reply(self) -> Option<RawReply> {
        match self {
            Self::Done(reply) => Some(reply),
            _ => None,
        }
    }
}

/// A call to a JSON service as it arrives.
#[must_use]
pub fn request(target: &str, body: &Value) -> RawRequest {
    let media: &[u8] = if target.starts_with("AmazonSQS") {
        b"application/x-amz-json-1.0"
    } else {
        b"application/x-amz-json-1.1"
    };
    RawRequest {
        method: "POST".into(),
        path: "/".into(),
        query: String::new(),
        headers: vec![
            ("host".into(), b"pond:4566".to_vec()),
            ("content-type".into(), media.to_vec()),
            ("x-amz-target".into(), target.as_bytes().to_vec()),
        ],
        body: body.to_string().into_bytes(),
        peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        secure: false,
    }
}
