//! The whole life of messages, over and over: sent, received and deleted in batches of ten.

use crate::client::Client;
use millpond_aws::sigv4::sha256;
use serde_json::{Value, json};
use std::time::Instant;

/// Messages of one SendMessageBatch, ReceiveMessage or DeleteMessageBatch.
pub(crate) const BATCH: u64 = 10;

/// What one connection does, in some protocol.
pub(crate) trait Life: Sync {
    /// Sends a batch, and receives and deletes as many messages as there are; gives how many were deleted.
    fn turn(&self, client: &mut Client) -> Result<u64, String>;

    /// Does so until `end`; gives how many messages were deleted.
    fn until(&self, client: &mut Client, end: Instant) -> Result<u64, String> {
        let mut done = 0;
        while Instant::now() < end {
            done += self.turn(client)?;
        }
        Ok(done)
    }
}

/// What one connection does in JSON.
pub(crate) struct Load {
    queue: String,
    send: Vec<u8>,
    hash: [u8; 32],
    receive: Vec<u8>,
}

impl Load {
    /// Messages of so many bytes, unlike those of another `seed`.
    pub(crate) fn new(queue: &str, seed: u64, bytes: usize) -> Self {
        let entries: Vec<Value> = (0..BATCH)
            .map(|number| json!({ "Id": number.to_string(), "MessageBody": noise(seed * BATCH + number, bytes) }))
            .collect();
        let send = json!({ "QueueUrl": queue, "Entries": entries }).to_string().into_bytes();
        let receive = json!({ "QueueUrl": queue, "MaxNumberOfMessages": BATCH }).to_string().into_bytes();
        Self { queue: queue.to_owned(), hash: sha256(&send), send, receive }
    }

    /// Makes a queue and gives its URL.
    pub(crate) fn create(client: &mut Client, name: &str) -> Result<String, String> {
        let body = json!({ "QueueName": name, "Attributes": { "VisibilityTimeout": "600" } }).to_string();
        let made = json(&client.call("sqs", "AmazonSQS.CreateQueue", body.as_bytes())?)?;
        made["QueueUrl"].as_str().map(str::to_owned).ok_or_else(|| format!("no queue URL in {made}"))
    }

    /// Receives and deletes a batch; gives how many messages.
    pub(crate) fn take(&self, client: &mut Client) -> Result<u64, String> {
        let got = json(&client.call("sqs", "AmazonSQS.ReceiveMessage", &self.receive)?)?;
        let handles =
            got["Messages"].as_array().into_iter().flatten().map(|message| &message["ReceiptHandle"]);
        let entries: Vec<Value> = handles
            .enumerate()
            .map(|(id, handle)| json!({ "Id": id.to_string(), "ReceiptHandle": handle }))
            .collect();
        let count = entries.len() as u64;
        if count > 0 {
            let body = json!({ "QueueUrl": self.queue, "Entries": entries }).to_string();
            all_of(&client.call("sqs", "AmazonSQS.DeleteMessageBatch", body.as_bytes())?, count)?;
        }
        Ok(count)
    }
}

impl Life for Load {
    fn turn(&self, client: &mut Client) -> Result<u64, String> {
        let sent = client.call_hashed("sqs", "AmazonSQS.SendMessageBatch", &[&self.send], &self.hash)?;
        all_of(&sent, BATCH)?;
        self.take(client)
    }
}

fn json(reply: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(reply).map_err(|e| format!("{e}: {}", String::from_utf8_lossy(reply)))
}

fn all_of(reply: &[u8], count: u64) -> Result<(), String> {
    let reply = json(reply)?;
    let done = reply["Successful"].as_array().map_or(0, Vec::len) as u64;
    if done == count { Ok(()) } else { Err(format!("{done} of {count} in {reply}")) }
}

/// Text that nothing on the way could make shorter.
pub(crate) fn noise(seed: u64, bytes: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d;
    let letters = (0..bytes).map(|_| {
        state = state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        char::from(b'a' + u8::try_from((state >> 33) % 26).unwrap_or(0))
    });
    letters.collect()
}
