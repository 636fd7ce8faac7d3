//! docs/format/log-v1.md is written from the declarations of the format.

use std::fmt::Write;
use std::path::Path;

use super::block::{BLOCK_BYTES, PAYLOAD_BYTES, Trailer};
use super::footer::{FooterChunk, FooterEpoch, FooterHead, FooterHeader};
use super::frame::FrameHeader;
use super::superblock::SuperBlock;
use super::{ChunkHeader, Field};
use crate::index::{ENTRY_BYTES, RUN_BYTES};
use crate::seal::{ENVELOPE_BYTES, TAG_BYTES};

fn table(fields: &[Field]) -> String {
    let mut text = String::from("| at | bytes | field | meaning |\n|---|---|---|---|\n");
    let mut at = 0;
    for field in fields {
        writeln!(text, "| {at} | {} | `{}` {} | {} |", field.bytes, field.name, field.kind, field.meaning)
            .unwrap();
        at += field.bytes;
    }
    writeln!(text, "\n{at} bytes in all.").unwrap();
    text
}

fn document() -> String {
    let mut text = include_str!("document.md").to_owned();
    let tables = [
        ("{super}", table(SuperBlock::FIELDS)),
        ("{trailer}", table(Trailer::FIELDS)),
        ("{frame}", table(FrameHeader::FIELDS)),
        ("{chunk}", table(ChunkHeader::FIELDS)),
        ("{footer}", table(FooterHeader::FIELDS)),
        ("{footer_epoch}", table(FooterEpoch::FIELDS)),
        ("{footer_chunk}", table(FooterChunk::FIELDS)),
        ("{footer_head}", table(FooterHead::FIELDS)),
        ("{block_bytes}", BLOCK_BYTES.to_string()),
        ("{payload_bytes}", PAYLOAD_BYTES.to_string()),
        ("{tag_bytes}", TAG_BYTES.to_string()),
        ("{entry_bytes}", ENTRY_BYTES.to_string()),
        ("{run_bytes}", RUN_BYTES.to_string()),
        ("{envelope_bytes}", ENVELOPE_BYTES.to_string()),
    ];
    for (mark, content) in tables {
        assert!(text.contains(mark), "{mark} is not in document.md");
        text = text.replace(mark, content.trim_end());
    }
    text
}

#[test]
fn the_format_document_says_what_the_code_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format/log-v1.md");
    super::golden::compare(&path, &document());
}
