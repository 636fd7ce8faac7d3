//! Readings in flash until they are acknowledged.
//!
//! ```text
//! page:  magic 4 │ number 4 │ first index 4 │ mark 16 │ CRC-32C 4            then entries, all little-endian
//! entry: CRC-32C 4 │ length 2 │ kind 1 │ 0x5a │ index 4 │ body │ zeros to 8 B
//! mark:  index 4 │ 0 or 1: known │ zeros 3 │ sequence number 8
//! ```
//! Pages are used round and round; page `n` lies at place `n % pages`. A mark says which sequence number an index has
//! and all after it; one that is not known yet says what it will at least be, and a later mark of the same index says
//! what it is. What was acknowledged is not noted in flash: after a reset it is sent again, and the gateway
//! recognises it by its number.

use crate::CRC;
use embedded_storage::nor_flash::NorFlash;

const PAGE_MAGIC: [u8; 4] = *b"MNR1";
const PAGE_HEAD_BYTES: u32 = 32;
const ENTRY_HEAD_BYTES: usize = 12;
const ENTRY_MARK: u8 = 0x5a;
const READING: u8 = 1;
const MARK: u8 = 2;
const MARK_BYTES: usize = 16;
/// What a mark takes in a page, rounded.
const MARK_ENTRY_BYTES: u32 = 32;
/// The longest reading as the link encodes it.
///
/// Ours: it fits a frame of 256 B, the smallest that is of use.
pub const ENTRY_BODY_BYTES_MAX: usize = 180;
const ENTRY_BYTES_MAX: usize = (ENTRY_HEAD_BYTES + ENTRY_BODY_BYTES_MAX).next_multiple_of(8);

/// Why the ring did not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RingError<E> {
    /// Every page holds readings that are not acknowledged: wait, or sample less.
    Full,
    /// The reading is longer than [`ENTRY_BODY_BYTES_MAX`].
    TooLong,
    /// The flash failed.
    Flash(E),
}

impl<E> From<E> for RingError<E> {
    fn from(error: E) -> Self {
        Self::Flash(error)
    }
}

/// Which sequence number an index has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    index: u32,
    seq: u64,
    known: bool,
}

impl Mark {
    fn seq_of(&self, index: u32) -> u64 {
        self.seq + u64::from(index.saturating_sub(self.index))
    }

    fn write(&self) -> [u8; MARK_BYTES] {
        let mut out = [0; MARK_BYTES];
        out[..4].copy_from_slice(&self.index.to_le_bytes());
        out[4] = self.known.into();
        out[8..].copy_from_slice(&self.seq.to_le_bytes());
        out
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (index, rest) = bytes.split_first_chunk()?;
        let seq = rest.get(4..)?.first_chunk()?;
        let index = u32::from_le_bytes(*index);
        Some(Self { index, seq: u64::from_le_bytes(*seq), known: *rest.first()? == 1 })
    }
}

/// A place in the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    page: u32,
    at: u32,
    mark: Mark,
}

impl Place {
    const fn order(&self) -> (u32, u32) {
        (self.page, self.at)
    }
}

/// A reading of the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its index.
    pub index: u32,
    /// Its sequence number, once it has one.
    pub seq: Option<u64>,
    /// The reading as it was stored.
    pub body: &'a [u8],
}

enum Found {
    Reading { index: u32, length: usize, size: u32 },
    Mark(Mark, u32),
    Blank,
    Damaged,
}

/// What is known of a reading's number.
enum Number {
    Is(u64),
    /// It gets one with the next WELCOME.
    None,
    /// It had one, and the mark that said so is damaged: an interrupted erase, or rot.
    Lost,
}

/// The ring.
#[derive(Debug)]
pub struct Ring {
    offset: u32,
    page_bytes: u32,
    pages: u32,
    /// The oldest place that may hold a reading not acknowledged.
    head: Place,
    /// The next reading to hand out.
    cursor: Place,
    /// Where the next entry goes; its mark is the newest.
    tail: Place,
    tail_index: u32,
    /// There is a page.
    begun: bool,
    damaged: u32,
    buffer: [u8; ENTRY_BYTES_MAX],
}

