//! What a node does from its start on.

use crate::board::{self, Hardware, Parts};
use crate::text::Line;
use crate::thermometer::Thermometer;
use embedded_hal::i2c::I2c;
use embedded_storage::nor_flash::NorFlash;
use millpond_link::serial::{DOWN_STUFFED_BYTES_MAX, Deframer, stuff_pieces};
use millpond_node_core::{
    Board, DeviceKey, Duty, Event, Fault, NodeCore, Sample, Settings, Task, Tuning, Value, Watchdog,
};

/// Frames that wait for their acknowledgement. Ours: what 8 KiB of RAM leave room for.
const WINDOW: usize = 4;
/// Bytes of a frame. Ours: two readings, which a line of 115,200 Bd carries in 22 ms.
const FRAME: usize = 256;
/// The node's own state goes here.
const STATUS_CHANNEL: u16 = 0;
/// The thermometer's readings go here.
const THERMOMETER_CHANNEL: u16 = 1;
/// How late a sample may be before the watchdog starves. Ours: an erase takes 85 ms, the rest is slack.
const SAMPLE_LATE_MS_MAX: u64 = 2_000;
/// How long the gateway may be silent before a restart is tried. Ours: longer than its own restart and update.
const SILENT_MS_MAX: u64 = 3_600_000;
/// How long a node that cannot work waits before it starts again. Ours: somebody can read why.
const STUCK_MS: u64 = 5_000;

/// Runs a node on its board for ever.
pub(crate) fn run<H: Hardware, F: NorFlash, I: I2c>(parts: Parts<H, F, I>) -> ! {
    let Parts { hardware, flash, i2c, ended, layout, provision } = parts;
    let mut bench = Bench { hardware, thermometer: Thermometer::new(i2c) };
    let Some(provision) = provision else {
        stuck(&mut bench.hardware, b"not provisioned", None);
    };
    let settings = Settings {
        device: provision.device,
        key: DeviceKey::new(provision.key),
        generation: provision.generation,
        tuning: Tuning::default(),
        layout,
        keep_after_ms: provision.keep_after_ms,
        duty: Duty::ALWAYS_ON,
        watchdog: Watchdog { sample_late_ms_max: SAMPLE_LATE_MS_MAX, silent_ms_max: SILENT_MS_MAX },
        tasks: [Task { channel: THERMOMETER_CHANNEL, period_ms: provision.sample_ms, phase_ms: 0 }],
        status_channel: Some(STATUS_CHANNEL),
    };
    drop(provision);
    let now_ms = bench.hardware.now_ms();
    // It stays where it is made: a move would need its room twice.
    let mut started = NodeCore::<F, WINDOW, FRAME, 1>::start(settings, flash, ended, now_ms);
    let Ok(core) = &mut started else {
        // Without a count of its starts it must not speak.
        stuck(&mut bench.hardware, b"flash fails", Some(Fault::Flash));
    };
    let boot = core.state().boots;
    bench.hardware.log(Line::new().text(b"boot").number(boot).text(b"\n").bytes());
    let mut deframer = Deframer::<DOWN_STUFFED_BYTES_MAX>::new();
    let mut said = 0;
    loop {
        let now_ms = bench.hardware.now_ms();
        let mut plan = core.step(Event::Tick, now_ms, &mut bench);
        let mut bytes = [0; 32];
        let count = bench.hardware.receive(&mut bytes);
        deframer.push(bytes.get(..count).unwrap_or_default(), |frame| {
            plan = core.step(Event::Frame(frame), now_ms, &mut bench);
        });
        let stats = core.stats();
        if stats.kept != said {
            said = stats.kept;
            let line = Line::new().text(b"kept").number(boot).number(said).number(stats.dropped);
            let line = line.number(board::stack_bytes());
            bench.hardware.log(line.text(b"\n").bytes());
        }
        if plan.feed {
            bench.hardware.feed();
        }
        if count == 0 {
            bench.hardware.sleep(plan.wake_at_ms, plan.radio);
        }
    }
}

/// Says why the node cannot work, and starts it again after a while.
fn stuck(hardware: &mut impl Hardware, why: &[u8], fault: Option<Fault>) -> ! {
    hardware.log(Line::new().text(why).text(b"\n").bytes());
    let end_ms = hardware.now_ms() + STUCK_MS;
    while hardware.now_ms() < end_ms {
        hardware.sleep(end_ms, false);
    }
    board::stop(fault);
}

/// The board as the core sees it.
struct Bench<H, I> {
    hardware: H,
    thermometer: Thermometer<I>,
}

impl<H: Hardware, I: I2c> Board for Bench<H, I> {
    fn send(&mut self, frame: &[u8]) {
        stuff_pieces(frame, |piece| self.hardware.send(piece));
    }

    fn sample(&mut self, _: u16, sample: &mut Sample) -> bool {
        let read = self.thermometer.millicelsius();
        read.is_some_and(|millicelsius| sample.add("millicelsius", Value::Int(millicelsius.into())))
    }

    /// One byte sets the board's output: 0 opens it, anything else closes it.
    fn command(&mut self, payload: &[u8]) {
        if let [on] = payload {
            self.hardware.switch(*on != 0);
        }
    }
}
