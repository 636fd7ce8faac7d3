//! NOR flash with power cuts: a write or an erase under way is left half done.

use embedded_storage::nor_flash::{ErrorType, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash};
use std::cell::RefCell;
use std::rc::Rc;

pub(crate) const PAGE: usize = 1024;

#[derive(Debug)]
struct Cells {
    bytes: Vec<u8>,
    /// Writes and erases so far.
    operations: u64,
    /// Power goes during the operation with this number.
    cut_at: Option<u64>,
    dead: bool,
    noise: u64,
}

/// Flash that outlives the node that uses it.
#[derive(Clone, Debug)]
pub(crate) struct SimFlash(Rc<RefCell<Cells>>);

/// The power is gone.
#[derive(Debug)]
pub(crate) struct Dead;

impl NorFlashError for Dead {
    fn kind(&self) -> NorFlashErrorKind {
        NorFlashErrorKind::Other
    }
}

impl SimFlash {
    pub(crate) fn new(pages: usize, seed: u64) -> Self {
        let bytes = vec![0xff; pages * PAGE];
        Self(Rc::new(RefCell::new(Cells {
            bytes,
            operations: 0,
            cut_at: None,
            dead: false,
            noise: seed | 1,
        })))
    }

    pub(crate) fn cut_at(&self, operation: Option<u64>) {
        self.0.borrow_mut().cut_at = operation;
    }

    pub(crate) fn operations(&self) -> u64 {
        self.0.borrow().operations
    }

    pub(crate) fn dead(&self) -> bool {
        self.0.borrow().dead
    }

    /// Power is back.
    pub(crate) fn revive(&self) {
        let mut cells = self.0.borrow_mut();
        cells.dead = false;
        cells.cut_at = None;
    }

    pub(crate) fn flip(&self, bit: usize) {
        self.0.borrow_mut().bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

impl Cells {
    fn roll(&mut self) -> u64 {
        self.noise ^= self.noise << 13;
        self.noise ^= self.noise >> 7;
        self.noise ^= self.noise << 17;
        self.noise
    }

    /// True when the power goes now.
    fn operate(&mut self) -> bool {
        self.operations += 1;
        self.dead = self.cut_at == Some(self.operations);
        self.dead
    }
}

impl ErrorType for SimFlash {
    type Error = Dead;
}

impl ReadNorFlash for SimFlash {
    const READ_SIZE: usize = 4;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Dead> {
        let cells = self.0.borrow();
        assert!(
            offset.is_multiple_of(4) && bytes.len().is_multiple_of(4),
            "a read of {} B at {offset}",
            bytes.len()
        );
        if cells.dead {
            return Err(Dead);
        }
        bytes.copy_from_slice(&cells.bytes[offset as usize..][..bytes.len()]);
        Ok(())
    }

    fn capacity(&self) -> usize {
        self.0.borrow().bytes.len()
    }
}

impl NorFlash for SimFlash {
    const WRITE_SIZE: usize = 8;
    const ERASE_SIZE: usize = PAGE;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Dead> {
        let mut cells = self.0.borrow_mut();
        assert!((from as usize).is_multiple_of(PAGE) && (to as usize).is_multiple_of(PAGE) && from < to);
        if cells.dead {
            return Err(Dead);
        }
        let cut = cells.operate();
        for at in from as usize..to as usize {
            if cut && cells.roll().is_multiple_of(3) {
                // Not reached, or half erased: some bits are up already.
                let up = cells.roll().to_le_bytes()[0];
                cells.bytes[at] |= up;
            } else {
                cells.bytes[at] = 0xff;
            }
        }
        if cut { Err(Dead) } else { Ok(()) }
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Dead> {
        let mut cells = self.0.borrow_mut();
        let at = offset as usize;
        assert!(
            at.is_multiple_of(8) && bytes.len().is_multiple_of(8),
            "a write of {} B at {offset}",
            bytes.len()
        );
        if cells.dead {
            return Err(Dead);
        }
        let target = &cells.bytes[at..at + bytes.len()];
        assert!(target.iter().all(|byte| *byte == 0xff), "written over at {offset}");
        let cut = cells.operate();
        let whole =
            if cut { usize::try_from(cells.roll() % (bytes.len() as u64 + 1)).unwrap() } else { bytes.len() };
        cells.bytes[at..at + whole].copy_from_slice(&bytes[..whole]);
        if cut && whole < bytes.len() {
            // The byte under way has some of its bits.
            let some = cells.roll().to_le_bytes()[0];
            cells.bytes[at + whole] = bytes[whole] | some;
        }
        if cut { Err(Dead) } else { Ok(()) }
    }
}
