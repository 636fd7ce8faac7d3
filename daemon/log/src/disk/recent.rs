//! What was written last past the page cache, for those who read just behind the writer: else each of their reads would
//! ask the device for what was in memory a moment ago.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use super::Area;

/// Bytes kept. Ours: a second of small commits on a slow card, and little beside the rest of the process.
const RECENT_BYTES_MAX: usize = 256 * 1024;
/// Longer writes are not kept: reading such a chunk costs the device little more than finding it.
const WRITE_BYTES_MAX: usize = 64 * 1024;

#[derive(Debug)]
struct Written {
    area: Area,
    offset: u64,
    bytes: Vec<u8>,
}

impl Written {
    fn end(&self) -> u64 {
        self.offset + self.bytes.len() as u64
    }
}

/// The writes, the last one at the back.
///
/// Invariant: what lies here is what the area holds there, and no two overlap.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<VecDeque<Written>>);

impl Recent {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Written>> {
        self.0.lock().expect("no holder of this lock can panic")
    }

    /// Lets go of what is about to be written over.
    pub(super) fn forget(&self, area: Area, offset: u64, bytes: u64) {
        self.lock().retain(|known| {
            known.area != area || known.end() <= offset || offset.saturating_add(bytes) <= known.offset
        });
    }

    /// Keeps what was written, after [`Recent::forget`].
    pub(super) fn keep(&self, area: Area, offset: u64, bytes: &[u8]) {
        if bytes.len() > WRITE_BYTES_MAX {
            return;
        }
        let mut recent = self.lock();
        let mut total = bytes.len() + recent.iter().map(|known| known.bytes.len()).sum::<usize>();
        // The buffer of one that goes is filled again.
        let mut buffer = Vec::new();
        while total > RECENT_BYTES_MAX
            && let Some(oldest) = recent.pop_front()
        {
            total -= oldest.bytes.len();
            buffer = oldest.bytes;
        }
        buffer.clear();
        buffer.extend_from_slice(bytes);
        recent.push_back(Written { area, offset, bytes: buffer });
    }

    /// Fills `out`, when all of it was written by one write that is still here.
    pub(super) fn read(&self, area: Area, offset: u64, out: &mut [u8]) -> bool {
        let recent = self.lock();
        let end = offset + out.len() as u64;
        let holds = |known: &&Written| known.area == area && known.offset <= offset && end <= known.end();
        let Some(found) = recent.iter().rev().find(holds) else { return false };
        let start = usize::try_from(offset - found.offset).expect("within what lies in memory");
        out.copy_from_slice(&found.bytes[start..start + out.len()]);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Area = Area::Segment(3);

    fn read(recent: &Recent, area: Area, offset: u64, bytes: usize) -> Option<Vec<u8>> {
        let mut out = vec![0; bytes];
        recent.read(area, offset, &mut out).then_some(out)
    }

    #[test]
    fn a_read_within_one_write_is_served_and_no_other() {
        let recent = Recent::default();
        recent.keep(AREA, 4096, &[7; 8192]);
        recent.keep(AREA, 12288, &[8; 4096]);

        assert_eq!(read(&recent, AREA, 8192, 4096), Some(vec![7; 4096]));
        assert_eq!(read(&recent, AREA, 4096, 8192), Some(vec![7; 8192]));
        assert_eq!(read(&recent, AREA, 12288, 1), Some(vec![8]));
        assert_eq!(read(&recent, AREA, 0, 8192), None);
        assert_eq!(read(&recent, AREA, 8192, 8192), None);
        assert_eq!(read(&recent, Area::Segment(4), 4096, 4096), None);
    }

    #[test]
    fn what_is_written_over_in_part_is_forgotten_whole() {
        let recent = Recent::default();
        recent.keep(AREA, 4096, &[7; 8192]);
        recent.keep(AREA, 12288, &[8; 4096]);

        recent.forget(AREA, 8192, 4096);

        assert_eq!(read(&recent, AREA, 4096, 4096), None);
        assert_eq!(read(&recent, AREA, 12288, 4096), Some(vec![8; 4096]));
    }

    #[test]
    fn the_oldest_make_room() {
        let recent = Recent::default();
        let blocks = RECENT_BYTES_MAX as u64 / 4096;
        (0..=blocks).for_each(|block| recent.keep(AREA, block * 4096, &[1; 4096]));

        assert_eq!(read(&recent, AREA, 0, 4096), None);
        assert!(read(&recent, AREA, 4096, 4096).is_some());
        assert!(read(&recent, AREA, blocks * 4096, 4096).is_some());
        assert_eq!(recent.lock().len() as u64, blocks);
    }

    #[test]
    fn long_writes_are_not_kept() {
        let recent = Recent::default();

        recent.keep(AREA, 0, &vec![1; WRITE_BYTES_MAX + 1]);

        assert_eq!(read(&recent, AREA, 0, 1), None);
    }
}
