//! `millpond doctor`: looks at everything around the gateway that makes sites fail, and says what to change.

mod disk;
mod machine;
mod place;
mod upstream;

use crate::appliance;
use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::config::Config;
use crate::datadir::DataDir;
use crate::trouble::Trouble;
use lexopt::{Arg, Parser};
use serde::Serialize;
use std::path::PathBuf;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    /// As it should be.
    Good,
    /// It could not be found out here, which need not mean anything.
    Unknown,
    /// It works, and could be better.
    Advice,
    /// It will fail, or does.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Finding {
    /// What was looked at.
    about: &'static str,
    verdict: Verdict,
    /// What was found.
    said: String,
    /// What to change; empty where nothing has to be.
    remedy: String,
}

impl Finding {
    fn good(about: &'static str, said: impl Into<String>) -> Self {
        Self { about, verdict: Verdict::Good, said: said.into(), remedy: String::new() }
    }

    fn unknown(about: &'static str, said: impl Into<String>) -> Self {
        Self { about, verdict: Verdict::Unknown, said: said.into(), remedy: String::new() }
    }

    fn advice(about: &'static str, said: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { about, verdict: Verdict::Advice, said: said.into(), remedy: remedy.into() }
    }

    fn bad(about: &'static str, said: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { about, verdict: Verdict::Bad, said: said.into(), remedy: remedy.into() }
    }

    fn lines(&self) -> Vec<String> {
        let word = match self.verdict {
            Verdict::Good => "ok",
            Verdict::Unknown => "unknown",
            Verdict::Advice => "advice",
            Verdict::Bad => "BAD",
        };
        let mut lines = vec![format!("{word:<8}{:<14}{}", self.about, self.said)];
        lines.extend((!self.remedy.is_empty()).then(|| format!("{:22}→ {}", "", self.remedy)));
        lines
    }
}

#[derive(Serialize)]
struct Report<'a> {
    good: bool,
    findings: &'a [Finding],
}

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut config, mut json, mut offline) = (None, None, false, false);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("config") => config = Some(PathBuf::from(args.value().map_err(usage)?)),
            Arg::Long("json") => json = true,
            Arg::Long("offline") => offline = true,
            other => return Err(usage(other.unexpected())),
        }
    }
    let data = data_dir(data)?;
    let findings = examine(&data, config.as_ref(), offline);
    let bad = findings.iter().filter(|finding| finding.verdict == Verdict::Bad).count();
    if json {
        let report = Report { good: bad == 0, findings: &findings };
        print(&[serde_json::to_string_pretty(&report).expect("a report is valid JSON")])?;
    } else {
        print(&findings.iter().flat_map(Finding::lines).collect::<Vec<_>>())?;
    }
    match bad {
        0 => Ok(()),
        1 => Err(Trouble::new("one thing has to be changed")),
        _ => Err(Trouble::new(format!("{bad} things have to be changed"))),
    }
}

fn examine(data: &DataDir, named: Option<&PathBuf>, offline: bool) -> Vec<Finding> {
    let mut findings = place::examine(data);
    let read = appliance::read_config(data, named.map(PathBuf::as_path));
    match &read {
        Ok(_) => findings.push(Finding::good("settings", "every setting is understood")),
        Err(trouble) => findings.push(Finding::bad(
            "settings",
            trouble.lines().join(": "),
            "mend the file; `millpond init` in an empty directory shows one with every setting explained",
        )),
    }
    let config: Config = read.unwrap_or_default();
    findings.extend(disk::examine(data, &config));
    findings.extend(machine::examine());
    if !offline {
        findings.extend(upstream::examine(data, named.map(PathBuf::as_path), &config));
    }
    findings
}
