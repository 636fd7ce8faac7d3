//! A FIFO queue beside a list of messages, under the same random operations.

use super::rig::Rig;
use super::*;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};
use std::collections::BTreeSet;

const DEDUP_MS: u64 = 300_000;

#[derive(Clone, Debug)]
enum Step {
    Send { group: u8, id: u8 },
    Receive { count: usize, visibility_s: u32 },
    Delete(usize),
    Change(usize, u32),
    Pass { seconds: u64 },
    Cut,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0u8..4, 0u8..24).prop_map(|(group, id)| Step::Send { group, id }),
        6 => (1usize..=10, 0u32..8).prop_map(|(count, visibility_s)| Step::Receive { count, visibility_s }),
        5 => any::<usize>().prop_map(Step::Delete),
        2 => (any::<usize>(), 0u32..8).prop_map(|(handle, s)| Step::Change(handle, s)),
        4 => prop_oneof![4 => 1u64..5, 1 => 60u64..200].prop_map(|seconds| Step::Pass { seconds }),
        1 => proptest::strategy::Just(Step::Cut),
    ]
}

#[derive(Debug)]
struct Known {
    seq: u64,
    group: u8,
    id: u8,
    sent: LineMs,
    /// Until when its id counts as used.
    remembered: LineMs,
    hidden_until: LineMs,
    deleted: bool,
    handle: Option<(String, LineMs)>,
}

#[derive(Default)]
struct Model {
    messages: Vec<Known>,
    handles: Vec<(String, usize, LineMs)>,
}

impl Model {
    fn blocked(&self, now: LineMs) -> BTreeSet<u8> {
        let hidden = |m: &&Known| !m.deleted && m.hidden_until > now;
        self.messages.iter().filter(hidden).map(|m| m.group).collect()
    }

    /// The messages a group may give, in their order.
    fn queue_of(&self, group: u8) -> Vec<u64> {
        self.messages.iter().filter(|m| !m.deleted && m.group == group).map(|m| m.seq).collect()
    }

    fn at(&mut self, seq: u64) -> usize {
        self.messages.iter().position(|m| m.seq == seq).expect("it was sent")
    }
}

fn send(
    rig: &Rig,
    queue: &Queue,
    model: &mut Model,
    group: u8,
    id: u8,
) -> Result<(), proptest::test_runner::TestCaseError> {
    let now = rig.now().line;
    let earlier = model.messages.iter().rev().find(|m| m.id == id && m.remembered > now).map(|m| m.seq);
    let sent = rig.send_fifo(queue, &group.to_string(), &id.to_string());
    prop_assert_eq!(sent.duplicate, earlier.is_some());
    match earlier {
        Some(seq) => prop_assert_eq!(sent.seq, seq),
        None => model.messages.push(Known {
            seq: sent.seq,
            group,
            id,
            sent: now,
            remembered: now.after_ms(DEDUP_MS),
            hidden_until: LineMs(0),
            deleted: false,
            handle: None,
        }),
    }
    Ok(())
}

fn receive(
    rig: &Rig,
    queue: &Queue,
    model: &mut Model,
    count: usize,
    visibility_s: u32,
) -> Result<usize, proptest::test_runner::TestCaseError> {
    let now = rig.now().line;
    let blocked = model.blocked(now);
    let free = (0..4).filter(|group| !blocked.contains(group));
    let available: usize = free.map(|group| model.queue_of(group).len()).sum();
    let received = rig.receive_with(queue, count, visibility_s).messages;
    prop_assert_eq!(received.len(), count.min(available));
    for group in 0..4 {
        let given: Vec<u64> = received
            .iter()
            .filter(|m| m.group.as_deref() == Some(&group.to_string()))
            .map(|m| m.seq)
            .collect();
        prop_assert!(given.is_empty() || !blocked.contains(&group), "group {} is blocked", group);
        let expected = model.queue_of(group);
        prop_assert_eq!(&given[..], &expected[..given.len()], "order within group {}", group);
    }
    let due = now.after_ms(u64::from(visibility_s) * 1000);
    for message in &received {
        let at = model.at(message.seq);
        model.messages[at].hidden_until = due;
        model.messages[at].handle = Some((message.receipt_handle.clone(), due));
        model.handles.push((message.receipt_handle.clone(), at, due));
    }
    Ok(received.len())
}

