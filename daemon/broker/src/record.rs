//! What is kept of sessions and retained messages.
//!
//! Record grammar, version 1: attributes = `01`; body = a CBOR array that begins with its kind:
//!
//! | kind | fields |
//! |---|---|
//! | 0 | session, client identifier, seconds it lasts after a connection: it begins, or lasts as long from now on |
//! | 1 | session: it is over |
//! | 2 | session, filter, options as on the wire, identifier, since: it subscribes |
//! | 3 | session, filter: it no longer does |
//! | 4 | session, next, done, released, lost: how far it has come |
//! | 5 | session, packet: a message of quality of service 2 was taken under it |
//! | 6 | session, packet: the client will not send it again |
//! | 7 | shared subscription, next, done: how far its group has come |
//! | 8 | message: it is retained |
//! | 9 | topic: nothing is retained under it |
//! | 10 | session, seconds to wait, message: its will; without the last two it has none |
//!
//! `next` is a place in the track of messages: everything before it was delivered or concerns nobody here. `done` is a flat array
//! of first, end, first, end of what was delivered from there on, rising; `released` is an array of places. Of each session, filter,
//! packet, group and topic the newest record counts.

use minicbor::{Decoder, Encoder};

/// What the attributes of such a record are.
pub const VERSION: [u8; 1] = [1];

