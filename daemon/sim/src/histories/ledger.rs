//! What the clients of a history know of each message, and what they must never see.

use crate::check::Breach;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a message.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) group: u64,
    /// It was sent to a dead-letter queue.
    pub(super) direct: bool,
    /// Its sender was told that it is there.
    pub(super) sent: bool,
    /// Device time of the first send.
    pub(super) sent_ms: u64,
    /// Message id and sequence number as its sender was told.
    pub(super) receipt: Option<(String, String)>,
    /// Its delete was answered while it could not be anywhere else.
    pub(super) deleted: bool,
    /// Its delete was not answered, or came when it might have moved.
    pub(super) maybe_deleted: bool,
    /// Where it was seen or sent last, if it must still be there.
    place: Option<Place>,
    /// In flight until this device time; a restart ends it.
    hidden_until_ms: u64,
    /// Where it was in a dead-letter queue, and then in the queue it was brought to.
    trip: Option<(u64, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    queue: &'static str,
    /// FIFO: the sequence number.
    number: u64,
    /// How often it was received there, at most.
    receives: u64,
    /// A move task may have taken it since.
    may_move: bool,
}

impl Known {
    /// A message that is about to be sent for the first time.
    pub(super) fn new(group: u64, direct: bool, sent_ms: u64) -> Self {
        Self { group, direct, sent_ms, ..Self::default() }
    }
}

/// A message as a receiver got it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) body: String,
    pub(super) number: u64,
    pub(super) receives: u64,
}

/// Everything the clients know.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) messages: BTreeMap<String, Known>,
    /// Something was received in a call that was not answered.
    murky: bool,
    /// Queues of which a task moves messages, or moved some.
    tasked: BTreeSet<&'static str>,
}

/// Received more often than this, a message is a dead letter.
pub(super) const RECEIVES_MAX: u64 = 2;

impl Ledger {
    /// A sender was told that a message is there.
    pub(super) fn sent(
        &mut self,
        queue: &'static str,
        body: &str,
        id: &str,
        number: &str,
    ) -> Result<(), Breach> {
        let Some(known) = self.messages.get_mut(body) else { return Ok(()) };
        let receipt = (id.to_owned(), number.to_owned());
        if let Some(earlier) = &known.receipt
            && !number.is_empty()
            && *earlier != receipt
        {
            return Err(Breach(format!("{queue}: {body} was sent twice, as {earlier:?} and {receipt:?}")));
        }
        if known.receipt.is_none() && known.place.is_none() {
            let number = number.parse().unwrap_or(0);
            let may_move = self.tasked.contains(queue);
            known.place = Some(Place { queue, number, receives: 0, may_move });
            if self.murky {
                // It may have been there for long, and received.
                known.place = None;
            }
        }
        known.sent = true;
        known.receipt = Some(receipt);
        Ok(())
    }

