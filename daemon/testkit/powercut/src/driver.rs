//! The process that uses the log on the disk under test: it lists what it finds, then writes and tells what it was told.
//!
//! It speaks with its parent in lines. `S`, `A` and `T` come while it writes; after `A` and `T` it waits for an empty line,
//! so that the parent can note at which point of the device's history they were said.
//!
//! ```text
//! problem TEXT              what opening or reading found that may not be
//! R TRACK SEQ NONCE         a whole record
//! listed                    that was all
//! S BATCH TRACK:NONCE..     about to stage these, together
//! A BATCH SEQ..             they are acknowledged, at these places
//! T TRACK SEQ               about to let go of everything before this place
//! ```

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant, SystemTime};

use millpond_base::{LineMs, Now, SeededEntropy, Seq, TrackId, WallMs};
use millpond_log::disk::RealDisk;
use millpond_log::{
    Batch, DataKey, Log, OpenError, Options, ReadError, ReadLimit, Recovered, StageError, after_rot,
};

use crate::chance::Chance;
use crate::failure::{Failure, Step};

/// Tracks 1 to this many.
pub(crate) const TRACKS: u32 = 4;
const WRITERS: usize = 3;
const RECORDS_MAX: usize = 4;
const PAGE: ReadLimit = ReadLimit { records: 64, bytes: usize::MAX };
/// How long to sleep at most between two looks at something that another thread changes.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// Small segments, so that a short run fills many, and frees and reuses them; commits so large that some go past the page
/// cache.
fn options() -> Options {
    Options {
        segment_bytes: 512 << 10,
        budget_bytes: 8 << 20,
        staged_bytes_max: 1 << 20,
        commit_bytes_max: 256 << 10,
        zero_ahead_bytes: 64 << 10,
        ..Options::default()
    }
}

/// The bytes that follow from a nonce, which they begin with. Most are as small as readings; some need several blocks.
pub(crate) fn body(nonce: u64) -> Vec<u8> {
    let mut chance = Chance::new(nonce);
    let bytes = match chance.below(60) {
        0..2 => 60_000 + chance.below(40_000),
        2..5 => 6_000 + chance.below(14_000),
        5..15 => 400 + chance.below(4_600),
        _ => 8 + chance.below(392),
    };
    let mut body = nonce.to_le_bytes().to_vec();
    while body.len() < bytes {
        body.extend_from_slice(&chance.any().to_le_bytes());
    }
    body
}

fn nonce_of(bytes: &[u8]) -> Option<u64> {
    let nonce = u64::from_le_bytes(bytes.first_chunk().copied()?);
    (bytes == body(nonce)).then_some(nonce)
}

/// The parent's ear. One line and its answer at a time.
struct Talk(Mutex<()>);

impl Talk {
    fn say(&self, line: &str) -> io::Result<()> {
        let _turn = self.0.lock().expect("no holder of this lock can panic");
        writeln!(io::stdout(), "{line}")?;
        io::stdout().flush()
    }

    /// Says a line and waits until the parent noted it.
    fn confirm(&self, line: &str) -> io::Result<()> {
        let _turn = self.0.lock().expect("no holder of this lock can panic");
        writeln!(io::stdout(), "{line}")?;
        io::stdout().flush()?;
        match io::stdin().lock().read_line(&mut String::new())? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

/// Opens the log in a folder, lists it, and writes this many batches.
pub(crate) fn run(folder: &Path, seed: u64, batches: usize) -> Result<(), Failure> {
    let talk = Talk(Mutex::new(()));
    let (log, found) = open(folder)?;
    list(&log, &found, &talk).step("cannot list the log")?;
    if batches == 0 {
        return Ok(());
    }
    let desk = Arc::new(Desk::default());
    let rung = Arc::clone(&desk);
    log.on_staged(Box::new(move |_| rung.ring()));
    let driver = Driver {
        log,
        talk,
        desk,
        line: found.line,
        start: Instant::now(),
        left: AtomicUsize::new(batches),
        releasing: Mutex::default(),
    };
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS as u64)
            .map(|index| Chance::new(seed.wrapping_add(index << 32)))
            .map(|chance| scope.spawn(|| driver.write(chance)))
            .collect();
        // Two, as in the gateway: one seals while the other one's frame syncs.
        let committers: Vec<_> = (0..2).map(|_| scope.spawn(|| driver.commit())).collect();
        let written = writers.into_iter().map(|writer| writer.join().expect("a writer does not panic"));
        let outcome = written.collect::<Result<Vec<()>, Failure>>();
        driver.desk.stop.store(true, Ordering::Release);
        let mut committed =
            committers.into_iter().map(|thread| thread.join().expect("a committer does not panic"));
        committed.try_for_each(|outcome| outcome).and(outcome.map(|_| ()))
    })
}

