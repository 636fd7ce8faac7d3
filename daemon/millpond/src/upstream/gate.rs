//! Whether a call may go now: the budgets of its route and of its uplink, quiet hours, and metered links. And the accounts
//! of what went.

use super::connection::Meter;
use super::lock;
use crate::config::{self, Metered, WhenMetered};
use crate::engine::Waiting;
use crate::journal;
use crate::status::UplinkStatus;
use millpond_base::{LineMs, Now, WallMs};
use millpond_forward::{Budget, Limits, Saved, Spent, Verdict};
use millpond_log::Batch;
use millpond_store::Store;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// The longest that a call that has to wait does not ask again: clocks are set, files change.
const ASK_AGAIN: Duration = Duration::from_secs(10);
/// How soon is asked again when what is spent could not be written down.
const UNWRITTEN: Duration = Duration::from_secs(1);
/// What a call may need besides its own bytes: two handshakes of TLS with chains of certificates, and a role.
const AROUND_BYTES: u64 = 24_000;
/// A file that says whether a link is metered is short.
const HOOK_BYTES_MAX: u64 = 256;

/// A call whose oldest record has waited this long is of a backlog.
const BACKLOG_MS: u64 = 5 * 60_000;

/// What a call is about, as far as links are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Freshness {
    /// What has just arrived, or is kept in strict order with it.
    Live,
    /// What has waited.
    Backlog,
}

impl Freshness {
    /// Of a call whose oldest record has waited so long.
    pub(super) const fn of(age_ms: u64) -> Self {
        if age_ms < BACKLOG_MS { Self::Live } else { Self::Backlog }
    }
}

/// A budget under a name, and what went over the wire since start.
struct Purse {
    /// What its spending is kept under.
    name: String,
    budget: Mutex<Budget>,
    sent: AtomicU64,
    received: AtomicU64,
}

/// A way out that several routes may share.
pub(super) struct Uplink {
    purse: Purse,
    metered: Metered,
    when_metered: WhenMetered,
    /// What the file said last.
    is_metered: AtomicBool,
}

/// What one route has spent, and why it waits. Connections made on behalf of the route count into it.
pub(super) struct Account {
    purse: Purse,
    uplink: Arc<Uplink>,
    store: Arc<Store>,
    /// Why the route's calls wait, until one goes.
    wait: Mutex<Option<String>>,
    said: AtomicBool,
    /// The last thing that went wrong, and when.
    trouble: Mutex<Option<(WallMs, String)>>,
}

/// What a route has spent and has left, for people.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) sent: u64,
    pub(super) received: u64,
    pub(super) left_today: Option<u64>,
    pub(super) left_this_month: Option<u64>,
    pub(super) wait: Option<String>,
    pub(super) trouble: Option<(WallMs, String)>,
}

/// A call that goes; what was held back for it is given back when this is dropped.
pub(super) struct Pass {
    account: Arc<Account>,
    bytes: u64,
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.account.purse.lock().release(self.bytes);
        self.account.uplink.purse.lock().release(self.bytes);
    }
}

/// The most that a call of so many records may take over the wire, both ways: content in base64 or escaped, names around it, and
/// an answer that names each.
pub(super) fn estimate(records: usize, bytes: usize) -> u64 {
    let (records, bytes) = (records as u64, bytes as u64);
    bytes + bytes / 2 + records * 500 + AROUND_BYTES
}

impl Purse {
    fn open(name: String, limits: Limits, store: &Store) -> Self {
        let budget = Budget::new(limits, restore(store, &name));
        Self { name, budget: Mutex::new(budget), sent: AtomicU64::new(0), received: AtomicU64::new(0) }
    }

    fn lock(&self) -> MutexGuard<'_, Budget> {
        lock(&self.budget)
    }

    fn count(&self, sent: u64, received: u64) {
        self.sent.fetch_add(sent, Ordering::Relaxed);
        self.received.fetch_add(received, Ordering::Relaxed);
        self.lock().count(sent + received);
    }

    /// Asks for a call and holds its bytes back if it may go.
    fn ask(&self, bytes: u64, now: Now) -> Result<Option<Saved>, (u64, String)> {
        let mut budget = self.lock();
        match budget.ask(bytes, now) {
            Verdict::Go => {}
            Verdict::Oversize => journal::warn(
                "a call is larger than a whole budget and goes all the same; lower batch_bytes_max or raise the budget",
                &[("budget", &self.name), ("bytes", &bytes)],
            ),
            Verdict::Wait { ms, until, why } => {
                let until = until.map_or_else(
                    || format!("in {} min at the latest", ms.div_ceil(60_000)),
                    |until| format!("at {}", until.to_iso8601()),
                );
                return Err((ms, format!("waiting: {why}; goes on {until} ({})", self.name)));
            }
        }
        Ok(budget.hold(bytes))
    }
}

