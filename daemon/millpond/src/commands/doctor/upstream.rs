//! The way out: each route is tried step by step, as `millpond route check` does it, and its first failing step is said.

use super::Finding;
use crate::clock::DeviceClock;
use crate::config::Config;
use crate::datadir::DataDir;
use crate::keys;
use crate::secrets::Vault;
use crate::upstream::check::{Verdict, check};
use millpond_base::Clock;
use std::path::Path;
use std::sync::Arc;

pub(super) fn examine(data: &DataDir, named: Option<&Path>, config: &Config) -> Vec<Finding> {
    if config.route.is_empty() {
        return vec![Finding::unknown(
            "routes",
            "nothing is forwarded yet; [[route]] in millpond.toml says what is",
        )];
    }
    let root = match keys::open(data, named) {
        Ok(root) => root,
        Err(trouble) => {
            let said = trouble.lines().join(": ");
            return vec![Finding::bad("routes", said, "open the root key first: millpond keys status")];
        }
    };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return vec![Finding::unknown("routes", "no runtime can be started to try them")];
    };
    let vault = Arc::new(Vault::new(data, &root, named));
    let clock: Arc<dyn Clock> = Arc::new(DeviceClock::new());
    let mut findings = Vec::new();
    for route in &config.route {
        let name = route.name.as_str();
        let Some(upstream) = config.upstream.iter().find(|upstream| upstream.name == route.upstream) else {
            findings.push(Finding::unknown(
                "route",
                format!("{name} leads to a broker; its journal says how connecting went"),
            ));
            continue;
        };
        let steps = runtime.block_on(check(route, upstream, &vault, Arc::clone(&clock)));
        findings.push(match steps.iter().find(|step| step.verdict == Verdict::Failed) {
            None => Finding::good("route", format!("{name} works")),
            Some(step) => Finding::bad(
                "route",
                format!("{name}, {}: {}", step.step, step.said),
                format!("millpond route check {name} shows every step; records wait meanwhile, and nothing is lost"),
            ),
        });
    }
    findings
}
