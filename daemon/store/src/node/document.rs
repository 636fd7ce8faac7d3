//! What the catalog keeps of a node.
//!
//! One byte of version, 1, then a CBOR map; absent members are left out:
//!
//! | key | value |
//! |---|---|
//! | 1 | name, text |
//! | 2 | generation of the key in use, u32 |
//! | 3 | generation that the node is to change to, u32 |
//! | 4 | enrolled, ms since 1970 |
//! | 5 | revoked, ms since 1970 |
//! | 6 | stream that its readings go to, text |
//! | 7 | queue that they go to instead, text |
//! | 8 | queue of its commands, text |
//!
//! Unknown keys are skipped, so a later version may add some without a new version byte.

use super::{Home, Node};
use millpond_base::WallMs;
use minicbor::decode::Error;
use minicbor::{Decoder, Encoder};

const VERSION: u8 = 1;

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

/// Writes a node down.
pub(super) fn encode(node: &Node) -> Vec<u8> {
    let mut out = vec![VERSION];
    write(&mut Encoder::new(&mut out), node).expect("writing to memory does not fail");
    out
}

fn write(e: &mut Encoder<&mut Vec<u8>>, node: &Node) -> Written {
    let members = 4
        + u64::from(node.next.is_some())
        + u64::from(node.revoked.is_some())
        + u64::from(node.commands.is_some());
    e.map(members)?.u8(1)?.str(&node.name)?.u8(2)?.u32(node.generation)?;
    if let Some(next) = node.next {
        e.u8(3)?.u32(next)?;
    }
    e.u8(4)?.u64(node.enrolled.0)?;
    if let Some(revoked) = node.revoked {
        e.u8(5)?.u64(revoked.0)?;
    }
    match &node.home {
        Home::Stream(name) => e.u8(6)?.str(name)?,
        Home::Queue(name) => e.u8(7)?.str(name)?,
    };
    if let Some(queue) = &node.commands {
        e.u8(8)?.str(queue)?;
    }
    Ok(())
}

/// Reads a node back; `None` for bytes that are not a document of a version this binary knows.
pub(super) fn decode(number: u64, bytes: &[u8]) -> Option<Node> {
    let (&VERSION, rest) = bytes.split_first()? else { return None };
    let mut d = Decoder::new(rest);
    let node = read(&mut d, number).ok()?;
    (d.position() == rest.len()).then_some(node)
}

fn read(d: &mut Decoder<'_>, number: u64) -> Result<Node, Error> {
    let (mut name, mut generation, mut enrolled, mut home) = (None, None, None, None);
    let (mut next, mut revoked, mut commands) = (None, None, None);
    let members = d.map()?.ok_or_else(|| Error::message("a map without a length"))?;
    for _ in 0..members {
        match d.u64()? {
            1 => name = Some(d.str()?.to_owned()),
            2 => generation = Some(d.u32()?),
            3 => next = Some(d.u32()?),
            4 => enrolled = Some(WallMs(d.u64()?)),
            5 => revoked = Some(WallMs(d.u64()?)),
            6 => home = Some(Home::Stream(d.str()?.to_owned())),
            7 => home = Some(Home::Queue(d.str()?.to_owned())),
            8 => commands = Some(d.str()?.to_owned()),
            _ => d.skip()?,
        }
    }
    Ok(Node {
        number,
        name: name.ok_or_else(|| Error::message("no name"))?,
        generation: generation.ok_or_else(|| Error::message("no generation"))?,
        next,
        enrolled: enrolled.ok_or_else(|| Error::message("no time of enrolment"))?,
        revoked,
        home: home.ok_or_else(|| Error::message("no home"))?,
        commands,
    })
}
