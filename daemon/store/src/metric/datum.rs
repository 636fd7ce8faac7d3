//! Measurements as bytes.
//!
//! Record grammar, version 1: attributes = `01`; body = CBOR array [namespace text, measurement..]; measurement = array
//! [name text, array of dimension names and values in turn, unit text, wall ms u64, seconds of resolution u8, figures];
//! figures = array [count, sum, minimum, maximum] of f64 under tag 40100, or array of values and counts in turn, f64.

use millpond_base::WallMs;
use minicbor::data::{Tag, Type};
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

const STATISTICS: u64 = 40_100;

/// One measurement, or several taken together.
#[derive(Clone, Debug, PartialEq)]
pub struct Datum {
    /// What is measured.
    pub name: String,
    /// What it is measured of: names and values, by name.
    pub dimensions: Vec<(String, String)>,
    /// In what.
    pub unit: String,
    /// When.
    pub at: WallMs,
    /// Seconds: 1 or 60.
    pub resolution_s: u8,
    /// How much.
    pub figures: Figures,
}

/// How much was measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Figures {
    /// Added up by the sender.
    Statistics {
        /// How many values.
        count: f64,
        /// Their sum.
        sum: f64,
        /// The smallest.
        minimum: f64,
        /// The largest.
        maximum: f64,
    },
    /// Values, and how often each was measured.
    Values(Vec<(f64, f64)>),
}

type Encoded = Result<(), minicbor::encode::Error<Infallible>>;
type Decoded<T> = Result<T, minicbor::decode::Error>;

pub(super) fn encode(namespace: &str, data: &[Datum]) -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::with_capacity(64 * data.len()));
    let mut write = || -> Encoded {
        cbor.array(1 + data.len() as u64)?.str(namespace)?;
        data.iter().try_for_each(|datum| datum.write(&mut cbor))
    };
    write().expect("writing to a vector cannot fail");
    cbor.into_writer()
}

/// Namespace and measurements; `None` when the bytes are none.
pub(super) fn decode(bytes: &[u8]) -> Option<(String, Vec<Datum>)> {
    let mut cbor = Decoder::new(bytes);
    let count = cbor.array().ok()??.checked_sub(1)?;
    let namespace = cbor.str().ok()?.to_owned();
    let data = (0..count).map(|_| Datum::read(&mut cbor)).collect::<Decoded<_>>().ok()?;
    (cbor.position() == bytes.len()).then_some((namespace, data))
}

impl Datum {
    fn write(&self, cbor: &mut Encoder<Vec<u8>>) -> Encoded {
        cbor.array(6)?.str(&self.name)?.array(2 * self.dimensions.len() as u64)?;
        for (name, value) in &self.dimensions {
            cbor.str(name)?.str(value)?;
        }
        cbor.str(&self.unit)?.u64(self.at.0)?.u8(self.resolution_s)?;
        match &self.figures {
            Figures::Statistics { count, sum, minimum, maximum } => {
                cbor.tag(Tag::new(STATISTICS))?.array(4)?;
                cbor.f64(*count)?.f64(*sum)?.f64(*minimum)?.f64(*maximum)?.ok()
            }
            Figures::Values(values) => {
                cbor.array(2 * values.len() as u64)?;
                values.iter().try_for_each(|(value, count)| cbor.f64(*value)?.f64(*count)?.ok())
            }
        }
    }

    fn read(cbor: &mut Decoder<'_>) -> Decoded<Self> {
        if cbor.array()? != Some(6) {
            return Err(minicbor::decode::Error::message("measurement"));
        }
        let name = cbor.str()?.to_owned();
        let count = pairs(cbor)?;
        let dimensions = (0..count).map(|_| Ok((cbor.str()?.to_owned(), cbor.str()?.to_owned())));
        let dimensions = dimensions.collect::<Decoded<_>>()?;
        let (unit, at, resolution_s) = (cbor.str()?.to_owned(), WallMs(cbor.u64()?), cbor.u8()?);
        let figures = if cbor.datatype()? == Type::Tag {
            if cbor.tag()?.as_u64() != STATISTICS || cbor.array()? != Some(4) {
                return Err(minicbor::decode::Error::message("statistics"));
            }
            let (count, sum) = (cbor.f64()?, cbor.f64()?);
            Figures::Statistics { count, sum, minimum: cbor.f64()?, maximum: cbor.f64()? }
        } else {
            let count = pairs(cbor)?;
            Figures::Values((0..count).map(|_| Ok((cbor.f64()?, cbor.f64()?))).collect::<Decoded<_>>()?)
        };
        Ok(Self { name, dimensions, unit, at, resolution_s, figures })
    }
}

/// The length of an array of things in turn, in pairs.
fn pairs(cbor: &mut Decoder<'_>) -> Decoded<u64> {
    let count = cbor.array()?.filter(|count| count.is_multiple_of(2));
    count.map(|count| count / 2).ok_or(minicbor::decode::Error::message("pairs"))
}
