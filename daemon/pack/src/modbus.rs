//! Modbus, as far as a gateway that reads registers needs it: requests, answers over TCP and RTU, and what registers mean.
//!
//! # Source
//! MODBUS Application Protocol Specification V1.1b3; MODBUS over Serial Line V1.02; MODBUS Messaging on TCP/IP V1.0b.
//!
//! Ours rather than a library's: rmodbus 0.13 panics on an answer without data (nine bytes over TCP) and takes answers whose
//! length contradicts their content. What a device on the wire says must not end the gateway.

use crate::reading::Value;

/// The longest frame: 260 B over TCP, 256 B on a serial line.
pub const FRAME_BYTES_MAX: usize = 260;
/// Registers in one request. Source: 6.3 and 6.4 of the protocol specification, 0x7D.
pub const WORDS_MAX: u16 = 125;
/// Bits in one request. Source: 6.1 and 6.2 allow 0x7D0; ours fits the same frame as the registers.
pub const BITS_MAX: u16 = 2_000;
/// Registers between two wanted ones that are read along rather than asked around. Ours: a request costs more than so many.
const BRIDGE: u16 = 8;
/// Places after the point that a scale or offset may have.
const PLACES_MAX: u8 = 12;
const TCP_HEAD_BYTES: usize = 6;

/// Which of a device's tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Bits that may be written; function 1.
    Coils = 1,
    /// Bits; function 2.
    Discretes = 2,
    /// Registers that may be written; function 3.
    Holdings = 3,
    /// Registers; function 4.
    Inputs = 4,
}

impl Table {
    const fn is_bits(self) -> bool {
        matches!(self, Self::Coils | Self::Discretes)
    }
}

/// How frames travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// With a header of transaction and length.
    Tcp,
    /// With a CRC.
    Rtu,
}

/// A request for registers or bits that lie together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The device on the line, or behind the address.
    pub unit: u8,
    /// Which table.
    pub table: Table,
    /// The first.
    pub first: u16,
    /// How many.
    pub count: u16,
}

/// Why an answer is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The device refuses, with this code.
    Exception(u8),
    /// The checksum differs.
    Crc,
    /// It is no answer to what was asked.
    Malformed,
}

impl Read {
    /// The frame that asks.
    #[must_use]
    pub fn request(&self, framing: Framing, transaction: u16) -> Vec<u8> {
        let mut out = Vec::with_capacity(12);
        if framing == Framing::Tcp {
            out.extend(transaction.to_be_bytes());
            out.extend([0, 0, 0, 6]);
        }
        out.extend([self.unit, self.table as u8]);
        out.extend(self.first.to_be_bytes());
        out.extend(self.count.to_be_bytes());
        if framing == Framing::Rtu {
            out.extend(crc(&out).to_le_bytes());
        }
        out
    }

    /// Bytes of data in the answer.
    #[must_use]
    pub const fn data_bytes(&self) -> usize {
        if self.table.is_bits() { self.count.div_ceil(8) as usize } else { 2 * self.count as usize }
    }

    /// How long the answer is that begins with these bytes; `None` while that cannot be said.
    ///
    /// # Errors
    /// [`Fault::Malformed`] when no answer begins so.
    pub fn answer_bytes(&self, framing: Framing, got: &[u8]) -> Result<Option<usize>, Fault> {
        match framing {
            Framing::Tcp => {
                let Some(head) = got.first_chunk::<TCP_HEAD_BYTES>() else { return Ok(None) };
                let length = usize::from(u16::from_be_bytes([head[4], head[5]]));
                let whole = TCP_HEAD_BYTES + length;
                if head[2..4] != [0, 0] || !(3..=FRAME_BYTES_MAX - TCP_HEAD_BYTES).contains(&length) {
                    return Err(Fault::Malformed);
                }
                Ok(Some(whole))
            }
            Framing::Rtu => Ok(match got.get(1) {
                None => None,
                Some(function) if function & 0x80 != 0 => Some(5),
                Some(_) => Some(5 + self.data_bytes()),
            }),
        }
    }