impl Ring {
    /// Opens the ring of `pages` (at least 3) erase units at `offset`: finds what is there and where to go on.
    ///
    /// # Errors
    /// Flash that cannot be read.
    pub fn open<F: NorFlash>(flash: &mut F, offset: u32, pages: u32) -> Result<Self, F::Error> {
        let () = Sizes::<F>::OK;
        let page_bytes = u32::try_from(F::ERASE_SIZE).unwrap_or(u32::MAX);
        let blank = Place { page: 0, at: page_bytes, mark: Mark { index: 0, seq: 0, known: false } };
        let mut ring = Self {
            offset,
            page_bytes,
            pages,
            head: blank,
            cursor: blank,
            tail: blank,
            tail_index: 0,
            begun: false,
            damaged: 0,
            buffer: [0; ENTRY_BYTES_MAX],
        };
        let mut newest: Option<u32> = None;
        for place in 0..pages {
            let mut magic = [0; 8];
            flash.read(offset + place * page_bytes, &mut magic)?;
            let page = u32::from_le_bytes([magic[4], magic[5], magic[6], magic[7]]);
            if page % pages == place && ring.page_head(flash, page)?.is_some() {
                newest = newest.max(Some(page));
            }
        }
        let Some(newest) = newest else { return Ok(ring) };
        let mut oldest = newest;
        while newest - oldest + 1 < pages && oldest > 0 && ring.page_head(flash, oldest - 1)?.is_some() {
            oldest -= 1;
        }
        ring.begun = true;
        ring.recover(flash, oldest, newest)?;
        Ok(ring)
    }

    fn recover<F: NorFlash>(&mut self, flash: &mut F, oldest: u32, newest: u32) -> Result<(), F::Error> {
        if let Some((_, mark)) = self.page_head(flash, oldest)? {
            self.head = Place { page: oldest, at: PAGE_HEAD_BYTES, mark };
        }
        self.cursor = self.head;
        if let Some((index, mark)) = self.page_head(flash, newest)? {
            self.tail = Place { page: newest, at: PAGE_HEAD_BYTES, mark };
            self.tail_index = index;
        }
        loop {
            match self.look(flash, self.tail)? {
                Found::Reading { index, size, .. } => {
                    self.tail_index = index.wrapping_add(1);
                    self.tail.at += size;
                }
                Found::Mark(mark, size) => {
                    self.tail.mark = mark;
                    self.tail.at += size;
                }
                Found::Blank if self.is_blank(flash, self.tail)? => break,
                // A write that power cut short: nothing after it in this page.
                Found::Blank | Found::Damaged => {
                    self.damaged += 1;
                    self.tail.at = self.page_bytes;
                    break;
                }
            }
        }
        Ok(())
    }

