//! What consumers do, and what they must never see.

use super::sending::{group_of, ids};
use super::{Day, Outcome, QUEUES, Stop, name_of, url};
use crate::check::Breach;
use crate::model::QueueModel;
use serde_json::{Value, json};

/// For how long received messages are hidden.
const VISIBILITY_S: u64 = 2;

impl Day<'_> {
    /// Receives a few messages and deletes most of them.
    pub(super) fn consume(&mut self) -> Result<(), Stop> {
        let queue = self.pick(QUEUES);
        let count = 1 + self.chance.below(10);
        let input =
            json!({"QueueUrl": url(queue), "MaxNumberOfMessages": count, "VisibilityTimeout": VISIBILITY_S});
        let at_ms = self.wall_ms();
        let reply = self.appliance.call("AmazonSQS.ReceiveMessage", &input)?;
        let messages = reply.body["Messages"].as_array().cloned().unwrap_or_default();
        let harmed = self.model.harmed;
        let model = self.model.queues.entry(queue.to_owned()).or_default();
        judge(queue, model, &messages, at_ms, harmed).map_err(Stop::Breach)?;
        if self.chance.one_in(2) {
            return self.delete_batch(queue, &messages);
        }
        for message in &messages {
            match self.chance.below(5) {
                0 => {}
                1 => self.change_visibility(queue, message)?,
                _ => self.delete(queue, message)?,
            }
        }
        Ok(())
    }

    fn delete(&mut self, queue: &str, message: &Value) -> Result<(), Stop> {
        let body = name_of(&message["Body"]);
        let input = json!({"QueueUrl": url(queue), "ReceiptHandle": message["ReceiptHandle"]});
        let reply = self.appliance.call("AmazonSQS.DeleteMessage", &input);
        let model = self.model.queues.entry(queue.to_owned()).or_default();
        match Outcome::of(reply.as_ref().ok()) {
            Outcome::Yes => model.delete(&body),
            Outcome::Unknown => _ = model.maybe_deleted.insert(body),
            Outcome::No => {}
        }
        reply?;
        Ok(())
    }

    fn delete_batch(&mut self, queue: &str, messages: &[Value]) -> Result<(), Stop> {
        if messages.is_empty() {
            return Ok(());
        }
        let entries: Vec<Value> = messages
            .iter()
            .map(|m| json!({"Id": name_of(&m["Body"]), "ReceiptHandle": m["ReceiptHandle"]}))
            .collect();
        let input = json!({"QueueUrl": url(queue), "Entries": entries});
        let reply = self.appliance.call("AmazonSQS.DeleteMessageBatch", &input);
        let model = self.model.queues.entry(queue.to_owned()).or_default();
        match (Outcome::of(reply.as_ref().ok()), &reply) {
            (Outcome::Yes, Ok(reply)) => {
                ids(&reply.body["Successful"]).iter().for_each(|body| model.delete(body));
            }
            (Outcome::Unknown, _) => {
                model.maybe_deleted.extend(messages.iter().map(|m| name_of(&m["Body"])));
            }
            _ => {}
        }
        reply?;
        Ok(())
    }

    fn change_visibility(&mut self, queue: &str, message: &Value) -> Result<(), Stop> {
        let seconds = [0, 5][usize::from(self.chance.one_in(2))];
        let input = json!({
            "QueueUrl": url(queue),
            "ReceiptHandle": message["ReceiptHandle"],
            "VisibilityTimeout": seconds
        });
        let until_ms = self.wall_ms() + seconds * 1000;
        let reply = self.appliance.call("AmazonSQS.ChangeMessageVisibility", &input)?;
        let model = self.model.queues.entry(queue.to_owned()).or_default();
        let body = name_of(&message["Body"]);
        match Outcome::of(Some(&reply)) {
            Outcome::Yes => _ = model.hidden_until_ms.insert(body, until_ms),
            // It may be visible at once, or not.
            Outcome::Unknown => _ = model.hidden_until_ms.remove(&body),
            Outcome::No => {}
        }
        Ok(())
    }
}

/// Checks what a receive brought against everything known, and notes that it is hidden now.
fn judge(
    queue: &str,
    model: &mut QueueModel,
    messages: &[Value],
    now_ms: u64,
    harmed: bool,
) -> Result<(), Breach> {
    let bodies: Vec<String> = messages.iter().map(|message| name_of(&message["Body"])).collect();
    for body in &bodies {
        if model.deleted.contains(body) {
            return Err(Breach(format!("queue {queue}: {body} was received after its delete")));
        }
        if model.hidden_until_ms.get(body).is_some_and(|until_ms| now_ms < *until_ms) {
            return Err(Breach(format!("queue {queue}: {body} was received while it is hidden")));
        }
        if model.due_ms.get(body).is_some_and(|due_ms| now_ms < *due_ms) {
            return Err(Breach(format!("queue {queue}: {body} was received before its delay is over")));
        }
        if !model.messages.contains(body) && !model.maybe.iter().flatten().any(|maybe| maybe == body) {
            return Err(Breach(format!("queue {queue}: nobody sent {body}, or it was deleted")));
        }
    }
    let certain = !harmed && model.maybe.is_empty() && model.maybe_deleted.is_empty();
    if queue.ends_with(".fifo") && certain {
        for group in 0..3 {
            let received: Vec<&String> = bodies.iter().filter(|body| group_of(body) == group).collect();
            let sent: Vec<&String> = model.messages.iter().filter(|body| group_of(body) == group).collect();
            if !sent.starts_with(&received) {
                return Err(Breach(format!(
                    "queue {queue}: group sent as {sent:?} was received as {received:?}"
                )));
            }
        }
    }
    model.hidden_until_ms.extend(bodies.into_iter().map(|body| (body, now_ms + VISIBILITY_S * 1000)));
    Ok(())
}
