//! Log lines without `core::fmt`, of which a single number takes 1.4 KB.

/// A line of at most `BYTES` bytes; what does not fit is left out.
pub(crate) struct Line {
    bytes: [u8; Self::BYTES],
    end: usize,
}

impl Line {
    const BYTES: usize = 48;

    /// Nothing yet.
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; Self::BYTES], end: 0 }
    }

    /// Adds text.
    pub(crate) fn text(mut self, text: &[u8]) -> Self {
        for byte in text {
            if let Some(to) = self.bytes.get_mut(self.end) {
                *to = *byte;
                self.end += 1;
            }
        }
        self
    }

    /// Adds a space and a number.
    pub(crate) fn number(self, mut number: u32) -> Self {
        let mut digits = [b' '; 11];
        let mut from = digits.len();
        loop {
            from -= 1;
            // A u32 has ten digits, so the first place stays a space.
            if let Some(digit) = digits.get_mut(from) {
                *digit = b'0' + (number % 10) as u8;
            }
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.text(digits.get(from - 1..).unwrap_or_default())
    }

    /// The line with its end.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.end).unwrap_or_default()
    }
}