    /// The first index and the mark of a page that is there.
    fn page_head<F: NorFlash>(&mut self, flash: &mut F, page: u32) -> Result<Option<(u32, Mark)>, F::Error> {
        let mut bytes = [0; PAGE_HEAD_BYTES as usize];
        flash.read(self.address(page, 0), &mut bytes)?;
        let word = |at: usize| bytes[at..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        let whole = bytes[..4] == PAGE_MAGIC && word(4) == page && word(28) == CRC.checksum(&bytes[..28]);
        Ok(if whole { Mark::read(&bytes[12..28]).map(|mark| (word(8), mark)) } else { None })
    }

    const fn address(&self, page: u32, at: u32) -> u32 {
        self.offset + page % self.pages * self.page_bytes + at
    }

    /// What lies at a place; a reading's body is in the buffer then.
    fn look<F: NorFlash>(&mut self, flash: &mut F, place: Place) -> Result<Found, F::Error> {
        let room = (self.page_bytes - place.at) as usize;
        if room < MARK_ENTRY_BYTES as usize / 2 {
            return Ok(Found::Blank);
        }
        let address = self.address(place.page, place.at);
        flash.read(address, &mut self.buffer[..ENTRY_HEAD_BYTES])?;
        let head: &[u8] = &self.buffer[..ENTRY_HEAD_BYTES];
        if head == [0xff; ENTRY_HEAD_BYTES] {
            return Ok(Found::Blank);
        }
        let length = usize::from(u16::from_le_bytes([head[4], head[5]]));
        let (kind, mark) = (head[6], head[7]);
        let size = (ENTRY_HEAD_BYTES + length).next_multiple_of(8);
        if mark != ENTRY_MARK || length > ENTRY_BODY_BYTES_MAX || size > room {
            return Ok(Found::Damaged);
        }
        flash.read(address, &mut self.buffer[..size])?;
        let crc = self.buffer.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        if crc != CRC.checksum(&self.buffer[4..ENTRY_HEAD_BYTES + length]) {
            return Ok(Found::Damaged);
        }
        let index = self.buffer[8..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        let body = &self.buffer[ENTRY_HEAD_BYTES..ENTRY_HEAD_BYTES + length];
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        Ok(match (kind, Mark::read(body)) {
            (READING, _) => Found::Reading { index, length, size },
            (MARK, Some(mark)) => Found::Mark(mark, size),
            _ => Found::Damaged,
        })
    }

    /// Whether nothing is written from a place to the end of its page.
    fn is_blank<F: NorFlash>(&mut self, flash: &mut F, place: Place) -> Result<bool, F::Error> {
        let mut at = place.at;
        while at < self.page_bytes {
            let count = (self.page_bytes - at).min(64);
            let bytes = &mut self.buffer[..count as usize];
            flash.read(self.offset + place.page % self.pages * self.page_bytes + at, bytes)?;
            if bytes.iter().any(|byte| *byte != 0xff) {
                return Ok(false);
            }
            at += count;
        }
        Ok(true)
    }

    /// Stores a reading, as `seq` if its number is known.
    ///
    /// # Durability
    /// Once it returns, the reading outlives a reset; until then it is there whole or not at all.
    ///
    /// # Errors
    /// See [`RingError`]; nothing is stored then.
    pub fn append<F: NorFlash>(
        &mut self,
        flash: &mut F,
        body: &[u8],
        seq: Option<u64>,
    ) -> Result<(), RingError<F::Error>> {
        if body.len() > ENTRY_BODY_BYTES_MAX {
            return Err(RingError::TooLong);
        }
        let size = u32::try_from((ENTRY_HEAD_BYTES + body.len()).next_multiple_of(8)).unwrap_or(u32::MAX);
        // Room for a mark before it, and for the one that a WELCOME brings.
        if !self.begun || self.tail.at + size + 2 * MARK_ENTRY_BYTES > self.page_bytes {
            self.new_page(flash, READING)?;
        }
        let here = self.tail.mark.seq_of(self.tail_index);
        match seq {
            Some(seq) if !self.tail.mark.known || here != seq => {
                self.write_mark(flash, Mark { index: self.tail_index, seq, known: true })?;
            }
            None if self.tail.mark.known => {
                self.write_mark(flash, Mark { index: self.tail_index, seq: here, known: false })?;
            }
            _ => {}
        }
        self.write(flash, READING, self.tail_index, body)?;
        self.tail_index = self.tail_index.wrapping_add(1);
        Ok(())
    }

    /// The gateway has accepted every number below `accepted`: readings without a number get theirs. Gives the number
    /// after the last reading.
    ///
    /// # Durability
    /// The numbers outlive a reset once it returns.
    ///
    /// # Errors
    /// See [`RingError`].
    pub fn number<F: NorFlash>(&mut self, flash: &mut F, accepted: u64) -> Result<u64, RingError<F::Error>> {
        let Mark { index, seq, known } = self.tail.mark;
        if !known && self.tail_index != index {
            self.write_mark(flash, Mark { index, seq: seq.max(accepted), known: true })?;
        }
        Ok(self.end().max(accepted))
    }

    /// The number after the last reading, at the least.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.tail.mark.seq_of(self.tail_index)
    }

    /// The lowest number that a reading without one may get.
    #[must_use]
    pub fn floor(&self) -> u64 {
        if self.tail.mark.known { self.end() } else { self.tail.mark.seq }
    }

    /// Damaged entries met since it was opened.
    #[must_use]
    pub const fn damaged(&self) -> u32 {
        self.damaged
    }

    /// Whether every reading has been handed out.
    #[must_use]
    pub fn drained(&self) -> bool {
        self.cursor.order() >= self.tail.order()
    }

    /// Whether no reading waits to be acknowledged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.head.order() >= self.tail.order()
    }

