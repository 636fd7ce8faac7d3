//! Tries every step of a route once, without effect, and says in plain words which one fails: `millpond route check`.

use super::connection::Connection;
use super::credentials::{Fresh, Issuer};
use super::remote::{call, endpoint, way};
use super::wire::{self, Refusal, Signer, Wire};
use crate::config::{self, Endpoint, Target};
use crate::secrets::Vault;
use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HOST};
use millpond_aws::Op;
use millpond_aws::schema::ServiceSchema;
use millpond_base::Clock;
use millpond_forward::{Cause, Failure};
use millpond_kinesis::api::{
    self as kinesis, DescribeStreamSummary, DescribeStreamSummaryInput, PutRecords, PutRecordsInput,
    PutRecordsRequestEntry,
};
use millpond_sqs::api::{
    self as sqs, GetQueueUrl, GetQueueUrlInput, SendMessageBatch, SendMessageBatchInput,
    SendMessageBatchRequestEntry,
};
use serde::Serialize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// How long names and connections may take.
const REACH_MAX: Duration = Duration::from_secs(10);

/// Beyond this difference it is said that the clocks differ; AWS takes signatures that are off by up to 5 minutes.
const CLOCKS_DIFFER_MS: u64 = 5_000;

/// A hash key one above the largest there is: every stream refuses a record with it, once it has found that the caller may write.
const NO_HASH_KEY: &str = "340282366920938463463374607431768211456";

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Verdict {
    /// It works.
    Good,
    /// It could not be tried, which need not mean anything.
    Unknown,
    /// It fails.
    Failed,
}

/// One step of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    /// The step.
    pub(crate) step: &'static str,
    /// What came of it.
    pub(crate) verdict: Verdict,
    /// What was found, and what to do if it fails.
    pub(crate) said: String,
}

/// A check under way.
struct Check {
    target: Target,
    issuer: Issuer,
    wire: Wire,
    findings: Vec<Finding>,
}

/// Nothing further can be tried.
struct Stop;

/// Checks a route of a configuration; the last finding is the one that failed, if any did.
pub(crate) async fn check(
    route: &config::Route,
    upstream: &config::Upstream,
    vault: &Arc<Vault>,
    clock: Arc<dyn Clock>,
) -> Vec<Finding> {
    let failed = |said: String| vec![Finding { step: "configuration", verdict: Verdict::Failed, said }];
    let issuer = match Issuer::new(upstream.clone(), Arc::clone(vault)) {
        Ok(issuer) => issuer,
        Err(trouble) => return failed(trouble.lines().join(": ")),
    };
    let way = match way(upstream, vault) {
        Ok(way) => way,
        Err(trouble) => return failed(trouble.lines().join(": ")),
    };
    let wire = Wire::new(upstream.name.as_str(), way, clock);
    let Some(target) = route.target() else {
        return failed("the route does not say where it leads to".to_owned());
    };
    let mut check = Check { target, issuer, wire, findings: Vec::new() };
    check.good(
        "configuration",
        format!(
            "route {} leads from {} to {} of {}",
            route.name.as_str(),
            route.from,
            check.target,
            upstream.name.as_str()
        ),
    );
    // Whoever stops has said why.
    let _ = check.run().await;
    check.findings
}

impl Check {
    async fn run(&mut self) -> Result<(), Stop> {
        let service = match &self.target {
            Target::Stream(_) => kinesis::SERVICE.id,
            Target::Queue(_) => sqs::SERVICE.id,
            Target::Firehose(_) => "firehose",
            Target::S3 { .. } => "s3",
            Target::Topic(_) => unreachable!("a topic has a broker, and no upstream"),
        };
        let target = endpoint(self.issuer.config(), service);
        match &self.issuer.config().proxy {
            // It finds names and makes connections in our place.
            Some(proxy) => {
                let said = format!("{}:{} is to lead to {}", proxy.host, proxy.port, target.authority);
                self.good("proxy", said);
            }
            None => {
                let address = self.name(&target).await?;
                self.connect(&target, &address).await?;
            }
        }
        self.speak(&target).await?;
        let fresh = self.credentials().await?;
        self.identity(&fresh).await?;
        match self.target.clone() {
            Target::Stream(name) => self.stream(&name, &fresh).await,
            Target::Queue(name) => self.queue(&name, &fresh).await,
            other => {
                // Neither has a call that shows permission and changes nothing.
                self.unknown(
                    "target",
                    format!("{other} is not tried; the first record shows whether it may be written"),
                );
                Ok(())
            }
        }
    }

