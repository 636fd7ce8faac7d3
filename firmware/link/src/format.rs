//! Every number of the wire format, version 1. docs/format/link-v1.md is generated from the tables here.

/// The first two bytes of a frame.
pub const MAGIC: [u8; 2] = *b"ML";
/// The version this crate speaks.
pub const VERSION: u8 = 1;
/// Bytes of the header.
pub const HEADER_BYTES: usize = 20;
/// Bytes of a node's or a gateway's session nonce.
pub const NONCE_BYTES: usize = 16;
/// Bytes of the Poly1305 tag, and of the tag over a HELLO or a RESET.
pub const TAG_BYTES: usize = 16;
/// Bytes of the CRC-32C at the end.
pub const CRC_BYTES: usize = 4;
/// What surrounds a sealed body.
pub const OVERHEAD_BYTES: usize = HEADER_BYTES + TAG_BYTES + CRC_BYTES;
/// The longest frame.
///
/// # Source
/// RFC 8200 section 5: every IPv6 link carries 1280 bytes; less 40 of IPv6 and 8 of UDP header.
pub const FRAME_BYTES_MAX: usize = 1280 - 40 - 8;
/// The shortest frame: a RESET.
pub const FRAME_BYTES_MIN: usize = OVERHEAD_BYTES;
/// The longest frame after byte stuffing, with its closing zero.
pub const STUFFED_BYTES_MAX: usize = cobs::max_encoding_length(FRAME_BYTES_MAX) + 1;
/// What a DATA body needs besides its readings: a map of four, two positions, an array head and a command's number.
pub const DATA_HEAD_BYTES: usize = 1 + (1 + 9) + (1 + 9) + (1 + 3) + (1 + 9);
/// The longest payload of one reading. A round number that fits a frame with a key of full length.
pub const PAYLOAD_BYTES_MAX: usize = 1024;
/// The longest partition key of one reading. Keeps the largest reading inside one frame.
pub const KEY_BYTES_MAX: usize = 64;
/// The longest payload of a command. Ours: a node with little memory takes it from the stack of its receiver.
pub const COMMAND_BYTES_MAX: usize = 192;
/// The longest frame from the gateway to a node: a COMMAND.
pub const DOWN_BYTES_MAX: usize = OVERHEAD_BYTES + 1 + (1 + 9) + (1 + 2) + COMMAND_BYTES_MAX;
/// A reading's bytes besides payload and key: map, channel, two heads, uptime.
pub const READING_HEAD_BYTES: usize = 1 + (1 + 3) + (1 + 3) + (1 + 2) + (1 + 9);
/// The most readings in one frame. Keeps one frame's share of the window at a quarter.
pub const READINGS_MAX: u16 = 64;
/// How many sequence numbers beyond the durable position may be under way; one bit each in an ACK.
pub const WINDOW_SEQS: u64 = 256;
/// Bytes of a full ACK bitmap.
pub const BITMAP_BYTES: usize = 32;

const _: () = {
    assert!(BITMAP_BYTES as u64 * 8 == WINDOW_SEQS);
    assert!(
        OVERHEAD_BYTES + DATA_HEAD_BYTES + READING_HEAD_BYTES + PAYLOAD_BYTES_MAX + KEY_BYTES_MAX
            <= FRAME_BYTES_MAX,
        "the largest reading fits a frame"
    );
    assert!(READINGS_MAX as u64 * 4 <= WINDOW_SEQS);
    let mut at = 0;
    let mut n = 0;
    while n < HEADER.len() {
        assert!(HEADER[n].offset == at, "the header has no holes");
        at += HEADER[n].bytes;
        n += 1;
    }
    assert!(at == HEADER_BYTES);
};

/// A run of bytes in the header.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name.
    pub name: &'static str,
    /// Bytes before it.
    pub offset: usize,
    /// Its length.
    pub bytes: usize,
    /// What it holds.
    pub holds: &'static str,
}

/// The header, in order. Integers are big-endian.
pub const HEADER: [Field; 6] = [
    Field { name: "magic", offset: 0, bytes: 2, holds: "`ML`" },
    Field { name: "version", offset: 2, bytes: 1, holds: "1" },
    Field { name: "kind", offset: 3, bytes: 1, holds: "the message, see below" },
    Field { name: "device", offset: 4, bytes: 8, holds: "the node's number, given by the site" },
    Field {
        name: "session",
        offset: 12,
        bytes: 4,
        holds: "first four bytes of the gateway nonce; 0 in HELLO",
    },
    Field {
        name: "counter",
        offset: 16,
        bytes: 4,
        holds: "frames sent before in this session and direction, resends counted; 0 in HELLO",
    },
];

