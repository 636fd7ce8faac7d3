//! What callers of message brokers have in common, whatever the broker speaks.

use crate::config::{BrokerKind, Pattern, Within};
use crate::upstream::broker::Broker;
use crate::upstream::dead_letters::Reason;
use crate::upstream::parcel::{Origin, Parcel};
use millpond_forward::{Failure, Outcome};
use std::collections::HashMap;
use std::sync::Arc;

/// Messages on their way at once, unless told: more than a broker of common make grants (20 to 100).
const IN_FLIGHT_MAX: usize = 100;

/// Who publishes what to which broker, and what became of the last call.
pub(super) struct Publisher {
    pub(super) broker: Arc<Broker>,
    origin: Arc<Origin>,
    topic: Pattern,
    /// How the broker knows the connection.
    pub(super) client_id: String,
    gzip: bool,
    /// Why messages of the last call were not taken, by their number in it.
    pub(super) rejected: HashMap<usize, Reason>,
    refusal: Reason,
}

/// The broker ended the connection, or said something else than it should.
pub(super) struct Broken {
    pub(super) failure: Failure,
    pub(super) why: String,
}

impl Broken {
    pub(super) fn away(why: impl std::fmt::Display) -> Self {
        Self { failure: Failure::Unreachable, why: why.to_string() }
    }
}

impl Publisher {
    pub(super) fn new(
        broker: Arc<Broker>,
        origin: Arc<Origin>,
        topic: Pattern,
        client_id: String,
        gzip: bool,
    ) -> Self {
        let (rejected, refusal) = (HashMap::new(), Reason::default());
        Self { broker, origin, topic, client_id, gzip, rejected, refusal }
    }

    /// A call begins.
    pub(super) fn begin(&mut self) {
        self.rejected.clear();
    }

    /// A call ended, and how; `refused` is the code of what the broker may allow later.
    pub(super) fn end(
        &mut self,
        outcomes: Vec<Outcome>,
        ended: Result<(), Broken>,
        refused: &str,
    ) -> Result<Vec<Outcome>, Failure> {
        match ended {
            Ok(()) => self.broker.answered(),
            Err(broken) => {
                let failure = self.broken(broken);
                // What was acknowledged is known; the rest is sent again.
                if !outcomes.contains(&Outcome::Accepted) {
                    return Err(failure);
                }
            }
        }
        let is_refused = |reason: &Reason| reason.code == refused;
        if !outcomes.contains(&Outcome::Accepted) && self.rejected.values().any(is_refused) {
            return Err(Failure::Refused);
        }
        Ok(outcomes)
    }

    /// Notes why nothing can be published.
    pub(super) fn broken(&mut self, broken: Broken) -> Failure {
        self.broker.report("PUBLISH", &broken.why, broken.failure == Failure::Unreachable);
        let code = match self.broker.config().kind {
            BrokerKind::Mqtt => "MQTT",
            BrokerKind::Nats => "NATS",
        };
        self.refusal = Reason { code: code.to_owned(), message: broken.why };
        broken.failure
    }

    /// Messages on their way at once.
    pub(super) fn in_flight_max(&self) -> usize {
        self.broker.config().in_flight_max.map_or(IN_FLIGHT_MAX, Within::size)
    }

    /// What a record is published under, or why it cannot be.
    pub(super) fn topic(&self, parcel: &Parcel, fits: impl Fn(&str) -> bool) -> Result<String, String> {
        let topic = self.topic.template.text(&parcel.facts(&self.origin), &parcel.body);
        let topic = topic.map_err(|unfit| unfit.to_string())?;
        let is_fit = fits(&topic);
        is_fit
            .then_some(())
            .ok_or_else(|| format!("{topic:?} is nothing that a message can be published under"))?;
        Ok(topic)
    }

    /// A record's compressed form, where it is to be compressed.
    pub(super) fn packed(&self, parcel: &Parcel) -> Option<Vec<u8>> {
        self.gzip.then(|| millpond_aws::gzip::deflate(&parcel.body))
    }

    pub(super) fn why(&self) -> String {
        self.refusal.message.clone()
    }

    pub(super) fn reason(&self, number: usize) -> Reason {
        self.rejected.get(&number).unwrap_or(&self.refusal).clone()
    }
}