fn open(folder: &Path) -> Result<(Log, Recovered), Failure> {
    let disk = Arc::new(RealDisk::open(folder).step("cannot open the folder")?);
    // Salts must differ between two openings of one disk as they do in life.
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let entropy = SeededEntropy::new(since.as_secs().rotate_left(32) ^ u64::from(since.subsec_nanos()));
    let again = || Log::open(Arc::<RealDisk>::clone(&disk), options(), &entropy, WallMs(0));
    let (log, found) = match again() {
        Err(OpenError::Missing) => {
            Log::create(&*disk, &options(), &entropy).step("cannot create the log")?;
            again()
        }
        other => other,
    }
    .step("cannot open the log")?;
    for track in 1..=TRACKS {
        let key = [u8::try_from(track).expect("tracks are few"); 32];
        log.register(TrackId(track), DataKey::new(key, 1));
    }
    log.forget_unregistered();
    Ok((log, found))
}

fn list(log: &Log, found: &Recovered, talk: &Talk) -> io::Result<()> {
    for rot in &found.rot {
        talk.say(&format!("problem rot reported: {rot:?}"))?;
    }
    for segment in &found.unreadable {
        talk.say(&format!("problem segment {segment} is unreadable"))?;
    }
    for track in 1..=TRACKS {
        list_track(log, track, talk)?;
    }
    talk.say("listed")
}

fn list_track(log: &Log, track: u32, talk: &Talk) -> io::Result<()> {
    let mut from = log.bounds(TrackId(track)).first;
    loop {
        match log.read(TrackId(track), from, PAGE) {
            Ok(records) => {
                let Some(last) = records.last() else { return Ok(()) };
                from = last.seq.next();
                for record in &records {
                    let seq = record.seq.0;
                    talk.say(&match nonce_of(&record.body) {
                        Some(nonce) => format!("R {track} {seq} {nonce}"),
                        None => {
                            format!("problem track {track} place {seq} has other bytes than were written")
                        }
                    })?;
                }
            }
            Err(ReadError::Rot { first, count, segment, offset, .. }) => {
                talk.say(&format!(
                    "problem track {track}: {count} records from {} are rotten (segment {segment}, offset {offset})",
                    first.0
                ))?;
                from = after_rot(from, first, count);
            }
            Err(cause) => return talk.say(&format!("problem track {track}: {cause}")),
        }
    }
}

/// Where those who wait for a commit, and the one who commits, find each other.
#[derive(Default)]
struct Desk {
    staged: Mutex<bool>,
    changed: Condvar,
    durable: Condvar,
    turn: Mutex<()>,
    stop: AtomicBool,
    failed: AtomicBool,
}

impl Desk {
    fn ring(&self) {
        *self.staged.lock().expect("no holder of this lock can panic") = true;
        self.changed.notify_one();
    }

    /// True when something was staged since the last time.
    fn wait(&self) -> bool {
        let staged = self.staged.lock().expect("no holder of this lock can panic");
        let (mut staged, _) =
            self.changed.wait_timeout_while(staged, LOOK_AGAIN, |staged| !*staged).expect("as above");
        std::mem::take(&mut staged)
    }

    fn wait_durable(&self) {
        let turn = self.turn.lock().expect("no holder of this lock can panic");
        drop(self.durable.wait_timeout(turn, LOOK_AGAIN).expect("as above"));
    }
}