/// Ranges in one record. As many as messages may be in flight, and some.
pub(crate) const RANGES_MAX: usize = 4_096;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Record<'a> {
    Session { session: u64, client: &'a str, expiry_s: u32 },
    End { session: u64 },
    Subscribe { session: u64, filter: &'a str, options: u8, id: u32, since: u64 },
    Unsubscribe { session: u64, filter: &'a str },
    Progress { session: u64, next: u64, done: Vec<(u64, u64)>, released: Vec<u64>, lost: u64 },
    Taken { session: u64, packet: u16 },
    Forgotten { session: u64, packet: u16 },
    Group { share: &'a str, next: u64, done: Vec<(u64, u64)> },
    Retain { message: &'a [u8] },
    Unretain { topic: &'a str },
    Will { session: u64, will: Option<(u32, &'a [u8])> },
}

type Encoded = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

impl<'a> Record<'a> {
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut cbor = Encoder::new(Vec::with_capacity(64));
        self.write(&mut cbor).expect("writing to a vector cannot fail");
        cbor.into_writer()
    }

    fn write(&self, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
        match self {
            Self::Session { session, client, expiry_s } => {
                cbor.array(4)?.u8(0)?.u64(*session)?.str(client)?.u32(*expiry_s)?;
            }
            Self::End { session } => _ = cbor.array(2)?.u8(1)?.u64(*session)?,
            Self::Subscribe { session, filter, options, id, since } => {
                cbor.array(6)?.u8(2)?.u64(*session)?.str(filter)?.u8(*options)?.u32(*id)?.u64(*since)?;
            }
            Self::Unsubscribe { session, filter } => _ = cbor.array(3)?.u8(3)?.u64(*session)?.str(filter)?,
            Self::Progress { session, next, done, released, lost } => {
                cbor.array(6)?.u8(4)?.u64(*session)?.u64(*next)?;
                put_ranges(cbor, done)?;
                cbor.array(released.len() as u64)?;
                for place in released {
                    cbor.u64(*place)?;
                }
                cbor.u64(*lost)?;
            }
            Self::Taken { session, packet } => _ = cbor.array(3)?.u8(5)?.u64(*session)?.u16(*packet)?,
            Self::Forgotten { session, packet } => _ = cbor.array(3)?.u8(6)?.u64(*session)?.u16(*packet)?,
            Self::Group { share, next, done } => {
                cbor.array(4)?.u8(7)?.str(share)?.u64(*next)?;
                put_ranges(cbor, done)?;
            }
            Self::Retain { message } => _ = cbor.array(2)?.u8(8)?.bytes(message)?,
            Self::Unretain { topic } => _ = cbor.array(2)?.u8(9)?.str(topic)?,
            Self::Will { session, will: None } => _ = cbor.array(2)?.u8(10)?.u64(*session)?,
            Self::Will { session, will: Some((delay_s, message)) } => {
                cbor.array(4)?.u8(10)?.u64(*session)?.u32(*delay_s)?.bytes(message)?;
            }
        }
        Ok(())
    }

    /// `None` for what [`Record::to_bytes`] did not write.
    pub(crate) fn read(body: &'a [u8]) -> Option<Self> {
        let mut cbor = Decoder::new(body);
        let fields = cbor.array().ok()??;
        let kind = cbor.u8().ok()?;
        let record = match (kind, fields) {
            (0, 4) => Self::Session {
                session: cbor.u64().ok()?,
                client: cbor.str().ok()?,
                expiry_s: cbor.u32().ok()?,
            },
            (1, 2) => Self::End { session: cbor.u64().ok()? },
            (2, 6) => Self::Subscribe {
                session: cbor.u64().ok()?,
                filter: cbor.str().ok()?,
                options: cbor.u8().ok()?,
                id: cbor.u32().ok()?,
                since: cbor.u64().ok()?,
            },
            (3, 3) => Self::Unsubscribe { session: cbor.u64().ok()?, filter: cbor.str().ok()? },
            (4, 6) => Self::Progress {
                session: cbor.u64().ok()?,
                next: cbor.u64().ok()?,
                done: ranges(&mut cbor)?,
                released: places(&mut cbor)?,
                lost: cbor.u64().ok()?,
            },
            (5, 3) => Self::Taken { session: cbor.u64().ok()?, packet: cbor.u16().ok()? },
            (6, 3) => Self::Forgotten { session: cbor.u64().ok()?, packet: cbor.u16().ok()? },
            (7, 4) => {
                Self::Group { share: cbor.str().ok()?, next: cbor.u64().ok()?, done: ranges(&mut cbor)? }
            }
            (8, 2) => Self::Retain { message: cbor.bytes().ok()? },
            (9, 2) => Self::Unretain { topic: cbor.str().ok()? },
            (10, 2) => Self::Will { session: cbor.u64().ok()?, will: None },
            (10, 4) => {
                Self::Will { session: cbor.u64().ok()?, will: Some((cbor.u32().ok()?, cbor.bytes().ok()?)) }
            }
            _ => return None,
        };
        (cbor.position() == body.len()).then_some(record)
    }
}

fn put_ranges(cbor: &mut Encoder<Vec<u8>>, ranges: &[(u64, u64)]) -> Encoded {
    cbor.array(2 * ranges.len() as u64)?;
    for (first, end) in ranges {
        cbor.u64(*first)?.u64(*end)?;
    }
    Ok(())
}

fn places(cbor: &mut Decoder<'_>) -> Option<Vec<u64>> {
    let count = cbor.array().ok()?.filter(|count| *count <= 2 * RANGES_MAX as u64)?;
    (0..count).map(|_| cbor.u64().ok()).collect()
}

fn ranges(cbor: &mut Decoder<'_>) -> Option<Vec<(u64, u64)>> {
    let flat = places(cbor)?;
    let (pairs, []) = flat.as_chunks::<2>() else { return None };
    let mut least = 0;
    let rising = pairs.iter().all(|[first, end]| {
        let fits = least <= *first && first < end;
        least = *end;
        fits
    });
    rising.then(|| pairs.iter().map(|[first, end]| (*first, *end)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_read_as_written_and_never_cut_short() {
        let done = vec![(3, 4), (7, 300)];
        let records = [
            Record::Session { session: 1, client: "c", expiry_s: 60 },
            Record::End { session: 1 },
            Record::Subscribe { session: 1, filter: "a/#", options: 0x1e, id: 268_435_455, since: 9 },
            Record::Unsubscribe { session: 1, filter: "a/#" },
            Record::Progress { session: 1, next: 2, done: done.clone(), released: vec![2, 5], lost: 1 },
            Record::Taken { session: 1, packet: 65_535 },
            Record::Forgotten { session: 1, packet: 1 },
            Record::Group { share: "$share/g/a", next: 2, done },
            Record::Retain { message: b"m" },
            Record::Unretain { topic: "a" },
            Record::Will { session: 1, will: None },
            Record::Will { session: 1, will: Some((5, b"m")) },
        ];
        for record in records {
            let bytes = record.to_bytes();
            assert_eq!(Record::read(&bytes).as_ref(), Some(&record));
            for length in 0..bytes.len() {
                assert_eq!(Record::read(&bytes[..length]), None, "{record:?} cut at {length}");
            }
            assert_eq!(Record::read(&[&bytes[..], &[0]].concat()), None);
        }
    }

    #[test]
    fn the_bytes_of_records_are_what_they_were() {
        let session = Record::Session { session: 300, client: "c", expiry_s: 60 };
        let progress =
            Record::Progress { session: 1, next: 2, done: vec![(3, 4)], released: vec![2], lost: 0 };

        assert_eq!(session.to_bytes(), b"\x84\x00\x19\x01\x2c\x61c\x18\x3c");
        assert_eq!(progress.to_bytes(), b"\x86\x04\x01\x02\x82\x03\x04\x81\x02\x00");
    }

    #[test]
    fn ranges_that_overlap_or_fall_are_none() {
        for done in [vec![(4, 4)], vec![(5, 3)], vec![(1, 5), (4, 6)]] {
            assert_eq!(Record::read(&Record::Group { share: "s", next: 0, done }.to_bytes()), None);
        }
    }
}
