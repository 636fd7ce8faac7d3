//! The log under comparison, driven as the gateway drives it: threads stage, two threads commit when `Pace` says so.

use crate::card::CardDisk;
use crate::engines::{Engine, said};
use millpond_base::{Entropy, LineMs, Now, Seq, Ticket, TrackId, WallMs};
use millpond_log::disk::RealDisk;
use millpond_log::{Batch, Begun, DataKey, Log, Look, Options, Pace, ReadLimit, StageError};
use std::collections::VecDeque;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::Thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// As in the gateway: one waits for the device, one seals.
const THREADS: usize = 2;

const POISON: &str = "no holder of this lock can panic";

const TRACK: TrackId = TrackId(10);
const ONE: ReadLimit = ReadLimit { records: 1, bytes: usize::MAX };

struct KernelEntropy;

impl Entropy for KernelEntropy {
    fn fill(&self, out: &mut [u8]) {
        let read = File::open("/dev/urandom").and_then(|mut file| file.read_exact(out));
        read.expect("every Linux has /dev/urandom");
    }
}

/// Time as the log wants it.
struct Timeline(Instant);

impl Timeline {
    fn now(&self) -> Now {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        Now { wall: WallMs(ms(wall)), line: LineMs(ms(self.0.elapsed())), trusted: true }
    }
}

#[derive(Default)]
struct Desk {
    pace: Mutex<Pace>,
    changed: Condvar,
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().expect(POISON)
    }
}

/// What writers and the committing threads share.
struct Shared {
    log: Log,
    time: Timeline,
    desk: Arc<Desk>,
    /// Writers that wait, each with the ticket it waits for.
    waiting: Mutex<Vec<(Ticket, Thread)>>,
}

/// See the module.
#[derive(Clone)]
pub(crate) struct Ours(Arc<Shared>);

impl Ours {
    /// Opens the log in `dir`, or creates it, and starts its committing threads.
    pub(crate) fn open(dir: &Path) -> Result<Self, String> {
        let log = open_log(dir)?;
        log.register(TRACK, DataKey::new([7; 32], 1));
        log.forget_unregistered();
        log.reclaim().map_err(said)?;
        let desk = Arc::new(Desk::default());
        let doorbell = Arc::clone(&desk);
        log.on_staged(Box::new(move |untaken| {
            if doorbell.lock().staged(untaken, Instant::now()) {
                doorbell.changed.notify_one();
            }
        }));
        let shared =
            Arc::new(Shared { log, time: Timeline(Instant::now()), desk, waiting: Mutex::default() });
        for _ in 0..THREADS {
            let own = Arc::clone(&shared);
            let thread = std::thread::Builder::new().name("committer".into());
            thread.spawn(move || own.commit_for_ever()).map_err(said)?;
        }
        Ok(Self(shared))
    }
}

/// Holds the budget of an arena that was worn in; without it the default applies.
const BUDGET: &str = "budget";

fn open_log(dir: &Path) -> Result<Log, String> {
    let disk = CardDisk(RealDisk::open(dir.join("log")).map_err(said)?);
    let mut options = Options::default();
    if let Ok(bytes) = std::fs::read_to_string(dir.join(BUDGET)) {
        options.budget_bytes = bytes.parse().map_err(said)?;
    }
    match Log::create(&disk, &options, &KernelEntropy) {
        Ok(()) | Err(millpond_log::OpenError::Exists) => {}
        Err(error) => return Err(said(error)),
    }
    let (log, _) = Log::open(Arc::new(disk), options, &KernelEntropy, WallMs(0)).map_err(said)?;
    Ok(log)
}

/// Leaves an arena as after long use: as many segments as its budget allows, each of them written once, and room for
/// `bytes` of records.
pub(crate) fn wear_in(dir: &Path, bytes: u64) -> Result<(), String> {
    let budget = bytes + bytes / 4 + (64 << 20);
    std::fs::create_dir_all(dir).map_err(said)?;
    std::fs::write(dir.join(BUDGET), budget.to_string()).map_err(said)?;
    let log = open_log(dir)?;
    let past = TrackId(1);
    log.register(past, DataKey::new([8; 32], 1));
    fill(&log, past)?;
    log.drop_track(past);
    log.reclaim().map_err(said)?;
    log.settle().map_err(said)
}

/// Writes to a track until no segment is left that was never written.
fn fill(log: &Log, track: TrackId) -> Result<(), String> {
    // Essential, because the segment in reserve is to be written too.
    while write_some(log, track)? {}
    let stats = log.stats();
    let left = stats.segments_max - stats.segments_used;
    if left != stats.segments_free || left > 1 {
        return Err("the wear-in left segments unwritten".into());
    }
    // The last one is kept for moving; it is the first to be used once there are others.
    log.trim(track, log.bounds(track).next);
    log.reclaim().map_err(said)?;
    for _ in 0..2 * u64::from(stats.segment_bytes) / PIECE_BYTES as u64 {
        write_some(log, track)?;
    }
    Ok(())
}

