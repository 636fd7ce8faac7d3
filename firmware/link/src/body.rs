//! What a frame carries, as CBOR maps with ascending integer keys.

use crate::format::{
    ACK_BITMAP, ACK_DURABLE, ACK_WALL, ACK_WALL_TRUSTED, BITMAP_BYTES, BUSY_DURABLE, BUSY_REASON,
    BUSY_RETRY_MS, COMMAND_BYTES_MAX, COMMAND_ID, COMMAND_PAYLOAD, DATA_DONE, DATA_FIRST, DATA_OLDEST,
    DATA_READINGS, HELLO_GENERATION, HELLO_NONCE, KEY_BYTES_MAX, NONCE_BYTES, PAYLOAD_BYTES_MAX,
    READING_CHANNEL, READING_KEY, READING_PAYLOAD, READING_UPTIME, READINGS_MAX, REKEY_GENERATION, REKEY_KEY,
    WELCOME_ACCEPTED, WELCOME_DURABLE, WELCOME_WALL, WELCOME_WALL_TRUSTED, WINDOW_SEQS,
};
use crate::frame::{BodyResult, BodyWriter, Refused};
use minicbor::Decoder;
use minicbor::encode::write::Cursor;

/// One measurement or event of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// Which of the node's channels; the gateway's config says where it goes.
    pub channel: u16,
    /// What was read, at most [`PAYLOAD_BYTES_MAX`] bytes.
    pub payload: &'a [u8],
    /// Partition key or message group, 1 to [`KEY_BYTES_MAX`] bytes. Without one the gateway uses the device's.
    pub key: Option<&'a str>,
    /// Milliseconds since the node started, when the reading was taken.
    pub uptime_ms: Option<u64>,
}

impl Reading<'_> {
    /// Writes the reading into `out` as CBOR and gives its length; `None` when it does not fit or a limit is passed.
    /// [`Readings::of`] reads it back.
    #[must_use]
    pub fn write(&self, out: &mut [u8]) -> Option<usize> {
        let key_ok = self.key.is_none_or(|key| (1..=KEY_BYTES_MAX).contains(&key.len()));
        if self.payload.len() > PAYLOAD_BYTES_MAX || !key_ok {
            return None;
        }
        let mut cbor = minicbor::Encoder::new(Cursor::new(out));
        self.encode(&mut cbor).ok()?;
        Some(cbor.writer().position())
    }

    fn encode(&self, cbor: &mut BodyWriter<'_>) -> BodyResult {
        cbor.map(2 + u64::from(self.key.is_some()) + u64::from(self.uptime_ms.is_some()))?;
        cbor.u8(READING_CHANNEL)?.u16(self.channel)?;
        cbor.u8(READING_PAYLOAD)?.bytes(self.payload)?;
        if let Some(key) = self.key {
            cbor.u8(READING_KEY)?.str(key)?;
        }
        if let Some(uptime_ms) = self.uptime_ms {
            cbor.u8(READING_UPTIME)?.u64(uptime_ms)?;
        }
        Ok(())
    }
}

/// A run of readings, checked to be well-formed.
#[derive(Clone, Debug)]
pub struct Readings<'a> {
    cbor: Decoder<'a>,
    count: u16,
}

impl<'a> Readings<'a> {
    /// The `count` readings that [`Readings::bytes`] gave. Of bytes that are something else it gives fewer.
    #[must_use]
    pub fn of(bytes: &'a [u8], count: u16) -> Self {
        Self { cbor: Decoder::new(bytes), count }
    }

    /// The readings that are left, as they came.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        &self.cbor.input()[self.cbor.position()..]
    }

    /// Those that are left, each as it came.
    pub fn written(mut self) -> impl Iterator<Item = &'a [u8]> {
        core::iter::from_fn(move || {
            self.count = self.count.checked_sub(1)?;
            let from = self.cbor.position();
            skip(&mut self.cbor).ok()?;
            self.cbor.input().get(from..self.cbor.position())
        })
    }

    /// How many are left.
    #[must_use]
    pub const fn left(&self) -> u16 {
        self.count
    }
}

