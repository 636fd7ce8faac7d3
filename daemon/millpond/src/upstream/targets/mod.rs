//! Where records go, each with its own way to be called.

mod firehose;
mod kinesis;
mod mqtt;
#[cfg(feature = "nats")]
mod nats;
mod publisher;
mod s3;
mod sqs;

use super::broker::Broker;
use super::dead_letters::Reason;
use super::desk::Desk;
use super::lane;
use super::once::Once;
use super::parcel::{Load, Origin, Parcel};
use super::remote::Remote;
use super::stream::PART_BITS;
use crate::config::{self, Aggregate, BrokerKind, Compress, ObjectForm, Target, WhenUnfit};
use millpond_forward::{Failure, Outcome};
use millpond_pack::Shaping;
use publisher::Publisher;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::watch;

/// What an upstream is.
#[derive(Clone)]
pub(super) enum Peer {
    /// AWS, or what answers like it.
    Remote(Arc<Remote>),
    /// A message broker.
    Broker(Arc<Broker>),
}

impl Peer {
    /// Where lanes get their calls granted.
    pub(super) fn desk(&self) -> Arc<Desk> {
        match self {
            Self::Remote(remote) => remote.desk(),
            Self::Broker(broker) => broker.desk(),
        }
    }

    /// Changes whenever it answers after it had not.
    pub(super) fn returns(&self) -> watch::Receiver<u64> {
        match self {
            Self::Remote(remote) => remote.returns(),
            Self::Broker(broker) => broker.returns(),
        }
    }

    /// True since a call got no answer.
    pub(super) fn is_away(&self) -> bool {
        match self {
            Self::Remote(remote) => remote.is_away(),
            Self::Broker(broker) => broker.is_away(),
        }
    }

    /// It may be reachable again: whoever waits asks now.
    pub(super) fn nudge(&self) {
        match self {
            Self::Remote(remote) => remote.nudge(),
            Self::Broker(broker) => broker.nudge(),
        }
    }

    /// True for another gateway, which takes each entry once.
    pub(super) fn takes_once(&self) -> bool {
        matches!(self, Self::Remote(remote) if remote.is_millpond())
    }
}

/// Makes the callers of a lane.
pub(super) struct Maker {
    route: config::Route,
    peer: Peer,
    origin: Arc<Origin>,
    shaping: Option<Arc<Shaping>>,
    /// What all callers of the lane know of the stream upstream.
    shards: kinesis::Known,
    made: AtomicU32,
}

impl Maker {
    pub(super) fn new(route: &config::Route, peer: Peer, origin: Arc<Origin>) -> Self {
        let shaping = route.transform.as_ref().map(|transform| Arc::new(transform.shaping()));
        let (route, made) = (route.clone(), AtomicU32::new(0));
        Self { route, peer, origin, shaping, shards: kinesis::Known::default(), made }
    }

    /// What is done to each record.
    pub(super) fn shaping(&self) -> Option<Arc<Shaping>> {
        self.shaping.clone()
    }

    /// True when the source hands records out in parts. An object takes them apart itself, as it is written as a whole.
    pub(super) fn takes_apart(&self) -> bool {
        self.route.deaggregate && !matches!(self.route.target(), Some(Target::S3 { .. }))
    }

    /// One more caller.
    pub(super) fn make(&self) -> Caller {
        let gzip = self.route.compress == Some(Compress::Gzip);
        let target = self.route.target().expect("a configuration that was checked");
        let kind = match (&self.peer, target) {
            (Peer::Remote(remote), target) => self.remote(Arc::clone(remote), target, gzip),
            (Peer::Broker(broker), Target::Topic(topic)) => {
                let (origin, name) = (Arc::clone(&self.origin), self.client_id());
                let publisher = Publisher::new(Arc::clone(broker), origin, topic, name, gzip);
                match broker.config().kind {
                    BrokerKind::Mqtt => Kind::Mqtt(mqtt::Caller::new(publisher)),
                    #[cfg(feature = "nats")]
                    BrokerKind::Nats => Kind::Nats(nats::Caller::new(publisher)),
                    #[cfg(not(feature = "nats"))]
                    BrokerKind::Nats => unreachable!("a configuration that was checked"),
                }
            }
            (Peer::Broker(_), _) => unreachable!("a configuration that was checked"),
        };
        let unfit = self.route.transform.as_ref().map_or(WhenUnfit::Pass, |transform| transform.unfit);
        let (origin, shaping) = (Arc::clone(&self.origin), self.shaping.clone());
        Caller { kind, origin, shaping, unfit, unfits: HashMap::new(), numbers: Vec::new() }
    }

    /// What another gateway is told of the lane.
    fn once(&self, remote: &Remote) -> Option<Once> {
        let bits = if self.takes_apart() { PART_BITS } else { 0 };
        let Origin { track, next, .. } = *self.origin;
        remote.once(self.route.name.as_str(), track, next << bits)
    }

    fn remote(&self, remote: Arc<Remote>, target: Target, gzip: bool) -> Kind {
        let once = self.once(&remote);
        match target {
            Target::Stream(name) => {
                let (aggregate, protocol) = (self.route.aggregate, self.route.protocol);
                let style = kinesis::Style { aggregate, gzip, protocol, once };
                Kind::Kinesis(kinesis::Caller::new(remote, name, style, Arc::clone(&self.shards)))
            }
            Target::Queue(name) => Kind::Sqs(sqs::Caller::new(remote, name, once, gzip)),
            Target::Firehose(name) => {
                let lines = self.route.aggregate == Some(Aggregate::Lines);
                Kind::Firehose(firehose::Caller::new(remote, name, lines, gzip))
            }
            Target::S3 { bucket, prefix } => {
                let form = self.route.format.unwrap_or(ObjectForm::Lines).into();
                // Objects are compressed unless told otherwise.
                let gzip = self.route.compress != Some(Compress::None);
                let style = s3::Style {
                    bucket,
                    prefix,
                    form,
                    gzip,
                    addressing: self.route.addressing,
                    deaggregate: self.route.deaggregate,
                };
                Kind::S3(s3::Caller::new(remote, Arc::clone(&self.origin), style))
            }
            Target::Topic(_) => unreachable!("a configuration that was checked"),
        }
    }

