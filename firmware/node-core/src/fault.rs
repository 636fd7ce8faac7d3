//! What went wrong, counted over resets.

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The watchdog restarted the node.
    Watchdog = 0,
    /// The program panicked.
    Panic = 1,
    /// The processor faulted.
    Processor = 2,
    /// The supply fell too low.
    Brownout = 3,
    /// Flash could not be read, written or erased.
    Flash = 4,
    /// A stored reading was damaged.
    Damaged = 5,
    /// A reading had no room and was not stored.
    Full = 6,
    /// A sensor did not answer.
    Sensor = 7,
    /// A sample came too late and was left out.
    Missed = 8,
    /// The gateway was silent for long.
    Silent = 9,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Watchdog,
        Self::Panic,
        Self::Processor,
        Self::Brownout,
        Self::Flash,
        Self::Damaged,
        Self::Full,
        Self::Sensor,
        Self::Missed,
        Self::Silent,
    ];

    /// Its name in a status record.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Watchdog => "watchdog",
            Self::Panic => "panic",
            Self::Processor => "processor",
            Self::Brownout => "brownout",
            Self::Flash => "flash",
            Self::Damaged => "damaged",
            Self::Full => "full",
            Self::Sensor => "sensor",
            Self::Missed => "missed",
            Self::Silent => "silent",
        }
    }
}

/// How often each fault happened; a count stays at its highest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults(pub(crate) [u16; Fault::ALL.len()]);

impl Faults {
    /// Counts one.
    pub fn note(&mut self, fault: Fault) {
        let count = &mut self.0[fault as usize];
        *count = count.saturating_add(1);
    }

    /// How often it happened.
    #[must_use]
    pub const fn count(&self, fault: Fault) -> u16 {
        self.0[fault as usize]
    }
}
