//! How a queue on a stream behaves.

/// Where in its stream a queue begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// With the records that arrive after it was made.
    Latest,
    /// With the oldest record there is.
    TrimHorizon,
    /// With the records that arrived at a moment or later.
    AtTimestamp,
}

/// Every setting of a queue that can be changed.
///
/// # Source
/// Kinesis API Reference 2013-12-02, QueueAttributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long a received record stays hidden: 0 to 43 200 s.
    pub visibility_s: u32,
    /// A record received so often, 1 to 1 000 times, and not acknowledged is a dead letter; `None`: none ever is.
    pub receives_max: Option<u32>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { visibility_s: 30, receives_max: Some(6) }
    }
}