    async fn name(&mut self, target: &Endpoint) -> Result<std::net::SocketAddr, Stop> {
        let host = &target.host;
        let found = timeout(REACH_MAX, lookup_host((host.as_str(), target.port))).await;
        let mut addresses = match found {
            Ok(Ok(addresses)) => addresses,
            Ok(Err(error)) => {
                let advice = "correct endpoint, or the name servers of this machine (/etc/resolv.conf)";
                return self.failed("name", format!("{host} is not found: {error}; {advice}"));
            }
            Err(_) => {
                return self.failed("name", format!("no name server answers for {host}; is there a link?"));
            }
        };
        let Some(first) = addresses.next() else {
            return self.failed("name", format!("{host} has no address; correct endpoint"));
        };
        self.good("name", format!("{host} is {}", first.ip()));
        Ok(first)
    }

    async fn connect(&mut self, target: &Endpoint, address: &std::net::SocketAddr) -> Result<(), Stop> {
        let start = Instant::now();
        let place = format!("{} ({address})", target.authority);
        match timeout(REACH_MAX, TcpStream::connect(address)).await {
            Ok(Ok(_)) => {
                self.good("connection", format!("{place} answers in {} ms", start.elapsed().as_millis()));
                Ok(())
            }
            Ok(Err(error)) => self.failed(
                "connection",
                format!("{place} does not take connections: {error}; is it running, and does a firewall let it through?"),
            ),
            Err(_) => self.failed(
                "connection",
                format!("{place} does not answer within {} s; is there a link, and a way through firewalls?", REACH_MAX.as_secs()),
            ),
        }
    }

    /// TLS, something that speaks HTTP, and its clock.
    async fn speak(&mut self, target: &Endpoint) -> Result<(), Stop> {
        // No operation is named, so nothing happens; what answers is an API or something on the way.
        let request = Request::post("/")
            .header(HOST, target.authority.as_str())
            .header(CONTENT_TYPE, "application/x-amz-json-1.0")
            .body(Full::new(Bytes::from_static(b"{}")));
        let Ok(request) = request else {
            return self
                .failed("http", format!("{} cannot stand in a request; correct endpoint", target.authority));
        };
        let step = if target.tls { "tls" } else { "http" };
        let answer = match self.wire.greet(target, request).await {
            Ok(answer) => answer,
            Err(cause) => {
                let advice = if target.tls {
                    "; does ca name the authority of its certificate, and does the clock of this machine show today?"
                } else {
                    "; does it speak HTTP there?"
                };
                return self.failed(step, format!("{cause}{advice}"));
            }
        };
        let kind = if target.tls {
            "its certificate is good, and it speaks HTTP"
        } else {
            "it speaks HTTP, in clear"
        };
        self.good(step, kind.to_owned());
        let Some(theirs) = wire::date(&answer) else {
            self.unknown("clock", "its answers show no time".to_owned());
            return Ok(());
        };
        let ours = self.wire.now().wall;
        let apart = ours.0.abs_diff(theirs.0);
        if apart < CLOCKS_DIFFER_MS {
            self.good("clock", "this clock and the upstream's agree".to_owned());
        } else {
            self.good(
                "clock",
                format!(
                    "this clock shows {} and the upstream's {}: {} s apart; signatures follow the upstream's",
                    ours.to_iso8601(),
                    theirs.to_iso8601(),
                    apart / 1_000
                ),
            );
        }
        Ok(())
    }

    async fn credentials(&mut self) -> Result<Fresh, Stop> {
        let mut passed = Vec::new();
        let issued = self.issuer.issue(&self.wire, &mut |step| passed.push(step.to_owned())).await;
        for said in passed {
            self.good("credentials", said);
        }
        let fresh = match issued {
            Ok(fresh) => fresh,
            Err(none) => return self.failed("credentials", none.why),
        };
        let life = match fresh.life_ms {
            Some(life_ms) => format!("good for {} min", life_ms / 60_000),
            None => "without an end".to_owned(),
        };
        self.good("credentials", format!("key {}, {life}", fresh.credentials.access_key_id));
        Ok(fresh)
    }

    async fn identity(&mut self, fresh: &Fresh) -> Result<(), Stop> {
        match self.issuer.caller_identity(&self.wire, &fresh.credentials).await {
            Ok(arn) => {
                self.good("identity", format!("the upstream knows us as {arn}"));
                Ok(())
            }
            // Some upstreams have no STS, and it is not needed for what follows.
            Err(none) if none.failure == Failure::Unreachable || self.issuer.config().endpoint.is_some() => {
                self.unknown("identity", format!("nobody there says who we are: {}", none.why));
                Ok(())
            }
            Err(none) => self.failed("identity", none.why),
        }
    }

