//! How requests name shards.

use crate::{fault, limits};
use millpond_base::AccountId;
use millpond_service::Fault;

/// The number of the shard that a request names.
pub(crate) fn parse(text: &str, stream: &str, account: &AccountId) -> Result<u32, Fault> {
    index(text).ok_or_else(|| fault::no_shard(text, stream, account))
}

/// AWS takes `shardId-000000000003`, `3`, and anything before one hyphen.
fn index(text: &str) -> Option<u32> {
    let digits = text.split('-').nth(1).filter(|part| !part.is_empty()).unwrap_or(text);
    let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !all_digits {
        return None;
    }
    digits.parse().ok().filter(|index| *index <= limits::SHARD_INDEX_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shard_names_are_read_as_aws_reads_them() {
        for (text, shard) in [
            ("shardId-000000000003", Some(3)),
            ("shardId-5", Some(5)),
            ("2147483647", Some(2_147_483_647)),
            ("a-00002147483647", Some(2_147_483_647)),
            ("-00002147483647", Some(2_147_483_647)),
            ("2147483648", None),
            ("shardId-002147483648", None),
            ("ABKLFD8", None),
            ("2.14E4", None),
        ] {
            assert_eq!(index(text), shard, "{text}");
        }
    }
}
