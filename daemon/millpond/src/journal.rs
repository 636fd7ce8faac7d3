//! The program's own log: one line per event on standard error.
//!
//! `2026-11-24T03:32:49Z info  listening address=127.0.0.1:4566`. Under systemd the time is left out, because the
//! journal has its own, and the level becomes the journal's priority prefix.

use crate::clock::DeviceClock;
use millpond_base::Clock;
use std::fmt::{Display, Write as _};
use std::io::Write as _;
use std::sync::OnceLock;

/// How much an event matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Error,
    Warn,
    Info,
}

/// Something failed and needs a person.
pub(crate) fn error(message: &str, fields: &[(&str, &dyn Display)]) {
    write(Level::Error, message, fields);
}

/// Something is not as it should be, and the program goes on.
pub(crate) fn warn(message: &str, fields: &[(&str, &dyn Display)]) {
    write(Level::Warn, message, fields);
}

/// Something a person may want to know afterwards.
pub(crate) fn info(message: &str, fields: &[(&str, &dyn Display)]) {
    write(Level::Info, message, fields);
}

fn write(level: Level, message: &str, fields: &[(&str, &dyn Display)]) {
    static UNDER_SYSTEMD: OnceLock<bool> = OnceLock::new();
    let under_systemd = *UNDER_SYSTEMD.get_or_init(|| std::env::var_os("JOURNAL_STREAM").is_some());
    let time = (!under_systemd).then(|| DeviceClock::new().now().wall.to_iso8601());
    let line = render(time.as_deref(), level, message, fields);
    // A closed standard error must not stop the gateway.
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

fn render(time: Option<&str>, level: Level, message: &str, fields: &[(&str, &dyn Display)]) -> String {
    let mut line = String::with_capacity(128);
    match time {
        Some(time) => {
            let name = match level {
                Level::Error => "error",
                Level::Warn => "warn ",
                Level::Info => "info ",
            };
            let _ = write!(line, "{time} {name} {message}");
        }
        None => {
            let priority = match level {
                Level::Error => 3,
                Level::Warn => 4,
                Level::Info => 6,
            };
            let _ = write!(line, "<{priority}>{message}");
        }
    }
    for (key, value) in fields {
        let value = value.to_string();
        let plain = !value.is_empty() && value.chars().all(|c| c.is_ascii_graphic() && c != '"' && c != '=');
        let _ = if plain { write!(line, " {key}={value}") } else { write!(line, " {key}={value:?}") };
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_time_level_message_and_fields() {
        let line =
            render(Some("2026-11-24T03:32:49Z"), Level::Info, "listening", &[("address", &"127.0.0.1:1")]);

        assert_eq!(line, "2026-11-24T03:32:49Z info  listening address=127.0.0.1:1\n");
    }

    #[test]
    fn a_value_cannot_forge_a_line() {
        let line = render(None, Level::Warn, "refused", &[("path", &"a\nerror forged=\"1\"")]);

        assert_eq!(line, "<4>refused path=\"a\\nerror forged=\\\"1\\\"\"\n");
    }
}
