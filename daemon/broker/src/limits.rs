//! What is bounded, and what is counted.

/// Bounds. Each is checked where something would grow past it, and the client is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Sessions, connected or not.
    pub sessions_max: usize,
    /// Subscriptions of all sessions.
    pub subscriptions_max: usize,
    /// Subscriptions of one session.
    pub session_subscriptions_max: usize,
    /// Retained messages.
    pub retained_max: usize,
    /// Bytes of all retained messages with their topics.
    pub retained_bytes_max: usize,
    /// Messages on their way to one client before it has acknowledged the first: 1 to 1,024.
    pub in_flight_max: u16,
    /// Messages taken from one client before the first is acknowledged.
    pub receive_max: u16,
    /// Bytes of one packet.
    pub packet_bytes_max: u32,
    /// Bytes of messages that wait in memory for one client whose session ends with its connection.
    pub waiting_bytes_max: usize,
    /// Seconds a session may outlast its connection.
    pub expiry_s_max: u32,
    /// Seconds of silence a client may ask for; 0 of its own is not changed in version 3.1.1.
    pub keep_alive_s_max: u16,
    /// Aliases of topics of one connection.
    pub alias_max: u16,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions_max: 10_000,
            subscriptions_max: 50_000,
            session_subscriptions_max: 64,
            retained_max: 10_000,
            retained_bytes_max: 1 << 20,
            in_flight_max: 64,
            receive_max: 256,
            packet_bytes_max: 256 << 10,
            waiting_bytes_max: 256 << 10,
            expiry_s_max: 7 * 86_400,
            keep_alive_s_max: 3_600,
            alias_max: 16,
        }
    }
}

/// What has happened since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Messages that clients published.
    pub received: u64,
    /// Messages sent to clients.
    pub sent: u64,
    /// Messages that were refused.
    pub refused: u64,
    /// Messages of quality of service 0 that a slow client did not get.
    pub dropped: u64,
    /// Messages that sessions will not get because retention let go of them.
    pub lost: u64,
    /// Messages too long for whom they were for.
    pub too_long: u64,
    /// Messages that the receiver's policies did not let through.
    pub withheld: u64,
    /// Clients that were closed because they read too slowly.
    pub closed_slow: u64,
}
