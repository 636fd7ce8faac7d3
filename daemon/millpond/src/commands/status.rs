//! `millpond status`.

use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::status::{self, Status};
use crate::trouble::Trouble;
use lexopt::{Arg, Parser};

pub(super) fn run(args: Parser) -> Result<(), Trouble> {
    let (status, json) = asked(args)?;
    if json {
        print(&[serde_json::to_string_pretty(&status).expect("a status is valid JSON")])
    } else {
        print(&status.lines())
    }
}

/// What the gateway answers that serves the directory named by `--data`, and whether `--json` is given.
pub(super) fn asked(mut args: Parser) -> Result<(Status, bool), Trouble> {
    let (mut data, mut json) = (None, false);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("json") => json = true,
            other => return Err(usage(other.unexpected())),
        }
    }
    let data = data_dir(data)?;
    let Some(status) = status::ask(&data)? else {
        return Err(Trouble::new(format!("no millpond serves {} now", data.path().display())));
    };
    Ok((status, json))
}
