//! The commands of `millpond`, one file each.

mod device;
mod doctor;
mod env;
mod help;
pub(crate) mod init;
mod keys;
mod losses;
mod mqtt_password;
mod nodes;
mod policy;
mod powercut_test;
mod route;
mod routes;
mod salvage;
mod secret;
mod serve;
mod status;
mod verify;
mod version;
mod wear;
mod words;

use crate::datadir::DataDir;
use crate::demo;
use crate::trouble::Trouble;
use lexopt::{Arg, Parser, ValueExt};
use std::io::Write;

/// A command: its name, what it does in one line, and the code.
struct Command {
    name: &'static str,
    synopsis: &'static str,
    purpose: &'static str,
    run: fn(Parser) -> Result<(), Trouble>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "init",
        synopsis: "--data DIR [--unseal HOW] [--json]",
        purpose: "make a data directory with its root key, configuration, certificate and first access key",
        run: init::run,
    },
    Command {
        name: "serve",
        synopsis: "--data DIR [--config FILE] [--listen ADDR:PORT]",
        purpose: "run the gateway in the foreground, logging to standard error",
        run: serve::run,
    },
    Command {
        name: "env",
        synopsis: "--data DIR",
        purpose: "print the exports that point any AWS SDK or CLI at the gateway",
        run: env::run,
    },
    Command {
        name: "status",
        synopsis: "--data DIR [--json]",
        purpose: "ask the running gateway how it fares",
        run: status::run,
    },
    Command {
        name: "doctor",
        synopsis: "--data DIR [--config FILE] [--offline] [--json]",
        purpose: "look at disk, mount options, clock, memory, settings and routes, and say what to change",
        run: doctor::run,
    },
    Command {
        name: "routes",
        synopsis: "--data DIR [--json]",
        purpose: "say how far each route has come, what holds it, and what its links may still carry",
        run: routes::run,
    },
    Command {
        name: "route",
        synopsis: "check NAME --data DIR [--json]",
        purpose: "try every step of a route, without effect, and say in plain words which one fails",
        run: route::run,
    },
    Command {
        name: "verify",
        synopsis: "--data DIR [--deep] [--json]",
        purpose: "read everything and say whether it is whole: exit 0 sound, 1 damaged, 2 could not tell",
        run: verify::run,
    },
    Command {
        name: "salvage",
        synopsis: "--from DIR --to NEWDIR [--json]",
        purpose: "copy what a damaged directory still holds into a fresh one, and list what is gone",
        run: salvage::run,
    },
    Command {
        name: "wear",
        synopsis: "--data DIR [--tbw TERABYTES] [--json]",
        purpose: "say what was written to the flash, why, and how long it will last",
        run: wear::run,
    },
    Command {
        name: "losses",
        synopsis: "--data DIR [--json|--csv] [--since TIME] | verify FILE [--key HEX]",
        purpose: "list what a full log let go of, signed; check such a list without the device",
        run: losses::run,
    },
    Command {
        name: "keys",
        synopsis: "status|reseal [--to HOW]|rotate-root|export-recovery|recover [--to HOW] --data DIR",
        purpose: "say how the root key is kept; seal it otherwise; replace it; save and rebuild it by a code",
        run: keys::run,
    },
    Command {
        name: "nodes",
        synopsis: "add NAME [--stream S|--queue Q] [--commands QUEUE] [--sample-ms N] [--keep-after-ms N] \
                   | list | revoke NAME | rotate NAME --data DIR [--json]",
        purpose: "enrol a sensor and print its key; say how each fares; refuse one; have one change its key over the air",
        run: nodes::run,
    },
    Command {
        name: "device",
        synopsis: "--data DIR --id N [--generation G]",
        purpose: "print the key to provision a sensor with",
        run: device::run,
    },
    Command {
        name: "secret",
        synopsis: "set --data DIR NAME",
        purpose: "seal a secret, read from standard input, for an upstream",
        run: secret::run,
    },
    Command {
        name: "mqtt-password",
        synopsis: "ACCESS_KEY_ID",
        purpose: "derive the password of a device that speaks MQTT and cannot sign, from the secret on standard input",
        run: mqtt_password::run,
    },
    Command {
        name: "policy",
        synopsis: "explain (--data DIR | --identity FILE.. [--boundary FILE] [--session FILE] [--resource-policy FILE]) \
                   --principal ARN --action ACTION [--resource ARN] [--context KEY=VALUE]..",
        purpose: "say which statement decides a call, and of every other one why it has no say",
        run: policy::run,
    },
    Command {
        name: "powercut-test",
        synopsis: "DIR [--cuts N] [--json] | DIR write [--ledger FILE] | DIR check --ledger FILE [--json]",
        purpose: "show on the device under DIR that nothing acknowledged is lost, and how to pull its plug",
        run: powercut_test::run,
    },
    Command {
        name: "demo",
        synopsis: "[--seconds N] [--keep]",
        purpose: "show the main job: sensors, a cut link, a SIGKILL, and what arrived upstream",
        run: demo::run,
    },
    Command {
        name: "completions",
        synopsis: "bash|zsh|fish",
        purpose: "print what the shell needs to complete the commands; packages install it",
        run: words::completions,
    },
    Command {
        name: "man",
        synopsis: "",
        purpose: "print the manual page; packages install it",
        run: words::man,
    },
    Command { name: "version", synopsis: "", purpose: "print the version", run: version::run },
    Command { name: "help", synopsis: "", purpose: "print this", run: help::run },
];

