//! An encryption context as bytes that do not depend on the order in which it was written.

use std::collections::BTreeMap;

/// The associated data of a message: count u32, then per pair, sorted by key as UTF-8 bytes, length u32 and bytes
/// of the key and of the value. Lengths make it impossible to move a character from a key to its value.
pub(super) fn canonical(context: &BTreeMap<String, String>) -> Vec<u8> {
    let mut out = length(context.len()).to_vec();
    for (key, value) in context {
        for text in [key, value] {
            out.extend_from_slice(&length(text.len()));
            out.extend_from_slice(text.as_bytes());
        }
    }
    out
}

fn length(n: usize) -> [u8; 4] {
    u32::try_from(n).expect("a request is far below 4 GiB").to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn order_does_not_matter() {
        let (ab, ba) = (context(&[("a", "1"), ("b", "2")]), context(&[("b", "2"), ("a", "1")]));

        assert_eq!(canonical(&ab), canonical(&ba));
    }

    #[test]
    fn the_bytes_are_frozen() {
        let bytes = canonical(&context(&[("k", "vv")]));

        assert_eq!(bytes, b"\0\0\0\x01\0\0\0\x01k\0\0\0\x02vv");
    }

    #[test]
    fn contexts_that_differ_only_in_where_a_key_ends_differ() {
        let all = [
            context(&[]),
            context(&[("ab", "c")]),
            context(&[("a", "bc")]),
            context(&[("A", "bc")]),
            context(&[("a", "b"), ("c", "")]),
            context(&[("", "abc")]),
            context(&[("abc", "")]),
        ];

        let mut bytes: Vec<_> = all.iter().map(canonical).collect();
        bytes.sort();
        bytes.dedup();

        assert_eq!(bytes.len(), all.len());
    }
}
