//! Sealing of chunks: the only way for records to get into a frame.

use zeroize::Zeroizing;

use super::{Algorithm, Cipher, DataKey, KEY_BYTES, Nonce, TAG_BYTES, TagMismatch, derive};
use crate::format::ChunkHeader;
use crate::format::frame::SALT_BYTES;

/// An epoch: one run of the program on this log.
///
/// Invariant: the number grows with every open, and the salt is drawn anew, so that neither a
/// rolled-back number nor a repeated draw alone can repeat a nonce under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Epoch {
    pub(crate) number: u32,
    pub(crate) salt: [u8; SALT_BYTES],
}

/// A chunk that can be opened only with its track's key.
///
/// Invariant: made by [`seal_chunk`], or by [`proven_chunk`] of what that made.
pub(crate) struct SealedChunk<'a> {
    header: [u8; ChunkHeader::BYTES],
    body: &'a [u8],
    tag: [u8; TAG_BYTES],
}

impl SealedChunk<'_> {
    pub(crate) fn header(&self) -> &[u8] {
        &self.header
    }

    pub(crate) fn body(&self) -> &[u8] {
        self.body
    }

    pub(crate) fn tag(&self) -> &[u8] {
        &self.tag
    }
}

/// HKDF-SHA256(data key, salt = epoch salt, info = track ‖ key version ‖ epoch ‖ label), so that no key serves two
/// algorithms. AES-256-GCM has the empty label.
pub(crate) fn chunk_key(
    key: &DataKey,
    track: u32,
    epoch: &Epoch,
    algorithm: Algorithm,
) -> Zeroizing<[u8; KEY_BYTES]> {
    let label: &[u8] = match algorithm {
        Algorithm::Aes256Gcm => b"",
        Algorithm::ChaCha20Poly1305 => b"chacha20-poly1305",
    };
    let (track, version) = (track.to_be_bytes(), key.version().to_be_bytes());
    let info: [&[u8]; 4] = [&track, &version, &epoch.number.to_be_bytes(), label];
    derive(key.expose(), &epoch.salt, &info)
}

/// Seals records in place.
pub(crate) fn seal_chunk<'a>(
    cipher: &dyn Cipher,
    header: &ChunkHeader,
    records: &'a mut [u8],
) -> SealedChunk<'a> {
    let nonce = Nonce::at(header.epoch, header.counter);
    let header = header.encode();
    let tag = cipher.seal(&nonce, &header, records);
    SealedChunk { header, body: records, tag }
}

/// A sealed chunk as it was found, once its seal has opened: to be written again elsewhere, as it is.
pub(crate) fn proven_chunk<'a>(
    cipher: &dyn Cipher,
    header: &ChunkHeader,
    sealed: &'a [u8],
    tag: [u8; TAG_BYTES],
) -> Result<SealedChunk<'a>, TagMismatch> {
    let mut records = Zeroizing::new(sealed.to_vec());
    open_chunk(cipher, header, &mut records, &tag)?;
    Ok(SealedChunk { header: header.encode(), body: sealed, tag })
}

/// Opens records in place.
pub(crate) fn open_chunk(
    cipher: &dyn Cipher,
    header: &ChunkHeader,
    records: &mut [u8],
    tag: &[u8; TAG_BYTES],
) -> Result<(), TagMismatch> {
    cipher.open(&Nonce::at(header.epoch, header.counter), &header.encode(), records, tag)
}
