//! What a board is: time, two lines of bytes, an output and a watchdog behind [`Hardware`]; flash and I2C behind the
//! traits that drivers have already.

#[cfg(feature = "mps2-an385")]
mod mps2_an385;
#[cfg(feature = "nrf52840")]
mod nrf52840;

#[cfg(feature = "mps2-an385")]
use mps2_an385 as chosen;
#[cfg(feature = "nrf52840")]
use nrf52840 as chosen;

use cortex_m_rt::{ExceptionFrame, entry, exception};
use millpond_node_core::{Fault, Layout, PROVISION_BYTES, Provision};

/// The block that `cargo xtask firmware --provision` writes into the image. As it is built, it holds no key.
#[unsafe(link_section = ".provision")]
#[used]
static PROVISION: [u8; PROVISION_BYTES] = [0xff; PROVISION_BYTES];

/// What the program asks of a board besides flash and I2C.
pub(crate) trait Hardware {
    /// Milliseconds since the start; asked at least once a minute.
    fn now_ms(&mut self) -> u64;

    /// Sleeps until a byte may have come over the link, at the latest until `until_ms`. The link is off if `link` is false.
    fn sleep(&mut self, until_ms: u64, link: bool);

    /// Takes bytes that came over the link; gives how many.
    fn receive(&mut self, bytes: &mut [u8]) -> usize;

    /// Sends bytes over the link and returns once they are on their way.
    fn send(&mut self, bytes: &[u8]);

    /// Says something to whoever listens at the second line.
    fn log(&mut self, line: &[u8]);

    /// Sets the output.
    fn switch(&mut self, on: bool);

    /// Feeds the watchdog.
    fn feed(&mut self);
}

/// A board that has just started.
pub(crate) struct Parts<H, F, I> {
    pub(crate) hardware: H,
    pub(crate) flash: F,
    /// The bus with the sensors.
    pub(crate) i2c: I,
    /// Why the last life ended, if that was not a plain start.
    pub(crate) ended: Option<Fault>,
    /// Where the node's storage lies in `flash`.
    pub(crate) layout: Layout,
    /// Who the node is, if somebody has said so.
    pub(crate) provision: Option<Provision>,
}

/// Notes a fault, if there is one, where the next start finds it, and starts again.
pub(crate) fn stop(fault: Option<Fault>) -> ! {
    chosen::stop(fault)
}

/// The most bytes of stack that were in use since the start: what the start painted and nobody wrote over is left.
pub(crate) fn stack_bytes() -> u32 {
    unsafe extern "C" {
        static _stack_start: u32;
        static _stack_end: u32;
    }
    let (top, mut at) = (&raw const _stack_start, &raw const _stack_end);
    // SAFETY: the linker puts both around the stack, whose words may be read at any time.
    while at < top && unsafe { at.read_volatile() } == cortex_m_rt::STACK_PAINT_VALUE {
        at = at.wrapping_add(1);
    }
    (top as u32).wrapping_sub(at as u32)
}

/// Who the node is.
fn provision() -> Option<Provision> {
    // What was patched into the image, which the compiler does not know.
    Provision::read(core::hint::black_box(&PROVISION))
}

/// A fault's number as `stop` noted it.
fn fault_of(number: u32) -> Option<Fault> {
    Fault::ALL.into_iter().find(|fault| *fault as u32 == number)
}

#[entry]
fn main() -> ! {
    crate::app::run(chosen::start())
}

/// Bus, memory and usage faults all end here.
#[exception]
unsafe fn HardFault(_: &ExceptionFrame) -> ! {
    stop(Some(Fault::Processor))
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    stop(Some(Fault::Panic))
}
