//! PutRecordBatch.

use crate::upstream::connection::Connection;
use crate::upstream::dead_letters::Reason;
use crate::upstream::parcel::{Load, Parcel};
use crate::upstream::remote::Remote;
use millpond_forward::{Failure, Outcome};
use millpond_pack::firehose::{PutRecordBatch, PutRecordBatchInput, Record, SERVICE};
use millpond_pack::lines::Form;
use std::collections::HashMap;
use std::sync::Arc;

/// Bytes of one record.
///
/// # Source
/// Firehose Developer Guide, "Quota": 1,000 KiB before base64.
const RECORD_BYTES_MAX: usize = 1_000 << 10;

/// A delivery stream upstream.
pub(super) struct Caller {
    remote: Arc<Remote>,
    connection: Connection,
    name: String,
    /// Several records become the lines of one.
    lines: bool,
    gzip: bool,
    /// Why records of the last call were not taken, by their number in it.
    rejected: HashMap<usize, Reason>,
}

impl Caller {
    pub(super) fn new(remote: Arc<Remote>, name: String, lines: bool, gzip: bool) -> Self {
        Self { remote, connection: Connection::default(), name, lines, gzip, rejected: HashMap::new() }
    }

    pub(super) async fn call(&mut self, load: Load) -> Result<Vec<Outcome>, Failure> {
        self.rejected.clear();
        let mut outcomes = vec![Outcome::Failed; load.parcels.len()];
        let (records, holds) = self.pack(load.parcels);
        let input = PutRecordBatchInput { delivery_stream_name: self.name.clone(), records };
        let called = self.remote.call::<PutRecordBatch>(&mut self.connection, &SERVICE, input).await;
        let output = called.map_err(|failure| self.judge(failure))?;
        if output.request_responses.len() != holds.len() {
            return Err(Failure::Unreachable);
        }
        for (entry, numbers) in output.request_responses.into_iter().zip(holds) {
            let outcome = match &entry.error_code {
                None => Outcome::Accepted,
                Some(code) if code == "ServiceUnavailableException" => Outcome::Throttled,
                Some(code) => Outcome::of(code, false),
            };
            let message = entry.error_message.unwrap_or_default();
            let reason = entry.error_code.map(|code| Reason { code, message });
            for number in numbers {
                outcomes[number] = outcome;
                self.rejected.extend(reason.clone().map(|reason| (number, reason)));
            }
        }
        Ok(outcomes)
    }

    /// What a failed call means here: overload is said with a code that elsewhere means an outage, and what is wrong with the
    /// delivery stream with codes that elsewhere are about records.
    fn judge(&self, failure: Failure) -> Failure {
        match self.connection.refusal().code.as_str() {
            "ServiceUnavailableException" if failure == Failure::Unreachable => Failure::Throttled,
            "InvalidSourceException" | "InvalidKMSResourceException" if failure == Failure::Rejected => {
                Failure::Missing
            }
            _ => failure,
        }
    }

    /// The records of a call, and which parcels are in each.
    fn pack(&self, parcels: Vec<Parcel>) -> (Vec<Record>, Vec<Vec<usize>>) {
        let mut records: Vec<Vec<u8>> = Vec::new();
        let mut holds: Vec<Vec<usize>> = Vec::new();
        for (number, parcel) in parcels.into_iter().enumerate() {
            if !self.lines {
                records.push(parcel.body);
                holds.push(vec![number]);
                continue;
            }
            let mut line = Vec::with_capacity(parcel.body.len() + 1);
            Form::Lines.push(&mut line, &parcel.body);
            match (records.last_mut(), holds.last_mut()) {
                (Some(last), Some(held)) if last.len() + line.len() <= RECORD_BYTES_MAX => {
                    last.append(&mut line);
                    held.push(number);
                }
                _ => {
                    records.push(line);
                    holds.push(vec![number]);
                }
            }
        }
        let data = |data: Vec<u8>| if self.gzip { millpond_aws::gzip::deflate(&data) } else { data };
        (records.into_iter().map(|record| Record { data: data(record) }).collect(), holds)
    }

    pub(super) const fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn remote(&self) -> &Remote {
        &self.remote
    }

    pub(super) fn reason(&self, number: usize) -> Reason {
        self.rejected.get(&number).unwrap_or_else(|| self.connection.refusal()).clone()
    }
}
