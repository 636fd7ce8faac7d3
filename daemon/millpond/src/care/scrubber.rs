//! The thread that reads all live data again and again, slowly, so that rot is noticed while a copy may still exist
//! upstream.

use crate::care::report::Found;
use crate::journal;
use millpond_base::WallMs;
use millpond_log::{Finding, ScrubPosition, ScrubReport, Span};
use millpond_store::Store;
use millpond_store::inspect::inspect;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

/// What one step reads, and the memory it takes. Ours: a few milliseconds of a slow card.
const STEP_BYTES: u32 = 64 * 1024;
/// The same in a pass that somebody waits for.
const FAST_STEP_BYTES: u32 = 256 * 1024;
/// A step waits this long for the log to be idle, that many times.
const IDLE: Duration = Duration::from_millis(500);
const IDLE_TRIES: u32 = 240;
/// Bounds of the pause between two steps.
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(600);
/// Findings that are kept to be told.
const FOUND_MAX: usize = 256;
const DAY_SECS: u64 = 86_400;

/// What outlives a restart.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct KeptScrub {
    /// Where the pass stands.
    pub(crate) segment: u32,
    /// The block in it.
    pub(crate) block: u32,
    /// Passes that came to their end.
    pub(crate) passes: u64,
    /// When the last one did, ms since 1970; 0 for never.
    pub(crate) last_pass_ms: u64,
    /// What it found that is damage.
    pub(crate) last_pass_damage: u64,
}

/// What is told of scrubbing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ScrubStatus {
    /// Passes that came to their end, since the data was made.
    pub(crate) passes: u64,
    /// When the last one did; empty for never.
    pub(crate) last_pass: String,
    /// Damaged places that it found.
    pub(crate) last_pass_damage: u64,
    /// Passes that somebody asked for and that came to their end, since the start.
    pub(crate) asked_passes: u64,
    /// Bytes read since the start.
    pub(crate) bytes: u64,
    /// The segment that the pass has come to.
    pub(crate) segment: u32,
    /// What was found since the start and still was so when last looked at.
    pub(crate) found: Vec<Found>,
}

#[derive(Default)]
struct State {
    kept: KeptScrub,
    /// Damage in the pass so far.
    damage: u64,
    asked: bool,
    asked_passes: u64,
    bytes: u64,
    found: Vec<(Finding, Found)>,
    stopping: bool,
}

/// The thread and what it shares.
pub(crate) struct Scrubber {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of this lock can panic")
    }

    /// Waits, unless something is asked for; false once the thread is to end.
    fn wait(&self, pause: Duration) -> bool {
        let idle = |state: &mut State| !state.stopping && !state.asked;
        let waited = self.changed.wait_timeout_while(self.lock(), pause, idle);
        !waited.expect("no holder of this lock can panic").0.stopping
    }
}

/// Who is told of damage, once for each place of it since the start.
pub(crate) type OnDamage = Box<dyn Fn(&Store, &Found, Option<Span>) + Send>;

impl Scrubber {
    /// Starts the thread: a pass over everything takes `days`; 0 waits to be asked.
    pub(crate) fn start(
        store: Arc<Store>,
        days: u64,
        kept: KeptScrub,
        on_damage: OnDamage,
    ) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::default());
        shared.lock().kept = kept;
        let own = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("scrubber".into())
            .spawn(move || Pass { store, days, shared: own, on_damage }.run())?;
        Ok(Self { shared, thread: Mutex::new(Some(thread)) })
    }

    /// Asks for a pass over everything now.
    pub(crate) fn ask(&self) {
        self.shared.lock().asked = true;
        self.shared.changed.notify_all();
    }

    /// What outlives a restart.
    pub(crate) fn kept(&self) -> KeptScrub {
        self.shared.lock().kept.clone()
    }

    /// What there is to tell.
    pub(crate) fn status(&self) -> ScrubStatus {
        let state = self.shared.lock();
        let last_pass_ms = state.kept.last_pass_ms;
        ScrubStatus {
            passes: state.kept.passes,
            last_pass: if last_pass_ms == 0 { String::new() } else { WallMs(last_pass_ms).to_iso8601() },
            last_pass_damage: state.kept.last_pass_damage,
            asked_passes: state.asked_passes,
            bytes: state.bytes,
            segment: state.kept.segment,
            found: state.found.iter().map(|(_, found)| found.clone()).collect(),
        }
    }

    /// Ends the thread after its current step.
    pub(crate) fn stop(&self) {
        self.shared.lock().stopping = true;
        self.shared.changed.notify_all();
        let thread = self.thread.lock().expect("no holder of this lock can panic").take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            journal::error("the scrubbing thread had panicked", &[]);
        }
    }
}

