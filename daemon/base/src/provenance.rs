//! Where forwarded records come from, so that a gateway takes each of them once however often it is sent.
//!
//! Text form, version 1, as the header `x-millpond-provenance` carries it:
//! `1 ORIGIN SESSION NEXT FLOOR PLACES`. ORIGIN is 32 hex digits, SESSION 16; NEXT, FLOOR and the first place are decimal. Each
//! place after the first is its distance from the one before, and `+n` stands for n places that follow each other:
//! `100+2,5,-3` is 100, 101, 102, 107, 104.

use crate::hex;
use std::fmt::{self, Write};
use std::iter;

/// The header's name.
pub const PROVENANCE_HEADER: &str = "x-millpond-provenance";

/// Places in one request; the most entries any batch of AWS has.
pub const PLACES_MAX: usize = 500;

/// What a forwarding gateway says of the entries of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Names one route's view of one shard or queue. Drawn at random, so nobody else can guess it.
    pub origin: [u8; 16],
    /// Drawn anew at every start of the sender.
    pub session: u64,
    /// The place that the source's next record had when the session began. One whose log lost records it had forwarded already,
    /// because an older copy of it was put back, names a place that was used before.
    pub next: u64,
    /// Everything before this place arrived once, or is never sent.
    pub floor: u64,
    /// The place of each entry of the request, in their order; no two are equal.
    pub places: Vec<u64>,
}

/// A text that is no provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoProvenance;

impl fmt::Display for NoProvenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PROVENANCE_HEADER} is not one of version 1 with up to {PLACES_MAX} different places")
    }
}

impl std::error::Error for NoProvenance {}

impl Provenance {
    /// Reads the text form.
    ///
    /// # Errors
    /// [`NoProvenance`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NoProvenance> {
        let parts: Vec<&str> = text.split(' ').collect();
        let &["1", origin, session, next, floor, places] = parts.as_slice() else { return Err(NoProvenance) };
        let provenance = Self {
            origin: hex_number(origin, 32)?.to_be_bytes(),
            session: u64::try_from(hex_number(session, 16)?).map_err(|_| NoProvenance)?,
            next: number(next)?,
            floor: number(floor)?,
            places: parse_places(places)?,
        };
        let mut sorted = provenance.places.clone();
        sorted.sort_unstable();
        if sorted.windows(2).any(|pair| pair[0] == pair[1]) { Err(NoProvenance) } else { Ok(provenance) }
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, session, next, floor, places } = self;
        write!(f, "1 {} {session:016x} {next} {floor} {}", hex(origin), places_text(places))
    }
}

fn places_text(places: &[u64]) -> String {
    let mut text = String::new();
    let mut before = None;
    let mut rest = places.iter().copied().peekable();
    while let Some(place) = rest.next() {
        let mut last = place;
        while rest.next_if(|next| last.checked_add(1) == Some(*next)).is_some() {
            last += 1;
        }
        if !text.is_empty() {
            text.push(',');
        }
        let distance = i128::from(place) - before.map_or(0, i128::from);
        write!(text, "{distance}").expect("a string takes any text");
        if last > place {
            write!(text, "+{}", last - place).expect("a string takes any text");
        }
        before = Some(last);
    }
    text
}

fn parse_places(text: &str) -> Result<Vec<u64>, NoProvenance> {
    let mut places: Vec<u64> = Vec::new();
    for part in text.split(',') {
        let (distance, more) = part.split_once('+').unwrap_or((part, "0"));
        let distance: i128 = distance.parse().map_err(|_| NoProvenance)?;
        let before = places.last().copied().map_or(0, i128::from);
        let first = before.checked_add(distance).and_then(|place| u64::try_from(place).ok());
        let first = first.ok_or(NoProvenance)?;
        let more = usize::try_from(number(more)?).map_err(|_| NoProvenance)?;
        if more >= PLACES_MAX - places.len().min(PLACES_MAX) {
            return Err(NoProvenance);
        }
        let run = iter::successors(Some(first), |place| place.checked_add(1)).take(more + 1);
        let before = places.len();
        places.extend(run);
        if places.len() != before + more + 1 {
            return Err(NoProvenance);
        }
    }
    Ok(places)
}

fn number(text: &str) -> Result<u64, NoProvenance> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_plain).ok_or(NoProvenance)
}

fn hex_number(text: &str, digits: usize) -> Result<u128, NoProvenance> {
    let is_hex = text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit());
    u128::from_str_radix(text, 16).ok().filter(|_| is_hex).ok_or(NoProvenance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(places: &[u64]) -> Provenance {
        Provenance { origin: [7; 16], session: 9, next: 200, floor: 100, places: places.to_vec() }
    }

    #[test]
    fn the_text_is_short_and_reads_back() {
        let provenance = of(&[100, 101, 102, 107, 104]);

        let text = provenance.to_string();

        assert_eq!(text, "1 07070707070707070707070707070707 0000000000000009 200 100 100+2,5,-3");
        assert_eq!(Provenance::parse(&text), Ok(provenance));
    }

    #[test]
    fn the_largest_places_read_back() {
        for places in
            [vec![u64::MAX - 1, u64::MAX, 0], vec![0], (0..500).collect(), (0..500).map(|n| n * 2).collect()]
        {
            let provenance = of(&places);
            assert_eq!(Provenance::parse(&provenance.to_string()), Ok(provenance));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let good = of(&[5]).to_string();
        let with = |places: &str| good.strip_suffix('5').unwrap().to_owned() + places;
        assert!(Provenance::parse(&with("5+499")).is_ok());
        for bad in [
            "",
            "x",
            "5,",
            "5,0",
            "5+500",
            "5+499,1",
            "5,-6",
            "18446744073709551615+1",
            "5+2,-1",
            "5++1",
            "5+-1",
        ] {
            assert_eq!(Provenance::parse(&with(bad)), Err(NoProvenance), "{bad:?}");
        }
        for bad in [
            good.replacen('1', "2", 1),
            good.replace("0009", "009"),
            good.clone() + " ",
            good.replace("07", "0g"),
        ] {
            assert_eq!(Provenance::parse(&bad), Err(NoProvenance), "{bad:?}");
        }
    }
}
