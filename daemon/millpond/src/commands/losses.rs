//! `millpond losses`: what was let go of or lost, and whether an export of it is genuine.

use crate::appliance;
use crate::clock::DeviceClock;
use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::datadir::DataDir;
use crate::status;
use crate::trouble::{Step, Trouble};
use lexopt::{Arg, Parser, ValueExt};
use millpond_base::{WallMs, hex};
use millpond_store::losses::Export;
use std::path::PathBuf;
use std::sync::Arc;

/// How entries are printed.
#[derive(Clone, Copy)]
enum Form {
    Lines,
    Json,
    Csv,
}

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut form, mut since) = (None, Form::Lines, WallMs(0));
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Value(word) if word == "verify" => return verify(args),
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("json") => form = Form::Json,
            Arg::Long("csv") => form = Form::Csv,
            Arg::Long("since") => since = moment(&args.value().and_then(ValueExt::string).map_err(usage)?)?,
            other => return Err(usage(other.unexpected())),
        }
    }
    let mut export = read(&data_dir(data)?)?;
    export.entries.retain(|signed| signed.entry.until >= since);
    match form {
        Form::Json => {
            print(&[serde_json::to_string_pretty(&export.to_json()).expect("an export is valid JSON")])
        }
        Form::Csv => print(&[export.to_csv().trim_end()]),
        Form::Lines => print(&lines(&export)),
    }
}

/// Asks the running gateway, or opens the directory when none runs.
fn read(data: &DataDir) -> Result<Export, Trouble> {
    if let Some(status) = status::request(data, status::LOSSES)? {
        let json =
            status.losses_export.ok_or_else(|| Trouble::new("the running gateway is too old to tell"))?;
        return Export::parse(&json.to_string()).step(|| "the running gateway's answer does not read".into());
    }
    let root = data.read_root_key()?;
    let config = appliance::read_config(data, None)?;
    let _lock = data.lock()?;
    let store = appliance::open_store(data, &root, &config, &Arc::new(DeviceClock::new()))?;
    Ok(store.losses().export(WallMs(0)))
}

fn lines(export: &Export) -> Vec<String> {
    let mut lines: Vec<String> = export
        .entries
        .iter()
        .map(|signed| {
            let (entry, loss) = (&signed.entry, &signed.entry.loss);
            format!(
                "{} {} to {}  {}  {} {}  {} to {}: {} records, {} B",
                entry.index,
                entry.since.to_iso8601(),
                entry.until.to_iso8601(),
                loss.cause,
                loss.arn,
                loss.part,
                loss.first,
                loss.last,
                loss.count,
                loss.bytes
            )
        })
        .collect();
    lines.push(format!("{} entries; public key {}", export.entries.len(), hex(&export.public_key)));
    lines
}

fn verify(mut args: Parser) -> Result<(), Trouble> {
    let (mut file, mut key) = (None, None);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("key") => key = Some(args.value().and_then(ValueExt::string).map_err(usage)?),
            Arg::Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            other => return Err(usage(other.unexpected())),
        }
    }
    let file = file.ok_or_else(|| Trouble::new("name the file: millpond losses verify FILE"))?;
    let text = std::fs::read_to_string(&file).step(|| format!("cannot read {}", file.display()))?;
    let verified = Export::parse(&text)
        .and_then(|export| export.verify())
        .step(|| format!("{} proves nothing", file.display()))?;
    let public_key = hex(&verified.public_key);
    if key.is_some_and(|key| !key.eq_ignore_ascii_case(&public_key)) {
        return Err(Trouble::new(format!("it is genuine, but of another device: its key is {public_key}")));
    }
    print(&[
        format!(
            "genuine: {} entries from {} on, {} records",
            verified.entries, verified.first, verified.records
        ),
        format!("public key {public_key}"),
    ])
}

/// `2026-01-31T00:00:00Z`, or how long ago: `90m`, `36h`, `7d`.
fn moment(text: &str) -> Result<WallMs, Trouble> {
    let wrong = || {
        Trouble::new(format!("{text:?} is neither a time such as 2026-01-31T00:00:00Z nor 90m, 36h or 7d"))
    };
    if let Some(at) = WallMs::parse_amz_date(&text.replace(['-', ':'], "")) {
        return Ok(at);
    }
    let unit_ms = match text.chars().last() {
        Some('m') => 60_000,
        Some('h') => 3_600_000,
        Some('d') => 86_400_000,
        _ => return Err(wrong()),
    };
    let count: u64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    let now = millpond_base::Clock::now(&DeviceClock::new()).wall;
    Ok(WallMs(now.0.saturating_sub(count.saturating_mul(unit_ms))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_time_or_how_long_ago() {
        assert_eq!(moment("2023-11-14T22:13:20Z").unwrap(), WallMs(1_700_000_000_000));
        assert!(moment("1d").unwrap() < moment("1h").unwrap());
        for text in ["", "7", "7w", "d", "yesterday"] {
            assert!(moment(text).is_err(), "{text:?}");
        }
    }
}
