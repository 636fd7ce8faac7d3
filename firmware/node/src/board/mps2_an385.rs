//! ARM's MPS2 board with a Cortex-M3 (application note AN385), as QEMU emulates it: `-M mps2-an385`.
//!
//! It stands for a chip, and where it has no such part it stands in honestly: flash is a part of the PSRAM that behaves like NOR flash, bits that
//! are only cleared and times of nRF52840's included, so that a reset falls into the middle of a write. QEMU keeps that memory over a reset, and over
//! its own death if it is a file. The receiver's interrupt takes bytes as they come, as the UART holds one.

use super::{Hardware, Parts, fault_of, provision};
use core::ptr::{read_volatile, write_volatile};
use core::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use cortex_m::peripheral::syst::SystClkSource;
use cortex_m::peripheral::{NVIC, SCB};
use cortex_m_rt::exception;
use embedded_hal::i2c::{ErrorKind, ErrorType, I2c, NoAcknowledgeSource, Operation};
use embedded_storage::nor_flash::{NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash};
use millpond_node_core::{Fault, Layout};

/// The clock of processor and peripherals. AN385, section 3.
const HZ: u32 = 25_000_000;
const BAUD: u32 = 115_200;

// AN385, table 3-1.
const TIMER: usize = 0x4000_0000;
const LINK: usize = 0x4000_4000;
const LOG: usize = 0x4000_5000;
const WATCHDOG: usize = 0x4000_8000;
const LEDS: usize = 0x4002_8000;
const I2C: usize = 0x4002_a000;
const PSRAM: usize = 0x2100_0000;

// The UART of the Cortex-M System Design Kit (ARM DDI 0479), section 4.3.
const UART_STATE: usize = 0x04;
const UART_FULL: u32 = 1;
const UART_RECEIVED: u32 = 2;
const UART_CONTROL: usize = 0x08;
const UART_INTERRUPTS: usize = 0x0c;
const UART_DIVIDER: usize = 0x10;
/// The interrupt of the link's receiver.
const LINK_IRQ: i16 = 0;

const TIMER_VALUE: usize = 0x04;
const TIMER_RELOAD: usize = 0x08;

const WATCHDOG_CONTROL: usize = 0x08;
const WATCHDOG_CLEAR: usize = 0x0c;
const WATCHDOG_LOCK: usize = 0xc00;
const WATCHDOG_KEY: u32 = 0x1acc_e551;
const WATCHDOG_S: u32 = 8;

fn read(address: usize) -> u32 {
    // SAFETY: every caller names a register of this board, which may be read at any time.
    unsafe { read_volatile(address as *const u32) }
}

fn write(address: usize, value: u32) {
    // SAFETY: every caller names a register of this board that changes no memory.
    unsafe { write_volatile(address as *mut u32, value) }
}

/// Why the last life ended: a mark and the number of the fault. Nobody clears it at the start.
#[unsafe(link_section = ".uninit.ended")]
static ENDED: AtomicU32 = AtomicU32::new(0);
const ENDED_MARK: u32 = 0x4d50_0000;

pub(super) fn stop(fault: Option<Fault>) -> ! {
    if let Some(fault) = fault {
        ENDED.store(ENDED_MARK | fault as u32, Ordering::Relaxed);
    }
    SCB::sys_reset()
}

pub(super) fn start() -> Parts<Mps2, Psram, Sbcon> {
    let ended = ENDED.swap(0, Ordering::Relaxed);
    let ended = (ended & 0xffff_0000 == ENDED_MARK).then(|| fault_of(ended & 0xffff)).flatten();
    write(TIMER + TIMER_RELOAD, u32::MAX);
    write(TIMER, 1);
    for uart in [LINK, LOG] {
        write(uart + UART_DIVIDER, HZ / BAUD);
        // Transmitter, receiver, and the receiver's interrupt.
        write(uart + UART_CONTROL, if uart == LINK { 0b1011 } else { 0b1 });
    }
    write(WATCHDOG + WATCHDOG_LOCK, WATCHDOG_KEY);
    write(WATCHDOG, WATCHDOG_S * HZ);
    // The first time it runs out it interrupts, the second time it resets.
    write(WATCHDOG + WATCHDOG_CONTROL, 0b11);
    // SAFETY: nobody else has them.
    let mut core = unsafe { cortex_m::Peripherals::steal() };
    core.SYST.set_clock_source(SystClkSource::Core);
    core.SYST.set_reload(HZ / 1000 - 1);
    core.SYST.clear_current();
    core.SYST.enable_counter();
    core.SYST.enable_interrupt();
    // SAFETY: its handler is below.
    unsafe { NVIC::unmask(Irq(LINK_IRQ as u16)) };
    Parts {
        hardware: Mps2 { ms: 0, rest: 0, last: read(TIMER + TIMER_VALUE) },
        flash: Psram,
        i2c: Sbcon,
        ended,
        layout: Layout { diary: 0, ring: 2 * PAGE_BYTES as u32, ring_pages: PAGES as u32 - 2 },
        provision: provision(),
    }
}

#[derive(Clone, Copy)]
struct Irq(u16);

