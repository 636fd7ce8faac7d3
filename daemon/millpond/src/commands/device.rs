//! `millpond device`: the key that a sensor is provisioned with.

use crate::commands::{data_dir, print, read_data_dir, usage};
use crate::trouble::Trouble;
use lexopt::{Arg, Parser, ValueExt};
use millpond_base::hex;

pub(super) fn run(mut args: Parser) -> Result<(), Trouble> {
    let (mut data, mut id, mut generation) = (None, None, 0);
    while let Some(arg) = args.next().map_err(usage)? {
        match arg {
            Arg::Long("data") => data = Some(read_data_dir(&mut args)?),
            Arg::Long("id") => id = Some(args.value().and_then(|value| value.parse()).map_err(usage)?),
            Arg::Long("generation") => {
                generation = args.value().and_then(|value| value.parse()).map_err(usage)?;
            }
            other => return Err(usage(other.unexpected())),
        }
    }
    let data = data_dir(data)?;
    let id: u64 = id.ok_or_else(|| Trouble::new("--id N is missing: the sensor's number"))?;
    let key = data.read_root_key()?.device_link_key(id, generation);
    print(&[hex(key.expose())])
}