    /// The data of an answer: exactly as many bytes as [`Read::data_bytes`].
    ///
    /// # Errors
    /// [`Fault`].
    pub fn answer<'b>(&self, framing: Framing, transaction: u16, bytes: &'b [u8]) -> Result<&'b [u8], Fault> {
        let body = match framing {
            Framing::Tcp => {
                let head = bytes.first_chunk::<TCP_HEAD_BYTES>().ok_or(Fault::Malformed)?;
                let body = &bytes[TCP_HEAD_BYTES..];
                let length = usize::from(u16::from_be_bytes([head[4], head[5]]));
                let ours = head[..2] == transaction.to_be_bytes() && head[2..4] == [0, 0];
                if !ours || length != body.len() {
                    return Err(Fault::Malformed);
                }
                body
            }
            Framing::Rtu => {
                let (body, sum) = bytes.split_last_chunk::<2>().ok_or(Fault::Malformed)?;
                if crc(body).to_le_bytes() != *sum {
                    return Err(Fault::Crc);
                }
                body
            }
        };
        match body {
            [unit, function, code] if *unit == self.unit && *function == self.table as u8 | 0x80 => {
                Err(Fault::Exception(*code))
            }
            [unit, function, count, data @ ..]
                if *unit == self.unit
                    && *function == self.table as u8
                    && usize::from(*count) == data.len()
                    && data.len() == self.data_bytes() =>
            {
                Ok(data)
            }
            _ => Err(Fault::Malformed),
        }
    }
}

/// CRC-16 of a serial frame.
///
/// # Source
/// MODBUS over Serial Line V1.02, 6.2.2: polynomial 0xA001 reflected, begun with ones, low byte first.
#[must_use]
pub fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xffff, |crc, byte| {
        (0..8)
            .fold(crc ^ u16::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xa001 } else { crc >> 1 })
    })
}

/// What a register, or several, mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number of 16 bits.
    U16,
    /// The same with a sign.
    I16,
    /// A whole number of 32 bits.
    U32,
    /// The same with a sign.
    I32,
    /// A real number of 32 bits.
    F32,
    /// A real number of 64 bits.
    F64,
    /// Yes or no: a bit, or a register that is not 0.
    Bool,
    /// Text in so many registers, two bytes in each, up to a zero.
    Text(u16),
}

impl Kind {
    /// Registers it takes.
    #[must_use]
    pub const fn words(self) -> u16 {
        match self {
            Self::U16 | Self::I16 | Self::Bool => 1,
            Self::U32 | Self::I32 | Self::F32 => 2,
            Self::F64 => 4,
            Self::Text(words) => words,
        }
    }
}

/// A number with a fixed count of places after the point: exactly what stands in a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: i64,
    places: u8,
}

impl Decimal {
    /// The number with the fewest digits that reads as this one; `None` when it has too many.
    #[must_use]
    pub fn of(number: f64) -> Option<Self> {
        if !number.is_finite() {
            return None;
        }
        let text = number.to_string();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let places = u8::try_from(part.len()).ok().filter(|places| *places <= PLACES_MAX)?;
        Some(Self { digits: format!("{whole}{part}").parse().ok()?, places })
    }

    #[expect(clippy::cast_precision_loss, reason = "real registers are no more exact")]
    fn real(self) -> f64 {
        self.digits as f64 / 10_f64.powi(self.places.into())
    }
}

/// One value of a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Its name in readings.
    pub name: String,
    /// Which table.
    pub table: Table,
    /// The first register or bit.
    pub address: u16,
    /// What it means.
    pub kind: Kind,
    /// Whether the lowest word comes first.
    pub low_word_first: bool,
    /// What the number is multiplied by.
    pub scale: Option<Decimal>,
    /// What is added to it then.
    pub offset: Option<Decimal>,
    /// Its unit.
    pub unit: Option<String>,
}

