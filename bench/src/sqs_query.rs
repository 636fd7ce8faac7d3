//! The life of messages in the query protocol, for servers that know no JSON.

use crate::client::Client;
use crate::sqs_load::{BATCH, Life, noise};
use memchr::memmem::{Finder, find_iter};
use millpond_aws::sigv4::sha256;

/// What one connection does.
pub(crate) struct QueryLoad {
    queue: String,
    send: Vec<u8>,
    hash: [u8; 32],
    receive: Vec<u8>,
    receive_hash: [u8; 32],
}

impl QueryLoad {
    /// Messages of so many bytes, unlike those of another `seed`.
    pub(crate) fn new(queue: &str, seed: u64, bytes: usize) -> Self {
        let queue = escaped(queue);
        let entries = (0..BATCH).map(|number| {
            let body = noise(seed * BATCH + number, bytes);
            let entry = format!("SendMessageBatchRequestEntry.{}", number + 1);
            format!("&{entry}.Id={number}&{entry}.MessageBody={body}")
        });
        let send = form("SendMessageBatch", &queue) + &entries.collect::<String>();
        let receive = form("ReceiveMessage", &queue) + &format!("&MaxNumberOfMessages={BATCH}");
        Self {
            hash: sha256(send.as_bytes()),
            send: send.into_bytes(),
            receive_hash: sha256(receive.as_bytes()),
            receive: receive.into_bytes(),
            queue,
        }
    }

    /// Makes a queue and gives its URL.
    pub(crate) fn create(client: &mut Client, name: &str) -> Result<String, String> {
        let form = format!(
            "Action=CreateQueue&Version=2012-11-05&QueueName={name}&Attribute.1.Name=VisibilityTimeout\
             &Attribute.1.Value=600"
        );
        let made = client.query("sqs", form.as_bytes(), &sha256(form.as_bytes()))?;
        let url = texts(&made, "QueueUrl").next().map(str::to_owned);
        url.ok_or_else(|| format!("no queue URL in {}", String::from_utf8_lossy(&made)))
    }
}

impl Life for QueryLoad {
    fn turn(&self, client: &mut Client) -> Result<u64, String> {
        let sent = client.query("sqs", &self.send, &self.hash)?;
        all_of(&sent, b"<SendMessageBatchResultEntry>", BATCH)?;
        let got = client.query("sqs", &self.receive, &self.receive_hash)?;
        let mut delete = form("DeleteMessageBatch", &self.queue);
        let mut count = 0;
        for handle in texts(&got, "ReceiptHandle") {
            let entry = format!("DeleteMessageBatchRequestEntry.{}", count + 1);
            delete.push_str(&format!("&{entry}.Id={count}&{entry}.ReceiptHandle={}", escaped(handle)));
            count += 1;
        }
        if count > 0 {
            let deleted = client.query("sqs", delete.as_bytes(), &sha256(delete.as_bytes()))?;
            all_of(&deleted, b"<DeleteMessageBatchResultEntry>", count)?;
        }
        Ok(count)
    }
}

/// The begin of a form that speaks of a queue, whose URL is escaped already.
fn form(action: &str, queue: &str) -> String {
    format!("Action={action}&Version=2012-11-05&QueueUrl={queue}")
}

/// What stands in each element of a name; nothing here has attributes, or characters that XML escapes.
pub(crate) fn texts<'a>(xml: &'a [u8], name: &str) -> impl Iterator<Item = &'a str> {
    let (begin, end) = (format!("<{name}>"), Finder::new(b"<"));
    let starts: Vec<usize> = find_iter(xml, begin.as_bytes()).map(|at| at + begin.len()).collect();
    starts.into_iter().filter_map(move |at| {
        let text = &xml[at..at + end.find(&xml[at..])?];
        std::str::from_utf8(text).ok()
    })
}

/// Percent encoding of everything but the unreserved characters (RFC 3986, section 2.3).
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn all_of(reply: &[u8], element: &[u8], count: u64) -> Result<(), String> {
    let done = find_iter(reply, element).count() as u64;
    if done == count {
        Ok(())
    } else {
        Err(format!("{done} of {count} in {}", String::from_utf8_lossy(reply)))
    }
}
