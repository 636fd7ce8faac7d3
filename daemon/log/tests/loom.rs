//! Every order in which two committing threads and a reader can run, as loom finds them: the same source as in the log,
//! compiled against loom's locks.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

#[path = "../src/relay.rs"]
mod relay;

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    pub(crate) use loom::sync::{Mutex, MutexGuard};
}

use loom::sync::Arc;
use loom::thread;
use relay::{Relay, Stopped};
use sync::{AtomicU64, Mutex, Ordering};

/// Switches between threads within one run, besides those of a thread that has to wait. Two seconds; four of them found
/// nothing more and take five times as long.
const SWITCHES_MAX: usize = 3;

/// What a commit takes, gives a nonce, writes and publishes, without the bytes.
struct Model {
    /// Sealer: the nonces given. Writer: the tickets written, in their order.
    relay: Relay<u64, Vec<u64>>,
    /// The ticket that is staged next.
    staged: Mutex<u64>,
    /// How many records readers can see; only `durable` says when to look.
    published: AtomicU64,
    /// The ticket whose write the device refuses.
    refused: u64,
}

impl Model {
    fn new(refused: u64) -> Arc<Self> {
        let relay = Relay::new(0, Vec::new());
        Arc::new(Self { relay, staged: Mutex::new(1), published: AtomicU64::new(0), refused })
    }

    /// As `Log::commit` does it.
    fn commit(&self) -> Result<(), Stopped> {
        let mut nonces = self.relay.sealer()?;
        let ticket = {
            let mut staged = self.staged.lock().unwrap();
            *staged += 1;
            *staged - 1
        };
        *nonces += 1;
        assert_eq!(*nonces, ticket, "waves are sealed as they were staged");
        let mut written = self.relay.hand_over(nonces)?;
        if ticket == self.refused {
            self.relay.stop();
            return Err(Stopped);
        }
        written.push(ticket);
        self.published.store(ticket, Ordering::Relaxed);
        self.relay.reached(&written, ticket);
        Ok(())
    }
}

fn explore(body: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(SWITCHES_MAX);
    builder.check(body);
}

#[test]
fn what_is_sealed_first_is_written_first_and_seen_when_it_is_durable() {
    explore(|| {
        let model = Model::new(0);
        let committers = [(), ()].map(|()| {
            let model = Arc::clone(&model);
            thread::spawn(move || (0..2).for_each(|_| model.commit().unwrap()))
        });
        let durable = model.relay.durable();
        assert!(model.published.load(Ordering::Relaxed) >= durable, "told before it can be read");
        assert!(model.relay.durable() >= durable, "what was durable once stays so");
        committers.into_iter().for_each(|committer| committer.join().unwrap());

        assert_eq!(*model.relay.writer(), [1, 2, 3, 4]);
        assert_eq!(model.relay.durable(), 4);
    });
}

#[test]
fn nothing_is_written_behind_a_commit_that_failed() {
    explore(|| {
        let model = Model::new(2);
        let committers = [(), ()].map(|()| {
            let model = Arc::clone(&model);
            thread::spawn(move || while model.commit().is_ok() {})
        });
        committers.into_iter().for_each(|committer| committer.join().unwrap());

        assert!(model.relay.is_stopped());
        assert_eq!((model.relay.writer().clone(), model.relay.durable()), (vec![1], 1));
    });
}