const PIECE_BYTES: usize = 256 << 10;

/// Writes a record; false when there is no room for it.
fn write_some(log: &Log, track: TrackId) -> Result<bool, String> {
    let time = Timeline(Instant::now());
    let mut batch = Batch::new().essential();
    batch.append(track, b"", &vec![0x5a; PIECE_BYTES]);
    match log.stage(batch, time.now()) {
        Ok(staged) => drop(staged),
        Err(StageError::Full { .. }) => return Ok(false),
        Err(error) => return Err(said(error)),
    }
    while log.commit(time.now()).map_err(said)?.is_some() {}
    Ok(true)
}

impl Engine for Ours {
    fn share(&self) -> Box<dyn Engine> {
        Box::new(self.clone())
    }

    fn put(&self, _first: u64, values: &[&[u8]]) -> Result<(), String> {
        let ticket = self.0.stage(values)?;
        self.0.wait_for(ticket)
    }

    fn put_each(&self, first: u64, values: &[&[u8]]) -> Result<(), String> {
        let keys = first..;
        values.iter().zip(keys).try_for_each(|(value, key)| self.put(key, &[value]))
    }

    fn servers(&self) -> u64 {
        // As many as the gateway has threads for requests.
        2
    }

    fn serve(
        &self,
        callers: usize,
        stop: &AtomicBool,
        next: &mut dyn FnMut() -> (u64, Vec<u8>),
    ) -> Result<(), String> {
        let mut waiting = VecDeque::with_capacity(callers);
        while !stop.load(Ordering::Relaxed) {
            while waiting.len() < callers {
                waiting.push_back(self.0.stage(&[&next().1])?);
            }
            self.0.wait_for(waiting[0])?;
            let durable = self.0.log.durable();
            while waiting.front().is_some_and(|ticket| *ticket <= durable) {
                waiting.pop_front();
            }
        }
        waiting.back().map_or(Ok(()), |last| self.0.wait_for(*last))
    }

    fn get(&self, key: u64) -> Result<Option<Vec<u8>>, String> {
        let found = self.0.log.read(TRACK, Seq(key), ONE).map_err(said)?;
        Ok(found.into_iter().find(|record| record.seq == Seq(key)).map(|record| record.body))
    }

    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    fn figures(&self) -> Vec<(&'static str, f64)> {
        let stats = self.0.log.stats();
        let commits = stats.commits.max(1) as f64;
        vec![
            ("commits", stats.commits as f64),
            ("frame_bytes", stats.frame_bytes as f64 / commits),
            ("zero_bytes", stats.zero_bytes as f64),
        ]
    }
}

impl Shared {
    fn waiting(&self) -> MutexGuard<'_, Vec<(Ticket, Thread)>> {
        self.waiting.lock().expect(POISON)
    }

    fn wake(&self) {
        let durable = self.log.durable();
        let failed = self.log.failed();
        let due: Vec<_> = self.waiting().extract_if(.., |(ticket, _)| failed || *ticket <= durable).collect();
        for (_, thread) in due {
            thread.unpark();
        }
    }

    fn stage(&self, values: &[&[u8]]) -> Result<Ticket, String> {
        loop {
            let mut batch = Batch::new();
            for value in values {
                batch.append(TRACK, b"", value);
            }
            match self.log.stage(batch, self.time.now()) {
                Ok(staged) => return Ok(staged.ticket()),
                Err(StageError::Busy { .. }) => std::thread::sleep(Duration::from_millis(1)),
                Err(error) => return Err(said(error)),
            }
        }
    }

    fn wait_for(&self, ticket: Ticket) -> Result<(), String> {
        self.waiting().push((ticket, std::thread::current()));
        while self.log.durable() < ticket {
            if self.log.failed() {
                return Err("the log failed".into());
            }
            std::thread::park();
        }
        Ok(())
    }

    fn commit_for_ever(&self) {
        loop {
            let begun = self.wait();
            let committed = self.log.commit(self.time.now());
            self.wake();
            let left = self.log.untaken();
            let mut pace = self.desk.lock();
            match committed {
                Ok(None) => pace.idle(left, Instant::now()),
                Ok(Some(_)) => pace.done(&begun, left, Instant::now()),
                Err(error) => return eprintln!("{error}"),
            }
        }
    }

    /// Blocks until a commit is due, and begins it.
    fn wait(&self) -> Begun {
        let mut pace = self.desk.lock();
        loop {
            let now = Instant::now();
            pace = match pace.look(now) {
                Look::Commit => return pace.begin(now),
                Look::Until(time) => self.desk.changed.wait_timeout(pace, time - now).expect(POISON).0,
                Look::Idle => self.desk.changed.wait(pace).expect(POISON),
            };
        }
    }
}
