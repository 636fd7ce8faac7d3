//! Those who share a subscription.

use crate::codec::{Options, Qos};
use crate::reader::Reader;
use crate::session::SessionId;
use std::collections::{BTreeMap, BTreeSet};

/// A group: a cursor of its own, whose messages go to one member each.
#[derive(Debug, Default)]
pub(crate) struct Group {
    /// `$share/NAME/FILTER`.
    pub(crate) share: Box<str>,
    pub(crate) since: u64,
    pub(crate) members: Vec<Member>,
    pub(crate) turn: usize,
    pub(crate) reader: Reader,
    /// On their way: to whom.
    pub(crate) flights: BTreeMap<u64, SessionId>,
    /// Were on their way to somebody who is gone.
    pub(crate) returned: BTreeSet<u64>,
    pub(crate) is_dirty: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) session: SessionId,
    pub(crate) options: Options,
    pub(crate) id: u32,
}

impl Group {
    /// The part of `share` that says which topics.
    pub(crate) fn filter(&self) -> &str {
        crate::topic::shared(&self.share).map_or("", |(_, filter)| filter)
    }

    /// The next member in turn whom `can` names.
    pub(crate) fn pick(&mut self, mut can: impl FnMut(SessionId) -> bool) -> Option<Member> {
        let count = self.members.len();
        for step in 0..count {
            let at = (self.turn + step) % count;
            if can(self.members[at].session) {
                self.turn = (at + 1) % count;
                return Some(self.members[at]);
            }
        }
        None
    }

    /// Where it would go on if the power went now, and what is done from there on.
    pub(crate) fn progress(&self, head: u64) -> (u64, Vec<(u64, u64)>) {
        let open: BTreeSet<u64> = self.flights.keys().chain(&self.returned).copied().collect();
        self.reader.without(&open.into_iter().collect::<Vec<_>>(), head)
    }

    /// Where it reads on.
    pub(crate) fn from(&self, head: u64) -> u64 {
        let next = self.reader.position(head);
        self.returned.first().map_or(next, |first| next.min(*first))
    }

    /// True when there is something that it has not read yet.
    pub(crate) fn is_behind(&self) -> bool {
        !self.reader.is_live || !self.returned.is_empty()
    }
}

impl Member {
    pub(crate) fn qos(&self, published: Qos) -> Qos {
        published.min(self.options.qos)
    }
}
