//! `millpond route check`: tries a route and says in plain words what fails.

use crate::appliance;
use crate::clock::DeviceClock;
use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::config::Name;
use crate::keys;
use crate::secrets::Vault;
use crate::trouble::{Step, Trouble};
use crate::upstream::check::{Finding, Verdict, check};
use lexopt::{Arg, Parser, ValueExt};
use millpond_base::Clock;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Serialize)]
struct Report<'a> {
    route: &'a str,
    upstream: &'a str,
    good: bool,
    steps: &'a [Finding],
}

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut config, mut json, mut words) = (None, None, false, Vec::new());
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("config") => config = Some(PathBuf::from(args.value().map_err(usage)?)),
            Arg::Long("json") => json = true,
            Arg::Value(word) => words.push(word.string().map_err(usage)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    let [verb, name] = <[String; 2]>::try_from(words).unwrap_or_default();
    if verb != "check" {
        return Err(Trouble::new("say which route to check: millpond route check NAME --data DIR"));
    }
    let data = data_dir(data)?;
    let name = Name::try_from(name).map_err(Trouble::new)?;
    let root = keys::open(&data, config.as_deref())?;
    let read = appliance::read_config(&data, config.as_deref())?;
    let Some(route) = read.route.iter().find(|route| route.name == name) else {
        let names: Vec<&str> = read.route.iter().map(|route| route.name.as_str()).collect();
        let there = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        return Err(Trouble::new(format!("there is no route {:?}; there is {there}", name.as_str())));
    };
    let upstream = read.upstream.iter().find(|upstream| upstream.name == route.upstream);
    let upstream = upstream.ok_or_else(|| {
        let (route, broker) = (route.name.as_str(), route.upstream.as_str());
        Trouble::new(format!(
            "route {route} leads to the broker {broker}; its journal says how connecting went"
        ))
    })?;
    let vault = Arc::new(Vault::new(&data, &root, config.as_deref()));
    let clock: Arc<dyn Clock> = Arc::new(DeviceClock::new());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.step(|| "cannot start the runtime".into())?;
    let findings = runtime.block_on(check(route, upstream, &vault, clock));
    let good = findings.iter().all(|finding| finding.verdict != Verdict::Failed);
    if json {
        let report =
            Report { route: route.name.as_str(), upstream: upstream.name.as_str(), good, steps: &findings };
        print(&[serde_json::to_string_pretty(&report).expect("a report is valid JSON")])?;
    } else {
        print(&findings.iter().map(line).collect::<Vec<_>>())?;
    }
    if good {
        Ok(())
    } else {
        Err(Trouble::new(format!("route {:?} cannot forward now", route.name.as_str())))
    }
}

fn line(finding: &Finding) -> String {
    let verdict = match finding.verdict {
        Verdict::Good => "ok",
        Verdict::Unknown => "unknown",
        Verdict::Failed => "FAILED",
    };
    format!("{verdict:<8}{:<14}{}", finding.step, finding.said)
}
