//! From `exec` to the first answered request, with a backlog on flash and no orderly end before.

use crate::Request;
use crate::put_records::{Load, create_stream};
use crate::rig::Rig;

/// How the backlog was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backlog {
    /// Full batches of 500 x 1 KiB.
    Batches,
    /// One small record per commit: the most index entries per byte of flash.
    Single,
}

pub(crate) fn start(request: &Request, backlog: Backlog) -> Result<(), String> {
    let mut rig = Rig::start(request)?;
    create_stream(&rig, "bench")?;
    let (load, each, default_mib, name) = match backlog {
        Backlog::Batches => (Load::new("bench", 1, 500, 1024), 500 << 10, 1024, "start"),
        Backlog::Single => (Load::new("bench", 1, 1, 100), 4096, 256, "start-small"),
    };
    let mib = request.mib.unwrap_or(default_mib);
    let mut client = rig.client()?;
    for _ in 0..(mib << 20).div_ceil(each) {
        load.send(&mut client)?;
    }
    drop(client);
    for _ in 0..request.rounds {
        rig.kill();
        let took = rig.serve()?;
        println!(
            "{name}: {mib} MiB buffered, killed, first answer after {:.0} ms, resident {} KiB",
            took.as_secs_f64() * 1000.0,
            rig.memory_kib("VmRSS")?
        );
    }
    println!("{name}: at most 1000 ms wanted");
    Ok(())
}
