//! Sorting out chunks that lie in two segments: a cut between moving and retiring leaves them.

use millpond_base::TrackId;

use crate::Options;
use crate::directories::read_footer;
use crate::disk::Disk;
use crate::index::{Entry, Run};
use crate::supersede::{Claimant, counting};

/// The rank of chunks in damaged frames: a whole copy goes before them, wherever it lies.
pub(crate) const DAMAGED: u32 = 0;

/// A run as it was found.
pub(crate) struct FoundRun {
    pub(crate) run: Run,
    /// Which of two that share places counts: see [`Claimant`].
    pub(crate) rank: u32,
}

/// Of chunks of a track that lie in two segments, leaves those that count; `found` is in the order of places. Gives also
/// the segments in which others lie.
pub(crate) fn without_doubles(
    disk: &dyn Disk,
    options: &Options,
    track: TrackId,
    found: Vec<FoundRun>,
) -> (Vec<Run>, Vec<u32>) {
    let mut runs: Vec<Run> = Vec::with_capacity(found.len());
    let mut doubled = Vec::new();
    let mut rest = found.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut end = first.run.end;
        let mut sharing = vec![first];
        while let Some(next) = rest.next_if(|next| next.run.first < end) {
            end = end.max(next.run.end);
            sharing.push(next);
        }
        if sharing.len() == 1 {
            runs.extend(sharing.into_iter().map(|alone| alone.run));
        } else {
            runs.extend(settle(disk, options, track, &sharing, &mut doubled));
        }
    }
    (runs, doubled)
}

/// Looks at the single chunks of runs that share places.
fn settle(
    disk: &dyn Disk,
    options: &Options,
    track: TrackId,
    sharing: &[FoundRun],
    doubled: &mut Vec<u32>,
) -> Vec<Run> {
    let mut entries: Vec<(Entry, u32)> = Vec::new();
    for FoundRun { run, rank } in sharing {
        let chunks = match &run.kept {
            Some(kept) => kept.iter().copied().collect(),
            None => listed_chunks(disk, options, track, run),
        };
        entries.extend(chunks.into_iter().map(|entry| (entry, *rank)));
    }
    let claimant =
        |(entry, rank): &(Entry, u32)| Claimant { first: entry.first, end: entry.end(), rank: *rank };
    let counts = counting(&entries.iter().map(claimant).collect::<Vec<_>>());
    let mut left: Vec<Entry> = Vec::new();
    for ((entry, _), counts) in entries.into_iter().zip(counts) {
        match counts {
            true => left.push(entry),
            false => doubled.push(entry.segment),
        }
    }
    left.sort_unstable_by_key(|entry| entry.first);
    left.chunk_by(|a, b| a.segment == b.segment).filter_map(Run::of).collect()
}

/// The chunks of a run that a footer lists. When it does not give them any more, one that stands for them all.
fn listed_chunks(disk: &dyn Disk, options: &Options, track: TrackId, run: &Run) -> Vec<Entry> {
    let footer = read_footer(disk, run.segment, options.segment_bytes, &mut Vec::new());
    let Ok(Some(footer)) = footer else { return vec![Entry::lost(run.segment, run.first, run.end)] };
    let own = footer.chunks().filter(|chunk| TrackId(chunk.track) == track);
    let entries = own.map(|chunk| Entry::new(run.segment, &chunk));
    entries.filter(|entry| entry.first >= run.first && entry.end() <= run.end).collect()
}
