//! `millpond-node`: one simulated sensor, by hand.

use lexopt::prelude::{Long, ValueExt};
use millpond_node_sim::{Line, NodeConfig, NodeRunner};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "usage: millpond-node --device ID --key HEX (--udp ADDR:PORT | --serial PATH)
  [--rate READINGS_PER_S] [--seconds N] [--bytes PAYLOAD_BYTES] [--channel N] [--generation N] [--seed N] [--reserved N]
  [--disobeys]";

fn main() -> ExitCode {
    match run() {
        Ok(lost) => ExitCode::from(u8::from(lost)),
        Err(trouble) => {
            let _ = writeln!(std::io::stderr(), "millpond-node: {trouble}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Runs the node; true when something stayed unacknowledged.
fn run() -> Result<bool, Box<dyn std::error::Error>> {
    let (config, seconds) = parse(lexopt::Parser::from_env())?;
    let node = NodeRunner::spawn(config)?;
    std::thread::sleep(Duration::from_secs(seconds));
    let generation = node.progress().generation;
    for command in node.commands() {
        writeln!(std::io::stdout(), "command {}", String::from_utf8_lossy(&command))?;
    }
    let report = node.finish(Duration::from_secs(10));
    writeln!(
        std::io::stdout(),
        "produced {} acknowledged {} resent {} sessions {} busy {} generation {generation}",
        report.produced,
        report.acked.end,
        report.resent,
        report.sessions,
        report.busy
    )?;
    Ok(report.unacked() > 0)
}

fn parse(mut args: lexopt::Parser) -> Result<(NodeConfig, u64), Box<dyn std::error::Error>> {
    let (mut device, mut key, mut line) = (None, None, None);
    let (mut rate, mut seconds, mut bytes, mut channel, mut generation, mut seed) = (10, 10, 100, 0, 0, 0);
    let (mut reserved, mut obeys) = (0, true);
    while let Some(arg) = args.next()? {
        match arg {
            Long("device") => device = Some(args.value()?.parse()?),
            Long("key") => key = Some(parse_key(&args.value()?.string()?)?),
            Long("udp") => line = Some(Line::Udp(args.value()?.parse()?)),
            Long("serial") => line = Some(Line::Serial(PathBuf::from(args.value()?))),
            Long("rate") => rate = args.value()?.parse()?,
            Long("seconds") => seconds = args.value()?.parse()?,
            Long("bytes") => bytes = args.value()?.parse()?,
            Long("channel") => channel = args.value()?.parse()?,
            Long("generation") => generation = args.value()?.parse()?,
            Long("seed") => seed = args.value()?.parse()?,
            Long("reserved") => reserved = args.value()?.parse()?,
            Long("disobeys") => obeys = false,
            other => return Err(other.unexpected().into()),
        }
    }
    if !(80..=1024).contains(&bytes) {
        return Err("--bytes must be 80 to 1024".into());
    }
    let config = NodeConfig {
        device: device.ok_or("--device is missing")?,
        key: key.ok_or("--key is missing")?,
        generation,
        line: line.ok_or("--udp or --serial is missing")?,
        readings_per_s: rate,
        payload_bytes: bytes,
        channel,
        partition_key: None,
        seed,
        reserved,
        obeys,
    };
    Ok((config, seconds))
}

fn parse_key(hex: &str) -> Result<[u8; 32], &'static str> {
    const WRONG: &str = "--key must be 64 hexadecimal digits";
    let mut key = [0; 32];
    if hex.len() != 64 || !hex.is_ascii() {
        return Err(WRONG);
    }
    for (n, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).map_err(|_| WRONG)?;
    }
    Ok(key)
}