impl Register {
    /// The value in the data of an answer to `read`; `None` when it does not lie in it.
    #[must_use]
    pub fn value<'b>(&self, read: &Read, data: &'b [u8]) -> Option<Value<'b>> {
        let at = usize::from(self.address.checked_sub(read.first)?);
        if self.table.is_bits() {
            return Some(Value::Bool(data.get(at / 8)? >> (at % 8) & 1 == 1));
        }
        let bytes = data.get(2 * at..2 * (at + usize::from(self.kind.words())))?;
        let word = |n: usize| [bytes[2 * n], bytes[2 * n + 1]];
        let last = usize::from(self.kind.words()) - 1;
        let ordered = |n: usize| word(if self.low_word_first { last - n } else { n });
        let two = || {
            let ([a, b], [c, d]) = (ordered(0), ordered(1));
            [a, b, c, d]
        };
        Some(match self.kind {
            Kind::Bool => Value::Bool(word(0) != [0, 0]),
            Kind::U16 => self.scaled(u16::from_be_bytes(word(0)).into()),
            Kind::I16 => self.scaled(i16::from_be_bytes(word(0)).into()),
            Kind::U32 => self.scaled(u32::from_be_bytes(two()).into()),
            Kind::I32 => self.scaled(i32::from_be_bytes(two()).into()),
            Kind::F32 => self.single(f32::from_be_bytes(two())),
            Kind::F64 => {
                let mut eight = [0; 8];
                for (n, to) in eight.chunks_exact_mut(2).enumerate() {
                    to.copy_from_slice(&ordered(n));
                }
                self.double(f64::from_be_bytes(eight))
            }
            Kind::Text(_) => {
                let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
                std::str::from_utf8(&bytes[..end]).map_or(Value::Bytes(bytes), Value::Text)
            }
        })
    }

    /// A whole number stays exact, whatever it is scaled by.
    fn scaled(&self, raw: i64) -> Value<'static> {
        let one = Decimal { digits: 1, places: 0 };
        let (scale, offset) =
            (self.scale.unwrap_or(one), self.offset.unwrap_or(Decimal { digits: 0, places: 0 }));
        let places = scale.places.max(offset.places);
        let raised = |number: i128, from: u8| number * 10_i128.pow(u32::from(places - from));
        let product = i128::from(raw) * i128::from(scale.digits);
        Value::Decimal(raised(product, scale.places) + raised(offset.digits.into(), offset.places), places)
    }

    fn single(&self, raw: f32) -> Value<'static> {
        if self.scale.is_none() && self.offset.is_none() {
            Value::Single(raw)
        } else {
            self.double(raw.into())
        }
    }

    fn double(&self, raw: f64) -> Value<'static> {
        let scale = self.scale.map_or(1.0, Decimal::real);
        Value::Double(raw.mul_add(scale, self.offset.map_or(0.0, Decimal::real)))
    }
}

/// The requests that read all registers, each with which of them its answer holds.
#[must_use]
pub fn plan(unit: u8, registers: &[Register]) -> Vec<(Read, Vec<usize>)> {
    let mut order: Vec<usize> = (0..registers.len()).collect();
    order.sort_by_key(|at| (registers[*at].table, registers[*at].address));
    let mut reads: Vec<(Read, Vec<usize>)> = Vec::new();
    for at in order {
        let Register { table, address, kind, .. } = registers[at];
        let words = if table.is_bits() { 1 } else { kind.words() };
        let most = if table.is_bits() { BITS_MAX } else { WORDS_MAX };
        if let Some((read, held)) = reads.last_mut()
            && read.table == table
            && address <= read.first.saturating_add(read.count).saturating_add(BRIDGE)
            && address.saturating_add(words) - read.first <= most
        {
            read.count = read.count.max(address.saturating_add(words) - read.first);
            held.push(at);
            continue;
        }
        reads.push((Read { unit, table, first: address, count: words }, vec![at]));
    }
    reads
}

#[cfg(test)]
mod tests {
    use super::*;

    const READ: Read = Read { unit: 17, table: Table::Holdings, first: 107, count: 3 };