    async fn stream(&mut self, name: &str, fresh: &Fresh) -> Result<(), Stop> {
        let input = DescribeStreamSummaryInput {
            stream_name: Some(name.to_owned()),
            ..DescribeStreamSummaryInput::default()
        };
        match self.ask::<DescribeStreamSummary>(&kinesis::SERVICE, input, fresh).await {
            Ok(output) => {
                let summary = output.stream_description_summary;
                self.good(
                    "target",
                    format!(
                        "stream {name} is {} with {} shards",
                        summary.stream_status, summary.open_shard_count
                    ),
                );
            }
            Err(refusal) if refusal.failure == Failure::Missing => {
                return self.missing("stream", name, &refusal);
            }
            Err(refusal) => {
                self.unknown("target", format!("stream {name} cannot be looked at: {}", refusal.words));
            }
        }
        let record = PutRecordsRequestEntry {
            data: b"millpond route check".to_vec(),
            explicit_hash_key: Some(NO_HASH_KEY.to_owned()),
            partition_key: Some("millpond".to_owned()),
        };
        let input = PutRecordsInput {
            records: vec![record],
            stream_name: Some(name.to_owned()),
            ..PutRecordsInput::default()
        };
        let written = self.ask::<PutRecords>(&kinesis::SERVICE, input, fresh).await;
        self.written("stream", name, "kinesis:PutRecords", written.map(|_| ()))
    }

    async fn queue(&mut self, name: &str, fresh: &Fresh) -> Result<(), Stop> {
        let input = GetQueueUrlInput { queue_name: name.to_owned(), ..GetQueueUrlInput::default() };
        let queue_url = match self.ask::<GetQueueUrl>(&sqs::SERVICE, input, fresh).await {
            Ok(output) => output.queue_url.unwrap_or_default(),
            Err(refusal) if refusal.failure == Failure::Missing => {
                return self.missing("queue", name, &refusal);
            }
            Err(refusal) => {
                return self.failed(
                    "target",
                    format!("queue {name} cannot be found (sqs:GetQueueUrl): {}", refusal.words),
                );
            }
        };
        self.good("target", format!("queue {name} is {queue_url}"));
        let entry = SendMessageBatchRequestEntry {
            id: "check".to_owned(),
            // No message may hold this character.
            message_body: "\u{1}".to_owned(),
            message_group_id: name.ends_with(".fifo").then(|| "millpond".to_owned()),
            message_deduplication_id: name.ends_with(".fifo").then(|| "millpond".to_owned()),
            ..SendMessageBatchRequestEntry::default()
        };
        let input = SendMessageBatchInput { queue_url, entries: vec![entry] };
        let sent = self.ask::<SendMessageBatch>(&sqs::SERVICE, input, fresh).await;
        let sent = match sent {
            Ok(output) if output.successful.is_empty() => {
                Err(Refusal::ours(Failure::Rejected, "the message is refused for its content"))
            }
            other => other.map(|_| ()),
        };
        self.written("queue", name, "sqs:SendMessage", sent)
    }

    /// What came of a write that no target takes.
    fn written(
        &mut self,
        kind: &str,
        name: &str,
        action: &str,
        came: Result<(), Refusal>,
    ) -> Result<(), Stop> {
        match came {
            Err(refusal) if refusal.failure == Failure::Rejected => {
                self.good(
                    "permission",
                    format!(
                        "{kind} {name} may be written ({action}): only the content of a test was refused"
                    ),
                );
                Ok(())
            }
            Err(refusal) if refusal.failure == Failure::Missing => self.missing(kind, name, &refusal),
            Err(refusal) if refusal.failure == Failure::Refused => self.failed(
                "permission",
                format!("{kind} {name} may not be written ({action}): {}", refusal.words),
            ),
            Err(refusal) => self.failed("permission", format!("{kind} {name}: {}", refusal.words)),
            Ok(()) => {
                self.good("permission", format!("{kind} {name} took a test record that AWS refuses"));
                Ok(())
            }
        }
    }

    async fn ask<O: Op>(
        &self,
        service: &'static ServiceSchema,
        input: O::Input,
        fresh: &Fresh,
    ) -> Result<O::Output, Refusal> {
        let signer = Signer::Key(&fresh.credentials, self.issuer.region());
        call::<O>(&self.wire, self.issuer.config(), &mut Connection::default(), service, input, signer).await
    }

    fn missing<T>(&mut self, kind: &str, name: &str, refusal: &Refusal) -> Result<T, Stop> {
        let advice = Cause::Missing.words(&refusal.code, &refusal.message);
        self.failed("target", format!("{kind} {name}: {advice}"))
    }

    fn good(&mut self, step: &'static str, said: String) {
        self.findings.push(Finding { step, verdict: Verdict::Good, said });
    }

    fn unknown(&mut self, step: &'static str, said: String) {
        self.findings.push(Finding { step, verdict: Verdict::Unknown, said });
    }

    fn failed<T>(&mut self, step: &'static str, said: String) -> Result<T, Stop> {
        self.findings.push(Finding { step, verdict: Verdict::Failed, said });
        Err(Stop)
    }
}