impl Uplink {
    /// A way out; `None` is the one that nothing is said about.
    pub(super) fn open(
        config: Option<&config::Uplink>,
        data: &crate::datadir::DataDir,
        store: &Store,
    ) -> Self {
        let Some(config) = config else {
            let purse = Purse::open("uplink".to_owned(), Limits::default(), store);
            return Self {
                purse,
                metered: Metered::default(),
                when_metered: WhenMetered::Go,
                is_metered: AtomicBool::new(false),
            };
        };
        let metered = match &config.metered {
            Metered::AsFileSays(path) => Metered::AsFileSays(data.resolve(path)),
            always @ Metered::Always(_) => always.clone(),
        };
        Self {
            purse: Purse::open(format!("uplink {}", config.name.as_str()), config.limits(), store),
            metered,
            when_metered: config.when_metered,
            is_metered: AtomicBool::new(false),
        }
    }

    /// What has gone over it, and what may still go.
    pub(super) fn status(&self, now: Now) -> UplinkStatus {
        let mut budget = self.purse.lock();
        let (left_today_bytes, left_this_month_bytes) = budget.left(now);
        UplinkStatus {
            uplink: self.purse.name.trim_start_matches("uplink ").to_owned(),
            metered: self.is_metered(),
            sent_bytes: self.purse.sent.load(Ordering::Relaxed),
            received_bytes: self.purse.received.load(Ordering::Relaxed),
            today_bytes: budget.spent(now).day.bytes,
            left_today_bytes,
            left_this_month_bytes,
        }
    }

    /// Why nothing of this kind goes while the link is metered; `None` when it goes.
    fn bars(&self, freshness: Freshness) -> Option<String> {
        let barred = match self.when_metered {
            WhenMetered::Go => false,
            WhenMetered::LiveOnly => freshness == Freshness::Backlog,
            WhenMetered::Pause => true,
        };
        (barred && self.is_metered()).then(|| {
            let what = if self.when_metered == WhenMetered::Pause { "everything" } else { "a backlog" };
            format!(
                "waiting: the link is metered now, and {what} waits until it is not ({})",
                self.purse.name
            )
        })
    }

    fn is_metered(&self) -> bool {
        let path = match &self.metered {
            Metered::Always(metered) => return *metered,
            Metered::AsFileSays(path) => path,
        };
        let now = read_hook(path);
        if self.is_metered.swap(now, Ordering::Relaxed) != now {
            let state = if now { "metered" } else { "not metered" };
            journal::info("a link changed", &[("uplink", &self.purse.name), ("state", &state)]);
        }
        now
    }
}

/// What a hook's file says: metered unless it says no. A file that is not there says nothing, so the link is taken for metered: what
/// was paid for cannot be given back.
fn read_hook(path: &PathBuf) -> bool {
    let mut text = String::new();
    let read = fs::File::open(path).and_then(|file| {
        std::io::Read::read_to_string(&mut std::io::Read::take(file, HOOK_BYTES_MAX), &mut text)
    });
    let word = text.trim().to_ascii_lowercase();
    // As NetworkManager names them, and as people would.
    !(read.is_ok()
        && matches!(word.as_str(), "no" | "false" | "0" | "unmetered" | "guess-no" | "no (guessed)"))
}

impl Account {
    /// The account of a route.
    pub(super) fn open(name: &str, limits: Limits, uplink: Arc<Uplink>, store: &Arc<Store>) -> Self {
        Self {
            purse: Purse::open(format!("route {name}"), limits, store),
            uplink,
            store: Arc::clone(store),
            wait: Mutex::default(),
            said: AtomicBool::new(false),
            trouble: Mutex::default(),
        }
    }

    /// Waits until a call that may take so many bytes may go.
    pub(super) async fn pass(self: &Arc<Self>, bytes: u64, freshness: Freshness, waiting: &Waiting) -> Pass {
        loop {
            let again = match self.try_pass(bytes, freshness) {
                Ok((pass, unwritten)) => match self.write(unwritten, waiting).await {
                    true => {
                        self.goes_on();
                        return pass;
                    }
                    false => UNWRITTEN,
                },
                Err((ms, why)) => {
                    self.waits(why);
                    Duration::from_millis(ms.max(50)).min(ASK_AGAIN)
                }
            };
            tokio::time::sleep(again).await;
        }
    }

