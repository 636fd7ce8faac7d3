//! Who asked for what, level by level.
//!
//! Goals: finding those who want a message costs what the topic's levels cost, however many subscriptions there are; a node
//! costs little when it has one child, as most have.
//! Invariants: no deeper than [`crate::topic::LEVELS_MAX`]; a node without subscriptions and children is not kept.

use crate::codec::Options;

/// Who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// A session.
    Session(u64),
    /// Those who share a subscription.
    Group(u64),
}

/// One wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    pub(crate) who: Who,
    pub(crate) options: Options,
    /// What the client calls it; 0 when it has no name.
    pub(crate) id: u32,
    /// Messages with a place before this one were published earlier.
    pub(crate) since: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Trie(Node);

#[derive(Debug, Default)]
struct Node {
    /// In the order of their names.
    children: Vec<(Box<str>, Box<Node>)>,
    plus: Option<Box<Node>>,
    /// Those whose filter ends here.
    here: Vec<Wish>,
    /// Those whose filter goes on with `#`.
    under: Vec<Wish>,
}

impl Trie {
    /// Adds a wish, in place of what the same one asked for by the same filter.
    pub(crate) fn add(&mut self, filter: &str, wish: Wish) {
        let mut node = &mut self.0;
        let mut levels = filter.split('/');
        let list = loop {
            match levels.next() {
                None => break &mut node.here,
                Some("#") => break &mut node.under,
                Some("+") => node = node.plus.get_or_insert_default(),
                Some(level) => node = node.child(level),
            }
        };
        match list.iter_mut().find(|old| old.who == wish.who) {
            Some(old) => *old = wish,
            None => list.push(wish),
        }
    }

    /// Takes a wish back.
    pub(crate) fn remove(&mut self, filter: &str, who: Who) {
        self.0.remove(filter.split('/'), who);
    }

    /// Appends everybody who wants a message under `topic`; somebody with several filters several times.
    pub(crate) fn collect(&self, topic: &str, found: &mut Vec<Wish>) {
        let root = &self.0;
        let mut levels = topic.split('/');
        let first = levels.next().unwrap_or_default();
        if first.starts_with('$') {
            // Wildcards do not stand for such names.
            if let Some(node) = root.find(first) {
                node.collect(levels, found);
            }
            return;
        }
        root.collect(topic.split('/'), found);
    }

    #[cfg(test)]
    fn is_empty(&self) -> bool {
        self.0.is_bare()
    }
}

impl Node {
    fn child(&mut self, name: &str) -> &mut Self {
        let at = match self.children.binary_search_by(|(own, _)| (**own).cmp(name)) {
            Ok(at) => at,
            Err(at) => {
                self.children.insert(at, (name.into(), Box::default()));
                at
            }
        };
        &mut self.children[at].1
    }

    fn find(&self, name: &str) -> Option<&Self> {
        let at = self.children.binary_search_by(|(own, _)| (**own).cmp(name)).ok()?;
        Some(&self.children[at].1)
    }

    fn collect<'t>(&self, mut levels: impl Iterator<Item = &'t str> + Clone, found: &mut Vec<Wish>) {
        found.extend_from_slice(&self.under);
        let Some(level) = levels.next() else {
            found.extend_from_slice(&self.here);
            return;
        };
        if let Some(plus) = &self.plus {
            plus.collect(levels.clone(), found);
        }
        if let Some(child) = self.find(level) {
            child.collect(levels, found);
        }
    }

    fn remove<'f>(&mut self, mut levels: impl Iterator<Item = &'f str>, who: Who) {
        match levels.next() {
            None => drop_from(&mut self.here, who),
            Some("#") => drop_from(&mut self.under, who),
            Some("+") => {
                if let Some(plus) = &mut self.plus {
                    plus.remove(levels, who);
                    if plus.is_bare() {
                        self.plus = None;
                    }
                }
            }
            Some(level) => {
                let Ok(at) = self.children.binary_search_by(|(own, _)| (**own).cmp(level)) else { return };
                self.children[at].1.remove(levels, who);
                if self.children[at].1.is_bare() {
                    self.children.remove(at);
                }
            }
        }
    }

    fn is_bare(&self) -> bool {
        self.children.is_empty() && self.plus.is_none() && self.here.is_empty() && self.under.is_empty()
    }
}

fn drop_from(list: &mut Vec<Wish>, who: Who) {
    list.retain(|wish| wish.who != who);
    list.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topic;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn wish(number: u64) -> Wish {
        Wish { who: Who::Session(number), options: Options::default(), id: 0, since: 0 }
    }

    /// Few names, so that filters and topics meet often.
    fn filter() -> impl Strategy<Value = String> {
        let level = prop::sample::select(vec!["a", "b", "", "+", "$SYS"]);
        (vec(level, 1..4), any::<bool>()).prop_map(|(levels, all)| {
            let text = levels.join("/");
            if all { format!("{text}/#") } else { text }
        })
    }

    fn topic() -> impl Strategy<Value = String> {
        vec(prop::sample::select(vec!["a", "b", "", "$SYS"]), 1..5).prop_map(|levels| levels.join("/"))
    }

    proptest! {
        #[test]
        fn the_trie_finds_whom_a_look_at_every_filter_finds(
            filters in vec(filter(), 0..12), gone in vec(any::<bool>(), 12), topics in vec(topic(), 1..8)
        ) {
            let mut trie = Trie::default();
            for (number, filter) in (0..).zip(&filters) {
                prop_assume!(topic::is_filter(filter));
                trie.add(filter, wish(number));
                trie.add(filter, wish(number));
            }
            for (number, filter) in (0..).zip(&filters) {
                if gone[usize::try_from(number).unwrap()] {
                    trie.remove(filter, Who::Session(number));
                }
            }
            for topic in &topics {
                let mut found = Vec::new();
                trie.collect(topic, &mut found);
                let found: Vec<Who> = found.iter().map(|wish| wish.who).collect();
                let wanted: BTreeSet<Who> = (0..).zip(&filters)
                    .filter(|(number, filter)| {
                        !gone[usize::try_from(*number).unwrap()] && topic::matches(filter, topic)
                    })
                    .map(|(number, _)| Who::Session(number))
                    .collect();
                prop_assert_eq!(found.len(), wanted.len());
                prop_assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted);
            }
            for (number, filter) in (0..).zip(&filters) {
                trie.remove(filter, Who::Session(number));
            }
            prop_assert!(trie.is_empty(), "what nobody wants costs nothing");
        }
    }
}
