//! Move tasks: messages of a dead-letter queue go back to where they came from, or to another queue, at a given rate.
//!
//! A task moves what was in the queue when it was started. It is a document in the catalog, written when it is started,
//! when somebody asks to stop it and when it ends; what it moved lies in the log alone, each message by one atomic
//! write, and a task comes to an end only once its last move is on flash. So after a power cut a task goes on where the
//! log says it is: nothing moves twice, and nothing is lost. How many messages it has moved is then counted anew, as
//! those that are no longer there.
//!
//! Messages in flight are waited for. A FIFO group keeps its order: behind a message that is passed over nothing of its
//! group goes.

mod document;
#[cfg(test)]
mod tests;

pub use document::{MoveStatus, MoveTask};

use super::message::Envelope;
use super::moving::Walk;
use super::{Queue, Queues};
use crate::{Catalog, CatalogError};
use millpond_base::{LineMs, Now, Ticket};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

const KIND: &str = "queue-move-task";
/// Messages per second of a task that was not told how many, and the most it can be told.
///
/// # Source
/// SQS API Reference, StartMessageMoveTask, `MaxNumberOfMessagesPerSecond`.
pub const MOVE_RATE_MAX: u32 = 500;
/// Tasks that run at once.
///
/// # Source
/// SQS Developer Guide, "Amazon SQS quotas": 100 active message movement tasks per account.
pub const MOVE_TASKS_MAX: usize = 100;
/// Tasks of a queue that are remembered.
///
/// # Source
/// SQS API Reference, ListMessageMoveTasks: the most recent ones, up to 10.
pub const MOVE_TASKS_KEPT: usize = 10;
/// How long a task may run.
///
/// # Source
/// SQS Developer Guide, "Learn how to configure a dead-letter queue redrive": 36 hours.
const RUN_MS_MAX: u64 = 36 * 3_600_000;
/// What a task may catch up on that was late; we chose it, as the tidying thread comes every second.
const CREDIT_MS_MAX: u64 = 2_000;
/// Reads of one step: enough for two seconds at the highest rate, ten messages each, however many are passed over.
const READS_MAX: u32 = 200;
/// A message costs so much credit.
const MESSAGE_CREDIT: u64 = 1_000;

/// Why a task was not started or stopped.
#[derive(Debug)]
#[non_exhaustive]
pub enum MoveError {
    /// The queue is not a dead-letter queue and never was one.
    NotDeadLetters,
    /// The queue has an active task.
    Active,
    /// As many tasks as may run at once do.
    TooMany {
        /// Tasks.
        tasks_max: usize,
    },
    /// There is no such task, or it has come to an end.
    Unknown,
    /// The catalog failed; nothing was changed.
    Catalog(CatalogError),
}

impl fmt::Display for MoveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDeadLetters => f.write_str("the queue is no dead-letter queue; name one"),
            Self::Active => f.write_str("the queue has an active move task; cancel it or wait"),
            Self::TooMany { tasks_max } => {
                write!(f, "{tasks_max} move tasks are active; wait for one to end")
            }
            Self::Unknown => f.write_str("there is no such active move task"),
            Self::Catalog(_) => f.write_str("the catalog does not take the task's document"),
        }
    }
}

impl std::error::Error for MoveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Catalog(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<CatalogError> for MoveError {
    fn from(cause: CatalogError) -> Self {
        Self::Catalog(cause)
    }
}

/// Why a task cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    NoQueue,
    NoSource,
    TooLong,
}

impl Failure {
    /// As AWS words it; the last is ours.
    const fn reason(self) -> &'static str {
        match self {
            Self::NoQueue => "AWS.SimpleQueueService.NonExistentQueue",
            Self::NoSource => "CouldNotDetermineMessageSource",
            Self::TooLong => "The message movement task ran for 36 hours.",
        }
    }
}

/// A task and how far it has come.
struct Live {
    task: MoveTask,
    walk: Walk,
    /// Thousandths of messages it may move now.
    credit: u64,
    stepped: LineMs,
    /// When this is durable, so is all it moved.
    ticket: Option<Ticket>,
}

/// Every task of this gateway, by number: later ones have higher numbers.
#[derive(Default)]
pub(super) struct MoveTasks {
    tasks: Mutex<BTreeMap<u64, Live>>,
}

