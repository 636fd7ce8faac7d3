//! What happens to a queue on a stream, and what its consumers must never see.

use super::{Day, Outcome, Stop, name_of, refused};
use crate::appliance::{Appliance, Cut, Reply};
use crate::check::Breach;
use crate::model::ViewModel;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use millpond_base::Clock;
use serde_json::{Value, json};

/// The stream that has the queue.
const STREAM: &str = "board";
/// The queue.
const QUEUE: &str = "view";
/// For how long received records are hidden.
const VISIBILITY_S: u64 = 2;
/// Received so often, a record is a dead letter.
const RECEIVES_MAX: u64 = 3;
/// So many receives in a row without a record say that there is none.
const EMPTY_RECEIVES: u32 = 3;
/// The two paths of a queue: how to receive, acknowledge, and change visibility.
const NORMAL: [&str; 3] = ["ReceiveQueueRecords", "AcknowledgeQueueRecords", "UpdateQueueRecordsVisibility"];
const DEAD: [&str; 3] = [
    "ReceiveDeadLetterQueueRecords",
    "AcknowledgeDeadLetterQueueRecords",
    "UpdateDeadLetterQueueRecordsVisibility",
];

impl Day<'_> {
    /// Makes the stream and the queue that are not there yet.
    pub(super) fn create_view(&mut self) -> Result<(), Stop> {
        let Some(view) = &mut self.model.view else { return Ok(()) };
        if view.made {
            return Ok(());
        }
        let input = json!({"StreamName": STREAM});
        super::created(&self.appliance.call_patiently("Kinesis_20131202.CreateStream", &input)?)?;
        let arn = format!("arn:aws:kinesis:us-east-1:000000000000:stream/{STREAM}");
        let position = json!({"Type": "TRIM_HORIZON"});
        let dead_letters = json!({"TargetType": "BUILT_IN", "MaxReceiveCount": RECEIVES_MAX});
        let input = json!({
            "QueueName": QUEUE,
            "StreamConfigurationList": [{"StreamARN": arn, "StartingPosition": position}],
            "QueueAttributes": {"DeadLetterConfiguration": dead_letters},
        });
        let reply = self.appliance.call_patiently("Kinesis_20131202.CreateQueue", &input)?;
        super::created(&reply)?;
        view.made = Outcome::of(Some(&reply)) != Outcome::Unknown;
        Ok(())
    }

    /// One step of the queue's own day.
    pub(super) fn view_step(&mut self) -> Result<(), Stop> {
        if !self.model.view.as_ref().is_some_and(|view| view.made) {
            return Ok(());
        }
        match self.chance.below(8) {
            0..=2 => self.put_on_view(),
            3..=6 => self.receive_on_view(NORMAL),
            _ => self.receive_on_view(DEAD),
        }
    }

    fn put_on_view(&mut self) -> Result<(), Stop> {
        let bodies: Vec<String> = (0..=self.chance.below(6)).map(|_| self.name()).collect();
        let records: Vec<Value> = bodies
            .iter()
            .map(|body| json!({"PartitionKey": body, "Data": STANDARD.encode(format!("{body} "))}))
            .collect();
        let input = json!({"StreamName": STREAM, "Records": records});
        let reply = self.appliance.call("Kinesis_20131202.PutRecords", &input);
        let Some(view) = &mut self.model.view else { return Ok(()) };
        match (Outcome::of(reply.as_ref().ok()), &reply) {
            (Outcome::Yes, Ok(reply)) => {
                let entries = reply.body["Records"].as_array().cloned().unwrap_or_default();
                let taken =
                    bodies.into_iter().zip(entries).filter(|(_, entry)| entry["SequenceNumber"].is_string());
                view.put.extend(taken.map(|(body, _)| body));
            }
            (Outcome::Unknown, _) => view.maybe_put.extend(bodies),
            _ => {}
        }
        reply?;
        Ok(())
    }

    /// Receives a few records, and acknowledges, hides or restores some of them.
    fn receive_on_view(&mut self, [receive, acknowledge, hide]: [&str; 3]) -> Result<(), Stop> {
        let arn = arn(self.appliance)?;
        let limit = 1 + self.chance.below(10);
        let input = json!({
            "QueueARN": arn, "Limit": limit, "WaitTimeSeconds": 1, "VisibilityTimeoutSeconds": VISIBILITY_S
        });
        let asked_ms = self.appliance.clock().now().line.0;
        let reply = call(self.appliance, receive, &input)?;
        let records = reply.body["QueueRecords"].as_array().cloned().unwrap_or_default();
        let times_ms = (asked_ms, self.appliance.clock().now().line.0);
        let Some(view) = &mut self.model.view else { return Ok(()) };
        let breaches = view.saw(&records, times_ms, VISIBILITY_S);
        if let Some(breach) = breaches.into_iter().next().filter(|_| !self.model.harmed) {
            return Err(Stop::Breach(Breach(breach)));
        }
        for record in records {
            let entry = json!({"ReceiptHandle": record["ReceiptHandle"]});
            match self.chance.below(6) {
                0 => {}
                1 => self.hide_on_view(&arn, hide, &record)?,
                2 if hide == DEAD[2] => self.restore_on_view(&arn, &record)?,
                _ => self.acknowledge_on_view(
                    &json!({"QueueARN": arn, "Entries": [entry]}),
                    acknowledge,
                    &record,
                )?,
            }
        }
        Ok(())
    }

    fn acknowledge_on_view(&mut self, input: &Value, acknowledge: &str, record: &Value) -> Result<(), Stop> {
        let body = body_of(record);
        let reply = call(self.appliance, acknowledge, input);
        let Some(view) = &mut self.model.view else { return Ok(()) };
        match Outcome::of(reply.as_ref().ok()) {
            Outcome::Yes if succeeded(&reply) => view.acknowledge(&body),
            Outcome::Unknown => _ = view.maybe_acknowledged.insert(body),
            _ => {}
        }
        reply?;
        Ok(())
    }

    fn hide_on_view(&mut self, arn: &str, hide: &str, record: &Value) -> Result<(), Stop> {
        let seconds = [0, 5][usize::from(self.chance.one_in(2))];
        let entry = json!({"ReceiptHandle": record["ReceiptHandle"], "VisibilityTimeoutSeconds": seconds});
        let until_ms = self.appliance.clock().now().line.0 + seconds * 1000;
        let body = body_of(record);
        let reply = call(self.appliance, hide, &json!({"QueueARN": arn, "Entries": [entry]}));
        let Some(view) = &mut self.model.view else { return Ok(()) };
        match Outcome::of(reply.as_ref().ok()) {
            Outcome::Yes if succeeded(&reply) => _ = view.hidden_until_ms.insert(body, until_ms),
            // It may be visible at once, or not.
            Outcome::Unknown => _ = view.hidden_until_ms.remove(&body),
            _ => {}
        }
        reply?;
        Ok(())
    }

    fn restore_on_view(&mut self, arn: &str, record: &Value) -> Result<(), Stop> {
        let entry = json!({"ReceiptHandle": record["ReceiptHandle"]});
        let body = body_of(record);
        let reply = call(
            self.appliance,
            "RestoreDeadLetterQueueRecords",
            &json!({"QueueARN": arn, "Entries": [entry]}),
        );
        let Some(view) = &mut self.model.view else { return Ok(()) };
        let outcome = Outcome::of(reply.as_ref().ok());
        if outcome == Outcome::Unknown || succeeded(&reply) {
            // Its count begins anew, or may.
            view.receives.remove(&body);
            view.hidden_until_ms.remove(&body);
        }
        reply?;
        Ok(())
    }
}