impl<'a> Iterator for Readings<'a> {
    type Item = Reading<'a>;

    fn next(&mut self) -> Option<Reading<'a>> {
        self.count = self.count.checked_sub(1)?;
        read_reading(&mut self.cbor).ok()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (usize::from(self.count), Some(usize::from(self.count)))
    }
}

/// HELLO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hello {
    pub(crate) nonce: [u8; NONCE_BYTES],
    pub(crate) generation: u32,
}

impl Hello {
    pub(crate) fn write(&self, cbor: &mut BodyWriter<'_>) -> BodyResult {
        cbor.map(2)?.u8(HELLO_NONCE)?.bytes(&self.nonce)?;
        cbor.u8(HELLO_GENERATION)?.u32(self.generation)?.ok()
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Refused> {
        let mut map = Map::open(Decoder::new(body))?;
        let nonce = map.must(HELLO_NONCE)?.bytes().map_err(malformed)?;
        let nonce = nonce.try_into().map_err(|_| Refused::Body)?;
        let generation = map.uint(HELLO_GENERATION)?;
        map.close_all(body)?;
        Ok(Self { nonce, generation })
    }
}

/// What the gateway's wall clock shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    /// Milliseconds since 1970, UTC.
    pub ms: u64,
    /// False while there is evidence that the gateway's clock is wrong.
    pub trusted: bool,
}

impl Wall {
    fn write(&self, cbor: &mut BodyWriter<'_>, ms: u8, trusted: u8) -> BodyResult {
        cbor.u8(ms)?.u64(self.ms)?.u8(trusted)?.bool(self.trusted)?.ok()
    }

    fn read(map: &mut Map<'_>, ms: u8, trusted: u8) -> Result<Option<Self>, Refused> {
        if !map.has(ms)? {
            return Ok(None);
        }
        let ms = map.value()?;
        let trusted = map.must(trusted)?.bool().map_err(malformed)?;
        Ok(Some(Self { ms, trusted }))
    }
}

/// WELCOME.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Welcome {
    pub(crate) durable: u64,
    pub(crate) accepted: u64,
    pub(crate) wall: Option<Wall>,
}

impl Welcome {
    pub(crate) fn write(&self, cbor: &mut BodyWriter<'_>) -> BodyResult {
        cbor.map(if self.wall.is_some() { 4 } else { 2 })?.u8(WELCOME_DURABLE)?.u64(self.durable)?;
        cbor.u8(WELCOME_ACCEPTED)?.u64(self.accepted)?;
        self.wall.map_or(Ok(()), |wall| wall.write(cbor, WELCOME_WALL, WELCOME_WALL_TRUSTED))
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Refused> {
        let mut map = Map::open(Decoder::new(body))?;
        let durable = map.uint(WELCOME_DURABLE)?;
        let accepted = map.uint(WELCOME_ACCEPTED)?;
        let wall = Wall::read(&mut map, WELCOME_WALL, WELCOME_WALL_TRUSTED)?;
        map.close_all(body)?;
        if durable > accepted {
            return Err(Refused::Body);
        }
        Ok(Self { durable, accepted, wall })
    }
}

/// DATA, with its readings checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Data<'a> {
    pub(crate) first: u64,
    pub(crate) oldest: u64,
    pub(crate) count: u16,
    /// The readings, one after the other.
    pub(crate) bytes: &'a [u8],
    /// The command that is done.
    pub(crate) done: Option<u64>,
}

impl<'a> Data<'a> {
    /// Writes everything around the readings, and them as they are.
    pub(crate) fn write(&self, cbor: &mut BodyWriter<'_>) -> BodyResult {
        cbor.map(3 + u64::from(self.done.is_some()))?.u8(DATA_FIRST)?.u64(self.first)?;
        cbor.u8(DATA_OLDEST)?.u64(self.oldest)?;
        cbor.u8(DATA_READINGS)?.array(u64::from(self.count))?;
        minicbor::encode::Write::write_all(cbor.writer_mut(), self.bytes)
            .map_err(minicbor::encode::Error::write)?;
        self.done.map_or(Ok(()), |done| cbor.u8(DATA_DONE)?.u64(done)?.ok())
    }