    /// The next reading that was not handed out; [`Ring::advance`] goes past it.
    ///
    /// # Errors
    /// Flash that cannot be read.
    pub fn peek<F: NorFlash>(&mut self, flash: &mut F) -> Result<Option<Entry<'_>>, F::Error> {
        let mut cursor = self.cursor;
        let (index, seq) = loop {
            let found = self.seek(flash, &mut cursor)?;
            self.cursor = cursor;
            let Some((index, size)) = found else { return Ok(None) };
            match self.number_at(flash, cursor, index)? {
                Number::Is(seq) => break (index, Some(seq)),
                Number::None => break (index, None),
                Number::Lost => {
                    self.damaged += 1;
                    cursor.at += size;
                }
            }
        };
        // Looking for the mark has used the buffer.
        Ok(match self.look(flash, cursor)? {
            Found::Reading { length, .. } => {
                Some(Entry { index, seq, body: &self.buffer[ENTRY_HEAD_BYTES..ENTRY_HEAD_BYTES + length] })
            }
            _ => None,
        })
    }

    /// Goes past the reading that [`Ring::peek`] gave.
    ///
    /// # Errors
    /// Flash that cannot be read.
    pub fn advance<F: NorFlash>(&mut self, flash: &mut F) -> Result<(), F::Error> {
        let mut cursor = self.cursor;
        if let Some((_, size)) = self.seek(flash, &mut cursor)? {
            cursor.at += size;
        }
        self.cursor = cursor;
        Ok(())
    }

    /// Everything is handed out already: what was just stored is in memory as well.
    pub const fn skip_to_tail(&mut self) {
        self.cursor = self.tail;
    }

    /// Forgets readings below `durable`, handed out or not.
    ///
    /// # Errors
    /// Flash that cannot be read.
    pub fn forget<F: NorFlash>(&mut self, flash: &mut F, durable: u64) -> Result<(), F::Error> {
        let mut head = self.head;
        loop {
            let found = self.seek(flash, &mut head)?;
            self.head = head;
            if self.cursor.order() < head.order() {
                self.cursor = head;
            }
            let Some((index, size)) = found else { return Ok(()) };
            match self.number_at(flash, head, index)? {
                Number::Is(seq) if seq < durable => {}
                Number::Lost => {}
                Number::Is(_) | Number::None => return Ok(()),
            }
            head.at += size;
        }
    }

    /// Moves a place to the reading at or after it; gives its index and size.
    fn seek<F: NorFlash>(
        &mut self,
        flash: &mut F,
        place: &mut Place,
    ) -> Result<Option<(u32, u32)>, F::Error> {
        while place.order() < self.tail.order() {
            match self.look(flash, *place)? {
                Found::Reading { index, size, .. } => return Ok(Some((index, size))),
                Found::Damaged => self.damaged += 1,
                Found::Mark(..) | Found::Blank => {}
            }
            self.pass(flash, place)?;
        }
        Ok(None)
    }

    /// The number of the reading at a place: where its mark does not know it, a later mark of the same index does.
    fn number_at<F: NorFlash>(
        &mut self,
        flash: &mut F,
        place: Place,
        index: u32,
    ) -> Result<Number, F::Error> {
        if place.mark.known {
            return Ok(Number::Is(place.mark.seq_of(index)));
        }
        if self.tail.mark == place.mark {
            return Ok(Number::None);
        }
        let tells = |mark: &Mark| mark.known && mark.index == place.mark.index;
        let mut later = place;
        while later.order() < self.tail.order() && !tells(&later.mark) {
            self.pass(flash, &mut later)?;
        }
        // Another mark follows only one that told.
        Ok(if tells(&later.mark) { Number::Is(later.mark.seq_of(index)) } else { Number::Lost })
    }

    /// Goes past whatever lies at a place.
    fn pass<F: NorFlash>(&mut self, flash: &mut F, place: &mut Place) -> Result<(), F::Error> {
        match self.look(flash, *place)? {
            Found::Reading { size, .. } => place.at += size,
            Found::Mark(mark, size) => {
                place.mark = mark;
                place.at += size;
            }
            _ if place.page == self.tail.page => *place = self.tail,
            _ => {
                let mark = self.page_head(flash, place.page + 1)?.map_or(self.tail.mark, |(_, mark)| mark);
                *place = Place { page: place.page + 1, at: PAGE_HEAD_BYTES, mark };
            }
        }
        Ok(())
    }

    fn write_mark<F: NorFlash>(&mut self, flash: &mut F, mark: Mark) -> Result<(), RingError<F::Error>> {
        if self.tail.at + MARK_ENTRY_BYTES > self.page_bytes {
            self.new_page(flash, MARK)?;
        }
        self.write(flash, MARK, mark.index, &mark.write())?;
        self.tail.mark = mark;
        Ok(())
    }

    fn write<F: NorFlash>(
        &mut self,
        flash: &mut F,
        kind: u8,
        index: u32,
        body: &[u8],
    ) -> Result<(), RingError<F::Error>> {
        let end = ENTRY_HEAD_BYTES + body.len();
        let size = end.next_multiple_of(8);
        let mut bytes = [0; ENTRY_BYTES_MAX];
        let length = u16::try_from(body.len()).map_err(|_| RingError::TooLong)?;
        bytes[4..6].copy_from_slice(&length.to_le_bytes());
        bytes[6] = kind;
        bytes[7] = ENTRY_MARK;
        bytes[8..12].copy_from_slice(&index.to_le_bytes());
        bytes[ENTRY_HEAD_BYTES..end].copy_from_slice(body);
        let crc = CRC.checksum(&bytes[4..end]);
        bytes[..4].copy_from_slice(&crc.to_le_bytes());
        let outcome = flash.write(self.address(self.tail.page, self.tail.at), &bytes[..size]);
        // After a failed write nobody knows what is there: the rest of the page is left alone.
        self.tail.at = match outcome {
            Ok(()) => self.tail.at + u32::try_from(size).unwrap_or(u32::MAX),
            Err(_) => self.page_bytes,
        };
        Ok(outcome?)
    }

    /// Begins the next page, if everything in its place is acknowledged.
    ///
    /// Readings leave the last free page alone: a WELCOME must find room for its mark even where a cut has closed a page.
    fn new_page<F: NorFlash>(&mut self, flash: &mut F, kind: u8) -> Result<(), RingError<F::Error>> {
        let page = if self.begun { self.tail.page + 1 } else { 0 };
        let spare = u32::from(kind == READING);
        if self.begun && page - self.head.page + spare >= self.pages && !self.is_empty() {
            return Err(RingError::Full);
        }
        let address = self.address(page, 0);
        flash.erase(address, address + self.page_bytes)?;
        let mut bytes = [0; PAGE_HEAD_BYTES as usize];
        bytes[..4].copy_from_slice(&PAGE_MAGIC);
        bytes[4..8].copy_from_slice(&page.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.tail_index.to_le_bytes());
        bytes[12..28].copy_from_slice(&self.tail.mark.write());
        let crc = CRC.checksum(&bytes[..28]);
        bytes[28..].copy_from_slice(&crc.to_le_bytes());
        flash.write(address, &bytes)?;
        let (empty, drained) = (self.is_empty(), self.drained());
        self.tail = Place { page, at: PAGE_HEAD_BYTES, mark: self.tail.mark };
        if empty {
            self.head = self.tail;
        }
        if drained {
            self.cursor = self.tail;
        }
        self.begun = true;
        Ok(())
    }
}

/// What the flash must be like.
struct Sizes<F>(core::marker::PhantomData<F>);

impl<F: NorFlash> Sizes<F> {
    const OK: () = assert!(
        8 % F::WRITE_SIZE == 0
            && 4 % F::READ_SIZE == 0
            && F::ERASE_SIZE.is_multiple_of(128)
            && F::ERASE_SIZE >= 512,
        "flash that is read by at most 4 B, written by at most 8 B and erased by at least 512 B"
    );
}
