//! Two threads that commit: one waits for the device while the other seals. Every order in which they can run is tried in
//! `tests/loom.rs`; here is one, with the whole log.

use std::io;
use std::sync::{Arc, Condvar, Mutex};

use millpond_base::{SeededEntropy, Ticket, TrackId, WallMs};
use millpond_log::disk::{Area, Disk, Sealed, SimDisk};
use millpond_log::{Log, Options};

use crate::rig::{batch, bodies, created, key, now, open};

/// Turns that another thread is given before a test says that it got nowhere.
const TURNS_MAX: u32 = 5_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Write,
    Synced,
}

#[derive(Default)]
struct Seen {
    holding: bool,
    held: bool,
    steps: Vec<Step>,
}

/// A disk that can hold back the sync of a segment.
struct Holding {
    disk: Arc<SimDisk>,
    seen: Mutex<Seen>,
    changed: Condvar,
}

impl Holding {
    fn hold(&self) {
        *self.seen.lock().unwrap() = Seen { holding: true, ..Seen::default() };
    }

    fn let_go(&self) {
        self.seen.lock().unwrap().holding = false;
        self.changed.notify_all();
    }

    fn is_held(&self) -> bool {
        self.seen.lock().unwrap().held
    }
}

impl Disk for Holding {
    fn areas(&self) -> io::Result<Vec<(Area, u64)>> {
        self.disk.areas()
    }

    fn create(&self, area: Area, bytes: u64) -> io::Result<()> {
        self.disk.create(area, bytes)
    }

    fn read(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.disk.read(area, offset, out)
    }

    fn write(&self, area: Area, offset: u64, bytes: Sealed<'_>) -> io::Result<()> {
        self.seen.lock().unwrap().steps.push(Step::Write);
        self.disk.write(area, offset, bytes)
    }

    fn zero(&self, area: Area, offset: u64, bytes: u64) -> io::Result<()> {
        self.disk.zero(area, offset, bytes)
    }

    fn sync(&self, area: Area) -> io::Result<()> {
        let mut seen = self.seen.lock().unwrap();
        seen.held = seen.holding;
        let mut seen = self.changed.wait_while(seen, |seen| seen.holding).unwrap();
        seen.held = false;
        seen.steps.push(Step::Synced);
        self.disk.sync(area)
    }

    fn sync_names(&self) -> io::Result<()> {
        self.disk.sync_names()
    }
}

fn turns_until(reached: impl Fn() -> bool) -> bool {
    (0..TURNS_MAX).any(|_| {
        std::thread::yield_now();
        reached()
    })
}

#[test]
fn the_next_commit_is_sealed_while_one_syncs_and_written_after_it() {
    let options = Options::tiny();
    let sim = created(&options);
    let disk = Arc::new(Holding { disk: Arc::clone(&sim), seen: Mutex::default(), changed: Condvar::new() });
    let (log, _) =
        Log::open(Arc::<Holding>::clone(&disk), options, &SeededEntropy::new(3), WallMs(0)).unwrap();
    log.register(TrackId(1), key(1));
    let stage = |body: &[u8]| drop(log.stage(batch(&[(1, body)]), now(1)).unwrap());
    let commit = || log.commit(now(1)).unwrap().unwrap().ticket;

    disk.hold();
    let (held, sealed, written) = std::thread::scope(|scope| {
        stage(b"first");
        let first = scope.spawn(commit);
        let held = turns_until(|| disk.is_held());
        stage(b"second");
        let second = scope.spawn(commit);
        let sealed = turns_until(|| log.untaken().bytes == 0);
        let written = (log.durable(), disk.seen.lock().unwrap().steps.clone());
        disk.let_go();
        assert_eq!((first.join().unwrap(), second.join().unwrap()), (Ticket(1), Ticket(2)));
        (held, sealed, written)
    });

    assert!(held && sealed, "the second is sealed while the first waits: {held}, {sealed}");
    assert_eq!(written, (Ticket(0), vec![Step::Write]), "and not written yet");
    let steps = &disk.seen.lock().unwrap().steps;
    assert_eq!(steps[..4], [Step::Write, Step::Synced, Step::Write, Step::Synced], "{steps:?}");
    drop(log);
    let (log, _) = open(&sim, &Options::tiny(), 1);
    assert_eq!(bodies(&log, 1), [b"first".to_vec(), b"second".to_vec()]);
}
