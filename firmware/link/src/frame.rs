//! A frame: header, sometimes clear bytes, sealed body, tag, CRC-32C.

use crate::format::{
    CRC_BYTES, FRAME_BYTES_MAX, FRAME_BYTES_MIN, HEADER_BYTES, Kind, MAGIC, TAG_BYTES, VERSION,
};
use crate::key::{DeviceKey, SessionKey, same_tag};
use chacha20poly1305::{AeadInOut, ChaCha20Poly1305, KeyInit};
use core::fmt;
use minicbor::encode::write::{Cursor, EndOfSlice};

/// CRC-32C with a table of 1 KiB: quick on the gateway, small enough for a board.
pub(crate) const CRC: crc::Crc<u32, crc::Table<1>> = crc::Crc::<u32, crc::Table<1>>::new(&crc::CRC_32_ISCSI);

pub(crate) type BodyWriter<'a> = minicbor::Encoder<Cursor<&'a mut [u8]>>;
pub(crate) type BodyResult = Result<(), minicbor::encode::Error<EndOfSlice>>;

/// Which way a frame travels; part of its nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    ToGateway = 0,
    ToNode = 1,
}

/// The fixed start of every frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// What the frame says.
    pub kind: Kind,
    /// The node it comes from or goes to.
    pub device: u64,
    /// The session's short name.
    pub session: u32,
    /// The frame's number in its session and direction.
    pub counter: u32,
}

impl Header {
    fn write(&self, out: &mut [u8; HEADER_BYTES]) {
        out[..2].copy_from_slice(&MAGIC);
        out[2] = VERSION;
        out[3] = self.kind as u8;
        out[4..12].copy_from_slice(&self.device.to_be_bytes());
        out[12..16].copy_from_slice(&self.session.to_be_bytes());
        out[16..].copy_from_slice(&self.counter.to_be_bytes());
    }

    fn parse(bytes: &[u8; HEADER_BYTES]) -> Result<Self, Refused> {
        let [m0, m1, version, kind, d0, d1, d2, d3, d4, d5, d6, d7, s0, s1, s2, s3, c0, c1, c2, c3] = *bytes;
        if [m0, m1] != MAGIC {
            return Err(Refused::Magic);
        }
        if version != VERSION {
            return Err(Refused::Version);
        }
        Ok(Self {
            kind: Kind::parse(kind).ok_or(Refused::Kind)?,
            device: u64::from_be_bytes([d0, d1, d2, d3, d4, d5, d6, d7]),
            session: u32::from_be_bytes([s0, s1, s2, s3]),
            counter: u32::from_be_bytes([c0, c1, c2, c3]),
        })
    }

    /// Direction, zeros, counter: unique as long as a session's counter never repeats.
    fn nonce(&self, direction: Direction) -> [u8; 12] {
        let mut nonce = [0; 12];
        nonce[0] = direction as u8;
        nonce[8..].copy_from_slice(&self.counter.to_be_bytes());
        nonce
    }
}

/// Why a frame was not taken. Nothing of it has any effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refused {
    /// Shorter or longer than any frame.
    Length,
    /// Not a frame of this link.
    Magic,
    /// A version this crate does not speak.
    Version,
    /// A message this crate does not know, or one that travels the other way.
    Kind,
    /// The checksum differs: the line is noisy.
    Crc,
    /// Another device's frame.
    Device,
    /// The session is not known here.
    Session,
    /// The device key has another generation.
    Generation,
    /// Arrived before.
    Replayed,
    /// Not made with this device's key, or changed on the way.
    Tag,
    /// Authentic, but the body is not what its kind asks for.
    Body,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "the length is not that of a frame",
            Self::Magic => "not a link frame",
            Self::Version => "the link version is not supported; update the older side",
            Self::Kind => "the message is unknown or travels the wrong way",
            Self::Crc => "the checksum differs; check cabling and baud rate",
            Self::Device => "the frame belongs to another device",
            Self::Session => "the session is not known; the node has to say hello",
            Self::Generation => "the device key has another generation; provision the node again",
            Self::Replayed => "the frame has arrived before",
            Self::Tag => "the tag differs; check the device key",
            Self::Body => "the body is malformed; update the sender",
        })
    }
}

impl core::error::Error for Refused {}

/// A received frame whose header and checksum are good; nothing else is known about it yet.
#[derive(Debug)]
pub struct Frame<'a> {
    header: Header,
    /// Everything but the checksum.
    bytes: &'a mut [u8],
}

impl<'a> Frame<'a> {
    /// Checks length, header and checksum.
    ///
    /// # Errors
    /// The first thing that is wrong, from the outside in.
    pub fn parse(bytes: &'a mut [u8]) -> Result<Self, Refused> {
        if !(FRAME_BYTES_MIN..=FRAME_BYTES_MAX).contains(&bytes.len()) {
            return Err(Refused::Length);
        }
        let at = bytes.len() - CRC_BYTES;
        let (bytes, crc) = bytes.split_at_mut(at);
        let header = Header::parse(bytes.first_chunk().ok_or(Refused::Length)?)?;
        if CRC.checksum(bytes).to_be_bytes() != *crc {
            return Err(Refused::Crc);
        }
        Ok(Self { header, bytes })
    }

