//! `millpond mqtt-password`: the password of a device that cannot sign.

use crate::commands::secret::read;
use crate::commands::{print, usage};
use crate::mqtt::derived_password;
use crate::trouble::Trouble;
use lexopt::{Arg, Parser, ValueExt};

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let mut id = None;
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Value(word) if id.is_none() => id = Some(word.string().map_err(usage)?),
            other => return Err(usage(other.unexpected())),
        }
    }
    let id = id.ok_or_else(|| {
        Trouble::new("ACCESS_KEY_ID is missing: millpond mqtt-password ACCESS_KEY_ID < secret")
    })?;
    let secret = read()?;
    print(&[&*derived_password(&id, super::secret::trim(&secret))])
}