impl ViewModel {
    /// Notes what a receive brought that was asked for and answered at such times; says what of it must not be.
    fn saw(
        &mut self,
        records: &[Value],
        (asked_ms, answered_ms): (u64, u64),
        visibility_s: u64,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        for record in records {
            let body = body_of(record);
            let receives = record["ReceiveCount"].as_u64().unwrap_or(0);
            let known = self.receives.insert(body.clone(), receives).unwrap_or(0);
            if receives <= known {
                wrong.push(format!("view: {body} was received for the {receives}. time after the {known}."));
            }
            if self.acknowledged.contains(&body) {
                wrong.push(format!("view: {body} came back after its acknowledgement"));
            }
            if !self.put.contains(&body) && !self.maybe_put.contains(&body) {
                wrong.push(format!("view: nobody put {body}"));
            }
            if self.hidden_until_ms.get(&body).is_some_and(|until_ms| answered_ms < *until_ms) {
                wrong.push(format!("view: {body} was received while it is hidden"));
            }
            self.hidden_until_ms.insert(body, asked_ms + visibility_s * 1000);
        }
        wrong
    }

    fn acknowledge(&mut self, body: &str) {
        self.acknowledged.insert(body.to_owned());
        self.hidden_until_ms.remove(body);
    }
}

/// Receives and acknowledges everything on both paths, and says what is missing or came back.
///
/// # Errors
/// The first [`Breach`] that not even damage excuses.
pub(crate) fn drain(
    appliance: &Appliance,
    view: &mut ViewModel,
    missing: &mut Vec<String>,
) -> Result<(), Breach> {
    if !view.made {
        return Ok(());
    }
    let Some(arn) = find(appliance)? else { return Err(Breach("view: the queue is gone".into())) };
    for [receive, acknowledge, _] in [NORMAL, DEAD] {
        let mut empty = 0;
        while empty < EMPTY_RECEIVES {
            let input = json!({"QueueARN": arn, "WaitTimeSeconds": 1, "VisibilityTimeoutSeconds": 600});
            let asked_ms = appliance.clock().now().line.0;
            let reply = patiently(appliance, receive, &input)?;
            let records = reply.body["QueueRecords"].as_array().cloned().unwrap_or_default();
            empty = if records.is_empty() { empty + 1 } else { 0 };
            let times_ms = (asked_ms, appliance.clock().now().line.0);
            missing.extend(view.saw(&records, times_ms, 600));
            for record in records {
                let entry = json!({"ReceiptHandle": record["ReceiptHandle"]});
                let reply = patiently(appliance, acknowledge, &json!({"QueueARN": arn, "Entries": [entry]}))?;
                if reply.body["Successful"].as_array().is_none_or(Vec::is_empty) {
                    return Err(Breach(format!("view: a fresh handle does not acknowledge: {}", reply.body)));
                }
                view.acknowledge(&body_of(&record));
            }
        }
    }
    let done = |body: &&String| view.acknowledged.contains(*body) || view.maybe_acknowledged.contains(*body);
    missing.extend(view.put.iter().filter(|body| !done(body)).map(|body| format!("view: {body} is gone")));
    // Now all is known for certain.
    view.put.retain(|body| view.acknowledged.contains(body));
    view.maybe_put.clear();
    view.acknowledged.append(&mut view.maybe_acknowledged);
    view.put.extend(view.acknowledged.iter().cloned());
    Ok(())
}

