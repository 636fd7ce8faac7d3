//! `millpond wear`: what was written to the flash, why, and how long it will last.

use crate::care::{Device, Life, LifeFile, bytes, data_device, ratio};
use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::trouble::Trouble;
use crate::{appliance, status};
use lexopt::{Arg, Parser, ValueExt};
use millpond_base::WallMs;
use serde_json::json;

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut json, mut rated_tb) = (None, false, None);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("json") => json = true,
            Arg::Long("tbw") => {
                rated_tb = Some(args.value().and_then(|value| value.parse::<u64>()).map_err(usage)?);
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    let data = data_dir(data)?;
    let flash = appliance::read_config(&data, None).map(|config| config.flash).unwrap_or_default();
    let rated_tb = rated_tb.or(flash.rated_tb.map(|tb| tb.0)).filter(|tb| *tb > 0);
    let (life, today) = match status::ask(&data)? {
        Some(status) => {
            (status.flash.life, Some((status.flash.today_bytes, status.flash.daily_budget_bytes)))
        }
        None => match LifeFile::read(&data.flash_life())? {
            Some(life) => (life, None),
            None => {
                return Err(Trouble::new(format!(
                    "{} has no account yet; it begins with serve",
                    data.path().display()
                )));
            }
        },
    };
    let device = data_device(data.path());
    if json {
        return print(&[document(&life, today, rated_tb, device.as_ref())]);
    }
    print(&lines(&life, today, rated_tb, device.as_ref()))
}

type Today = Option<(u64, Option<u64>)>;

fn document(life: &Life, today: Today, rated_tb: Option<u64>, device: Option<&Device>) -> String {
    let causes = &life.causes;
    let document = json!({
        "since": WallMs(life.since_ms).to_iso8601(),
        "running_secs": life.running_secs,
        "written_bytes": causes.total(),
        "causes": causes,
        "amplification": ratio(causes.total(), causes.payload).parse::<f64>().ok(),
        "bytes_per_day": life.bytes_per_day(),
        "today_bytes": today.map(|(bytes, _)| bytes),
        "daily_budget_bytes": today.and_then(|(_, budget)| budget),
        "days": life.days,
        "rated_tb": rated_tb,
        "years_left": rated_tb.and_then(|tb| life.years_left(tb)),
        "device": device,
    });
    serde_json::to_string_pretty(&document).expect("an account is valid JSON")
}

fn lines(life: &Life, today: Today, rated_tb: Option<u64>, device: Option<&Device>) -> Vec<String> {
    let causes = &life.causes;
    let total = causes.total();
    let since = WallMs(life.since_ms).to_iso8601();
    let mut lines = vec![format!(
        "written       {} since {since}, {} for each payload byte",
        bytes(total),
        ratio(total, causes.payload)
    )];
    for (name, count) in causes.rows() {
        let share = count.checked_mul(100).and_then(|part| part.checked_div(total)).unwrap_or(0);
        lines.push(format!("              {name:<18}{:>12}  {share:>3} %", bytes(count)));
    }
    lines.push(match life.bytes_per_day() {
        Some(pace) => format!("pace          {} a day of running", bytes(pace)),
        None => "pace          known after the first hour".into(),
    });
    if let Some((today, budget)) = today {
        let budget = budget.map_or(String::new(), |budget| {
            let over = if today > budget { ": EXCEEDED" } else { "" };
            format!(" of a budget of {}{over}", bytes(budget))
        });
        lines.push(format!("today         {}{budget}", bytes(today)));
    }
    lines.push(match (rated_tb, rated_tb.and_then(|tb| life.years_left(tb))) {
        (Some(tb), Some(years)) => {
            format!("life          {years:.1} years left of {tb} TB rated, at this pace")
        }
        (Some(tb), None) => format!("life          of {tb} TB rated: known after the first hour"),
        (None, _) => {
            "life          not known: tell the rated terabytes with --tbw, or as flash.rated_tb".into()
        }
    });
    match device {
        Some(device) => lines.extend(device.lines()),
        None => lines.push("device        not named by its file system".into()),
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_tells_causes_pace_and_life() {
        let mut life = Life { running_secs: 86_400, ..Life::default() };
        life.causes.payload = 3 << 20;
        life.causes.frame_overhead = 1 << 20;

        let text = lines(&life, Some((5 << 20, Some(4 << 20))), Some(1), None).join("\n");

        assert!(text.contains("4.0 MiB since 1970-01-01T00:00:00Z, 1.33 for each payload byte"), "{text}");
        assert!(text.contains("frame overhead         1.0 MiB   25 %"), "{text}");
        assert!(text.contains("4.0 MiB a day") && text.contains("EXCEEDED"), "{text}");
        assert!(text.contains("653.2 years left of 1 TB"), "{text}");
    }
}