    fn try_pass(
        self: &Arc<Self>,
        bytes: u64,
        freshness: Freshness,
    ) -> Result<(Pass, BTreeMap<String, Saved>), (u64, String)> {
        if let Some(why) = self.uplink.bars(freshness) {
            return Err((u64::MAX, why));
        }
        let now = self.store.clock().now();
        let mut unwritten = BTreeMap::new();
        let own = self.purse.ask(bytes, now)?;
        let shared = self.uplink.purse.ask(bytes, now).inspect_err(|_| self.purse.lock().release(bytes));
        for (purse, saved) in [(&self.purse, own), (&self.uplink.purse, shared?)] {
            unwritten.extend(saved.map(|saved| (purse.name.clone(), saved)));
        }
        Ok((Pass { account: Arc::clone(self), bytes }, unwritten))
    }

    /// Writes down what may be spent from here on, and waits until it is on flash: after a power cut rather too much was spent
    /// than too little.
    async fn write(&self, unwritten: BTreeMap<String, Saved>, waiting: &Waiting) -> bool {
        if unwritten.is_empty() {
            return true;
        }
        let staged = stage(&self.store, &unwritten);
        let is_kept = match staged {
            Some(ticket) => waiting.durable(ticket).await.is_ok(),
            None => false,
        };
        if !is_kept {
            for purse in [&self.purse, &self.uplink.purse] {
                purse.lock().not_written();
            }
        }
        is_kept
    }

    /// Writes down exactly what was spent, for an orderly end.
    pub(super) fn settle(&self) {
        let now = self.store.clock().now();
        let spent = [&self.purse, &self.uplink.purse].into_iter().filter_map(|purse| {
            let mut budget = purse.lock();
            budget.is_kept().then(|| (purse.name.clone(), budget.spent(now)))
        });
        let spent: BTreeMap<_, _> = spent.collect();
        if !spent.is_empty() && stage(&self.store, &spent).is_none() {
            journal::warn("what budgets spent could not be written down exactly", &[]);
        }
    }

    /// What the route has spent and has left, and how it fares.
    pub(super) fn standing(&self, now: Now) -> Standing {
        let own = self.purse.lock().left(now);
        let shared = self.uplink.purse.lock().left(now);
        let least = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).min();
        Standing {
            sent: self.purse.sent.load(Ordering::Relaxed),
            received: self.purse.received.load(Ordering::Relaxed),
            left_today: least(own.0, shared.0),
            left_this_month: least(own.1, shared.1),
            wait: lock(&self.wait).clone(),
            trouble: lock(&self.trouble).clone(),
        }
    }

    fn waits(&self, why: String) {
        if !self.said.swap(true, Ordering::Relaxed) {
            journal::info("a route waits", &[("route", &self.purse.name), ("state", &why)]);
        }
        *lock(&self.wait) = Some(why);
    }

    fn goes_on(&self) {
        self.said.store(false, Ordering::Relaxed);
        *lock(&self.wait) = None;
    }
}

impl Meter for Account {
    fn count(&self, sent: u64, received: u64) {
        self.purse.count(sent, received);
        self.uplink.purse.count(sent, received);
    }

    fn failed(&self, text: &str) {
        *lock(&self.trouble) = Some((self.store.clock().now().wall, text.to_owned()));
    }
}

/// Numbers of a purse that are kept among the forwarder's progress, by name. Names of lanes are others.
const KEPT: [&str; 6] = ["day", "day-bytes", "day-since", "month", "month-bytes", "month-since"];

fn stage(store: &Store, spent: &BTreeMap<String, Saved>) -> Option<millpond_base::Ticket> {
    let mut batch = Batch::new();
    for (name, Saved { day, month }) in spent {
        let numbers =
            [day.number.into(), day.bytes, day.since.0, month.number.into(), month.bytes, month.since.0];
        for (key, number) in KEPT.iter().zip(numbers) {
            store.outbox().save(&mut batch, &format!("budget of {name}"), key, number);
        }
    }
    let receipt = store.log().stage(batch.essential(), store.clock().now()).ok()?;
    Some(receipt.ticket())
}

fn restore(store: &Store, name: &str) -> Saved {
    let route = format!("budget of {name}");
    let [day, day_bytes, day_since, month, month_bytes, month_since] =
        KEPT.map(|key| store.outbox().position(&route, key).unwrap_or(0));
    let spent = |number: u64, bytes, since| Spent {
        number: u32::try_from(number).unwrap_or(0),
        bytes,
        since: LineMs(since),
    };
    Saved { day: spent(day, day_bytes, day_since), month: spent(month, month_bytes, month_since) }
}
