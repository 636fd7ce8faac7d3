//! `millpond routes`: how far each route has come, what holds it, and what its links may still carry.

use crate::care::bytes;
use crate::commands::print;
use crate::commands::status::asked;
use crate::status::{self, RouteStatus, UplinkStatus};
use crate::trouble::Trouble;
use lexopt::Parser;
use serde_json::json;

pub(super) fn run(args: Parser) -> Result<(), Trouble> {
    let (status, json) = asked(args)?;
    if json {
        let document = json!({ "routes": status.routes, "uplinks": status.uplinks });
        return print(&[serde_json::to_string_pretty(&document).expect("a status is valid JSON")]);
    }
    print(&lines(&status.routes, &status.uplinks))
}

fn lines(routes: &[RouteStatus], uplinks: &[UplinkStatus]) -> Vec<String> {
    if routes.is_empty() {
        return vec!["nothing is forwarded: there is no [[route]], or no source of one exists yet".into()];
    }
    let head = ["route", "lane", "behind", "bytes", "oldest", "done in", "forwarded", "on the wire"];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(routes.iter().map(row));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut lines = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0 | 1 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        lines.push(cells.collect::<Vec<_>>().join("  "));
        if let Some(route) = number.checked_sub(1).map(|number| &routes[number]) {
            lines.extend(notes(route));
        }
    }
    lines.extend(uplinks.iter().map(UplinkStatus::line));
    lines
}

fn row(route: &RouteStatus) -> [String; 8] {
    let unknown = || "?".to_owned();
    [
        route.route.clone(),
        route.lane.clone(),
        route.lag.to_string(),
        route.lag_bytes.map_or_else(unknown, bytes),
        route.oldest_secs.map_or_else(|| "-".to_owned(), status::duration),
        route.drain_secs.map_or_else(unknown, status::duration),
        route.forwarded.to_string(),
        bytes(route.sent_bytes + route.received_bytes),
    ]
}

/// What a row has no room for.
fn notes(route: &RouteStatus) -> Vec<String> {
    let mut notes = vec![format!("  {}", route.state)];
    let left = [("today", route.left_today_bytes), ("this month", route.left_this_month_bytes)];
    let left: Vec<String> = left
        .iter()
        .filter_map(|(span, left)| left.map(|left| format!("{} left {span}", bytes(left))))
        .collect();
    if !left.is_empty() {
        notes.push(format!("  {}", left.join(", ")));
    }
    if route.retried + route.dead_letters > 0 {
        notes.push(format!("  {} sent again, {} dead letters", route.retried, route.dead_letters));
    }
    if !route.last_error.is_empty() {
        notes.push(format!("  last error, {}: {}", route.last_error_at, route.last_error));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_has_a_row_and_below_it_what_holds_it() {
        let route = RouteStatus {
            route: "readings".into(),
            lane: "shardId-000000000000".into(),
            state: "waiting: the upstream does not answer".into(),
            lag: 12_000,
            lag_bytes: Some(3 << 20),
            oldest_secs: Some(7_200),
            left_today_bytes: Some(1 << 20),
            last_error: "nothing listens at hub, port 1".into(),
            last_error_at: "2026-11-30T08:00:00Z".into(),
            ..RouteStatus::default()
        };

        let text = lines(&[route], &[]).join("\n");

        for part in
            ["12000  3.0 MiB  2 h 0 min        ?", "1.0 MiB left today", "last error, 2026", "\n  waiting: "]
        {
            assert!(text.contains(part), "{part:?} in\n{text}");
        }
        assert!(lines(&[], &[])[0].contains("nothing is forwarded"));
    }
}