// SAFETY: the number is that of an interrupt of this board.
unsafe impl cortex_m::interrupt::InterruptNumber for Irq {
    fn number(self) -> u16 {
        self.0
    }
}

/// Bytes that the receiver's interrupt took; a power of two.
const RECEIVED_BYTES: usize = 64;
static RECEIVED: [AtomicU8; RECEIVED_BYTES] = [const { AtomicU8::new(0) }; RECEIVED_BYTES];
static RECEIVED_END: AtomicU32 = AtomicU32::new(0);
static RECEIVED_FROM: AtomicU32 = AtomicU32::new(0);

/// Ends the sleep, so that time is looked at.
#[exception]
fn SysTick() {}

/// The watchdog ran out once.
#[exception]
unsafe fn NonMaskableInt() -> ! {
    stop(Some(Fault::Watchdog))
}

/// The link's receiver has a byte. One that comes when nobody took 64 is lost, as on any line.
#[exception]
unsafe fn DefaultHandler(irq: i16) {
    if irq != LINK_IRQ {
        stop(Some(Fault::Processor));
    }
    write(LINK + UART_INTERRUPTS, 0b10);
    while read(LINK + UART_STATE) & UART_RECEIVED != 0 {
        let byte = read(LINK) as u8;
        let end = RECEIVED_END.load(Ordering::Relaxed);
        let held = end.wrapping_sub(RECEIVED_FROM.load(Ordering::Acquire)) as usize;
        if held < RECEIVED_BYTES {
            RECEIVED[end as usize % RECEIVED_BYTES].store(byte, Ordering::Relaxed);
            RECEIVED_END.store(end.wrapping_add(1), Ordering::Release);
        }
    }
}

/// The board's small parts.
pub(super) struct Mps2 {
    ms: u64,
    /// Ticks beyond `ms`.
    rest: u32,
    /// What the timer, which counts down, showed last.
    last: u32,
}

impl Hardware for Mps2 {
    fn now_ms(&mut self) -> u64 {
        let now = read(TIMER + TIMER_VALUE);
        // The timer wraps after 171 s; the watchdog is fed more often.
        let passed = self.last.wrapping_sub(now);
        self.last = now;
        let (whole, rest) = (passed / (HZ / 1000), self.rest + passed % (HZ / 1000));
        let more = u32::from(rest >= HZ / 1000);
        self.ms += u64::from(whole + more);
        self.rest = rest - more * (HZ / 1000);
        self.ms
    }

    fn sleep(&mut self, until_ms: u64, link: bool) {
        write(LINK + UART_CONTROL, if link { 0b1011 } else { 0b1 });
        let is_empty = || RECEIVED_FROM.load(Ordering::Relaxed) == RECEIVED_END.load(Ordering::Acquire);
        while self.now_ms() < until_ms && is_empty() {
            cortex_m::asm::wfi();
        }
    }

    fn receive(&mut self, bytes: &mut [u8]) -> usize {
        let mut count = 0;
        for to in bytes {
            let from = RECEIVED_FROM.load(Ordering::Relaxed);
            if from == RECEIVED_END.load(Ordering::Acquire) {
                break;
            }
            *to = RECEIVED[from as usize % RECEIVED_BYTES].load(Ordering::Relaxed);
            RECEIVED_FROM.store(from.wrapping_add(1), Ordering::Release);
            count += 1;
        }
        count
    }

    fn send(&mut self, bytes: &[u8]) {
        put(LINK, bytes);
    }

    fn log(&mut self, line: &[u8]) {
        put(LOG, line);
    }

    fn switch(&mut self, on: bool) {
        write(LEDS, on.into());
    }

    fn feed(&mut self) {
        write(WATCHDOG + WATCHDOG_CLEAR, 1);
    }
}

fn put(uart: usize, bytes: &[u8]) {
    for byte in bytes {
        while read(uart + UART_STATE) & UART_FULL != 0 {}
        write(uart, u32::from(*byte));
    }
}

const PAGE_BYTES: usize = 4096;
const PAGES: usize = 64;
/// nRF52840 product specification 1.8, section 6.28: a word, and a page.
const WORD_US: u32 = 41;
const ERASE_US: u32 = 85_000;

/// 256 KiB of the PSRAM as NOR flash.
pub(super) struct Psram;

impl Psram {
    fn slot(at: u32) -> *mut u32 {
        // `check_*` has seen to it that this lies within.
        (PSRAM + at as usize) as *mut u32
    }

    /// Until so much time has passed.
    fn pass(us: u32) {
        let from = read(TIMER + TIMER_VALUE);
        while from.wrapping_sub(read(TIMER + TIMER_VALUE)) < us * (HZ / 1_000_000) {}
    }
}

/// What was asked for lies outside, or is not aligned.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outside;

impl NorFlashError for Outside {
    fn kind(&self) -> NorFlashErrorKind {
        NorFlashErrorKind::OutOfBounds
    }
}