fn call(appliance: &Appliance, operation: &str, input: &Value) -> Result<Reply, Cut> {
    appliance.call(&format!("Kinesis_20131202.{operation}"), input)
}

fn patiently(appliance: &Appliance, operation: &str, input: &Value) -> Result<Reply, Breach> {
    let reply = appliance.call_patiently(&format!("Kinesis_20131202.{operation}"), input)?;
    if reply.is_ok() {
        return Ok(reply);
    }
    Err(Breach(format!("view: {operation} is refused: {} {}", reply.status, reply.body)))
}

fn find(appliance: &Appliance) -> Result<Option<String>, Cut> {
    let reply = appliance.call_patiently("Kinesis_20131202.ListQueues", &json!({}))?;
    Ok(reply.body["QueueSummaries"][0]["QueueARN"].as_str().map(str::to_owned))
}

fn arn(appliance: &Appliance) -> Result<String, Stop> {
    let reply = appliance.call_patiently("Kinesis_20131202.ListQueues", &json!({}))?;
    let arn = reply.body["QueueSummaries"][0]["QueueARN"].as_str().map(str::to_owned);
    arn.ok_or_else(|| refused("ListQueues", &reply))
}

fn succeeded(reply: &Result<Reply, Cut>) -> bool {
    let entries = |reply: &Reply| reply.body["Successful"].as_array().map_or(0, Vec::len);
    reply.as_ref().is_ok_and(|reply| entries(reply) > 0)
}

fn body_of(record: &Value) -> String {
    let bytes = STANDARD.decode(record["Data"].as_str().unwrap_or_default()).unwrap_or_default();
    name_of(&Value::String(String::from_utf8_lossy(&bytes).into_owned()))
}