    fn register(kind: Kind, address: u16) -> Register {
        Register {
            name: format!("r{address}"),
            table: Table::Holdings,
            address,
            kind,
            low_word_first: false,
            scale: None,
            offset: None,
            unit: None,
        }
    }

    #[test]
    fn frames_are_as_published() {
        // Protocol specification, 6.3; the CRC as in Modicon's reference guide.
        assert_eq!(READ.request(Framing::Rtu, 0), [17, 3, 0, 107, 0, 3, 0x76, 0x87]);
        assert_eq!(READ.request(Framing::Tcp, 0x1501), [0x15, 1, 0, 0, 0, 6, 17, 3, 0, 107, 0, 3]);
        let answer = [17, 3, 6, 0xae, 0x41, 0x56, 0x52, 0x43, 0x40, 0x49, 0xad];
        assert_eq!(READ.answer(Framing::Rtu, 0, &answer), Ok(&answer[3..9]));
        let refused = [17, 0x83, 2, 0xc1, 0x34];
        assert_eq!(READ.answer(Framing::Rtu, 0, &refused), Err(Fault::Exception(2)));
    }

    #[test]
    fn every_truncation_and_flipped_bit_of_a_serial_answer_is_refused() {
        let answer = [17, 3, 6, 0xae, 0x41, 0x56, 0x52, 0x43, 0x40, 0x49, 0xad];
        for end in 0..answer.len() {
            assert!(READ.answer(Framing::Rtu, 0, &answer[..end]).is_err(), "cut at {end}");
        }
        for bit in 0..8 * answer.len() {
            let mut flipped = answer;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(READ.answer(Framing::Rtu, 0, &flipped), Err(Fault::Crc), "bit {bit}");
        }
    }

    #[test]
    fn an_answer_over_tcp_must_be_to_what_was_asked() {
        let good = [0, 9, 0, 0, 0, 9, 17, 3, 6, 1, 2, 3, 4, 5, 6];
        assert_eq!(READ.answer(Framing::Tcp, 9, &good), Ok(&good[9..]));
        assert_eq!(READ.answer_bytes(Framing::Tcp, &good[..6]), Ok(Some(good.len())));
        assert_eq!(READ.answer_bytes(Framing::Tcp, &good[..5]), Ok(None));
        for (at, to) in [(1, 8), (2, 1), (5, 8), (6, 18), (7, 4), (8, 4), (8, 8)] {
            let mut bad = good;
            bad[at] = to;
            assert_eq!(READ.answer(Framing::Tcp, 9, &bad), Err(Fault::Malformed), "byte {at}");
        }
        // What rmodbus panics on.
        assert_eq!(READ.answer(Framing::Tcp, 1, &[0, 1, 0, 0, 0, 3, 17, 3, 0]), Err(Fault::Malformed));
        for length in [0, 2, 255, 65_535_u16] {
            let mut head = [0, 9, 0, 0, 0, 0];
            head[4..].copy_from_slice(&length.to_be_bytes());
            assert_eq!(READ.answer_bytes(Framing::Tcp, &head), Err(Fault::Malformed), "{length}");
        }
    }

    #[test]
    fn words_are_read_in_either_order() {
        let read = Read { first: 10, count: 8, ..READ };
        let float = 21.1_f32.to_be_bytes();
        let [a, b, c, d] = float;
        let double = std::f64::consts::PI.to_be_bytes();
        let mut data = vec![a, b, c, d];
        data.extend(double);
        data.extend([0xff, 0xfe, 0, 0]);
        assert_eq!(register(Kind::F32, 10).value(&read, &data), Some(Value::Single(21.1)));
        assert_eq!(register(Kind::F64, 12).value(&read, &data), Some(Value::Double(std::f64::consts::PI)));
        assert_eq!(register(Kind::I16, 16).value(&read, &data), Some(Value::Decimal(-2, 0)));
        assert_eq!(register(Kind::U16, 16).value(&read, &data), Some(Value::Decimal(0xfffe, 0)));
        assert_eq!(register(Kind::U32, 16).value(&read, &data), Some(Value::Decimal(0xfffe_0000, 0)));
        assert_eq!(register(Kind::I32, 16).value(&read, &data), Some(Value::Decimal(-0x2_0000, 0)));
        assert_eq!(register(Kind::Bool, 17).value(&read, &data), Some(Value::Bool(false)));
        let swapped = Register { low_word_first: true, ..register(Kind::F32, 10) };
        assert_eq!(swapped.value(&read, &[c, d, a, b]), Some(Value::Single(21.1)));
        let swapped = Register { low_word_first: true, ..register(Kind::F64, 10) };
        let words: Vec<u8> = double.chunks(2).rev().flatten().copied().collect();
        assert_eq!(swapped.value(&read, &words), Some(Value::Double(std::f64::consts::PI)));
        for outside in [9, 17] {
            assert_eq!(register(Kind::U32, outside).value(&read, &data), None);
        }
    }