    /// A name that no other connection to the broker has, and that this one has again after a restart.
    fn client_id(&self) -> String {
        let device = &self.origin.device[..self.origin.device.len().min(8)];
        let own = match &self.peer {
            Peer::Broker(broker) => broker.config().client_id.as_ref().map(|name| name.as_str().to_owned()),
            Peer::Remote(_) => None,
        };
        let own = own.unwrap_or_else(|| format!("millpond-{device}"));
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        format!("{own}-{}-{}-{number}", self.route.name.as_str(), self.origin.part)
    }
}

/// One caller: shapes what it is given, and hands it to its kind.
pub(super) struct Caller {
    kind: Kind,
    origin: Arc<Origin>,
    shaping: Option<Arc<Shaping>>,
    unfit: WhenUnfit,
    /// Why records of the last call were not sent at all, by their number in it.
    unfits: HashMap<usize, Reason>,
    /// The numbers in the last call of those that were sent.
    numbers: Vec<usize>,
}

enum Kind {
    Kinesis(kinesis::Caller),
    Sqs(sqs::Caller),
    Firehose(firehose::Caller),
    S3(s3::Caller),
    Mqtt(mqtt::Caller),
    #[cfg(feature = "nats")]
    Nats(nats::Caller),
}

impl lane::Caller for Caller {
    type Load = Load;

    async fn call(&mut self, load: Load) -> Result<Vec<Outcome>, Failure> {
        self.unfits.clear();
        self.numbers.clear();
        let count = load.parcels.len();
        let load = self.shape(load);
        if load.parcels.is_empty() {
            return Ok(vec![Outcome::Rejected; count]);
        }
        let sent = load.parcels.len();
        let told = match &mut self.kind {
            Kind::Kinesis(caller) => caller.call(load).await,
            Kind::Sqs(caller) => caller.call(load).await,
            Kind::Firehose(caller) => caller.call(load).await,
            Kind::S3(caller) => caller.call(load).await,
            Kind::Mqtt(caller) => caller.call(load).await,
            #[cfg(feature = "nats")]
            Kind::Nats(caller) => caller.call(load).await,
        };
        let told = told?;
        if sent == count || told.len() != sent {
            return Ok(told);
        }
        let mut outcomes = vec![Outcome::Rejected; count];
        for (number, outcome) in self.numbers.iter().zip(told) {
            outcomes[*number] = outcome;
        }
        Ok(outcomes)
    }

    fn why(&self) -> String {
        match &self.kind {
            Kind::Kinesis(caller) => caller.connection().why().to_owned(),
            Kind::Sqs(caller) => caller.connection().why().to_owned(),
            Kind::Firehose(caller) => caller.connection().why().to_owned(),
            Kind::S3(caller) => caller.connection().why().to_owned(),
            Kind::Mqtt(caller) => caller.publisher().why(),
            #[cfg(feature = "nats")]
            Kind::Nats(caller) => caller.publisher().why(),
        }
    }

    fn reason(&self, number: usize) -> Reason {
        if let Some(reason) = self.unfits.get(&number) {
            return reason.clone();
        }
        let number = self.numbers.binary_search(&number).unwrap_or(number);
        match &self.kind {
            Kind::Kinesis(caller) => caller.reason(),
            Kind::Sqs(caller) => caller.reason(number),
            Kind::Firehose(caller) => caller.reason(number),
            Kind::S3(caller) => caller.reason(),
            Kind::Mqtt(caller) => caller.publisher().reason(number),
            #[cfg(feature = "nats")]
            Kind::Nats(caller) => caller.publisher().reason(number),
        }
    }

    async fn renew(&mut self) {
        match &mut self.kind {
            Kind::Kinesis(caller) => caller.remote().renew(caller.connection()),
            Kind::Sqs(caller) => caller.remote().renew(caller.connection()),
            Kind::Firehose(caller) => caller.remote().renew(caller.connection()),
            Kind::S3(caller) => caller.remote().renew(caller.connection()),
            Kind::Mqtt(caller) => caller.renew(),
            #[cfg(feature = "nats")]
            Kind::Nats(caller) => caller.renew(),
        }
    }
}

impl Caller {
    /// The records as they are to be sent; those that cannot be are left out where the route says so.
    fn shape(&mut self, load: Load) -> Load {
        let Some(shaping) = self.shaping.clone() else { return load };
        let floor = load.floor;
        let mut parcels = Vec::with_capacity(load.parcels.len());
        for (number, mut parcel) in load.parcels.into_iter().enumerate() {
            match shaping.shape(&parcel.facts(&self.origin), &parcel.body) {
                Ok(shaped) => apply(&mut parcel, shaped),
                Err(_) if self.unfit == WhenUnfit::Pass => {}
                Err(unfit) => {
                    let reason = Reason { code: "Unfit".to_owned(), message: unfit.to_string() };
                    self.unfits.insert(number, reason);
                    continue;
                }
            }
            self.numbers.push(number);
            parcels.push(parcel);
        }
        Load { floor, parcels }
    }
}

fn apply(parcel: &mut Parcel, shaped: millpond_pack::Shaped) {
    if let Some(body) = shaped.body {
        parcel.body = body;
    }
    if let Some(key) = shaped.key {
        parcel.key = Some(key);
        parcel.explicit = None;
    }
}
