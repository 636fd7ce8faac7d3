//! `millpond nodes`: enrols, lists and revokes sensors, and has them change their keys.

use crate::appliance;
use crate::clock::DeviceClock;
use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::config::{Config, Place};
use crate::datadir::DataDir;
use crate::nodes::{Answer, NodeStatus, Provision, Registrar, Request};
use crate::status::{self, Status};
use crate::trouble::Trouble;
use lexopt::{Arg, Parser, ValueExt};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Milliseconds between two samples of a node that is flashed with the block, when nothing else is said.
const SAMPLE_MS: u32 = 1_000;
/// How long such a node may hold a reading in memory alone, when nothing else is said: it loses none with a reset.
const KEEP_AFTER_MS: u32 = 0;
/// Where readings go when nothing else is said.
const HOME: &str = "stream/readings";

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut json, mut words) = (None, false, Vec::new());
    let (mut to, mut commands, mut sample_ms, mut keep_after_ms) = (None, None, SAMPLE_MS, KEEP_AFTER_MS);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("json") => json = true,
            Arg::Long("stream") if to.is_none() => to = Some(Place::Stream(text(&mut args)?)),
            Arg::Long("queue") if to.is_none() => to = Some(Place::Queue(text(&mut args)?)),
            Arg::Long("commands") => commands = Some(text(&mut args)?),
            Arg::Long("sample-ms") => sample_ms = number(&mut args)?,
            Arg::Long("keep-after-ms") => keep_after_ms = number(&mut args)?,
            Arg::Value(word) if words.len() < 2 => words.push(word.string().map_err(usage)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let settings =
        to.is_some() || commands.is_some() || (sample_ms, keep_after_ms) != (SAMPLE_MS, KEEP_AFTER_MS);
    let request = match words[..] {
        ["list"] if !settings => None,
        ["add", name] => {
            let to = to.map_or_else(|| HOME.to_owned(), |to| to.to_string());
            Some(Request::Add { name: name.to_owned(), to, commands, sample_ms, keep_after_ms })
        }
        ["revoke", name] if !settings => Some(Request::Revoke { name: name.to_owned() }),
        ["rotate", name] if !settings => Some(Request::Rotate { name: name.to_owned() }),
        _ => {
            return Err(Trouble::new(
                "say what to do: millpond nodes add NAME | list | revoke NAME | rotate NAME; --stream, --queue, --commands, --sample-ms and --keep-after-ms go with add",
            ));
        }
    };
    let (nodes, answer) = ask(&data_dir(data)?, request.as_ref())?;
    match (request, answer) {
        (None, _) => list(&nodes, json),
        (Some(request), Some(answer)) => told(&request, &answer, json),
        (Some(_), None) => Err(Trouble::new("the running gateway is too old to do that")),
    }
}

fn number(args: &mut Parser) -> Result<u32, Trouble> {
    args.value().and_then(|value| value.parse()).map_err(usage)
}

fn text(args: &mut Parser) -> Result<String, Trouble> {
    args.value().and_then(ValueExt::string).map_err(usage)
}

/// Asks the running gateway, or opens the directory when none runs.
fn ask(data: &DataDir, request: Option<&Request>) -> Result<(Vec<NodeStatus>, Option<Answer>), Trouble> {
    let words = request.map_or_else(String::new, status::of_nodes);
    if let Some(Status { nodes, nodes_answer, .. }) = status::request(data, &words)? {
        return Ok((nodes, nodes_answer));
    }
    let root = data.read_root_key()?;
    let config: Config = appliance::read_config(data, None)?;
    let _lock = data.lock()?;
    let store = appliance::open_store(data, &root, &config, &Arc::new(DeviceClock::new()))?;
    let registrar = Registrar { store: &store, bus: None, configured: &config.device };
    let answer = request.map(|request| registrar.answer(request));
    Ok((registrar.list()?, answer))
}

fn list(nodes: &[NodeStatus], json: bool) -> Result<(), Trouble> {
    if json {
        return print(&[serde_json::to_string_pretty(nodes).expect("a status is valid JSON")]);
    }
    if nodes.is_empty() {
        return print(&["no node is enrolled; see millpond nodes add NAME"]);
    }
    print(&nodes.iter().map(NodeStatus::line).collect::<Vec<_>>())
}

fn told(request: &Request, answer: &Answer, json: bool) -> Result<(), Trouble> {
    match answer {
        Answer::Refused(lines) => Err(Trouble::of_lines(lines)),
        answer if json => {
            print(&[Zeroizing::new(serde_json::to_string(answer).expect("an answer is valid JSON"))])
        }
        Answer::Added(provision) => added(provision),
        Answer::Revoked => {
            let Request::Revoke { name } = request else { return Ok(()) };
            print(&[format!("{name} is revoked. Its frames are refused from now on.")])
        }
        Answer::Rotating { generation } => print(&[format!(
            "It is told to change to generation {generation} when it is next heard; see millpond nodes list."
        )]),
    }
}

fn added(provision: &Provision) -> Result<(), Trouble> {
    let mut lines: Vec<Zeroizing<String>> = provision.lines().into_iter().map(Zeroizing::new).collect();
    lines.push(Zeroizing::new(String::new()));
    let when = if provision.effective {
        "It may connect now."
    } else {
        "It may connect once the gateway serves with an address or port under [link]."
    };
    lines.push(Zeroizing::new(format!(
        "The key is shown only now. Its readings go to {}. {when}",
        provision.to
    )));
    print(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(args: &[&str]) -> String {
        run(Parser::from_args(args)).unwrap_err().lines().join(": ")
    }

    #[test]
    fn what_is_asked_for_must_be_said_in_full() {
        for args in [
            &[][..],
            &["add"],
            &["lists"],
            &["list", "a"],
            &["revoke"],
            &["rotate", "a", "--stream", "s"],
            &["list", "--commands", "q"],
        ] {
            assert!(refusal(args).contains("millpond nodes add NAME"), "{args:?}");
        }
        assert!(refusal(&["add", "a", "--stream", "s", "--queue", "q"]).contains("--queue"));
        assert!(refusal(&["add", "a"]).contains("--data DIR"));
    }
}
