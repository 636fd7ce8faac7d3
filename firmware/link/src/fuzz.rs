//! Doors to the private decoders, for daemon/fuzz alone.

use crate::body::{Ack, BusyBody, Command, Data, Hello, Readings, Rekey, Welcome};
use crate::format::CRC_BYTES;
use crate::frame::CRC;

/// Reads the bytes as the body of every kind of frame.
pub fn bodies(body: &[u8]) {
    let _ = Hello::read(body);
    let _ = Welcome::read(body);
    let _ = Ack::read(body);
    let _ = BusyBody::read(body);
    let _ = Command::read(body);
    let _ = Rekey::read(body);
    if let Ok(data) = Data::read(body) {
        let readings = Readings::of(data.bytes, data.count);
        assert_eq!(readings.count(), usize::from(data.count), "a checked body has all its readings");
    }
}

/// Makes the checksum of a frame fit its content again.
pub fn close(frame: &mut [u8]) {
    if let Some(at) = frame.len().checked_sub(CRC_BYTES) {
        let (bytes, crc) = frame.split_at_mut(at);
        crc.copy_from_slice(&CRC.checksum(bytes).to_be_bytes());
    }
}