/// What a frame says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Node to gateway: wants a session.
    Hello = 1,
    /// Gateway to node: a session, and where to go on.
    Welcome = 2,
    /// Node to gateway: readings.
    Data = 3,
    /// Gateway to node: what is durable and what has arrived.
    Ack = 4,
    /// Gateway to node: not now.
    Busy = 5,
    /// Gateway to node: the session is not known here.
    Reset = 6,
    /// Gateway to node: do this.
    Command = 7,
    /// Gateway to node: use this key from now on.
    Rekey = 8,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Hello,
        Self::Welcome,
        Self::Data,
        Self::Ack,
        Self::Busy,
        Self::Reset,
        Self::Command,
        Self::Rekey,
    ];

    pub(crate) const fn parse(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Hello),
            2 => Some(Self::Welcome),
            3 => Some(Self::Data),
            4 => Some(Self::Ack),
            5 => Some(Self::Busy),
            6 => Some(Self::Reset),
            7 => Some(Self::Command),
            8 => Some(Self::Rekey),
            _ => None,
        }
    }

    /// Bytes between the header and the body that are authenticated and not sealed.
    #[must_use]
    pub const fn clear_bytes(self) -> usize {
        match self {
            Self::Welcome => NONCE_BYTES,
            _ => 0,
        }
    }
}

/// An entry of a body's CBOR map.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The body it belongs to.
    pub body: &'static str,
    /// Its integer key.
    pub key: u8,
    /// Its CBOR type.
    pub cbor: &'static str,
    /// What it holds.
    pub holds: &'static str,
}

macro_rules! entries {
    ($($(#[$doc:meta])* $id:ident = $body:literal $key:literal $cbor:literal $holds:literal;)*) => {
        $($(#[$doc])* pub const $id: u8 = $key;)*
        /// Every body entry. Keys ascend; a reader skips keys it does not know, after those it does.
        pub const ENTRIES: &[Entry] =
            &[$(Entry { body: $body, key: $key, cbor: $cbor, holds: $holds }),*];
    };
}

entries! {
    /// HELLO: node nonce.
    HELLO_NONCE = "HELLO" 0 "bytes(16)" "the node's session nonce";
    /// HELLO: key generation.
    HELLO_GENERATION = "HELLO" 1 "uint32" "generation of the device key";
    /// WELCOME: durable position.
    WELCOME_DURABLE = "WELCOME" 0 "uint" "every sequence number below is durable: forget those readings";
    /// WELCOME: accepted position.
    WELCOME_ACCEPTED = "WELCOME" 1 "uint" "number new readings from here, unless your own count is ahead";
    /// WELCOME: wall clock.
    WELCOME_WALL = "WELCOME" 2 "uint, optional" "the gateway's wall clock, milliseconds since 1970 UTC";
    /// WELCOME: whether the wall clock is trusted.
    WELCOME_WALL_TRUSTED = "WELCOME" 3 "bool, with 2" "false while the gateway has evidence that its clock is wrong";
    /// DATA: first reading.
    DATA_FIRST = "DATA" 0 "uint" "sequence number of the first reading; the others follow without gaps";
    /// DATA: oldest unacknowledged.
    DATA_OLDEST = "DATA" 1 "uint" "the node holds nothing below: lower numbers will never come";
    /// DATA: readings.
    DATA_READINGS = "DATA" 2 "array" "0 to 64 readings, each a map as below";
    /// DATA: command done.
    DATA_DONE = "DATA" 3 "uint, optional" "number of the COMMAND that is done";
    /// Reading: channel.
    READING_CHANNEL = "reading" 0 "uint16" "channel of the node; the gateway's config maps it to a stream or queue";
    /// Reading: payload.
    READING_PAYLOAD = "reading" 1 "bytes(0..1024)" "payload, stored as it is";
    /// Reading: partition key.
    READING_KEY = "reading" 2 "text(1..64), optional" "partition key or message group";
    /// Reading: uptime.
    READING_UPTIME = "reading" 3 "uint, optional" "milliseconds since the node started, when the reading was taken";
    /// ACK: durable position.
    ACK_DURABLE = "ACK" 0 "uint" "every sequence number below is durable: forget those readings";
    /// ACK: bitmap.
    ACK_BITMAP = "ACK" 1 "bytes(1..32), optional" "bit n (lowest bit first): number durable + n has arrived but is not durable yet: keep it, do not resend it";
    /// ACK: wall clock.
    ACK_WALL = "ACK" 2 "uint, optional" "as in WELCOME";
    /// ACK: whether the wall clock is trusted.
    ACK_WALL_TRUSTED = "ACK" 3 "bool, with 2" "as in WELCOME";
    /// BUSY: durable position.
    BUSY_DURABLE = "BUSY" 0 "uint" "as in ACK";
    /// BUSY: pause.
    BUSY_RETRY_MS = "BUSY" 1 "uint32" "send nothing for so many milliseconds";
    /// BUSY: reason.
    BUSY_REASON = "BUSY" 2 "uint8" "1 the gateway is catching up, 2 the target refuses, 3 the store is full";
    /// COMMAND: number.
    COMMAND_ID = "COMMAND" 0 "uint" "which command; the same number is the same command, to be done once";
    /// COMMAND: payload.
    COMMAND_PAYLOAD = "COMMAND" 1 "bytes(0..192)" "what to do, as the site and the node agreed";
    /// REKEY: generation.
    REKEY_GENERATION = "REKEY" 0 "uint32" "generation of the new device key, above the present one";
    /// REKEY: key.
    REKEY_KEY = "REKEY" 1 "bytes(32)" "the new device key: keep it, then say HELLO with it";
}
