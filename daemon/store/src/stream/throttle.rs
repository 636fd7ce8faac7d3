//! How fast shards and calls may be used, for gateways that hold clients to a cloud's rates.
//!
//! Each use draws on a bucket that fills again on the device timeline. Buckets live in memory: after a start all are
//! full. Which rates there are is the service's to say.

use millpond_base::{LineMs, TrackId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

/// Buckets in memory at the same time. One is kept only until it is full again.
///
/// Chosen: those of 1,000 busy shards and as many callers' names; about 2 MiB.
const BUCKETS_MAX: usize = 16_384;
/// Bytes of a name of what is used.
const NAME_BYTES_MAX: usize = 512;

/// What is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Used {
    /// A shard, in one of several ways.
    Shard(TrackId, &'static str),
    /// A call on something, by its name.
    Call(&'static str, Box<str>),
}

impl Used {
    /// A call on what is called `name`; names that are too long share a bucket.
    #[must_use]
    pub fn call(operation: &'static str, name: &str) -> Self {
        Self::Call(operation, name.get(..NAME_BYTES_MAX.min(name.len())).unwrap_or_default().into())
    }
}

/// How much of something there is a second, and at most at once.
pub type PerSecond = u32;

/// Thousandths of what is counted, as one millisecond gives a whole number of them. Negative while more was used than
/// there was.
type Level = i64;

#[derive(Clone, Copy, Debug)]
struct Bucket {
    level: Level,
    rate: PerSecond,
    line: LineMs,
}

impl Bucket {
    fn full(rate: PerSecond, line: LineMs) -> Self {
        Self { level: capacity(rate), rate, line }
    }

    fn fill(&mut self, line: LineMs) {
        let gained = line.since_ms(self.line).saturating_mul(u64::from(self.rate));
        let gained = Level::try_from(gained).unwrap_or(Level::MAX);
        self.level = self.level.saturating_add(gained).min(capacity(self.rate));
        self.line = self.line.max(line);
    }

    fn is_full(&self) -> bool {
        self.level == capacity(self.rate)
    }
}

fn capacity(rate: PerSecond) -> Level {
    Level::from(rate) * 1000
}

fn level(amount: usize) -> Level {
    Level::try_from(amount).unwrap_or(Level::MAX).saturating_mul(1000)
}

/// All buckets.
#[derive(Default)]
pub struct Throttle {
    on: AtomicBool,
    buckets: Mutex<HashMap<Used, Bucket>>,
}

impl Throttle {
    /// Begins to count, or stops.
    pub fn set(&self, on: bool) {
        self.on.store(on, Ordering::Relaxed);
        self.lock().clear();
    }

    /// True when uses are counted.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// Draws on all of these at once, or on none: false when one of them has too little. More than a full bucket holds is
    /// given when it is full, and owed then.
    #[must_use]
    pub fn draw(&self, uses: &[(Used, PerSecond, usize)], line: LineMs) -> bool {
        if !self.is_on() {
            return true;
        }
        let mut buckets = self.lock();
        if buckets.len() + uses.len() > BUCKETS_MAX {
            forget_full(&mut buckets, line);
            if buckets.len() + uses.len() > BUCKETS_MAX {
                return false;
            }
        }
        let enough = uses.iter().all(|(used, rate, amount)| {
            let bucket = buckets.entry(used.clone()).or_insert_with(|| Bucket::full(*rate, line));
            bucket.fill(line);
            bucket.level >= level(*amount).min(capacity(*rate))
        });
        if enough {
            for (used, _, amount) in uses {
                if let Some(bucket) = buckets.get_mut(used) {
                    bucket.level = bucket.level.saturating_sub(level(*amount));
                }
            }
        }
        enough
    }

    /// Notes a use whose size is known only afterwards. What goes beyond the bucket is owed in full: the second that was
    /// saved up does not count.
    pub fn owe(&self, used: Used, rate: PerSecond, amount: usize, line: LineMs) {
        if !self.is_on() {
            return;
        }
        let mut buckets = self.lock();
        if buckets.len() >= BUCKETS_MAX {
            forget_full(&mut buckets, line);
        }
        if buckets.len() >= BUCKETS_MAX && !buckets.contains_key(&used) {
            return;
        }
        let bucket = buckets.entry(used).or_insert_with(|| Bucket::full(rate, line));
        bucket.fill(line);
        let amount = level(amount);
        bucket.level = if amount <= bucket.level {
            bucket.level - amount
        } else {
            bucket.level.min(0).saturating_sub(amount)
        };
    }

    /// Forgets what has filled up again.
    pub(super) fn tidy(&self, line: LineMs) {
        if self.is_on() {
            forget_full(&mut self.lock(), line);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Used, Bucket>> {
        self.buckets.lock().expect("no holder of this lock can panic")
    }
}

fn forget_full(buckets: &mut HashMap<Used, Bucket>, line: LineMs) {
    buckets.retain(|_, bucket| {
        bucket.fill(line);
        !bucket.is_full()
    });
    buckets.shrink_to(BUCKETS_MAX / 16);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARD: Used = Used::Shard(TrackId(1), "records");

    fn on() -> Throttle {
        let throttle = Throttle::default();
        throttle.set(true);
        throttle
    }

    fn draw(throttle: &Throttle, amount: usize, ms: u64) -> bool {
        throttle.draw(&[(SHARD, 10, amount)], LineMs(ms))
    }

    #[test]
    fn a_second_s_worth_is_there_at_once_and_comes_back_with_time() {
        let throttle = on();

        assert!((0..10).all(|_| draw(&throttle, 1, 0)));
        assert!(!draw(&throttle, 1, 0));
        assert!(!draw(&throttle, 1, 99));
        assert!(draw(&throttle, 1, 100));
        assert!(!draw(&throttle, 1, 100));
        assert!(draw(&throttle, 10, 1100));
    }

    #[test]
    fn more_than_a_bucket_holds_is_owed() {
        let throttle = on();

        assert!(draw(&throttle, 25, 0));
        assert!(!draw(&throttle, 1, 1500));
        assert!(draw(&throttle, 1, 1600));
    }

    #[test]
    fn a_use_beyond_what_is_there_is_waited_for_in_full() {
        let throttle = on();

        throttle.owe(SHARD, 10, 50, LineMs(0));

        assert!(!draw(&throttle, 0, 4999));
        assert!(draw(&throttle, 0, 5000));
    }

    #[test]
    fn of_several_buckets_all_are_drawn_on_or_none() {
        let throttle = on();
        let bytes = Used::Shard(TrackId(1), "bytes");
        let both = |bytes_wanted| [(SHARD, 10, 1), (bytes.clone(), 10, bytes_wanted)];

        assert!(throttle.draw(&both(6), LineMs(0)));
        assert!(!throttle.draw(&both(6), LineMs(0)));

        assert!(draw(&throttle, 9, 0));
    }

    #[test]
    fn nothing_is_counted_or_kept_while_it_is_off() {
        let throttle = Throttle::default();

        assert!((0..100).all(|_| draw(&throttle, 1, 0)));
        throttle.owe(SHARD, 10, 100, LineMs(0));

        assert_eq!(throttle.lock().len(), 0);
    }

    #[test]
    fn what_is_full_again_takes_no_memory_and_the_rest_is_bounded() {
        let throttle = on();
        let name = |n: usize| [(Used::call("Describe", &n.to_string()), 10, 1)];
        assert!((0..BUCKETS_MAX).all(|n| throttle.draw(&name(n), LineMs(0))));

        assert!(!throttle.draw(&name(BUCKETS_MAX), LineMs(0)));
        assert!(throttle.draw(&name(BUCKETS_MAX), LineMs(100)));
        throttle.tidy(LineMs(200));

        assert_eq!(throttle.lock().len(), 0);
    }
}