fn delete(
    rig: &Rig,
    queue: &Queue,
    model: &mut Model,
    n: usize,
) -> Result<(), proptest::test_runner::TestCaseError> {
    let now = rig.now().line;
    let (handle, at, first_due) = model.handles[n % model.handles.len()].clone();
    let known = &mut model.messages[at];
    let holds = match &known.handle {
        Some((newest, _)) => *newest == handle && known.hidden_until > now,
        // Nobody received it since the last start: the handle holds as long as it said.
        None => first_due > now,
    };
    let mut deleting = queue.deleting(rig.now());
    let outcome = deleting.push(&handle);
    drop(deleting);
    if known.deleted {
        prop_assert_eq!(outcome, Ok(()));
        return Ok(());
    }
    prop_assert_eq!(outcome, if holds { Ok(()) } else { Err(HandleError::Expired) });
    if holds {
        rig.delete_handle(queue, &handle).expect("it held a moment ago");
        known.deleted = true;
    }
    Ok(())
}

fn change(
    rig: &Rig,
    queue: &Queue,
    model: &mut Model,
    n: usize,
    seconds: u32,
) -> Result<(), proptest::test_runner::TestCaseError> {
    let now = rig.now().line;
    let (handle, at, _) = &model.handles[n % model.handles.len()];
    let known = &mut model.messages[*at];
    let newest = known.handle.as_ref().is_some_and(|(newest, _)| newest == handle);
    let possible = newest && known.hidden_until > now && !known.deleted;
    prop_assert_eq!(queue.change_visibility(handle, seconds, rig.now()).is_ok(), possible);
    if possible {
        known.hidden_until = now.after_ms(u64::from(seconds) * 1000);
    }
    Ok(())
}

fn run(steps: Vec<Step>) -> Result<(), proptest::test_runner::TestCaseError> {
    let mut rig = Rig::new();
    let mut queue = rig.queue("q.fifo", fifo());
    let mut model = Model::default();
    for step in steps {
        match step {
            Step::Send { group, id } => send(&rig, &queue, &mut model, group, id)?,
            Step::Receive { count, visibility_s } => {
                receive(&rig, &queue, &mut model, count, visibility_s)?;
            }
            Step::Delete(n) if !model.handles.is_empty() => delete(&rig, &queue, &mut model, n)?,
            Step::Change(n, s) if !model.handles.is_empty() => change(&rig, &queue, &mut model, n, s)?,
            Step::Pass { seconds } => rig.advance(seconds * 1000),
            Step::Cut => {
                rig.cut();
                queue = rig.find("q.fifo");
                let now = rig.now().line;
                for message in &mut model.messages {
                    message.hidden_until = LineMs(0);
                    message.handle = None;
                    let recent = now.since_ms(message.sent) <= DEDUP_MS;
                    message.remembered = if recent { now.after_ms(DEDUP_MS) } else { LineMs(0) };
                }
            }
            Step::Delete(_) | Step::Change(..) => {}
        }
        let counts = queue.counts(rig.now());
        let now = rig.now().line;
        let live = model.messages.iter().filter(|m| !m.deleted);
        let hidden = live.clone().filter(|m| m.hidden_until > now).count() as u64;
        let visible = live.count() as u64 - hidden;
        prop_assert_eq!(counts, Counts { visible, in_flight: hidden, delayed: 0 });
    }
    // In the end everything that is left comes out, in order.
    rig.advance(10_000);
    let left = model.messages.iter().filter(|m| !m.deleted).count();
    let mut drained = 0;
    loop {
        let from = model.handles.len();
        match receive(&rig, &queue, &mut model, 10, 1_000)? {
            0 => break,
            count => drained += count,
        }
        for n in from..model.handles.len() {
            delete(&rig, &queue, &mut model, n)?;
        }
    }
    prop_assert_eq!(drained, left);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fifo_queue_behaves_as_a_list_of_messages(steps in proptest::collection::vec(step(), 1..80)) {
        run(steps)?;
    }
}