    pub(crate) fn read(body: &'a [u8]) -> Result<Self, Refused> {
        let mut map = Map::open(Decoder::new(body))?;
        let first: u64 = map.uint(DATA_FIRST)?;
        let oldest = map.uint(DATA_OLDEST)?;
        let cbor = map.must(DATA_READINGS)?;
        let count = cbor.array().map_err(malformed)?.ok_or(Refused::Body)?;
        let count = u16::try_from(count).ok().filter(|n| *n <= READINGS_MAX).ok_or(Refused::Body)?;
        first.checked_add(u64::from(count)).ok_or(Refused::Body)?;
        let start = cbor.position();
        for _ in 0..count {
            read_reading(cbor)?;
        }
        let bytes = &body[start..cbor.position()];
        let done = if map.has(DATA_DONE)? { Some(map.value()?) } else { None };
        map.close_all(body)?;
        if oldest > first {
            return Err(Refused::Body);
        }
        Ok(Self { first, oldest, count, bytes, done })
    }

    /// The number after the last reading.
    pub(crate) const fn end(&self) -> u64 {
        self.first + self.count as u64
    }
}

/// Which numbers past the durable position have arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bitmap([u8; BITMAP_BYTES]);

impl Bitmap {
    /// Sets the bits of `from..to`, counted from the durable position; what lies outside is left out.
    pub(crate) fn set(&mut self, from: u64, to: u64) {
        for n in from..to.min(WINDOW_SEQS) {
            if let Some(byte) = usize::try_from(n / 8).ok().and_then(|at| self.0.get_mut(at)) {
                *byte |= 1 << (n % 8);
            }
        }
    }

    fn has(&self, n: u64) -> bool {
        let byte = usize::try_from(n / 8).ok().and_then(|at| self.0.get(at));
        byte.is_some_and(|byte| byte & (1 << (n % 8)) != 0)
    }

    /// Whether all of `from..to` are set.
    pub(crate) fn covers(&self, from: u64, to: u64) -> bool {
        (from..to).all(|n| self.has(n))
    }

    /// The number after the highest set bit.
    pub(crate) fn end(&self) -> u64 {
        (0..WINDOW_SEQS).rev().find(|n| self.has(*n)).map_or(0, |n| n + 1)
    }
}

/// ACK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ack {
    pub(crate) durable: u64,
    pub(crate) arrived: Bitmap,
    pub(crate) wall: Option<Wall>,
}

impl Ack {
    pub(crate) fn write(&self, cbor: &mut BodyWriter<'_>) -> BodyResult {
        let used = self.arrived.0.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
        let entries = 1 + u64::from(used > 0) + if self.wall.is_some() { 2 } else { 0 };
        cbor.map(entries)?.u8(ACK_DURABLE)?.u64(self.durable)?;
        if used > 0 {
            cbor.u8(ACK_BITMAP)?.bytes(&self.arrived.0[..used])?;
        }
        self.wall.map_or(Ok(()), |wall| wall.write(cbor, ACK_WALL, ACK_WALL_TRUSTED))
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Refused> {
        let mut map = Map::open(Decoder::new(body))?;
        let durable = map.uint(ACK_DURABLE)?;
        let mut arrived = Bitmap::default();
        if map.has(ACK_BITMAP)? {
            let bytes = map.cbor.bytes().map_err(malformed)?;
            arrived.0.get_mut(..bytes.len()).ok_or(Refused::Body)?.copy_from_slice(bytes);
        }
        let wall = Wall::read(&mut map, ACK_WALL, ACK_WALL_TRUSTED)?;
        map.close_all(body)?;
        Ok(Self { durable, arrived, wall })
    }
}

/// Why a gateway does not take readings now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is catching up.
    Behind = 1,
    /// The stream or queue that the channel leads to is missing or refuses.
    Target = 2,
    /// The store is full.
    Full = 3,
}

impl Reason {
    const fn parse(byte: u8) -> Self {
        match byte {
            2 => Self::Target,
            3 => Self::Full,
            // A later gateway's reason still means: not now.
            _ => Self::Behind,
        }
    }
}