    /// The header, not yet authenticated.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The clear bytes between header and body; `None` when the frame is too short to have them.
    pub(crate) fn clear(&self) -> Option<&[u8]> {
        self.bytes.get(HEADER_BYTES..HEADER_BYTES + self.header.kind.clear_bytes())
    }

    /// Opens the sealed body. When it fails the frame is as it was.
    pub(crate) fn open(&mut self, key: &SessionKey, direction: Direction) -> Result<&[u8], Refused> {
        let head = HEADER_BYTES + self.header.kind.clear_bytes();
        let tag_at = self.bytes.len() - TAG_BYTES;
        if tag_at < head {
            return Err(Refused::Length);
        }
        let (rest, tag) = self.bytes.split_at_mut(tag_at);
        let (aad, body) = rest.split_at_mut(head);
        let tag: [u8; TAG_BYTES] = (&*tag).try_into().map_err(|_| Refused::Length)?;
        ChaCha20Poly1305::new(key.expose().into())
            .decrypt_inout_detached(
                &self.header.nonce(direction).into(),
                aad,
                (&mut *body).into(),
                &tag.into(),
            )
            .map_err(|_| Refused::Tag)?;
        Ok(body)
    }

    /// Checks the tag of a frame that is not sealed and gives its body.
    fn checked(&self, tag_of: impl FnOnce(&[u8]) -> [u8; TAG_BYTES]) -> Result<&[u8], Refused> {
        let (bytes, tag) = self.bytes.split_at(self.bytes.len() - TAG_BYTES);
        if !same_tag(&tag_of(bytes), tag) {
            return Err(Refused::Tag);
        }
        Ok(&bytes[HEADER_BYTES..])
    }

    /// A HELLO's body.
    pub(crate) fn hello(&self, key: &DeviceKey) -> Result<&[u8], Refused> {
        self.checked(|bytes| key.tag_hello(bytes))
    }

    /// Whether this is an authentic RESET.
    pub(crate) fn reset(&self, key: &DeviceKey) -> Result<(), Refused> {
        let body = self.checked(|bytes| key.tag_reset(bytes))?;
        if body.is_empty() { Ok(()) } else { Err(Refused::Body) }
    }
}

/// Writes a sealed frame into `out` and gives its length. `None` when it does not fit.
pub(crate) fn seal(
    out: &mut [u8],
    header: &Header,
    clear: &[u8],
    key: &SessionKey,
    direction: Direction,
    write: impl FnOnce(&mut BodyWriter<'_>) -> BodyResult,
) -> Option<usize> {
    let (head, end) = plain(out, header, clear, write)?;
    let (aad, body) = out[..end].split_at_mut(head);
    let tag = ChaCha20Poly1305::new(key.expose().into())
        .encrypt_inout_detached(&header.nonce(direction).into(), aad, body.into())
        .ok()?;
    close(out, end, &tag)
}

/// Writes a HELLO.
pub(crate) fn seal_hello(
    out: &mut [u8],
    device: u64,
    key: &DeviceKey,
    write: impl FnOnce(&mut BodyWriter<'_>) -> BodyResult,
) -> Option<usize> {
    let header = Header { kind: Kind::Hello, device, session: 0, counter: 0 };
    let (_, end) = plain(out, &header, &[], write)?;
    let tag = key.tag_hello(&out[..end]);
    close(out, end, &tag)
}

/// Writes the RESET that answers a frame with this header.
pub(crate) fn seal_reset(out: &mut [u8], answers: &Header, key: &DeviceKey) -> Option<usize> {
    let header = Header { kind: Kind::Reset, ..*answers };
    let (_, end) = plain(out, &header, &[], |_| Ok(()))?;
    let tag = key.tag_reset(&out[..end]);
    close(out, end, &tag)
}

/// Header, clear bytes and body; gives where the body starts and ends.
fn plain(
    out: &mut [u8],
    header: &Header,
    clear: &[u8],
    write: impl FnOnce(&mut BodyWriter<'_>) -> BodyResult,
) -> Option<(usize, usize)> {
    let head = HEADER_BYTES + clear.len();
    let limit = out.len().min(FRAME_BYTES_MAX).checked_sub(TAG_BYTES + CRC_BYTES)?;
    header.write(out.first_chunk_mut()?);
    out.get_mut(HEADER_BYTES..head)?.copy_from_slice(clear);
    let mut writer = minicbor::Encoder::new(Cursor::new(out.get_mut(head..limit)?));
    write(&mut writer).ok()?;
    Some((head, head + writer.writer().position()))
}

fn close(out: &mut [u8], end: usize, tag: &[u8]) -> Option<usize> {
    let crc_at = end + TAG_BYTES;
    out.get_mut(end..crc_at)?.copy_from_slice(tag);
    let crc = CRC.checksum(&out[..crc_at]);
    out.get_mut(crc_at..crc_at + CRC_BYTES)?.copy_from_slice(&crc.to_be_bytes());
    Some(crc_at + CRC_BYTES)
}
