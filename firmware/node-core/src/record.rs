//! A reading that says what it is: the payload a node sends.
//!
//! ```text
//! map { 0: device, 1: boot, 2: sequence since the boot, 3: uptime ms, 4: wall ms (when known), 5: trust 0 to 2,
//!       6: map { name: integer, float, bool or text } }
//! ```

use crate::Trust;
use minicbor::encode::write::Cursor;

/// What a sensor says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A whole number.
    Int(i64),
    /// A real number.
    Float(f32),
    /// Yes or no.
    Bool(bool),
}

/// Values of one sample, at most eight.
#[derive(Clone, Debug, Default)]
pub struct Sample(heapless::Vec<(&'static str, Value), 8>);

impl Sample {
    /// Adds a value; false when there are eight already.
    pub fn add(&mut self, name: &'static str, value: Value) -> bool {
        self.0.push((name, value)).is_ok()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One reading with all that is known about it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The node's number.
    pub device: u64,
    /// How often it had started.
    pub boot: u32,
    /// Its number since that start.
    pub sequence: u32,
    /// Milliseconds since that start.
    pub uptime_ms: u64,
    /// Milliseconds since 1970 UTC, when known.
    pub wall_ms: Option<u64>,
    /// How far to believe the wall time.
    pub trust: Trust,
    /// What was measured.
    pub values: Sample,
}

impl Record {
    /// Writes it as CBOR and gives its length; `None` when it does not fit.
    #[must_use]
    pub fn write(&self, out: &mut [u8]) -> Option<usize> {
        let mut cbor = minicbor::Encoder::new(Cursor::new(out));
        self.encode(&mut cbor).ok()?;
        Some(cbor.writer().position())
    }

    fn encode(
        &self,
        cbor: &mut minicbor::Encoder<Cursor<&mut [u8]>>,
    ) -> Result<(), minicbor::encode::Error<minicbor::encode::write::EndOfSlice>> {
        cbor.map(6 + u64::from(self.wall_ms.is_some()))?;
        cbor.u8(0)?.u64(self.device)?.u8(1)?.u32(self.boot)?.u8(2)?.u32(self.sequence)?;
        cbor.u8(3)?.u64(self.uptime_ms)?;
        if let Some(wall_ms) = self.wall_ms {
            cbor.u8(4)?.u64(wall_ms)?;
        }
        cbor.u8(5)?.u8(self.trust as u8)?.u8(6)?.map(self.values.0.len() as u64)?;
        for (name, value) in &self.values.0 {
            cbor.str(name)?;
            match *value {
                Value::Int(n) => cbor.i64(n)?,
                Value::Float(n) => cbor.f32(n)?,
                Value::Bool(yes) => cbor.bool(yes)?,
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;

    #[test]
    fn its_bytes_are_as_published() {
        let mut values = Sample::default();
        values.add("celsius", Value::Float(21.5));
        values.add("open", Value::Bool(true));
        values.add("steps", Value::Int(-3));
        let record = Record {
            device: 7,
            boot: 300,
            sequence: 12,
            uptime_ms: 90_000,
            wall_ms: Some(1_790_000_000_000),
            trust: Trust::Good,
            values,
        };
        let mut out = [0; 128];
        let end = record.write(&mut out).unwrap();
        let hex: std::string::String = out[..end].iter().map(|byte| std::format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "a700070119012c020c031a00015f90041b000001a0c4506c00050206a36763656c73697573fa41ac0000646f70656ef56573746570732\
             2"
        );
        for short in 0..end {
            assert_eq!(record.write(&mut [0; 128][..short]), None);
        }
    }
}
