//! What a gateway costs while nobody talks to it.

use crate::Request;
use crate::figure::at_most_kib;
use crate::rig::Rig;
use std::time::Duration;

/// Long enough for every background task to have run once.
const SETTLE: Duration = Duration::from_secs(3);

pub(crate) fn idle(request: &Request) -> Result<(), String> {
    let rig = Rig::start(request)?;
    std::thread::sleep(SETTLE);
    let written = rig.written_bytes()?;
    let resident_kib = rig.memory_kib("VmRSS")?;
    println!("idle: resident {resident_kib} KiB ({})", at_most_kib(resident_kib, 12 << 10));
    std::thread::sleep(SETTLE);
    println!("idle: {} B written to flash in {} s", rig.written_bytes()? - written, SETTLE.as_secs());
    Ok(())
}
