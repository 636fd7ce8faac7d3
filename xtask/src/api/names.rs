//! Names of generated items.

/// `StreamARN` becomes `stream_arn`, `MD5OfBody` `md5_of_body`, `SizeInKiB` `size_in_kib`.
pub(super) fn snake(name: &str) -> String {
    let name = name.replace("ARNs", "Arns").replace("KiB", "Kib").replace("MiB", "Mib");
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (i, &c) in letters.iter().enumerate() {
        if starts_word(&letters, i) && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    }
    snake
}

fn starts_word(letters: &[char], i: usize) -> bool {
    if i == 0 || !letters[i].is_ascii_uppercase() {
        return false;
    }
    let after_word = !letters[i - 1].is_ascii_uppercase();
    let before_word = letters.get(i + 1).is_some_and(char::is_ascii_lowercase);
    after_word || before_word
}

/// A field: snake case, raw when it is a keyword.
pub(super) fn field(name: &str) -> String {
    let snake = snake(name);
    match snake.as_str() {
        "type" | "ref" | "match" | "use" | "move" | "where" | "in" | "loop" | "static" | "enum" => {
            format!("r#{snake}")
        }
        _ => snake,
    }
}

/// A static: `PutRecordsInput` becomes `PUT_RECORDS_INPUT`.
pub(super) fn constant(name: &str) -> String {
    snake(name).to_ascii_uppercase()
}

/// A type: `accessKeyIdType` becomes `AccessKeyIdType`.
pub(super) fn camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::{camel, constant, field, snake};

    #[test]
    fn names_keep_their_words() {
        let pairs = [
            ("StreamARN", "stream_arn"),
            ("KMSKeyId", "kms_key_id"),
            ("MD5OfMessageBody", "md5_of_message_body"),
            ("QueueOwnerAWSAccountId", "queue_owner_aws_account_id"),
            ("MaxRecordSizeInKiB", "max_record_size_in_kib"),
            ("PolicyARNs", "policy_arns"),
            ("SSEDescription", "sse_description"),
        ];

        for (name, expected) in pairs {
            assert_eq!(snake(name), expected);
        }
    }

    #[test]
    fn a_keyword_becomes_a_raw_field() {
        assert_eq!(field("Type"), "r#type");
    }

    #[test]
    fn types_and_statics_follow_rust() {
        assert_eq!(camel("accessKeyIdType"), "AccessKeyIdType");
        assert_eq!(constant("accessKeyIdType"), "ACCESS_KEY_ID_TYPE");
    }
}