    /// Judges what a receive brought at a device time, and notes that it is hidden.
    pub(super) fn received(
        &mut self,
        queue: &'static str,
        seen: &[Seen],
        now_ms: u64,
        hidden_ms: u64,
    ) -> Result<(), Breach> {
        let fifo = queue.ends_with(".fifo");
        for (at, one) in seen.iter().enumerate() {
            let wrong = |what: &str| Breach(format!("{queue}: {} {what}", one.body));
            let known = self.messages.get(&one.body).ok_or_else(|| wrong("was sent by nobody"))?;
            if known.deleted {
                return Err(wrong("was received after its delete"));
            }
            if now_ms < known.hidden_until_ms {
                return Err(wrong("was received while it is in flight"));
            }
            if queue.starts_with("work") && one.receives > RECEIVES_MAX {
                return Err(wrong("was received too often to stay"));
            }
            if seen[..at].iter().any(|other| other.body == one.body) {
                return Err(wrong("is twice in one receive"));
            }
            if fifo {
                self.in_order(queue, &seen[..at], one, now_ms)?;
            }
        }
        for one in seen {
            let murky = self.murky;
            let known = self.messages.entry(one.body.clone()).or_default();
            let earlier = known.place.filter(|place| place.queue == queue);
            let here = earlier.is_some_and(|place| place.number == one.number);
            if fifo
                && !murky
                && !here
                && queue == "work.fifo"
                && let Some(Place { queue: "dead.fifo", number, .. }) = known.place
            {
                known.trip = Some((number, one.number));
            } else if !here {
                known.trip = None;
            }
            let receives = if here { earlier.map_or(1, |place| place.receives + 1) } else { one.receives };
            let may_move = self.tasked.contains(queue);
            known.place = Some(Place { queue, number: one.number, receives, may_move });
            known.hidden_until_ms = now_ms + hidden_ms;
            let (trip, group) = (known.trip, known.group);
            let mut of_group = self.messages.values().filter(|other| other.group == group);
            if trip.is_some_and(|trip| of_group.any(|other| crosses(trip, other.trip))) {
                return Err(Breach(format!("{queue}: {} overtook another on its way back", one.body)));
            }
        }
        Ok(())
    }

    /// FIFO: nothing of the group is in flight elsewhere, and nothing that must be there comes before.
    fn in_order(&self, queue: &str, before: &[Seen], one: &Seen, now_ms: u64) -> Result<(), Breach> {
        let group = self.messages[&one.body].group;
        let of_group = |body: &str| self.messages.get(body).is_some_and(|known| known.group == group);
        if before.iter().any(|other| of_group(&other.body) && other.number >= one.number) {
            return Err(Breach(format!("{queue}: {} comes behind a younger one of its group", one.body)));
        }
        for (body, known) in self.messages.iter().filter(|(_, known)| known.group == group) {
            let Some(place) = known.place.filter(|place| place.queue == queue) else { continue };
            let gone = known.deleted || known.maybe_deleted;
            if *body == one.body || gone || before.iter().any(|other| other.body == *body) {
                continue;
            }
            if now_ms < known.hidden_until_ms {
                return Err(Breach(format!("{queue}: {} was received while {body} is in flight", one.body)));
            }
            let dies = queue.starts_with("work") && place.receives >= RECEIVES_MAX;
            let certain = known.sent && !place.may_move && !dies;
            if certain && place.number < one.number {
                return Err(Breach(format!("{queue}: {} was received before {body}", one.body)));
            }
        }
        Ok(())
    }

    /// A message in flight until `hidden_until_ms` was deleted, or may have been.
    pub(super) fn deleted(&mut self, body: &str, held: bool, answered: bool) {
        let Some(known) = self.messages.get_mut(body) else { return };
        if held && answered {
            known.deleted = true;
            known.hidden_until_ms = 0;
        } else {
            known.maybe_deleted = true;
        }
    }

    /// The visibility of a message changed.
    pub(super) fn hidden(&mut self, body: &str, until_ms: u64) {
        if let Some(known) = self.messages.get_mut(body) {
            known.hidden_until_ms = until_ms;
        }
    }

    /// A message was taken out for good, while everything is read back.
    pub(super) fn gone(&mut self, body: &str) {
        if let Some(known) = self.messages.get_mut(body) {
            (known.place, known.hidden_until_ms) = (None, 0);
        }
    }

    /// A move task may take what is in a queue.
    pub(super) fn may_move(&mut self, queue: &'static str) {
        self.tasked.insert(queue);
        for known in self.messages.values_mut() {
            known.place =
                known.place.map(|place| Place { may_move: place.may_move || place.queue == queue, ..place });
        }
    }

    /// The gateway was started again: nothing is in flight. `unanswered` calls may have received anything.
    pub(super) fn restarted(&mut self, unanswered: bool) {
        self.murky |= unanswered;
        for known in self.messages.values_mut() {
            known.hidden_until_ms = 0;
            if unanswered {
                // Several receives may have been among them.
                known.place = known.place.map(|place| Place { receives: RECEIVES_MAX, ..place });
            }
        }
    }