impl MoveTasks {
    /// Reads the tasks back. Those whose queue is gone are forgotten; one that cannot be read ends there.
    pub(super) fn open(
        catalog: &Catalog,
        queues: &BTreeMap<String, Arc<Queue>>,
        now: Now,
    ) -> Result<Self, CatalogError> {
        let mut tasks = BTreeMap::new();
        for (number, bytes) in catalog.all(KIND)? {
            let task = MoveTask::decode(&bytes);
            let source = task.as_ref().and_then(|task| queues.values().find(|queue| queue.id == task.source));
            let (Some(source), Some(mut task)) = (source, task.clone()) else {
                catalog.remove(KIND, number)?;
                continue;
            };
            if task.is_active() {
                task.moved = task.moved.max(task.to_move.saturating_sub(source.left_before(task.end)));
            }
            let live = Live { task, walk: Walk::default(), credit: 0, stepped: now.line, ticket: None };
            tasks.insert(number, live);
        }
        Ok(Self { tasks: Mutex::new(tasks) })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Live>> {
        self.tasks.lock().expect("no holder of this lock can panic")
    }
}

impl Queues {
    /// Begins to move the messages of a dead-letter queue.
    ///
    /// # Durability
    /// The task is on flash when this returns.
    /// # Errors
    /// [`MoveError`]; no task was started then.
    pub fn start_move(
        &self,
        source: &Queue,
        destination_arn: Option<String>,
        rate: Option<u32>,
        now: Now,
    ) -> Result<MoveTask, MoveError> {
        if !self.takes_dead_letters(source) {
            return Err(MoveError::NotDeadLetters);
        }
        let mut tasks = self.moves.lock();
        let mut active = tasks.values().filter(|live| live.task.is_active());
        if active.clone().any(|live| live.task.source == source.id) {
            return Err(MoveError::Active);
        }
        if active.nth(MOVE_TASKS_MAX - 1).is_some() {
            return Err(MoveError::TooMany { tasks_max: MOVE_TASKS_MAX });
        }
        let mut id = [0; 16];
        self.entropy.fill(&mut id);
        id[6] = id[6] & 0x0f | 0x40;
        id[8] = id[8] & 0x3f | 0x80;
        let (end, to_move) = source.extent(now);
        let task = MoveTask {
            id,
            source: source.id,
            destination_arn,
            rate,
            started: now.wall,
            started_line: now.line,
            end,
            to_move,
            ..MoveTask::default()
        };
        let number = self.catalog.next_id()?;
        let of_source = tasks.iter().filter(|(_, live)| live.task.source == source.id);
        let numbers: Vec<u64> = of_source.map(|(number, _)| *number).collect();
        let old = &numbers[..numbers.len().saturating_sub(MOVE_TASKS_KEPT - 1)];
        self.catalog.write(|changes| {
            old.iter().for_each(|old| changes.remove(KIND, *old));
            changes.put(KIND, number, &task.encode());
        })?;
        old.iter().for_each(|old| drop(tasks.remove(old)));
        let (walk, credit) = (Walk::default(), MESSAGE_CREDIT);
        tasks.insert(number, Live { task: task.clone(), walk, credit, stepped: now.line, ticket: None });
        Ok(task)
    }

    /// Asks a running task to stop, and says how many messages it has moved.
    ///
    /// # Durability
    /// It moves nothing more, after a restart neither, when this returns.
    /// # Errors
    /// [`MoveError::Unknown`] when there is no such task or it does not run.
    pub fn cancel_move(&self, source: &Queue, id: [u8; 16]) -> Result<u64, MoveError> {
        let mut tasks = self.moves.lock();
        let running = |live: &Live| live.task.status == MoveStatus::Running && live.task.source == source.id;
        let found = tasks.iter_mut().find(|(_, live)| live.task.id == id && running(live));
        let (number, live) = found.ok_or(MoveError::Unknown)?;
        let stopped = MoveTask { status: MoveStatus::Cancelling, ..live.task.clone() };
        self.catalog.put(KIND, *number, &stopped.encode())?;
        live.task = stopped;
        Ok(live.task.moved)
    }

    /// The tasks of a queue, newest first.
    #[must_use]
    pub fn moves_of(&self, source: &Queue) -> Vec<MoveTask> {
        let tasks = self.moves.lock();
        let of_source = tasks.values().rev().filter(|live| live.task.source == source.id);
        of_source.map(|live| live.task.clone()).collect()
    }