/// BUSY.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BusyBody {
    pub(crate) durable: u64,
    pub(crate) retry_ms: u32,
    pub(crate) reason: Reason,
}

impl BusyBody {
    pub(crate) fn write(&self, cbor: &mut BodyWriter<'_>) -> BodyResult {
        cbor.map(3)?.u8(BUSY_DURABLE)?.u64(self.durable)?;
        cbor.u8(BUSY_RETRY_MS)?.u32(self.retry_ms)?;
        cbor.u8(BUSY_REASON)?.u8(self.reason as u8)?.ok()
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Refused> {
        let mut map = Map::open(Decoder::new(body))?;
        let durable = map.uint(BUSY_DURABLE)?;
        let retry_ms = map.uint(BUSY_RETRY_MS)?;
        let reason = Reason::parse(map.uint(BUSY_REASON)?);
        map.close_all(body)?;
        Ok(Self { durable, retry_ms, reason })
    }
}

/// COMMAND.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Command<'a> {
    pub(crate) id: u64,
    pub(crate) payload: &'a [u8],
}

impl<'a> Command<'a> {
    pub(crate) fn write(&self, cbor: &mut BodyWriter<'_>) -> BodyResult {
        cbor.map(2)?.u8(COMMAND_ID)?.u64(self.id)?.u8(COMMAND_PAYLOAD)?.bytes(self.payload)?.ok()
    }

    pub(crate) fn read(body: &'a [u8]) -> Result<Self, Refused> {
        let mut map = Map::open(Decoder::new(body))?;
        let id = map.uint(COMMAND_ID)?;
        let payload = map.must(COMMAND_PAYLOAD)?.bytes().map_err(malformed)?;
        map.close_all(body)?;
        if payload.len() > COMMAND_BYTES_MAX {
            return Err(Refused::Body);
        }
        Ok(Self { id, payload })
    }
}

/// REKEY.
pub(crate) struct Rekey {
    pub(crate) generation: u32,
    pub(crate) key: [u8; 32],
}

impl Rekey {
    pub(crate) fn write(&self, cbor: &mut BodyWriter<'_>) -> BodyResult {
        cbor.map(2)?.u8(REKEY_GENERATION)?.u32(self.generation)?.u8(REKEY_KEY)?.bytes(&self.key)?.ok()
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Refused> {
        let mut map = Map::open(Decoder::new(body))?;
        let generation = map.uint(REKEY_GENERATION)?;
        let key = map.must(REKEY_KEY)?.bytes().map_err(malformed)?;
        let key = key.try_into().map_err(|_| Refused::Body)?;
        map.close_all(body)?;
        Ok(Self { generation, key })
    }
}

impl Drop for Rekey {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.key);
    }
}

fn read_reading<'a>(cbor: &mut Decoder<'a>) -> Result<Reading<'a>, Refused> {
    let mut map = Map::open(cbor.clone())?;
    let channel = map.uint(READING_CHANNEL)?;
    let payload = map.must(READING_PAYLOAD)?.bytes().map_err(malformed)?;
    let key = if map.has(READING_KEY)? { Some(map.cbor.str().map_err(malformed)?) } else { None };
    let uptime_ms = if map.has(READING_UPTIME)? { Some(map.value()?) } else { None };
    cbor.set_position(map.close()?);
    let key_ok = key.is_none_or(|key| (1..=KEY_BYTES_MAX).contains(&key.len()));
    if payload.len() > PAYLOAD_BYTES_MAX || !key_ok {
        return Err(Refused::Body);
    }
    Ok(Reading { channel, payload, key, uptime_ms })
}

