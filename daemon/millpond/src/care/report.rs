//! How findings are told: to programs as JSON, to people as lines.

use millpond_base::TrackId;
use millpond_log::disk::{Area, Slot};
use millpond_log::{Finding, FindingKind};
use millpond_store::inspect::Named;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A piece of the log that is not as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Found {
    /// `rot`, `at-risk`, `unreadable`, `missing`, `spare`, `torn` or `stale`.
    pub(crate) kind: String,
    /// The same in words.
    pub(crate) what: String,
    /// False for what a power cut leaves.
    pub(crate) damage: bool,
    /// True when records are gone, or may be.
    pub(crate) loss: bool,
    /// Whose records lie there: a stream, a queue, or one of the gateway's own tracks. Absent when nobody's, or unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) holder: Option<String>,
    /// The first record's place in its track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) first: Option<u64>,
    /// The last record's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last: Option<u64>,
    /// The file, relative to the log's directory.
    pub(crate) file: String,
    /// Byte offset in it.
    pub(crate) offset: u64,
    /// Bytes from there on that are suspect.
    pub(crate) bytes: u64,
}

impl Found {
    /// A finding of the log, with the names that the catalog gives.
    pub(crate) fn of(finding: &Finding, names: &BTreeMap<TrackId, Named>) -> Self {
        let span = finding.span;
        Self {
            kind: finding.kind.word().into(),
            what: finding.kind.to_string(),
            damage: finding.kind.is_damage(),
            loss: finding.kind.is_loss(),
            holder: span.map(|span| holder(span.track, names)),
            first: span.map(|span| span.first.0),
            last: span.map(|span| span.end().0.saturating_sub(1)),
            file: file(finding.area),
            offset: finding.offset,
            bytes: finding.bytes,
        }
    }

    /// The finding as a line for a person.
    pub(crate) fn line(&self) -> String {
        let whose = match (&self.holder, self.first, self.last) {
            (Some(holder), Some(first), Some(last)) => format!("; {holder}: records {first} to {last}"),
            _ if self.kind == FindingKind::Rot.word() => "; what lay there is not known".into(),
            _ => String::new(),
        };
        let Self { kind, what, file, offset, bytes, .. } = self;
        format!("{kind:<10} {file} at {offset}, {bytes} B: {what}{whose}")
    }
}

/// What a track is for, by name where the catalog has one.
pub(crate) fn holder(track: TrackId, names: &BTreeMap<TrackId, Named>) -> String {
    match names.get(&track) {
        Some(named) => named.noun.to_string(),
        None => format!("track {}, which the catalog does not know", track.0),
    }
}

fn file(area: Area) -> String {
    match area {
        Area::Super(Slot::A) => "super.A".into(),
        Area::Super(Slot::B) => "super.B".into(),
        Area::Segment(number) => format!("arena/s{number:05}"),
    }
}

/// A number of bytes for a person.
pub(crate) fn bytes(count: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let (mut whole, mut tenths, mut unit) = (count, 0, 0);
    while whole >= 1024 && unit + 1 < UNITS.len() {
        tenths = whole % 1024 * 10 / 1024;
        whole /= 1024;
        unit += 1;
    }
    if unit == 0 { format!("{whole} B") } else { format!("{whole}.{tenths} {}", UNITS[unit]) }
}

/// How often the second number goes into the first, with two decimals; `no` for nothing.
pub(crate) fn ratio(part: u64, whole: u64) -> String {
    match part.checked_mul(100).and_then(|part| part.checked_div(whole)) {
        Some(hundredths) => format!("{}.{:02}", hundredths / 100, hundredths % 100),
        None => "no".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_easily() {
        assert_eq!(
            [bytes(0), bytes(1023), bytes(1536), bytes(5 << 30)],
            ["0 B", "1023 B", "1.5 KiB", "5.0 GiB"]
        );
        assert_eq!([ratio(0, 0), ratio(115, 100), ratio(1, 3)], ["no", "1.15", "0.33"]);
    }

    #[test]
    fn a_finding_without_a_name_says_so() {
        let span = millpond_log::Span { track: TrackId(7), first: millpond_base::Seq(4), count: 2 };
        let finding = Finding {
            kind: FindingKind::Rot,
            area: Area::Segment(3),
            offset: 4096,
            bytes: 8192,
            span: Some(span),
        };

        let found = Found::of(&finding, &BTreeMap::new());

        assert_eq!((found.first, found.last, found.loss), (Some(4), Some(5), true));
        assert_eq!(
            found.line(),
            "rot        arena/s00003 at 4096, 8192 B: acknowledged data changed on flash; \
             track 7, which the catalog does not know: records 4 to 5"
        );
    }
}
