//! Every decoder of Millpond as a function that takes any bytes.
//!
//! Goals: one list of targets for two callers, `cargo xtask fuzz` with libFuzzer (`libfuzzer/`), and
//! `cargo test`, which replays the kept corpus and mutations of it on a stable compiler.
//! Non-goals: what the decoders mean; that is tested where they live.
//!
//! Invariant: a target panics only when a promise is broken. Besides not panicking the promises are:
//! what has one form only is accepted in that form only, what is read can be written and read again,
//! what is authenticated opens in its genuine form only, and a log serves no record nobody wrote.

mod config;
mod flash;
mod jose;
mod link;
mod mqtt;
mod saml;
mod state;
mod upstream;
mod wire;

/// A decoder to be fed any bytes.
pub struct Target {
    /// The name of its binary in `libfuzzer` and of its folder in `corpus`.
    pub name: &'static str,
    /// Feeds it.
    pub run: fn(&[u8]),
    /// Genuine input to start from; kept in `corpus` by a test.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Mutations of each corpus file that `cargo test` tries; fewer where one run takes long.
    pub mutations: u32,
}

const QUICK: u32 = 2_000;

/// All of them.
pub const TARGETS: [Target; 43] = [
    Target { name: "config", run: config::run, seeds: config::seeds, mutations: QUICK },
    Target { name: "log_super", run: flash::super_block, seeds: flash::super_seeds, mutations: QUICK },
    Target { name: "log_footer", run: flash::footer, seeds: flash::footer_seeds, mutations: QUICK },
    Target { name: "log_segment", run: flash::segment, seeds: flash::segment_seeds, mutations: 500 },
    Target { name: "log_records", run: flash::records, seeds: flash::record_seeds, mutations: QUICK },
    Target { name: "log_open", run: flash::open, seeds: flash::open_seeds, mutations: 100 },
    Target { name: "link_body", run: link::body, seeds: link::body_seeds, mutations: QUICK },
    Target { name: "link_frames", run: link::frames, seeds: link::frame_seeds, mutations: QUICK },
    Target { name: "link_serial", run: link::serial, seeds: link::serial_seeds, mutations: QUICK },
    Target { name: "aws_json", run: wire::json, seeds: wire::json_seeds, mutations: QUICK },
    Target { name: "aws_cbor_amz", run: wire::cbor_amz, seeds: wire::cbor_amz_seeds, mutations: QUICK },
    Target { name: "aws_cbor_rpc", run: wire::cbor_rpc, seeds: wire::cbor_rpc_seeds, mutations: QUICK },
    Target { name: "aws_query", run: wire::query, seeds: wire::query_seeds, mutations: QUICK },
    Target { name: "aws_xml", run: wire::xml, seeds: wire::xml_seeds, mutations: QUICK },
    Target {
        name: "aws_eventstream",
        run: wire::event_stream,
        seeds: wire::event_stream_seeds,
        mutations: QUICK,
    },
    Target { name: "sigv4", run: wire::sigv4, seeds: wire::sigv4_seeds, mutations: QUICK },
    Target { name: "provenance", run: wire::provenance, seeds: wire::provenance_seeds, mutations: QUICK },
    Target { name: "policy", run: wire::policy, seeds: wire::policy_seeds, mutations: QUICK },
    Target { name: "queue_ack", run: state::queue_ack, seeds: state::queue_ack_seeds, mutations: QUICK },
    Target { name: "queue_envelope", run: state::envelope, seeds: state::envelope_seeds, mutations: QUICK },
    Target { name: "documents", run: state::documents, seeds: state::document_seeds, mutations: QUICK },
    Target {
        name: "kms_ciphertext",
        run: state::ciphertext,
        seeds: state::ciphertext_seeds,
        mutations: QUICK,
    },
    Target { name: "root_file", run: state::root_file, seeds: state::root_file_seeds, mutations: QUICK },
    Target { name: "session_token", run: state::session, seeds: state::session_seeds, mutations: QUICK },
    Target {
        name: "stream_journal",
        run: state::stream_journal,
        seeds: state::stream_journal_seeds,
        mutations: QUICK,
    },
    Target {
        name: "stream_receipt",
        run: state::stream_receipt,
        seeds: state::stream_receipt_seeds,
        mutations: QUICK,
    },
    Target { name: "receipt_handle", run: state::receipt, seeds: state::receipt_seeds, mutations: QUICK },
    Target {
        name: "stream_token",
        run: state::stream_token,
        seeds: state::stream_token_seeds,
        mutations: QUICK,
    },
    Target { name: "table_record", run: state::table, seeds: state::table_seeds, mutations: QUICK },
    Target { name: "metric_record", run: state::metric, seeds: state::metric_seeds, mutations: QUICK },
    Target { name: "expression", run: wire::expression, seeds: wire::expression_seeds, mutations: QUICK },
    Target { name: "saml_response", run: saml::response, seeds: saml::response_seeds, mutations: QUICK },
    Target { name: "saml_metadata", run: saml::metadata, seeds: saml::metadata_seeds, mutations: QUICK },
    Target { name: "gzip", run: wire::gzip, seeds: wire::gzip_seeds, mutations: QUICK },
    Target { name: "modbus", run: link::modbus, seeds: link::modbus_seeds, mutations: QUICK },
    Target { name: "reading", run: link::reading_json, seeds: link::reading_seeds, mutations: QUICK },
    Target { name: "mqtt_packet", run: mqtt::packet, seeds: mqtt::packet_seeds, mutations: QUICK },
    Target { name: "mqtt_session", run: mqtt::session, seeds: mqtt::session_seeds, mutations: QUICK },
    Target { name: "jose", run: jose::run, seeds: jose::seeds, mutations: QUICK },
    Target { name: "packed", run: upstream::packed, seeds: upstream::packed_seeds, mutations: QUICK },
    Target { name: "broker", run: upstream::broker, seeds: upstream::broker_seeds, mutations: QUICK },
    Target { name: "template", run: upstream::template, seeds: upstream::template_seeds, mutations: QUICK },
    Target { name: "issued", run: upstream::issued, seeds: upstream::issued_seeds, mutations: QUICK },
];

/// Feeds the target of this name.
///
/// # Panics
/// When a promise is broken, or there is no such target.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target is in the list").run)(bytes);
}

/// Bytes read off the front of an input, zeros once it has ended.
struct Feed<'a>(&'a [u8]);

impl<'a> Feed<'a> {
    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    fn short(&mut self) -> u16 {
        u16::from(self.byte()) | u16::from(self.byte()) << 8
    }

    /// Up to so many bytes.
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }
}

/// Bytes of lines of hexadecimal digits.
fn unhex(text: &str) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let digits: Vec<u32> = text.as_bytes().iter().filter_map(digit).collect();
    digits.chunks_exact(2).filter_map(|pair| u8::try_from(pair[0] << 4 | pair[1]).ok()).collect()
}