/// Goes past one value, whatever it is, of which every length is said. Each step takes a byte or more, so it ends with the input.
fn skip(cbor: &mut Decoder<'_>) -> Result<(), Refused> {
    let bytes = cbor.input();
    let mut at = cbor.position();
    let mut left = 1_u64;
    while let Some(after) = left.checked_sub(1) {
        left = after;
        let head = *bytes.get(at).ok_or(Refused::Body)?;
        at += 1;
        let argument = match head & 0x1f {
            short @ ..24 => u64::from(short),
            wide @ 24..28 => {
                let end = at + (1 << (wide - 24));
                let digits = bytes.get(at..end).ok_or(Refused::Body)?;
                at = end;
                digits.iter().fold(0, |sum, digit| sum << 8 | u64::from(*digit))
            }
            _ => return Err(Refused::Body),
        };
        let inside = match head >> 5 {
            2 | 3 => {
                let end = usize::try_from(argument).ok().and_then(|length| at.checked_add(length));
                at = end.filter(|end| *end <= bytes.len()).ok_or(Refused::Body)?;
                0
            }
            4 => argument,
            5 => argument.checked_mul(2).ok_or(Refused::Body)?,
            6 => 1,
            _ => 0,
        };
        left = left.checked_add(inside).ok_or(Refused::Body)?;
    }
    cbor.set_position(at);
    Ok(())
}

fn malformed(_: minicbor::decode::Error) -> Refused {
    Refused::Body
}

/// Reads a map whose keys ascend.
struct Map<'a> {
    cbor: Decoder<'a>,
    /// Entries not begun.
    left: u64,
    /// A key that was read while its value was not.
    key: Option<u8>,
    /// The lowest key that may come next.
    floor: u16,
}

impl<'a> Map<'a> {
    fn open(mut cbor: Decoder<'a>) -> Result<Self, Refused> {
        let left = cbor.map().map_err(malformed)?.ok_or(Refused::Body)?;
        Ok(Self { cbor, left, key: None, floor: 0 })
    }

    fn peek(&mut self) -> Result<Option<u8>, Refused> {
        if self.key.is_none() && self.left > 0 {
            let key: u8 = self.value()?;
            if u16::from(key) < self.floor {
                return Err(Refused::Body);
            }
            self.floor = u16::from(key) + 1;
            self.left -= 1;
            self.key = Some(key);
        }
        Ok(self.key)
    }

    /// Whether `key` comes next; if so, its value does.
    fn has(&mut self, key: u8) -> Result<bool, Refused> {
        let found = self.peek()? == Some(key);
        if found {
            self.key = None;
        }
        Ok(found)
    }

