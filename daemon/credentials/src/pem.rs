//! PEM: what stands between `-----BEGIN` and `-----END`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// One block: its label and its bytes, wiped when dropped.
pub(crate) struct Block {
    pub(crate) label: String,
    pub(crate) der: Zeroizing<Vec<u8>>,
}

/// The blocks of a PEM file, in its order. What stands around them is ignored; a block that is broken ends the list with
/// `None`.
pub(crate) fn blocks(text: &[u8]) -> impl Iterator<Item = Option<Block>> {
    let mut lines = text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    std::iter::from_fn(move || {
        let label = lines.find_map(|line| line.strip_prefix(b"-----BEGIN ")?.strip_suffix(b"-----"))?;
        Some(block(label, &mut lines))
    })
}

fn block<'a>(label: &[u8], lines: &mut impl Iterator<Item = &'a [u8]>) -> Option<Block> {
    let mut body = Zeroizing::new(Vec::with_capacity(4_096));
    loop {
        let line = lines.next()?;
        if line.starts_with(b"-----END ") {
            break;
        }
        // Older keys have headers, as in "Proc-Type: 4,ENCRYPTED": those are not base64 and cannot be used.
        body.extend_from_slice(line);
    }
    let der = Zeroizing::new(STANDARD.decode(&body[..]).ok()?);
    Some(Block { label: String::from_utf8_lossy(label).into_owned(), der })
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_are_found_among_other_text() {
        let text =
            b"Bag Attributes\n-----BEGIN CERTIFICATE-----\r\nAQID\r\nBA==\r\n-----END CERTIFICATE-----\nx\n\
                     -----BEGIN PRIVATE KEY-----\nBQ==\n-----END PRIVATE KEY-----";

        let found: Vec<_> = blocks(text).map(|block| block.map(|b| (b.label, b.der.to_vec()))).collect();

        let expected =
            [("CERTIFICATE".to_owned(), vec![1, 2, 3, 4]), ("PRIVATE KEY".to_owned(), vec![5])].map(Some);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_broken_block_is_none() {
        for text in [&b"-----BEGIN X-----\n***\n-----END X-----"[..], b"-----BEGIN X-----\nAQID\n"] {
            assert!(matches!(blocks(text).next(), Some(None)));
        }
        assert!(blocks(b"").next().is_none());
    }
}
