//! Issued credentials in the form in which they outlive a restart. Whoever keeps them seals them.

use millpond_base::{LineMs, Secret, WallMs};
use minicbor::{Decoder, Encoder};
use zeroize::Zeroizing;

const VERSION: u8 = 1;

/// Credentials with their end.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Tells the settings that they were issued for; kept ones of other settings are of no use.
    pub settings: [u8; 32],
    /// Names the key.
    pub access_key_id: String,
    /// Signs.
    pub secret: Secret,
    /// Sent along with the key.
    pub token: String,
    /// When they end on the device timeline, which does not count the time without power.
    pub ends_line: LineMs,
    /// When they end by the issuer's clock.
    pub ends: WallMs,
}

impl Kept {
    /// Writes them.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        // Of its full size at once: what a growing vector leaves behind is not wiped.
        let size = 128 + self.access_key_id.len() + self.secret.expose().len() + self.token.len();
        let mut encoder = Encoder::new(Zeroing(Zeroizing::new(Vec::with_capacity(size))));
        let mut write = || {
            encoder.array(7)?.u8(VERSION)?.bytes(&self.settings)?.str(&self.access_key_id)?;
            encoder.bytes(self.secret.expose())?.str(&self.token)?.u64(self.ends_line.0)?.u64(self.ends.0)?;
            Ok::<_, minicbor::encode::Error<std::convert::Infallible>>(())
        };
        write().expect("writing to memory cannot fail");
        encoder.into_writer().0
    }

    /// Reads them; `None` for anything else.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut decoder = Decoder::new(bytes);
        if decoder.array().ok()? != Some(7) || decoder.u8().ok()? != VERSION {
            return None;
        }
        let kept = Self {
            settings: decoder.bytes().ok()?.try_into().ok()?,
            access_key_id: decoder.str().ok()?.to_owned(),
            secret: Secret::new(decoder.bytes().ok()?.to_vec()),
            token: decoder.str().ok()?.to_owned(),
            ends_line: LineMs(decoder.u64().ok()?),
            ends: WallMs(decoder.u64().ok()?),
        };
        (decoder.position() == bytes.len()).then_some(kept)
    }
}

struct Zeroing(Zeroizing<Vec<u8>>);

impl minicbor::encode::Write for Zeroing {
    type Error = std::convert::Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Self::Error> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept() -> Kept {
        Kept {
            settings: [7; 32],
            access_key_id: "ASIA".into(),
            secret: Secret::new(b"s/e+c".to_vec()),
            token: "t".repeat(900),
            ends_line: LineMs(u64::MAX),
            ends: WallMs(1_800_000_000_000),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let read = Kept::decode(&kept().encode()).unwrap();

        assert_eq!(read.secret.expose(), kept().secret.expose());
        assert_eq!(format!("{read:?}"), format!("{:?}", kept()));
    }

    #[test]
    fn the_form_is_frozen() {
        let bytes = Kept { token: "t".into(), ..kept() }.encode();

        let expected = "8701582007070707070707070707070707070707070707070707070707070707070707076441534941\
                        45732f652b6361741bffffffffffffffff1b000001a3185c5000";
        assert_eq!(millpond_base::hex(&bytes), expected);
    }

    #[test]
    fn cut_or_longer_bytes_are_nothing() {
        let bytes = kept().encode();

        for length in 0..bytes.len() {
            assert!(Kept::decode(&bytes[..length]).is_none(), "{length}");
        }
        assert!(Kept::decode(&[&bytes[..], &[0]].concat()).is_none());
    }
}