struct Driver {
    log: Log,
    talk: Talk,
    desk: Arc<Desk>,
    line: LineMs,
    start: Instant,
    left: AtomicUsize,
    releasing: Mutex<()>,
}

impl Driver {
    fn now(&self) -> Now {
        let ms = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let line = self.line.after_ms(1 + ms);
        Now { wall: WallMs(1_800_000_000_000 + line.0), line, trusted: true }
    }

    fn commit(&self) -> Result<(), Failure> {
        let outcome = self.commit_until_stopped();
        if outcome.is_err() {
            self.desk.failed.store(true, Ordering::Release);
        }
        outcome
    }

    fn commit_until_stopped(&self) -> Result<(), Failure> {
        while !self.desk.stop.load(Ordering::Acquire) {
            if self.desk.wait() {
                while self.log.commit(self.now()).step("cannot commit")?.is_some() {
                    self.desk.durable.notify_all();
                }
            }
            self.let_go()?;
        }
        Ok(())
    }

    /// Keeps the log from filling up, as retention does.
    fn let_go(&self) -> Result<(), Failure> {
        let _turn = self.releasing.lock().expect("no holder of this lock can panic");
        let stats = self.log.stats();
        if stats.segments_used * 4 < stats.segments_max * 3 {
            return Ok(());
        }
        for track in 1..=TRACKS {
            let bounds = self.log.bounds(TrackId(track));
            let before = Seq(bounds.first.0 + (bounds.next.0 - bounds.first.0) / 2);
            self.talk.confirm(&format!("T {track} {}", before.0)).step("the parent is gone")?;
            self.log.trim(TrackId(track), before);
        }
        self.log.reclaim().step("cannot reclaim").map(|_| ())
    }

    /// Stages batches and waits for each, until none is left to do.
    fn write(&self, mut chance: Chance) -> Result<(), Failure> {
        let left = |left: usize| left.checked_sub(1);
        while self.left.fetch_update(Ordering::AcqRel, Ordering::Acquire, left).is_ok() {
            let id = chance.any();
            let records: Vec<(u32, u64)> = (0..=chance.below(RECORDS_MAX))
                .map(|_| {
                    (1 + u32::try_from(chance.below(TRACKS as usize)).expect("tracks are few"), chance.any())
                })
                .collect();
            let shown: Vec<String> =
                records.iter().map(|(track, nonce)| format!("{track}:{nonce}")).collect();
            self.talk.say(&format!("S {id} {}", shown.join(" "))).step("the parent is gone")?;
            let Some(seqs) = self.put(&records)? else { return Ok(()) };
            let seqs: Vec<String> = seqs.iter().map(|seq| seq.0.to_string()).collect();
            self.talk.confirm(&format!("A {id} {}", seqs.join(" "))).step("the parent is gone")?;
        }
        Ok(())
    }

    /// The places of the records, once they are on flash; `None` when the committer failed.
    fn put(&self, records: &[(u32, u64)]) -> Result<Option<Vec<Seq>>, Failure> {
        let mut durable = loop {
            let mut batch = Batch::new();
            records.iter().for_each(|(track, nonce)| batch.append(TrackId(*track), b"", &body(*nonce)));
            match self.log.stage(batch, self.now()) {
                Ok(durable) => break durable,
                Err(StageError::Busy { .. } | StageError::Full { .. }) => self.desk.wait_durable(),
                Err(cause) => return Err(Failure::because("cannot stage", cause)),
            }
            if self.desk.failed.load(Ordering::Acquire) {
                return Ok(None);
            }
        };
        loop {
            match durable.redeem(&self.log) {
                Ok(seqs) => return Ok(Some(seqs)),
                Err(_) if self.desk.failed.load(Ordering::Acquire) => return Ok(None),
                Err(not_yet) => durable = not_yet,
            }
            self.desk.wait_durable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_tells_its_nonce_and_every_change() {
        for nonce in 0..200 {
            let mut bytes = body(nonce);
            assert_eq!(nonce_of(&bytes), Some(nonce));
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            assert_eq!(nonce_of(&bytes), None);
        }
        assert_eq!(nonce_of(b"short"), None);
    }
}
