//! How one node fares, in words and numbers.

use crate::fieldbus::Figures;
use crate::status::duration;
use millpond_base::Now;
use millpond_store::node::Node;
use serde::{Deserialize, Serialize};

/// How one node fares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct NodeStatus {
    /// Its name; `device-N` when the configuration names it by number alone.
    pub(crate) node: String,
    /// Its number.
    pub(crate) device: u64,
    /// `connected`, `silent`, `never-heard`, `changing-key` or `revoked`.
    pub(crate) state: String,
    /// Generation of its key.
    pub(crate) generation: u32,
    /// Generation of the key that it is to change to.
    pub(crate) next_generation: Option<u32>,
    /// Where its readings go.
    pub(crate) to: String,
    /// The queue of its commands.
    pub(crate) commands: Option<String>,
    /// Commands that it has done since the start.
    pub(crate) commands_done: u64,
    /// When it was last heard, by the wall clock; empty for never.
    pub(crate) last_heard: String,
    /// Seconds since then.
    pub(crate) silent_secs: Option<u64>,
    /// Number of the next reading.
    pub(crate) next_sequence: u64,
    /// Stretches of readings that never came.
    pub(crate) gaps: u32,
    /// Readings in them.
    pub(crate) lost: u64,
    /// Readings that came and are not yet on flash.
    pub(crate) lag: u64,
    /// Frames under its number that were refused since the start.
    pub(crate) refused: u64,
}

impl NodeStatus {
    /// A node that was enrolled.
    pub(super) fn enrolled(node: &Node, figures: &Figures, now: Now) -> Self {
        let mut status = Self::measured(figures, now);
        if node.revoked.is_some() {
            "revoked".clone_into(&mut status.state);
        } else if node.next.is_some() {
            "changing-key".clone_into(&mut status.state);
        }
        status.node.clone_from(&node.name);
        status.device = node.number;
        status.generation = node.generation;
        status.next_generation = node.next;
        status.to = node.home.to_string();
        status.commands.clone_from(&node.commands);
        status
    }

    /// What is known of a device, whoever named it.
    pub(super) fn measured(figures: &Figures, now: Now) -> Self {
        let stored = Some(figures.standing.stored).filter(|stored| stored.0 > 0);
        let heard = figures.heard.max(stored);
        let state = match heard {
            _ if figures.connected => "connected",
            Some(_) => "silent",
            None => "never-heard",
        };
        Self {
            state: state.to_owned(),
            last_heard: heard.map_or(String::new(), millpond_base::WallMs::to_iso8601),
            silent_secs: heard.map(|heard| now.wall.0.saturating_sub(heard.0) / 1_000),
            next_sequence: figures.standing.next,
            gaps: figures.standing.gaps,
            lost: figures.standing.lost,
            lag: figures.unsettled,
            refused: figures.refused,
            commands_done: figures.commands_done,
            ..Self::default()
        }
    }

    /// The state as a line for a person.
    pub(crate) fn line(&self) -> String {
        let heard = self.silent_secs.map_or(String::new(), |secs| format!(", heard {} ago", duration(secs)));
        let state = match self.next_generation {
            Some(next) => format!("changing to key generation {next}"),
            None => self.state.replace('-', " "),
        };
        let commands = self
            .commands
            .as_ref()
            .map_or(String::new(), |queue| format!(", {} commands of {queue} done", self.commands_done));
        format!(
            "{} ({}): {state}{heard}, next {}, {} gaps with {} readings lost, {} not yet on flash, {} frames refused, key {}, to {}{commands}",
            self.node,
            self.device,
            self.next_sequence,
            self.gaps,
            self.lost,
            self.lag,
            self.refused,
            self.generation,
            self.to,
        )
    }
}

/// All nodes in one line.
pub(crate) fn summary(nodes: &[NodeStatus]) -> String {
    let of = |state: &str| nodes.iter().filter(|node| node.state == state).count();
    let lost: u64 = nodes.iter().map(|node| node.lost).sum();
    let gaps: u64 = nodes.iter().map(|node| u64::from(node.gaps)).sum();
    format!(
        "nodes     {} may connect, {} connected, {} never heard, {} revoked; {gaps} gaps with {lost} readings lost",
        nodes.len() - of("revoked"),
        nodes.iter().filter(|node| node.state == "connected" || node.state == "changing-key").count(),
        of("never-heard"),
        of("revoked"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fieldbus::Standing;
    use millpond_base::{LineMs, WallMs};
    use millpond_store::node::Home;

    const NOW: Now = Now { wall: WallMs(100_000), line: LineMs(5), trusted: true };

    fn node() -> Node {
        Node {
            number: 65_537,
            name: "pump-7".into(),
            generation: 2,
            next: None,
            enrolled: WallMs(1),
            revoked: None,
            home: Home::Stream("readings".into()),
            commands: None,
        }
    }

    #[test]
    fn what_was_stored_before_the_start_counts_as_heard() {
        let standing = Standing { next: 40, lost: 3, gaps: 2, stored: WallMs(30_000) };
        let before = Figures { standing, ..Figures::default() };
        let since = Figures { heard: Some(WallMs(90_000)), connected: true, ..before };

        let [before, since] = [before, since].map(|figures| NodeStatus::enrolled(&node(), &figures, NOW));

        assert_eq!((before.state.as_str(), before.silent_secs), ("silent", Some(70)));
        assert_eq!((since.state.as_str(), since.silent_secs), ("connected", Some(10)));
        assert_eq!(
            since.line(),
            "pump-7 (65537): connected, heard 10 s ago, next 40, 2 gaps with 3 readings lost, 0 not yet on flash, 0 frames \
             refused, key 2, to stream/readings"
        );
    }

    #[test]
    fn the_summary_counts_each_node_once() {
        let figures = Figures::default();
        let revoked = Node { revoked: Some(WallMs(2)), ..node() };
        let all = [node(), revoked].map(|node| NodeStatus::enrolled(&node, &figures, NOW));

        assert_eq!(
            summary(&all),
            "nodes     1 may connect, 0 connected, 1 never heard, 1 revoked; 0 gaps with 0 readings lost"
        );
    }
}