    #[test]
    fn bits_and_text_are_read() {
        let read = Read { table: Table::Coils, first: 19, count: 10, ..READ };
        let bit = |address| Register { table: Table::Coils, ..register(Kind::Bool, address) };
        assert_eq!(read.data_bytes(), 2);
        let bits: Vec<_> = (19..29).map(|at| bit(at).value(&read, &[0xcd, 0x01])).collect();
        let expected = [1, 0, 1, 1, 0, 0, 1, 1, 1, 0].map(|bit| Some(Value::Bool(bit == 1)));
        assert_eq!(bits, expected);

        let read = Read { first: 0, count: 3, ..READ };
        let text = register(Kind::Text(3), 0);
        assert_eq!(text.value(&read, b"P-7\0xx"), Some(Value::Text("P-7")));
        assert_eq!(text.value(&read, b"\xff\xfe\0\0\0\0"), Some(Value::Bytes(b"\xff\xfe\0\0\0\0")));
    }

    #[test]
    fn a_scaled_whole_number_has_exactly_its_decimal_places() {
        let read = Read { first: 0, count: 1, ..READ };
        let scaled = |raw: i16, scale: f64, offset: f64| {
            let register =
                Register { scale: Decimal::of(scale), offset: Decimal::of(offset), ..register(Kind::I16, 0) };
            register.value(&read, &raw.to_be_bytes()).map(|value| match value {
                Value::Decimal(..) => crate::reading::number(value),
                other => panic!("{other:?}"),
            })
        };
        assert_eq!(scaled(213, 0.1, 0.0).unwrap(), "21.3");
        assert_eq!(scaled(-5, 0.01, 0.0).unwrap(), "-0.05");
        assert_eq!(scaled(3, 0.15, -273.15).unwrap(), "-272.70");
        assert_eq!(scaled(7, 10.0, 0.5).unwrap(), "70.5");
        assert_eq!(scaled(-32_768, 1.0, 0.0).unwrap(), "-32768");
        assert_eq!(Decimal::of(1.0 / 3.0), None);
        assert_eq!(Decimal::of(f64::NAN), None);
        assert_eq!(Decimal::of(1e300), None);
    }

    #[test]
    fn registers_that_lie_together_are_asked_for_together() {
        let at = |address| register(Kind::F32, address);
        let registers =
            [at(110), at(100), at(130), at(0), at(224), Register { table: Table::Inputs, ..at(102) }];

        let plan = plan(1, &registers);

        let extents: Vec<_> =
            plan.iter().map(|(read, held)| (read.table, read.first, read.count, held.clone())).collect();
        assert_eq!(
            extents,
            [
                (Table::Holdings, 0, 2, vec![3]),
                (Table::Holdings, 100, 12, vec![1, 0]),
                (Table::Holdings, 130, 2, vec![2]),
                (Table::Holdings, 224, 2, vec![4]),
                (Table::Inputs, 102, 2, vec![5]),
            ]
        );
        let far: Vec<Register> = (0..200).map(|n| register(Kind::U16, n)).collect();
        assert_eq!(super::plan(1, &far).iter().map(|(read, _)| read.count).collect::<Vec<_>>(), [125, 75]);
    }
}
