//! A full log, then everything deleted: how soon the space is there again.

use crate::Request;
use crate::backlog::create_queue;
use crate::client::Client;
use crate::figure::at_most;
use crate::put_records::{Load, create_stream};
use crate::rig::Rig;
use serde_json::json;
use std::time::{Duration, Instant};

/// A small budget fills fast; the rules are the same for a large one.
const BUDGET_MIB: u64 = 256;
/// The figure that is wanted.
const WITHIN: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(50);

pub(crate) fn delete(request: &Request) -> Result<(), String> {
    let rig = Rig::start_within(request, Some(request.mib.unwrap_or(BUDGET_MIB)))?;
    for round in 1..=request.rounds {
        create_stream(&rig, "full")?;
        let queue = create_queue(&rig, &format!("full-{round}"))?;
        let written = fill(&rig, &queue)?;
        let (used, free) = (rig.log_figure("segments_used")?, rig.log_figure("segments_free")?);
        println!("delete: full after {written} puts, {used} segments used, {free} free");
        let begin = Instant::now();
        let mut client = rig.client()?;
        let name = json!({ "StreamName": "full" }).to_string();
        client.call("kinesis", "Kinesis_20131202.DeleteStream", name.as_bytes())?;
        let url = json!({ "QueueUrl": queue }).to_string();
        client.call("sqs", "AmazonSQS.DeleteQueue", url.as_bytes())?;
        let deleted = begin.elapsed();
        let accepted = accepted_again(&rig, begin, round)?;
        let space = space_back(&rig, begin, used)?;
        println!(
            "delete: deletes answered after {:.0} ms, a put accepted after {:.0} ms, space back after {:.0} ms ({})",
            millis(deleted),
            millis(accepted),
            millis(space),
            at_most(millis(accepted.max(space)), millis(WITHIN))
        );
    }
    Ok(())
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// Puts records and messages in turn until both are refused for want of space; gives how many requests were taken.
fn fill(rig: &Rig, queue: &str) -> Result<u64, String> {
    let load = Load::new("full", 1, 500, 1024);
    let mut client = rig.client()?;
    let (mut taken, mut refused_in_a_row) = (0, 0);
    // One refusal may be back-pressure of the moment; space that is used up stays so.
    while refused_in_a_row < 20 {
        let done = load.send(&mut client).and_then(|()| send_message(&mut client, queue));
        if done.is_ok() {
            taken += 1;
            refused_in_a_row = 0;
        } else {
            refused_in_a_row += 1;
            std::thread::sleep(LOOK);
            // A refusal may have ended the connection.
            client = rig.client()?;
        }
    }
    Ok(taken)
}

fn send_message(client: &mut Client, queue: &str) -> Result<(), String> {
    let body = json!({ "QueueUrl": queue, "MessageBody": "m".repeat(64 << 10) }).to_string();
    client.call("sqs", "AmazonSQS.SendMessage", body.as_bytes()).map(|_| ())
}

/// Waits until a put into a new queue is taken.
fn accepted_again(rig: &Rig, begin: Instant, round: u32) -> Result<Duration, String> {
    let queue = create_queue(rig, &format!("after-{round}"))?;
    while begin.elapsed() < WITHIN {
        if send_message(&mut rig.client()?, &queue).is_ok() {
            let took = begin.elapsed();
            let url = json!({ "QueueUrl": queue }).to_string();
            rig.client()?.call("sqs", "AmazonSQS.DeleteQueue", url.as_bytes())?;
            return Ok(took);
        }
        std::thread::sleep(LOOK);
    }
    Err("nothing was accepted within a minute after everything was deleted".to_owned())
}

/// Waits until all but a few segments are free again: the open one, and those with the gateway's own records.
fn space_back(rig: &Rig, begin: Instant, used_before: u64) -> Result<Duration, String> {
    while begin.elapsed() < WITHIN {
        if rig.log_figure("segments_used")? <= 3.max(used_before / 10) {
            return Ok(begin.elapsed());
        }
        std::thread::sleep(LOOK);
    }
    Err(format!("{} segments are still used a minute after the delete", rig.log_figure("segments_used")?))
}