    /// Lets every task move what its rate allows. Called every second.
    pub(crate) fn step_moves(&self, now: Now) {
        let active: Vec<u64> = {
            let tasks = self.moves.lock();
            tasks.iter().filter(|(_, live)| live.task.is_active()).map(|(number, _)| *number).collect()
        };
        for number in active {
            self.step_move(number, now);
        }
    }

    /// Forgets the tasks of a queue that is no more.
    pub(super) fn forget_moves(&self, source: &Queue) -> Result<(), CatalogError> {
        let mut tasks = self.moves.lock();
        let of_source = tasks.iter().filter(|(_, live)| live.task.source == source.id);
        let numbers: Vec<u64> = of_source.map(|(number, _)| *number).collect();
        if !numbers.is_empty() {
            self.catalog.write(|changes| numbers.iter().for_each(|number| changes.remove(KIND, *number)))?;
        }
        tasks.retain(|number, _| !numbers.contains(number));
        Ok(())
    }

    /// The tasks stay locked for a step: who stops one must know that it moves nothing more.
    fn step_move(&self, number: u64, now: Now) {
        let mut tasks = self.moves.lock();
        let Some(live) = tasks.get_mut(&number) else { return };
        let source = self.list("", None, usize::MAX).into_iter().find(|queue| queue.id == live.task.source);
        let Some(source) = source else { return };
        let rate = u64::from(live.task.rate.unwrap_or(MOVE_RATE_MAX));
        let credit = live.credit + rate * now.line.since_ms(live.stepped).min(CREDIT_MS_MAX);
        live.credit = credit.min((rate * CREDIT_MS_MAX).max(MESSAGE_CREDIT));
        live.stepped = now.line;
        let mut failure = None;
        if live.task.status == MoveStatus::Running {
            let overdue = now.line.since_ms(live.task.started_line) > RUN_MS_MAX;
            failure = overdue.then_some(Failure::TooLong).or_else(|| self.move_some(live, &source, now));
        }
        let durable = live.ticket.is_none_or(|ticket| ticket <= self.log.durable());
        let ended = match (live.task.status, failure) {
            (_, Some(_)) => Some(MoveStatus::Failed),
            (MoveStatus::Cancelling, None) if durable => Some(MoveStatus::Cancelled),
            (MoveStatus::Running, None) if durable && source.left_before(live.task.end) == 0 => {
                Some(MoveStatus::Completed)
            }
            _ => None,
        };
        if let Some(status) = ended {
            let failure = failure.map(|failure| failure.reason().to_owned());
            let task = MoveTask { status, failure, ..live.task.clone() };
            // When the catalog does not take it, the next step tries again.
            if self.catalog.put(KIND, number, &task.encode()).is_ok() {
                live.task = task;
                live.walk = Walk::default();
            }
        }
    }

    /// Moves what the credit allows, and says why nothing more can be moved.
    fn move_some(&self, live: &mut Live, source: &Queue, now: Now) -> Option<Failure> {
        let destination = live.task.destination_arn.clone();
        let route = |envelope: &Envelope| {
            let arn = destination.as_deref().or(envelope.moved_from.as_deref()).ok_or(Failure::NoSource)?;
            self.find_arn(arn).filter(|queue| queue.id != source.id).ok_or(Failure::NoQueue)
        };
        // A destination that is gone is told at once, and not only when a message would go there.
        if let Some(arn) = &destination
            && self.find_arn(arn).is_none()
        {
            return Some(Failure::NoQueue);
        }
        let end = live.task.end;
        for _ in 0..READS_MAX {
            if live.credit < MESSAGE_CREDIT {
                break;
            }
            let count = usize::try_from(live.credit / MESSAGE_CREDIT).unwrap_or(usize::MAX);
            // What cannot be read now is tried again at the next step.
            let Ok(step) = source.walk(&mut live.walk, end, count, route, now) else { return None };
            live.task.moved += step.moved;
            live.credit -= step.moved * MESSAGE_CREDIT;
            live.ticket = step.ticket.or(live.ticket);
            if step.failure.is_some() {
                return step.failure;
            }
            if live.walk.position >= end {
                // What was passed over has its turn in the next round.
                live.walk = Walk::default();
                break;
            }
            if step.held_up {
                break;
            }
        }
        None
    }
}