struct Pass {
    store: Arc<Store>,
    days: u64,
    shared: Arc<Shared>,
    on_damage: OnDamage,
}

impl Pass {
    fn run(self) {
        while self.shared.wait(self.pause()) {
            if self.shared.lock().asked {
                if !self.asked_pass() {
                    return;
                }
            } else if self.days > 0 && !self.slow_step() {
                return;
            }
        }
    }

    /// The pause after which a step keeps to the budget.
    fn pause(&self) -> Duration {
        let live_bytes = self.store.log().stats().segments_used;
        let live_bytes = u64::from(live_bytes) * u64::from(millpond_log::Options::default().segment_bytes);
        let pass_ms = self.days * DAY_SECS * 1000;
        let steps = live_bytes.div_ceil(u64::from(STEP_BYTES)).max(1);
        Duration::from_millis(pass_ms / steps).clamp(PAUSE_MIN, PAUSE_MAX)
    }

    /// A step when nothing else is written, or when that has been waited for long enough.
    fn slow_step(&self) -> bool {
        for _ in 0..IDLE_TRIES {
            let before = self.store.log().stats().commits;
            if !self.shared.wait(IDLE) {
                return false;
            }
            if self.store.log().stats().commits == before || self.shared.lock().asked {
                break;
            }
        }
        let from = {
            let kept = &self.shared.lock().kept;
            ScrubPosition { segment: kept.segment, block: kept.block }
        };
        let report = self.store.log().scrub_step(from, STEP_BYTES);
        let next = report.next;
        self.note(&report);
        let mut state = self.shared.lock();
        let place = next.unwrap_or_default();
        (state.kept.segment, state.kept.block) = (place.segment, place.block);
        if next.is_none() {
            self.end_pass(&mut state);
        }
        true
    }

    /// A pass as fast as the device reads; false when it was interrupted by the stop.
    fn asked_pass(&self) -> bool {
        {
            let mut state = self.shared.lock();
            state.asked = false;
            // What was found before is looked at again now.
            (state.damage, state.found) = (0, Vec::new());
        }
        let mut at = Some(ScrubPosition::default());
        while let Some(from) = at {
            if self.shared.lock().stopping {
                return false;
            }
            let report = self.store.log().scrub_step(from, FAST_STEP_BYTES);
            at = report.next;
            self.note(&report);
        }
        let mut state = self.shared.lock();
        (state.kept.segment, state.kept.block) = (0, 0);
        self.end_pass(&mut state);
        state.asked_passes += 1;
        true
    }

    fn end_pass(&self, state: &mut State) {
        state.kept.passes += 1;
        state.kept.last_pass_ms = self.store.clock().now().wall.0;
        state.kept.last_pass_damage = std::mem::take(&mut state.damage);
    }

    /// Tells of damage that was not told of before.
    fn note(&self, report: &ScrubReport) {
        self.shared.lock().bytes += report.bytes;
        let known = |finding: &Finding| {
            let same = |(known, _): &(Finding, Found)| {
                (known.area, known.span) == (finding.area, finding.span)
                    && (finding.span.is_some() || known.offset == finding.offset)
            };
            self.shared.lock().found.iter().any(same)
        };
        let damage = report.findings.iter().filter(|finding| finding.kind.is_damage());
        let fresh: Vec<&Finding> = damage.filter(|finding| !known(finding)).collect();
        if fresh.is_empty() {
            return;
        }
        let names = inspect(self.store.catalog(), self.store.keyring());
        let names = names.map_or_else(|_| BTreeMap::new(), |inspected| inspected.tracks);
        for finding in fresh {
            let found = Found::of(finding, &names);
            journal::error("the flash has changed what was stored", &[("found", &found.line())]);
            (self.on_damage)(&self.store, &found, finding.span);
            let mut state = self.shared.lock();
            state.damage += 1;
            if state.found.len() < FOUND_MAX {
                state.found.push((*finding, found));
            }
        }
    }
}
