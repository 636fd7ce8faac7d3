//! Medians, ratios to ours, and what was wanted.

use crate::Figures;
use crate::engines::{ENGINES, Entry};
use std::collections::BTreeMap;

/// Every figure of every run or turn.
#[derive(Default)]
pub(crate) struct Report(BTreeMap<(&'static str, String), Vec<Figures>>);

/// What no engine can beat, through the page cache and past it.
const RAW: [Entry; 2] = [
    Entry { name: "raw", title: "raw pwrite and fdatasync", durable_by: "", durable: true },
    Entry { name: "raw-direct", title: "the same with O_DIRECT", durable_by: "", durable: true },
];

/// The two ways in which 64 single records are under way.
const SINGLES: [&str; 2] = ["writers", "callers"];

impl Report {
    /// Notes the figures of one run or turn.
    pub(crate) fn add(&mut self, scenario: &'static str, engine: &str, figures: Figures) {
        self.0.entry((scenario, engine.to_owned())).or_default().push(figures);
    }

    fn runs(&self, scenario: &'static str, engine: &str) -> &[Figures] {
        self.0.get(&(scenario, engine.to_owned())).map_or(&[], Vec::as_slice)
    }

    fn median(&self, scenario: &'static str, engine: &str, figure: &str) -> f64 {
        middle(self.runs(scenario, engine).iter().filter_map(|run| run.get(figure).copied()))
    }

    fn sum(&self, scenario: &'static str, engine: &str, figure: &str) -> f64 {
        self.runs(scenario, engine).iter().filter_map(|run| run.get(figure)).sum()
    }

    /// Records per second over all turns.
    fn rate(&self, scenario: &'static str, engine: &str) -> f64 {
        self.sum(scenario, engine, "records") / self.sum(scenario, engine, "seconds")
    }

    /// The median over all turns of how much faster one engine was than another in the same turn.
    fn faster(&self, scenario: &'static str, engine: &str, than: &str) -> f64 {
        let rate = |turn: &Figures| Some(turn.get("records")? / turn.get("seconds")?);
        let pairs = self.runs(scenario, engine).iter().zip(self.runs(scenario, than));
        middle(pairs.filter_map(|(engine, than)| Some(rate(engine)? / rate(than)?)))
    }

    /// Prints all tables.
    pub(crate) fn print(&self) {
        self.print_bytes();
        self.print_speed("insert", "speed of the insert: engines in turns of a few batches");
        self.print_speed(
            "writers",
            "speed of 64 threads that write single records, each durable before its thread goes on",
        );
        self.print_speed(
            "callers",
            "speed of 64 callers with a single record each, served by one or two threads that ask for one sync for all",
        );
        self.print_verdicts();
    }

    fn shown(&self, scenario: &'static str) -> impl Iterator<Item = &'static Entry> {
        ENGINES.iter().filter(move |entry| !self.runs(scenario, entry.name).is_empty())
    }

    fn print_bytes(&self) {
        println!("\nbytes and memory of the insert, each engine alone");
        println!(
            "| engine | durable by | device B/B | write_bytes B/B | flushes per batch | peak KiB | reopen ms | its peak KiB |"
        );
        println!("|---|---|---|---|---|---|---|---|");
        for entry in self.shown("bytes") {
            let figure = |name| self.median("bytes", entry.name, name);
            println!(
                "| {} | {} | {:.3} | {:.3} | {:.2} | {:.0} | {:.1} | {:.0} |",
                entry.title,
                entry.durable_by,
                figure("device_ratio"),
                figure("io_ratio"),
                figure("flushes"),
                figure("peak_kib"),
                figure("reopen_ms"),
                figure("reopen_kib"),
            );
        }
    }

    fn print_speed(&self, scenario: &'static str, title: &str) {
        println!("\n{title}");
        println!("| engine | records/s | to ours, all turns | to ours, median turn | device B/B |");
        println!("|---|---|---|---|---|");
        let ours = self.rate(scenario, "ours");
        for entry in self.shown(scenario).chain(&RAW) {
            let rate = self.rate(scenario, entry.name);
            println!(
                "| {} | {rate:.0} | {:.3} | {:.3} | {:.2} |",
                entry.title,
                rate / ours,
                self.faster(scenario, entry.name, "ours"),
                self.median(scenario, entry.name, "device_ratio"),
            );
        }
    }

    fn print_verdicts(&self) {
        println!("\n| wanted | ours | ours, arena in use |");
        println!("|---|---|---|");
        let row = |wanted: &str, figure: &dyn Fn(&str) -> f64| {
            println!("| {wanted} | {:.3} | {:.3} |", figure("ours"), figure("ours-used"));
        };
        row("device bytes per payload byte: at most 1.10", &|ours| {
            self.median("bytes", ours, "device_ratio")
        });
        row("device bytes to those of the best other: below 1", &|ours| self.least(ours, "device_ratio"));
        row("peak memory to that of the smallest other: below 1", &|ours| self.least(ours, "peak_kib"));
        row("peak memory on reopening, likewise: below 1", &|ours| self.least(ours, "reopen_kib"));
        row("insert, to the fastest other, all turns: at least 1.0", &|ours| self.fastest(ours, "insert"));
        row("insert, to the fastest other, median turn: at least 1.0", &|ours| {
            self.fastest_turn(ours, "insert")
        });
        // Not the better way of one to the better way of another: they were measured at different times.
        for way in SINGLES {
            row(&format!("{way}: to the best other, all turns: at least 2"), &|ours| self.fastest(ours, way));
            row(&format!("{way}: to the best other, median turn"), &|ours| self.fastest_turn(ours, way));
        }
        for way in SINGLES {
            self.print_commits(way);
        }
    }

    /// How busy the log keeps the device.
    fn print_commits(&self, way: &'static str) {
        let row = |what: &str, figure: &dyn Fn(&str) -> f64| {
            println!("| {way}: {what} | {:.3} | {:.3} |", figure("ours"), figure("ours-used"));
        };
        row("records per commit", &|ours| self.sum(way, ours, "records") / self.sum(way, ours, "commits"));
        for raw in RAW {
            row(&format!("commits to {}, all turns: at least 0.85", raw.title), &|ours| {
                self.sum(way, ours, "commits") / self.sum(way, ours, "seconds") / self.rate(way, raw.name)
            });
            row(&format!("commits to {}, median turn", raw.title), &|ours| {
                let rate = |turn: &Figures, what| Some(turn.get(what)? / turn.get("seconds")?);
                let pairs = self.runs(way, ours).iter().zip(self.runs(way, raw.name));
                middle(pairs.filter_map(|(ours, raw)| Some(rate(ours, "commits")? / rate(raw, "records")?)))
            });
        }
    }

    fn others(&self, scenario: &'static str) -> impl Iterator<Item = &'static str> {
        self.shown(scenario).map(|entry| entry.name).filter(|name| !name.starts_with("ours"))
    }

    fn least(&self, ours: &str, figure: &str) -> f64 {
        let others = self.others("bytes").map(|name| self.median("bytes", name, figure));
        self.median("bytes", ours, figure) / others.fold(f64::INFINITY, f64::min)
    }

    fn fastest(&self, ours: &str, scenario: &'static str) -> f64 {
        let others = self.others(scenario).map(|name| self.rate(scenario, name));
        self.rate(scenario, ours) / others.fold(0.0, f64::max)
    }

    fn fastest_turn(&self, ours: &str, scenario: &'static str) -> f64 {
        self.others(scenario).map(|name| self.faster(scenario, ours, name)).fold(f64::INFINITY, f64::min)
    }
}

fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
