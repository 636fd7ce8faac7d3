//! The newest retained message of each topic.

use crate::message::Message;
use crate::topic;
use millpond_base::LineMs;
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

#[derive(Debug, Default)]
pub(crate) struct Retained {
    by_topic: BTreeMap<Box<str>, Arc<[u8]>>,
    bytes: usize,
}

impl Retained {
    pub(crate) fn len(&self) -> usize {
        self.by_topic.len()
    }

    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn has(&self, topic: &str) -> bool {
        self.by_topic.contains_key(topic)
    }

    /// Keeps a message in place of the one before.
    pub(crate) fn put(&mut self, topic: &str, message: Arc<[u8]>) {
        self.bytes += topic.len() + message.len();
        if let Some(before) = self.by_topic.insert(topic.into(), message) {
            self.bytes -= topic.len() + before.len();
        }
    }

    pub(crate) fn remove(&mut self, topic: &str) {
        if let Some(before) = self.by_topic.remove(topic) {
            self.bytes -= topic.len() + before.len();
        }
    }

    /// Those a filter asks for that are still good.
    pub(crate) fn find(&self, filter: &str, now: LineMs) -> Vec<Arc<[u8]>> {
        let prefix = topic::prefix(filter);
        let range = (Bound::Included(prefix), Bound::Unbounded);
        let near = self.by_topic.range::<str, _>(range).take_while(|(topic, _)| topic.starts_with(prefix));
        let wanted = near.filter(|(topic, _)| topic::matches(filter, topic));
        let good =
            |message: &&Arc<[u8]>| Message::read(message).is_some_and(|message| !message.has_expired(now));
        wanted.map(|(_, message)| message).filter(good).cloned().collect()
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<[u8]>> {
        self.by_topic.values()
    }

    /// Forgets those that are no longer good.
    pub(crate) fn sweep(&mut self, now: LineMs) {
        let gone =
            |message: &Arc<[u8]>| Message::read(message).is_none_or(|message| message.has_expired(now));
        let bytes = &mut self.bytes;
        self.by_topic.retain(|topic, message| {
            let stays = !gone(message);
            if !stays {
                *bytes -= topic.len() + message.len();
            }
            stays
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::Qos;

    fn message(topic: &str, expires: Option<LineMs>) -> Arc<[u8]> {
        let (properties, payload) = (&[][..], &b"x"[..]);
        let qos = Qos::AtMostOnce;
        Message { topic, qos, retain: true, publisher: 0, to: 0, expires, properties, payload }
            .to_bytes()
            .into()
    }

    #[test]
    fn the_newest_of_a_topic_is_found_by_filters_until_its_time_has_come() {
        let mut retained = Retained::default();
        for topic in ["a", "a/b", "a/c", "ab", "$SYS/x"] {
            retained.put(topic, message(topic, None));
            retained.put(topic, message(topic, (topic == "a/c").then_some(LineMs(5))));
        }
        let find = |retained: &Retained, filter: &str, now| {
            let found = retained.find(filter, LineMs(now));
            found.iter().map(|m| Message::read(m).unwrap().topic.to_owned()).collect::<Vec<_>>()
        };

        assert_eq!(find(&retained, "a/#", 1), ["a", "a/b", "a/c"]);
        assert_eq!(find(&retained, "a/+", 5), ["a/b"]);
        assert_eq!(find(&retained, "#", 1), ["a", "a/b", "a/c", "ab"]);
        assert_eq!(find(&retained, "$SYS/#", 1), ["$SYS/x"]);
        retained.sweep(LineMs(5));
        assert_eq!(retained.len(), 4);
        ["a", "a/b", "ab", "$SYS/x", "none"].iter().for_each(|topic| retained.remove(topic));
        assert_eq!((retained.len(), retained.bytes()), (0, 0));
    }
}
