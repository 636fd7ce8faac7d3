//! What clients acknowledge.

use crate::broker::{Broker, Due};
use crate::codec::{self, Ack, AckKind, Qos, Reason};
use crate::host::Host;
use crate::session::{Flight, SessionId};
use crate::trie::Who;
use millpond_base::Now;

impl Broker {
    pub(crate) fn ack(&mut self, number: SessionId, ack: Ack, now: Now, host: &mut impl Host) {
        match ack.kind {
            AckKind::Puback => self.ends(number, ack.packet, Qos::AtLeastOnce, now, host),
            AckKind::Pubcomp => self.ends(number, ack.packet, Qos::ExactlyOnce, now, host),
            AckKind::Pubrec if ack.code >= 0x80 => self.ends(number, ack.packet, Qos::ExactlyOnce, now, host),
            AckKind::Pubrec => self.arrived(number, ack.packet, host),
            AckKind::Pubrel => self.forget_packet(number, ack.packet, host),
        }
    }

    /// A message has arrived for good.
    fn ends(&mut self, number: SessionId, packet: u16, qos: Qos, now: Now, host: &mut impl Host) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let found = session.flights.iter().position(|flight| flight.packet == packet && flight.qos == qos);
        // An acknowledgement of nothing is no harm: what it speaks of may have been let go of.
        let Some(Flight { place, group, .. }) = found.and_then(|at| session.flights.remove(at)) else {
            return;
        };
        if group != 0 {
            if let (Some(group), Some(place)) = (self.groups.get_mut(&group), place) {
                group.flights.remove(&place);
            }
            self.soil(Who::Group(group));
        } else if place.is_some() {
            self.soil(Who::Session(number));
        }
        self.wake(number, now, host);
    }

    /// PUBREC: the client has it and will not take it again; that has to be on flash before it may forget so.
    fn arrived(&mut self, number: SessionId, packet: u16, host: &mut impl Host) {
        let Some(session) = self.sessions.get_mut(&number) else { return };
        let Some(link) = session.link.as_ref() else { return };
        let (conn, version) = (link.conn, link.version);
        let twice = |flight: &&mut Flight| flight.packet == packet && flight.qos == Qos::ExactlyOnce;
        let kind = AckKind::Pubrel;
        let Some(flight) = session.flights.iter_mut().find(twice) else {
            return self.answer(number, Ack { kind, packet, code: 0 }, Reason::PacketIdNotFound, host);
        };
        flight.is_released = true;
        if flight.place.is_none() {
            return self.answer(number, Ack { kind, packet, code: 0 }, Reason::Success, host);
        }
        self.soil_urgently(number);
        let mut bytes = Vec::new();
        codec::ack(&mut bytes, version, kind, packet, Reason::Success);
        self.round.push(Due::Reply { conn, bytes, ends: None });
    }
}