/// Runs the command that the arguments name.
pub(crate) fn run(mut args: Parser) -> Result<(), Trouble> {
    let name = match args.next().map_err(usage)? {
        None => return help::run(args),
        Some(Arg::Short('h') | Arg::Long("help")) => "help".to_owned(),
        Some(Arg::Short('V') | Arg::Long("version")) => "version".to_owned(),
        Some(Arg::Value(name)) => name.string().map_err(usage)?,
        Some(other) => return Err(usage(other.unexpected())),
    };
    match COMMANDS.iter().find(|command| command.name == name) {
        Some(command) => (command.run)(args),
        None => Err(Trouble::new(format!("there is no command {name:?}; see millpond help"))),
    }
}

/// Words what is wrong with the arguments.
pub(crate) fn usage(error: lexopt::Error) -> Trouble {
    Trouble::because("cannot read the arguments; see millpond help", error)
}

/// The value of `--data`, which every command but two needs.
fn data_dir(value: Option<DataDir>) -> Result<DataDir, Trouble> {
    value.ok_or_else(|| Trouble::new("--data DIR is missing; see millpond help"))
}

fn read_data_dir(args: &mut Parser) -> Result<DataDir, Trouble> {
    Ok(DataDir::new(args.value().map_err(usage)?))
}

/// Prints lines. A reader that closed its end, such as `head`, is not an error.
pub(crate) fn print(lines: &[impl AsRef<str>]) -> Result<(), Trouble> {
    let mut out = std::io::stdout().lock();
    let written =
        lines.iter().try_for_each(|line| writeln!(out, "{}", line.as_ref())).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Trouble::because("cannot print", error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(args: &[&str]) -> String {
        run(Parser::from_args(args)).unwrap_err().lines().join(": ")
    }

    #[test]
    fn unknown_commands_and_flags_are_refused() {
        assert!(refusal(&["sevre"]).contains("\"sevre\""));
        assert!(refusal(&["--frobnicate"]).contains("--frobnicate"));
        assert!(refusal(&["status", "--data", "x", "--frobnicate"]).contains("--frobnicate"));
        assert!(refusal(&["device", "--data", "x", "--id", "many"]).contains("many"));
    }

    #[test]
    fn commands_that_need_a_data_directory_say_so() {
        for command in ["init", "serve", "doctor", "env", "status", "device", "verify", "wear", "routes"] {
            assert!(refusal(&[command]).contains("--data DIR"), "{command}");
        }
        assert!(refusal(&["secret", "set"]).contains("--data DIR"));
        assert!(refusal(&["route", "check", "r"]).contains("--data DIR"));
        assert!(refusal(&["route", "--data", "x"]).contains("route check NAME"));
        assert!(refusal(&["keys", "status"]).contains("--data DIR"));
        assert!(refusal(&["keys", "--data", "x"]).contains("rotate-root"));
        assert!(refusal(&["keys", "status", "--data", "x", "--to", "ask"]).contains("--to"));
        assert!(refusal(&["keys", "reseal", "--data", "x", "--to", "luck"]).contains("luck"));
    }

    #[test]
    fn a_directory_without_data_is_named() {
        assert!(refusal(&["env", "--data", "/nonexistent"]).contains("/nonexistent holds no data"));
    }
}
