//! A thermometer of the LM75 family (TMP105, TMP102, LM75B and others) over embedded-hal.

use embedded_hal::i2c::I2c;

/// TMP105 datasheet (SBOS648): with A0 to A2 at ground.
const ADDRESS: u8 = 0x48;
/// Register 0: the temperature in 1/256 °C, high byte first.
const TEMPERATURE: u8 = 0;
/// Register 1 with 12 bits of resolution: bits 5 and 6.
const TWELVE_BITS: [u8; 2] = [1, 0x60];

/// The thermometer.
pub(crate) struct Thermometer<I> {
    i2c: I,
    set: bool,
}

impl<I: I2c> Thermometer<I> {
    /// It is set at the first reading.
    pub(crate) const fn new(i2c: I) -> Self {
        Self { i2c, set: false }
    }

    /// Thousandths of a degree Celsius; `None` when it does not answer. Then it is set anew the next time, as it may
    /// have lost its supply.
    pub(crate) fn millicelsius(&mut self) -> Option<i32> {
        let mut raw = [0; 2];
        if !self.set {
            self.set = self.i2c.write(ADDRESS, &TWELVE_BITS).is_ok();
        }
        self.set = self.set && self.i2c.write_read(ADDRESS, &[TEMPERATURE], &mut raw).is_ok();
        self.set.then(|| (i32::from(i16::from_be_bytes(raw)) * 1000) >> 8)
    }
}
