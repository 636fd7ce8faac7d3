//! Drives the real release binary and puts every figure beside a limit measured in the same run.
//!
//! `cargo run --release -p millpond-bench -- SCENARIO`. Machines are noisy: quote the ratios.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod authorise;
mod backlog;
mod client;
mod delete;
mod drain;
mod drain_peers;
mod fan_out;
mod figure;
mod files;
mod get_records;
mod hold;
mod install;
mod kinesis_peers;
mod kms_peers;
mod link;
mod long_polls;
mod mqtt;
mod peer;
mod plain;
mod policies;
mod put_records;
mod rabbitmq;
mod raw;
mod rig;
mod shards;
mod sqs_load;
mod sqs_peers;
mod sqs_query;
mod sqs_wear;
mod start;
mod wire;

use lexopt::Arg;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: millpond-bench SCENARIO [--binary PATH] [--dir DIR] [--mib N] [--gib N] [--messages N] [--polls N] [--rounds N]

  put-records   durable PutRecords of 500 x 1 KiB over 4 signed connections, beside raw append and fdatasync
  get-records   a backlog (default 1024 MiB) through GetRecords, 10,000 records a call, beside a plain hyper handler
  fan-out       1,000 single records a second pushed to 5 subscribers: from acknowledged to delivered
  kinesis-peers PutRecords of 500 x 1 KiB over 4 signed connections, beside other servers of the Kinesis API
  kms-peers     Encrypt and Decrypt of 1 KiB over 16 signed connections, beside local-kms and moto
  authorise     what authorisation adds to a request with 100 policies, over the wire and in the evaluator alone
  shards        1,000 shards over 200 streams: memory, and the time a record takes beside one shard
  long-polls    10,000 long polls that wait (--polls), over HTTP/1.1 and HTTP/2: memory, processor time, order
  mqtt          100 devices publish 200 B each acknowledged, beside mosquitto and NATS; 10,000 idle ones in memory
  sqs-peers     200 B messages sent, received and deleted in batches over 16 connections, beside ElasticMQ, goaws and RabbitMQ
  sqs-wear      device bytes per payload byte of the life of 1 KiB messages (--messages), beside SQLite and RabbitMQ
  start         start to first answered read with a buffered backlog (default 1024 MiB), after kill -9
  start-small   the same with a backlog of single-record commits (default 256 MiB of flash)
  backlog       a queue of 10,000,000 messages (--messages): memory, restart after kill -9, drain
  drain         a backlog (default 1024 MiB) forwarded to another gateway, beside what this machine takes in directly
  drain-peers   a backlog (default 16 MiB) forwarded to kinesis-local, beside a script with boto3
  wire          100,000 readings of 200 B forwarded over TLS: bytes on the wire a byte of payload, beside boto3
  link          readings of 64 B of 100 nodes over the sensor link, acknowledged when durable, beside JSON over HTTP
  delete        a full log (default 256 MiB), then everything deleted: when the space is back
  idle          resident memory of a gateway nobody talks to
  all           idle, put-records and start";

/// What the command line asks for.
pub(crate) struct Request {
    scenario: String,
    binary: PathBuf,
    dir: PathBuf,
    mib: Option<u64>,
    messages: Option<u64>,
    polls: u64,
    rounds: u32,
}

fn main() -> ExitCode {
    match parse().and_then(|request| run(&request)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn parse() -> Result<Request, String> {
    let mut parser = lexopt::Parser::from_env();
    let mut request = Request {
        scenario: String::new(),
        binary: beside_this_binary("millpond"),
        dir: std::env::temp_dir(),
        mib: None,
        messages: None,
        polls: 10_000,
        rounds: 5,
    };
    let said = |e: lexopt::Error| format!("{e}\n{USAGE}");
    while let Some(arg) = parser.next().map_err(said)? {
        match arg {
            Arg::Value(name) if request.scenario.is_empty() => {
                request.scenario = name.to_string_lossy().into_owned();
            }
            Arg::Long("binary") => request.binary = parser.value().map_err(said)?.into(),
            Arg::Long("dir") => request.dir = parser.value().map_err(said)?.into(),
            Arg::Long("mib") => request.mib = Some(number(&mut parser)?),
            Arg::Long("gib") => request.mib = Some(number(&mut parser)? * 1024),
            Arg::Long("messages") => request.messages = Some(number(&mut parser)?),
            Arg::Long("polls") => request.polls = number(&mut parser)?,
            Arg::Long("rounds") => {
                request.rounds = u32::try_from(number(&mut parser)?).map_err(|e| e.to_string())?;
            }
            other => return Err(said(other.unexpected())),
        }
    }
    Ok(request)
}

fn number(parser: &mut lexopt::Parser) -> Result<u64, String> {
    let text = parser.value().map_err(|e| e.to_string())?;
    text.to_string_lossy().parse().map_err(|_| format!("{} is not a number", text.display()))
}

fn beside_this_binary(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.parent().map_or_else(|| name.into(), |folder| folder.join(name))
}

fn run(request: &Request) -> Result<(), String> {
    match request.scenario.as_str() {
        "put-records" => put_records::put_records(request),
        "get-records" => get_records::get_records(request),
        "fan-out" => fan_out::fan_out(request),
        "kinesis-peers" => kinesis_peers::kinesis_peers(request),
        "kms-peers" => kms_peers::kms_peers(request),
        "authorise" => authorise::authorise(request),
        "shards" => shards::shards(request),
        "start" => start::start(request, start::Backlog::Batches),
        "start-small" => start::start(request, start::Backlog::Single),
        "backlog" => backlog::backlog(request),
        "delete" => delete::delete(request),
        "drain" => drain::drain(request),
        "drain-peers" => drain_peers::drain_peers(request),
        "link" => link::link(request),
        "wire" => wire::wire(request),
        "idle" => hold::idle(request),
        "long-polls" => long_polls::long_polls(request),
        "mqtt" => mqtt::mqtt(request),
        "sqs-peers" => sqs_peers::sqs_peers(request),
        "sqs-wear" => sqs_wear::sqs_wear(request),
        "all" => {
            hold::idle(request)?;
            put_records::put_records(request)?;
            start::start(request, start::Backlog::Batches)
        }
        _ => Err(USAGE.to_owned()),
    }
}
