//! The catalog document of a move task.
//!
//! Grammar, version 1: CBOR map of integer keys, absent ones left out:
//! `0: version u8, 1: task id bytes[16], 2: number of the source queue u64, 3: destination ARN text, 4: messages per
//! second u32, 5: started (wall clock, ms), 6: started (device timeline, ms), 7: place before which it moves u64,
//! 8: messages to move u64, 9: messages moved u64, 10: status u8, 11: failure reason text`.

use millpond_base::{LineMs, WallMs};
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};

const VERSION: u8 = 1;

/// Where a move task stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoveStatus {
    /// It moves messages.
    #[default]
    Running,
    /// Everything was moved.
    Completed,
    /// Somebody asked to stop it; what it moved last is not on flash yet.
    Cancelling,
    /// It was stopped.
    Cancelled,
    /// It could not go on.
    Failed,
}

const STATUSES: [MoveStatus; 5] = [
    MoveStatus::Running,
    MoveStatus::Completed,
    MoveStatus::Cancelling,
    MoveStatus::Cancelled,
    MoveStatus::Failed,
];

/// A task that moves messages from a dead-letter queue to other queues.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoveTask {
    /// Random; names the task.
    pub id: [u8; 16],
    /// The number of the queue it empties.
    pub(super) source: u64,
    /// Where messages go; `None` is each message's own source queue.
    pub destination_arn: Option<String>,
    /// Messages per second, if that was said.
    pub rate: Option<u32>,
    /// When it was started.
    pub started: WallMs,
    pub(super) started_line: LineMs,
    /// It moves what was there when it was started: messages before this place.
    pub(super) end: u64,
    /// Messages there were.
    pub to_move: u64,
    /// Messages moved so far.
    pub moved: u64,
    /// Where it stands.
    pub status: MoveStatus,
    /// Why it failed.
    pub failure: Option<String>,
}

impl MoveTask {
    /// True until it has come to an end.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        matches!(self.status, MoveStatus::Running | MoveStatus::Cancelling)
    }

    pub(in crate::queue) fn encode(&self) -> Vec<u8> {
        let mut cbor = Encoder::new(Vec::with_capacity(96));
        self.write(&mut cbor).expect("writing to a vector cannot fail");
        cbor.into_writer()
    }

    fn write(
        &self,
        cbor: &mut Encoder<Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        cbor.begin_map()?.u8(0)?.u8(VERSION)?.u8(1)?.bytes(&self.id)?.u8(2)?.u64(self.source)?;
        if let Some(arn) = &self.destination_arn {
            cbor.u8(3)?.str(arn)?;
        }
        if let Some(rate) = self.rate {
            cbor.u8(4)?.u32(rate)?;
        }
        let numbers = [
            (5, self.started.0),
            (6, self.started_line.0),
            (7, self.end),
            (8, self.to_move),
            (9, self.moved),
        ];
        for (key, number) in numbers {
            cbor.u8(key)?.u64(number)?;
        }
        let status = STATUSES.iter().position(|status| *status == self.status).unwrap_or_default();
        cbor.u8(10)?.u8(u8::try_from(status).unwrap_or_default())?;
        if let Some(why) = &self.failure {
            cbor.u8(11)?.str(why)?;
        }
        cbor.end()?;
        Ok(())
    }

    /// `None` when the bytes are not a document of a version this binary knows.
    pub(in crate::queue) fn decode(bytes: &[u8]) -> Option<Self> {
        Self::read(&mut Decoder::new(bytes)).ok()
    }

    fn read(cbor: &mut Decoder<'_>) -> Result<Self, minicbor::decode::Error> {
        use minicbor::decode::Error;
        let mut task = Self::default();
        cbor.map()?;
        while cbor.datatype()? != Type::Break {
            match cbor.u8()? {
                0 if cbor.u8()? != VERSION => return Err(Error::message("version")),
                0 => {}
                1 => task.id = cbor.bytes()?.try_into().map_err(Error::custom)?,
                2 => task.source = cbor.u64()?,
                3 => task.destination_arn = Some(cbor.str()?.to_owned()),
                4 => task.rate = Some(cbor.u32()?),
                5 => task.started = WallMs(cbor.u64()?),
                6 => task.started_line = LineMs(cbor.u64()?),
                7 => task.end = cbor.u64()?,
                8 => task.to_move = cbor.u64()?,
                9 => task.moved = cbor.u64()?,
                10 => {
                    let status = STATUSES.get(usize::from(cbor.u8()?));
                    task.status = *status.ok_or(Error::message("status"))?;
                }
                11 => task.failure = Some(cbor.str()?.to_owned()),
                _ => cbor.skip()?,
            }
        }
        Ok(task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> MoveTask {
        MoveTask {
            id: [7; 16],
            source: 3,
            destination_arn: Some("arn:aws:sqs:us-east-1:000000000000:q".into()),
            rate: Some(500),
            started: WallMs(1_700_000_000_000),
            started_line: LineMs(9),
            end: 1 << 40,
            to_move: 12,
            moved: 5,
            status: MoveStatus::Failed,
            failure: Some("CouldNotDetermineMessageSource".into()),
        }
    }

    #[test]
    fn a_task_reads_back_in_every_status() {
        for status in STATUSES {
            let task = MoveTask { status, ..full() };
            assert_eq!(MoveTask::decode(&task.encode()), Some(task));
        }
        assert_eq!(MoveTask::decode(&MoveTask::default().encode()), Some(MoveTask::default()));
    }

    #[test]
    fn a_fresh_task_has_golden_bytes() {
        let task = MoveTask { source: 3, end: 4, to_move: 2, ..MoveTask::default() };
        let mut golden = vec![0xbf, 0, 1, 1, 0x50];
        golden.extend([0; 16]);
        golden.extend([2, 3, 5, 0, 6, 0, 7, 4, 8, 2, 9, 0, 10, 0, 0xff]);

        assert_eq!(task.encode(), golden);
    }

    #[test]
    fn every_truncation_and_an_unknown_status_are_refused() {
        let bytes = full().encode();
        for end in 0..bytes.len() {
            assert_eq!(MoveTask::decode(&bytes[..end]), None, "cut at {end}");
        }
        assert_eq!(MoveTask::decode(&[0xbf, 10, 5, 0xff]), None);
    }
}
