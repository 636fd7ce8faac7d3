//! A standard queue beside a list of messages, under the same random operations.

use super::rig::Rig;
use super::*;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_oneof, proptest};
use proptest::{prop_assert, prop_assert_eq};

#[derive(Clone, Debug)]
enum Step {
    Send { delay_s: u32 },
    Receive { count: usize, visibility_s: u32 },
    Delete(usize),
    Change(usize, u32),
    Pass { seconds: u64 },
    Purge,
    Cut,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop_oneof![3 => proptest::strategy::Just(0), 1 => 1u32..8].prop_map(|delay_s| Step::Send { delay_s }),
        6 => (1usize..=10, 0u32..8).prop_map(|(count, visibility_s)| Step::Receive { count, visibility_s }),
        4 => any::<usize>().prop_map(Step::Delete),
        2 => (any::<usize>(), 0u32..8).prop_map(|(handle, s)| Step::Change(handle, s)),
        4 => (1u64..5).prop_map(|seconds| Step::Pass { seconds }),
        1 => proptest::strategy::Just(Step::Purge),
        1 => proptest::strategy::Just(Step::Cut),
    ]
}

/// What the naive queue knows of a message.
#[derive(Debug)]
struct Known {
    seq: u64,
    /// Visible from this point on.
    from: LineMs,
    in_flight: bool,
    deleted: bool,
    /// The newest handle since the last start.
    handle: Option<String>,
}

#[derive(Default)]
struct Model {
    messages: Vec<Known>,
    /// Every handle ever given, with the message it is for.
    handles: Vec<(String, usize)>,
    purged: Option<LineMs>,
}

impl Model {
    fn visible(&self, now: LineMs) -> Vec<usize> {
        let there = |m: &Known| !m.deleted && m.from <= now;
        self.messages.iter().enumerate().filter(|(_, m)| there(m)).map(|(i, _)| i).collect()
    }

    fn settle(&mut self, now: LineMs) {
        for message in self.messages.iter_mut().filter(|m| m.from <= now) {
            message.in_flight = false;
        }
    }

    fn counts(&self, now: LineMs) -> Counts {
        let hidden = |m: &&Known| !m.deleted && m.from > now;
        let in_flight = self.messages.iter().filter(hidden).filter(|m| m.in_flight).count() as u64;
        let delayed = self.messages.iter().filter(hidden).filter(|m| !m.in_flight).count() as u64;
        Counts { visible: self.visible(now).len() as u64, in_flight, delayed }
    }
}

fn receive(
    rig: &Rig,
    queue: &Queue,
    model: &mut Model,
    count: usize,
    visibility_s: u32,
) -> Result<usize, proptest::test_runner::TestCaseError> {
    let now = rig.now().line;
    let available = model.visible(now);
    let received = rig.receive_with(queue, count, visibility_s).messages;
    prop_assert!(received.len() <= count.min(available.len()));
    prop_assert_eq!(received.is_empty(), available.is_empty());
    for message in &received {
        let at = model.messages.iter().position(|m| m.seq == message.seq).expect("it was sent");
        prop_assert!(available.contains(&at), "{} was not visible", message.seq);
        prop_assert_eq!(&message.body, &message.seq.to_string().into_bytes());
        let known = &mut model.messages[at];
        known.from = now.after_ms(u64::from(visibility_s) * 1000);
        known.in_flight = visibility_s > 0;
        known.handle = Some(message.receipt_handle.clone());
        model.handles.push((message.receipt_handle.clone(), at));
    }
    let mut seqs: Vec<u64> = received.iter().map(|m| m.seq).collect();
    seqs.sort_unstable();
    seqs.dedup();
    prop_assert_eq!(seqs.len(), received.len(), "none is given twice");
    Ok(received.len())
}

fn change(
    rig: &Rig,
    queue: &Queue,
    model: &mut Model,
    at: usize,
    seconds: u32,
) -> Result<(), proptest::test_runner::TestCaseError> {
    let now = rig.now().line;
    let (handle, message) = &model.handles[at];
    let known = &mut model.messages[*message];
    let current = known.handle.as_ref() == Some(handle);
    let possible = current && known.in_flight && known.from > now && !known.deleted;
    let changed = queue.change_visibility(handle, seconds, rig.now());
    prop_assert_eq!(changed.is_ok(), possible, "{:?}", changed);
    if possible {
        known.from = now.after_ms(u64::from(seconds) * 1000);
    }
    Ok(())
}

fn run(steps: Vec<Step>) -> Result<(), proptest::test_runner::TestCaseError> {
    let mut rig = Rig::new();
    let mut queue = rig.queue("q", Settings::default());
    let mut model = Model::default();
    for step in steps {
        let now = rig.now().line;
        model.settle(now);
        match step {
            Step::Send { delay_s } => {
                let seq = model.messages.len() as u64;
                let body = seq.to_string();
                let outgoing =
                    Outgoing { body: body.as_bytes(), delay_s: Some(delay_s), ..Outgoing::default() };
                prop_assert_eq!(rig.send_as(&queue, outgoing).seq, seq);
                let from = now.after_ms(u64::from(delay_s) * 1000);
                model.messages.push(Known { seq, from, in_flight: false, deleted: false, handle: None });
            }
            Step::Receive { count, visibility_s } => {
                receive(&rig, &queue, &mut model, count, visibility_s)?;
            }
            Step::Delete(n) if !model.handles.is_empty() => {
                let (handle, message) = model.handles[n % model.handles.len()].clone();
                prop_assert_eq!(rig.delete_handle(&queue, &handle), Ok(()));
                model.messages[message].deleted = true;
            }
            Step::Change(n, seconds) if !model.handles.is_empty() => {
                let at = n % model.handles.len();
                change(&rig, &queue, &mut model, at, seconds)?;
            }
            Step::Pass { seconds } => rig.advance(seconds * 1000),
            Step::Purge => {
                let allowed = model.purged.is_none_or(|at| now.since_ms(at) >= 60_000);
                prop_assert_eq!(rig.purge(&queue).is_ok(), allowed);
                if allowed {
                    model.purged = Some(now);
                    model.messages.iter_mut().for_each(|m| m.deleted = true);
                }
            }
            Step::Cut => {
                rig.cut();
                queue = rig.find("q");
                model.purged = None;
                for message in &mut model.messages {
                    if message.in_flight {
                        message.from = LineMs(0);
                        message.in_flight = false;
                    }
                    message.handle = None;
                }
            }
            Step::Delete(_) | Step::Change(..) => {}
        }
        let now = rig.now().line;
        model.settle(now);
        prop_assert_eq!(queue.counts(rig.now()), model.counts(now));
    }
    // In the end everything that is left comes out, once.
    rig.advance(10_000);
    let left = model.visible(rig.now().line).len();
    let mut drained = 0;
    loop {
        match receive(&rig, &queue, &mut model, 10, 1_000)? {
            0 => break,
            count => drained += count,
        }
    }
    prop_assert_eq!(drained, left);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_standard_queue_behaves_as_a_list_of_messages(
        steps in proptest::collection::vec(step(), 1..80),
    ) {
        run(steps)?;
    }
}
