//! Power cuts at every disk operation of a mixed workload.

use crate::rig::{Rig, handle, message};
use millpond_base::Clock;
use millpond_log::disk::Faults;
use millpond_sqs::api;
use std::collections::BTreeSet;

/// What the clients of a workload were told before the power failed.
#[derive(Default)]
struct Told {
    sent: BTreeSet<String>,
    /// Asked for, whether answered or not.
    tried: BTreeSet<String>,
    delete_tried: BTreeSet<String>,
    deleted: BTreeSet<String>,
}

/// Runs one call; `None` when the power failed before the answer.
fn survive<O: millpond_aws::Op>(rig: &Rig, input: O::Input) -> Option<O::Output> {
    let mut running = rig.begin::<O>(input).ok()?;
    match rig.try_run(&mut running) {
        Some(Ok(reply)) => Some(reply),
        _ => None,
    }
}

fn work(rig: &Rig, standard: &str, fifo: &str) -> Told {
    let mut told = Told::default();
    for n in 0..12 {
        let body = format!("m{n}");
        let input = if n % 2 == 0 {
            message(standard, &body)
        } else {
            api::SendMessageInput {
                message_group_id: Some((n % 3).to_string()),
                message_deduplication_id: Some(body.clone()),
                ..message(fifo, &body)
            }
        };
        told.tried.insert(body.clone());
        if survive::<api::SendMessage>(rig, input).is_none() {
            return told;
        }
        told.sent.insert(body);
        for url in [standard, fifo] {
            if n % 4 != 3 {
                continue;
            }
            for message in rig.receive(url).into_iter().take(2) {
                let body = message.body.clone().unwrap();
                told.delete_tried.insert(body.clone());
                let input = api::DeleteMessageInput {
                    queue_url: url.to_owned(),
                    receipt_handle: handle(&message).to_owned(),
                };
                if survive::<api::DeleteMessage>(rig, input).is_none() {
                    return told;
                }
                told.deleted.insert(body);
            }
        }
    }
    told
}

#[test]
fn nothing_acknowledged_is_lost_and_nothing_deleted_returns() {
    let mut cut_at = 0;
    loop {
        let rig = Rig::new();
        let standard = rig.create("q", &[]);
        let fifo = rig.create("q.fifo", &[("FifoQueue", "true")]);
        rig.disk.script(Faults { cut_at: Some(cut_at), ..Faults::default() });
        let told = work(&rig, &standard, &fifo);
        let finished = !rig.disk.is_cut();

        let rig = rig.cut(cut_at);
        let mut found = Vec::new();
        for url in [&standard, &fifo] {
            loop {
                let received = rig.receive(url);
                if received.is_empty() {
                    break;
                }
                for message in received {
                    found.push(message.body.clone().unwrap());
                    rig.delete(url, handle(&message)).unwrap();
                }
            }
        }

        let there: BTreeSet<String> = found.iter().cloned().collect();
        assert_eq!(there.len(), found.len(), "cut at {cut_at}: none is there twice");
        for body in &told.sent {
            let may_be_gone = told.delete_tried.contains(body);
            assert!(there.contains(body) || may_be_gone, "cut at {cut_at}: {body} is lost");
        }
        for body in &told.deleted {
            assert!(!there.contains(body), "cut at {cut_at}: {body} came back");
        }
        assert!(there.is_subset(&told.tried), "cut at {cut_at}: {there:?}");
        if finished {
            assert!(cut_at > 20, "the workload reaches the disk");
            return;
        }
        cut_at += 1;
    }
}

#[test]
fn a_fifo_queue_remembers_ids_across_a_restart() {
    let rig = Rig::new();
    let url = rig.create("q.fifo", &[("FifoQueue", "true")]);
    let first = rig.send_fifo(&url, "g", "1");
    rig.delete(&url, handle(&rig.receive(&url)[0])).unwrap();

    let rig = rig.cut(7);

    let second = rig.send_fifo(&url, "g", "1");
    assert_eq!((first.message_id, first.sequence_number), (second.message_id, second.sequence_number));
    assert!(rig.receive(&url).is_empty());
    assert!(rig.clock.now().line.0 > 0);
}