    /// Everything was received and deleted: says what is missing, or there twice.
    pub(super) fn drained(&self, found: &BTreeMap<String, u64>) -> Result<(), Breach> {
        for (body, known) in &self.messages {
            let times = found.get(body).copied().unwrap_or(0);
            if times > 1 {
                return Err(Breach(format!("{body} is there {times} times")));
            }
            if times == 0 && known.sent && !known.deleted && !known.maybe_deleted {
                return Err(Breach(format!("{body} is lost")));
            }
            if times == 1 && known.deleted {
                return Err(Breach(format!("{body} came back after its delete")));
            }
        }
        Ok(())
    }
}

/// Two messages of a group changed their order on the way.
const fn crosses(one: (u64, u64), other: Option<(u64, u64)>) -> bool {
    match other {
        Some(other) => (one.0 < other.0) != (one.1 < other.1) && one.0 != other.0 && one.1 != other.1,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(bodies: &[&str]) -> Ledger {
        let mut ledger = Ledger::default();
        for (at, body) in bodies.iter().enumerate() {
            ledger.messages.insert((*body).to_owned(), Known::default());
            ledger.sent("work.fifo", body, body, &at.to_string()).expect("sent once");
        }
        ledger
    }

    fn seen(body: &str, number: u64) -> Seen {
        Seen { body: body.to_owned(), number, receives: 1 }
    }

    #[test]
    fn a_ledger_notices_what_must_not_be() {
        let receive = |ledger: &mut Ledger, all: &[Seen], at| ledger.received("work.fifo", all, at, 10);
        let two = || ledger(&["a", "b"]);
        assert_eq!(receive(&mut two(), &[seen("a", 0), seen("b", 1)], 5), Ok(()));
        assert!(receive(&mut two(), &[seen("b", 1)], 5).is_err(), "order");
        assert!(receive(&mut two(), &[seen("b", 1), seen("a", 0)], 5).is_err(), "order in one receive");
        assert!(receive(&mut two(), &[seen("x", 1)], 5).is_err(), "phantom");
        let mut first = two();
        receive(&mut first, &[seen("a", 0)], 5).expect("it is the first");
        assert!(receive(&mut first.clone(), &[seen("a", 0)], 14).is_err(), "in flight");
        assert!(receive(&mut first.clone(), &[seen("b", 1)], 14).is_err(), "its group is blocked");
        assert_eq!(receive(&mut first.clone(), &[seen("a", 0)], 15), Ok(()));
        first.deleted("a", true, true);
        assert!(receive(&mut first.clone(), &[seen("a", 0)], 50).is_err(), "deleted");
        assert_eq!(receive(&mut first.clone(), &[seen("b", 1)], 6), Ok(()));
        assert!(two().sent("work.fifo", "a", "a", "7").is_err(), "sent twice");
    }

    #[test]
    fn a_drained_gateway_held_each_message_once() {
        let found = |bodies: &[&str]| {
            let mut found = BTreeMap::new();
            bodies.iter().for_each(|body| *found.entry((*body).to_owned()).or_default() += 1);
            found
        };
        let mut two = ledger(&["a", "b"]);

        assert_eq!(two.drained(&found(&["a", "b"])), Ok(()));
        assert!(two.drained(&found(&["a"])).is_err() && two.drained(&found(&["a", "b", "b"])).is_err());
        two.deleted("b", true, true);
        assert!(two.drained(&found(&["a"])).is_ok() && two.drained(&found(&["a", "b"])).is_err());
    }

    #[test]
    fn messages_that_change_places_on_the_way_are_noticed() {
        assert!(
            crosses((1, 20), Some((2, 10))) && !crosses((1, 20), Some((2, 30))) && !crosses((1, 2), None)
        );
    }
}
