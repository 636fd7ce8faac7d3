//! docs/format/link-v1.md says what the constants say. `UPDATE_GOLDEN=1` writes it anew.

use millpond_link::format::{
    CRC_BYTES, ENTRIES, FRAME_BYTES_MAX, HEADER, HEADER_BYTES, KEY_BYTES_MAX, Kind, NONCE_BYTES,
    PAYLOAD_BYTES_MAX, READINGS_MAX, STUFFED_BYTES_MAX, TAG_BYTES, WINDOW_SEQS,
};
use std::fmt::Write;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/format/link-v1.md");

/// The crate's documentation is the prose of the page, so that it is written once.
const SOURCE: &str = include_str!("../../src/lib.rs");

fn page() -> String {
    let mut page = String::from(
        "<!-- Generated from firmware/link by its tests; UPDATE_GOLDEN=1 writes it anew. -->\n\n",
    );
    for line in SOURCE.lines().map_while(|line| line.strip_prefix("//!")) {
        writeln!(page, "{}", line.strip_prefix(' ').unwrap_or(line)).unwrap();
    }
    let page =
        page.replace("\n# ", "\n## ").replacen("Sensor link v1: ", "# Sensor link, version 1\n\nIt says ", 1);
    page + &tables()
}

fn tables() -> String {
    let mut text = format!(
        "\n## Header, {HEADER_BYTES} bytes, big-endian\n\n| offset | bytes | field | holds |\n|---|---|---|---|\n"
    );
    for field in HEADER {
        writeln!(text, "| {} | {} | {} | {} |", field.offset, field.bytes, field.name, field.holds).unwrap();
    }
    text.push_str("\n## Kinds\n\n| kind | message | clear bytes after the header |\n|---|---|---|\n");
    for kind in Kind::ALL {
        let name = format!("{kind:?}").to_uppercase();
        writeln!(text, "| {} | {name} | {} |", kind as u8, kind.clear_bytes()).unwrap();
    }
    text.push_str(
        "\n## Bodies: CBOR maps with integer keys\n\n| body | key | type | holds |\n|---|---|---|---|\n",
    );
    for entry in ENTRIES {
        writeln!(text, "| {} | {} | {} | {} |", entry.body, entry.key, entry.cbor, entry.holds).unwrap();
    }
    write!(
        text,
        "\n## Limits\n\n| what | value |\n|---|---|\n\
         | frame | at most {FRAME_BYTES_MAX} B; {STUFFED_BYTES_MAX} B with stuffing and closing zero on a serial line |\n\
         | payload of a reading | at most {PAYLOAD_BYTES_MAX} B |\n\
         | partition key of a reading | at most {KEY_BYTES_MAX} B |\n\
         | readings in a frame | at most {READINGS_MAX} |\n\
         | sequence numbers under way | at most {WINDOW_SEQS} beyond the durable position |\n\
         | session nonce, tag, checksum | {NONCE_BYTES} B, {TAG_BYTES} B, {CRC_BYTES} B |\n"
    )
    .unwrap();
    text
}

#[test]
fn the_page_says_what_the_constants_say() {
    let wanted = page();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(PAGE, &wanted).unwrap();
    }

    let found = std::fs::read_to_string(PAGE).unwrap_or_default();

    assert!(found == wanted, "docs/format/link-v1.md is out of date; run with UPDATE_GOLDEN=1");
}
