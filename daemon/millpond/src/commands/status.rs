//! `millpond status`.

use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::status;
use crate::trouble::Trouble;
use lexopt::{Arg, Parser};

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
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
    if json {
        print(&[serde_json::to_string_pretty(&status).expect("a status is valid JSON")])
    } else {
        print(&status.lines())
    }
}
