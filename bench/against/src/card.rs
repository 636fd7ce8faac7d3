//! A slower device: with `AGAINST_CARD_MS=4` every sync of ours and of the raw writes takes four milliseconds more, about
//! what a memory card takes. Other engines sync where nobody can slow them, so compare none of them then.

use millpond_log::disk::{Area, Disk, RealDisk, Sealed};
use std::io;
use std::sync::OnceLock;
use std::time::Duration;

/// What a sync takes more than the device needs.
pub(crate) fn sync_more() {
    static MORE: OnceLock<Duration> = OnceLock::new();
    let more = MORE.get_or_init(|| {
        let ms = std::env::var("AGAINST_CARD_MS").ok().and_then(|text| text.parse().ok());
        Duration::from_millis(ms.unwrap_or(0))
    });
    if !more.is_zero() {
        std::thread::sleep(*more);
    }
}

/// A real disk that syncs like a card.
pub(crate) struct CardDisk(pub(crate) RealDisk);

impl Disk for CardDisk {
    fn areas(&self) -> io::Result<Vec<(Area, u64)>> {
        self.0.areas()
    }

    fn create(&self, area: Area, bytes: u64) -> io::Result<()> {
        self.0.create(area, bytes)
    }

    fn read(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(area, offset, out)
    }

    fn read_device(&self, area: Area, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_device(area, offset, out)
    }

    fn release(&self, area: Area, offset: u64, bytes: u64) {
        self.0.release(area, offset, bytes);
    }

    fn write(&self, area: Area, offset: u64, bytes: Sealed<'_>) -> io::Result<()> {
        self.0.write(area, offset, bytes)
    }

    fn zero(&self, area: Area, offset: u64, bytes: u64) -> io::Result<()> {
        self.0.zero(area, offset, bytes)
    }

    fn sync(&self, area: Area) -> io::Result<()> {
        self.0.sync(area)?;
        sync_more();
        Ok(())
    }

    fn sync_names(&self) -> io::Result<()> {
        self.0.sync_names()
    }
}