    fn must(&mut self, key: u8) -> Result<&mut Decoder<'a>, Refused> {
        if self.has(key)? { Ok(&mut self.cbor) } else { Err(Refused::Body) }
    }

    /// The number of `key`, which comes next.
    fn uint<T: TryFrom<u64>>(&mut self, key: u8) -> Result<T, Refused> {
        if self.has(key)? { self.value() } else { Err(Refused::Body) }
    }

    /// The number that comes next. One reader for every width: it is most of what a node reads, and its flash is small.
    fn value<T: TryFrom<u64>>(&mut self) -> Result<T, Refused> {
        T::try_from(self.cbor.u64().map_err(malformed)?).map_err(|_| Refused::Body)
    }

    /// Skips what a later version added and gives the position after the map.
    fn close(mut self) -> Result<usize, Refused> {
        while self.peek()?.is_some() {
            skip(&mut self.cbor)?;
            self.key = None;
        }
        Ok(self.cbor.position())
    }

    /// As `close`, and the map is all there is.
    fn close_all(self, body: &[u8]) -> Result<(), Refused> {
        if self.close()? == body.len() { Ok(()) } else { Err(Refused::Body) }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use serde_cbor::Value;
    use std::collections::BTreeMap;
    use std::string::ToString;
    use std::vec::Vec;

    fn written(write: impl FnOnce(&mut BodyWriter<'_>) -> BodyResult) -> Vec<u8> {
        let mut out = [0; 2048];
        let mut cbor = minicbor::Encoder::new(Cursor::new(&mut out[..]));
        write(&mut cbor).unwrap();
        let end = cbor.writer().position();
        out[..end].to_vec()
    }

    fn two_readings() -> Vec<u8> {
        let mut out = [0; 256];
        let first = Reading { channel: 7, payload: b"21.5", key: Some("kiln"), uptime_ms: Some(90_000) };
        let second = Reading { channel: 700, payload: &[], key: None, uptime_ms: None };
        let one = first.write(&mut out).unwrap();
        let two = second.write(&mut out[one..]).unwrap();
        out[..one + two].to_vec()
    }

    fn map(entries: impl IntoIterator<Item = (u8, Value)>) -> Value {
        Value::Map(entries.into_iter().map(|(key, value)| (Value::Integer(key.into()), value)).collect())
    }

    #[test]
    fn another_decoder_reads_what_we_write() {
        let data = Data { first: 1 << 40, oldest: 9, count: 2, bytes: &two_readings(), done: None };
        let body = written(|cbor| data.write(cbor));

        let seen: Value = serde_cbor::from_slice(&body).unwrap();

        let first = map([
            (READING_CHANNEL, Value::Integer(7)),
            (READING_PAYLOAD, Value::Bytes(b"21.5".to_vec())),
            (READING_KEY, Value::Text("kiln".to_string())),
            (READING_UPTIME, Value::Integer(90_000)),
        ]);
        let second =
            map([(READING_CHANNEL, Value::Integer(700)), (READING_PAYLOAD, Value::Bytes(Vec::new()))]);
        let expected = map([
            (DATA_FIRST, Value::Integer(1 << 40)),
            (DATA_OLDEST, Value::Integer(9)),
            (DATA_READINGS, Value::Array([first, second].to_vec())),
        ]);
        assert_eq!(seen, expected);
    }

    #[test]
    fn we_read_what_another_encoder_writes() {
        let reading = BTreeMap::from([
            (READING_CHANNEL, Value::Integer(3)),
            (READING_PAYLOAD, Value::Bytes(b"on".to_vec())),
        ]);
        let body = map([
            (ACK_DURABLE, Value::Integer(5)),
            (ACK_BITMAP, Value::Bytes([0b101].to_vec())),
            (200, Value::Array([Value::Null, map([(1, Value::Text("later".to_string()))])].to_vec())),
        ]);

        let ack = Ack::read(&serde_cbor::to_vec(&body).unwrap()).unwrap();
        let reading = serde_cbor::to_vec(&reading).unwrap();

        assert_eq!(ack.durable, 5);
        assert!(ack.arrived.covers(0, 1) && !ack.arrived.covers(0, 2) && ack.arrived.covers(2, 3));
        let expected = Reading { channel: 3, payload: b"on", key: None, uptime_ms: None };
        assert_eq!(read_reading(&mut Decoder::new(&reading)), Ok(expected));
    }

    #[test]
    fn every_body_reads_back_and_no_truncation_does() {
        let hello = Hello { nonce: [7; 16], generation: 300 };
        let welcome =
            Welcome { durable: 3, accepted: u64::MAX, wall: Some(Wall { ms: 1 << 41, trusted: true }) };
        let busy = BusyBody { durable: 1, retry_ms: 70_000, reason: Reason::Full };
        let mut ack =
            Ack { durable: 10, arrived: Bitmap::default(), wall: Some(Wall { ms: 9, trusted: false }) };
        ack.arrived.set(30, 40);
        let bytes = two_readings();
        let data = Data { first: 4, oldest: 4, count: 2, bytes: &bytes, done: Some(1 << 33) };

        let check = |body: Vec<u8>, read: &dyn Fn(&[u8]) -> bool| {
            assert!(read(&body));
            for end in 0..body.len() {
                assert!(!read(&body[..end]), "cut at {end} of {}", body.len());
            }
        };

        check(written(|cbor| hello.write(cbor)), &|body| Hello::read(body) == Ok(hello));
        check(written(|cbor| welcome.write(cbor)), &|body| Welcome::read(body) == Ok(welcome));
        check(written(|cbor| busy.write(cbor)), &|body| BusyBody::read(body) == Ok(busy));
        check(written(|cbor| ack.write(cbor)), &|body| Ack::read(body) == Ok(ack));
        let command = Command { id: u64::MAX, payload: b"open" };
        let rekey = Rekey { generation: 4, key: [8; 32] };
        check(written(|cbor| command.write(cbor)), &|body| Command::read(body) == Ok(command));
        check(written(|cbor| rekey.write(cbor)), &|body| {
            Rekey::read(body).is_ok_and(|read| (read.generation, read.key) == (4, [8; 32]))
        });
        check(written(|cbor| data.write(cbor)), &|body| {
            Data::read(body)
                .is_ok_and(|read| read.end() == 6 && read.bytes == bytes && read.done == Some(1 << 33))
        });
    }

    #[test]
    fn a_value_is_gone_past_as_another_decoder_does_and_never_beyond_the_input() {
        let nested = [0x82, 0xa1, 0x01, 0xc2, 0x42, 9, 9, 0xfb, 0, 0, 0, 0, 0, 0, 0, 0];
        let mut cbor = Decoder::new(&nested);
        assert_eq!((skip(&mut cbor), cbor.position()), (Ok(()), nested.len()));
        for end in 0..nested.len() {
            assert_eq!(skip(&mut Decoder::new(&nested[..end])), Err(Refused::Body), "cut at {end}");
        }
        for hostile in
            [&[0x9b, 255, 255, 255, 255, 255, 255, 255, 255, 0][..], &[0xbb, 255, 0, 0, 0, 0, 0, 0, 0]]
        {
            assert_eq!(skip(&mut Decoder::new(hostile)), Err(Refused::Body));
        }
        assert_eq!(
            skip(&mut Decoder::new(&[0x5b, 255, 255, 255, 255, 255, 255, 255, 255, 0])),
            Err(Refused::Body)
        );
        let (mut seed, mut agreed) = (1_u64, 0);
        for _ in 0..50_000 {
            let mut bytes = [0; 12];
            for byte in &mut bytes {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = u8::try_from(seed >> 56).unwrap();
            }
            let (mut ours, mut theirs) = (Decoder::new(&bytes), Decoder::new(&bytes));
            if skip(&mut ours).is_ok() && theirs.skip().is_ok() {
                assert_eq!(ours.position(), theirs.position(), "{bytes:x?}");
                agreed += 1;
            }
        }
        assert!(agreed > 10_000, "{agreed} of 50,000");
    }

    #[test]
    fn keys_out_of_order_twice_or_missing_are_refused() {
        for body in
            [&[0xa2, 1, 0, 0, 0][..], &[0xa2, 0, 0, 0, 0], &[0xa1, 1, 0], &[0xa0], &[0xbf, 0xff], &[0x80]]
        {
            assert_eq!(Welcome::read(body), Err(Refused::Body), "{body:?}");
        }
    }

    #[test]
    fn limits_hold_for_writer_and_reader() {
        let mut out = [0; 2048];
        let long = [b'k'; KEY_BYTES_MAX + 1];
        let key = std::str::from_utf8(&long).unwrap();
        let reading = Reading { channel: 0, payload: &[0; PAYLOAD_BYTES_MAX], key: None, uptime_ms: None };

        assert!(reading.write(&mut out).is_some());
        assert_eq!(Reading { payload: &[0; PAYLOAD_BYTES_MAX + 1], ..reading }.write(&mut out), None);
        assert_eq!(Reading { key: Some(key), ..reading }.write(&mut out), None);
        assert_eq!(Reading { key: Some(""), ..reading }.write(&mut out), None);

        let too_long = written(|cbor| Reading { payload: &[], key: Some(key), ..reading }.encode(cbor));
        assert_eq!(read_reading(&mut Decoder::new(&too_long)), Err(Refused::Body));
    }

    #[test]
    fn garbage_never_panics() {
        let mut seed = 1_u64;
        for _ in 0..50_000 {
            let mut bytes = [0; 24];
            for byte in &mut bytes {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                // Mostly bytes that mean something.
                *byte = u8::try_from(seed >> 56).unwrap()
                    & [0x03, 0xa3, 0x43, 0x83, 0xff][usize::try_from(seed >> 40 & 0xffff).unwrap() % 5];
            }
            let _ = Data::read(&bytes);
            let _ = Ack::read(&bytes);
            let _ = Hello::read(&bytes);
        }
    }
}