fn check(from: u32, bytes: usize, unit: usize) -> Result<(), Outside> {
    let fits = (from as usize).checked_add(bytes).is_some_and(|end| end <= PAGES * PAGE_BYTES);
    let aligned = from as usize % unit == 0 && bytes % unit == 0;
    if fits && aligned { Ok(()) } else { Err(Outside) }
}

impl embedded_storage::nor_flash::ErrorType for Psram {
    type Error = Outside;
}

impl ReadNorFlash for Psram {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Outside> {
        check(offset, bytes.len(), 1)?;
        for (to, at) in bytes.iter_mut().zip(offset as usize..) {
            // SAFETY: within the PSRAM, which nothing else uses.
            *to = unsafe { read_volatile((PSRAM + at) as *const u8) };
        }
        Ok(())
    }

    fn capacity(&self) -> usize {
        PAGES * PAGE_BYTES
    }
}

impl NorFlash for Psram {
    const WRITE_SIZE: usize = 4;
    const ERASE_SIZE: usize = PAGE_BYTES;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Outside> {
        check(from, to.saturating_sub(from) as usize, PAGE_BYTES)?;
        let words = (from..to).step_by(4);
        for at in words {
            Self::pass(ERASE_US / (PAGE_BYTES as u32 / 4));
            // SAFETY: within the PSRAM, which nothing else uses.
            unsafe { write_volatile(Self::slot(at), u32::MAX) };
        }
        Ok(())
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Outside> {
        check(offset, bytes.len(), 4)?;
        for (word, at) in bytes.as_chunks::<4>().0.iter().zip((offset..).step_by(4)) {
            Self::pass(WORD_US);
            // SAFETY: within the PSRAM, which nothing else uses.
            unsafe {
                // Writing clears bits and never sets one.
                let old = read_volatile(Self::slot(at));
                write_volatile(Self::slot(at), old & u32::from_le_bytes(*word));
            }
        }
        Ok(())
    }
}

/// ARM's SBCon: two wires, each set and cleared by hand.
pub(super) struct Sbcon;

const SCL: u32 = 1;
const SDA: u32 = 2;
/// A quarter of a bit at 100 kHz.
const QUARTER: u32 = HZ / 400_000;

#[derive(Clone, Copy, Debug)]
pub(super) struct NoAcknowledge(NoAcknowledgeSource);

impl embedded_hal::i2c::Error for NoAcknowledge {
    fn kind(&self) -> ErrorKind {
        ErrorKind::NoAcknowledge(self.0)
    }
}

impl ErrorType for Sbcon {
    type Error = NoAcknowledge;
}

impl Sbcon {
    fn set(wires: u32) {
        write(I2C, wires);
        cortex_m::asm::delay(QUARTER);
    }

    fn clear(wires: u32) {
        write(I2C + 4, wires);
        cortex_m::asm::delay(QUARTER);
    }

    /// A start, or one more without a stop.
    fn begin() {
        Self::set(SDA);
        Self::set(SCL);
        Self::clear(SDA);
        Self::clear(SCL);
    }

    fn end() {
        Self::clear(SDA);
        Self::set(SCL);
        Self::set(SDA);
    }

    /// One bit out, and what the wire showed.
    fn bit(out: bool) -> bool {
        if out {
            Self::set(SDA)
        } else {
            Self::clear(SDA)
        }
        Self::set(SCL);
        let seen = read(I2C) & SDA != 0;
        Self::clear(SCL);
        seen
    }

    fn put(byte: u8, source: NoAcknowledgeSource) -> Result<(), NoAcknowledge> {
        for n in (0..8).rev() {
            Self::bit(byte >> n & 1 != 0);
        }
        if Self::bit(true) { Err(NoAcknowledge(source)) } else { Ok(()) }
    }

    fn take(is_last: bool) -> u8 {
        let byte = (0..8).fold(0, |byte, _| byte << 1 | u8::from(Self::bit(true)));
        Self::bit(is_last);
        byte
    }

    fn perform(address: u8, operations: &mut [Operation<'_>]) -> Result<(), NoAcknowledge> {
        let count = operations.len();
        let mut before = None;
        for at in 0..count {
            let goes_on = matches!(operations.get(at + 1), Some(Operation::Read(_)));
            let Some(operation) = operations.get_mut(at) else { break };
            let reads = matches!(operation, Operation::Read(_));
            if before != Some(reads) {
                // Operations of one direction follow each other without another start.
                Self::begin();
                Self::put(address << 1 | u8::from(reads), NoAcknowledgeSource::Address)?;
                before = Some(reads);
            }
            match operation {
                Operation::Write(bytes) => {
                    for byte in bytes.iter() {
                        Self::put(*byte, NoAcknowledgeSource::Data)?;
                    }
                }
                Operation::Read(bytes) => {
                    let mut left = bytes.len();
                    for byte in bytes.iter_mut() {
                        left -= 1;
                        *byte = Self::take(left == 0 && !goes_on);
                    }
                }
            }
        }
        Ok(())
    }
}

impl I2c for Sbcon {
    fn transaction(&mut self, address: u8, operations: &mut [Operation<'_>]) -> Result<(), NoAcknowledge> {
        let outcome = Self::perform(address, operations);
        Self::end();
        outcome
    }
}
