//! The MD5 sums that clients check.

use md5::{Digest, Md5};
use millpond_base::hex;
use millpond_store::queue::{Attribute, AttributeValue};

/// The sum of a body, in hexadecimal digits.
pub(crate) fn of_body(body: &[u8]) -> String {
    hex(&Md5::digest(body))
}

/// The sum of attributes sorted by name; `None` when there are none.
///
/// # Source
/// SQS Developer Guide, "Calculating the MD5 message digest for message attributes": for each attribute the name, the
/// type, a byte 1 or 2 and the value, each with its length before it as u32 big-endian.
pub(crate) fn of_attributes<'a>(attributes: impl IntoIterator<Item = &'a Attribute>) -> Option<String> {
    let mut sum = Md5::new();
    let mut some = false;
    for attribute in attributes {
        some = true;
        part(&mut sum, attribute.name.as_bytes());
        part(&mut sum, attribute.data_type.as_bytes());
        match &attribute.value {
            AttributeValue::Text(text) => {
                sum.update([1]);
                part(&mut sum, text.as_bytes());
            }
            AttributeValue::Bytes(bytes) => {
                sum.update([2]);
                part(&mut sum, bytes);
            }
        }
    }
    some.then(|| hex(&sum.finalize()))
}

fn part(sum: &mut Md5, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).expect("a message is at most 1 MiB");
    sum.update(length.to_be_bytes());
    sum.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, data_type: &str, value: &str) -> Attribute {
        Attribute {
            name: name.into(),
            data_type: data_type.into(),
            value: AttributeValue::Text(value.into()),
        }
    }

    #[test]
    fn bodies_sum_up_as_aws_reported() {
        assert_eq!(of_body(b"msg"), "6e2baaf3b97dbeef01c0043275f9a0e7");
        assert_eq!(of_body(b"message-body-1"), "19c9e282d65f9733bc6b35d50062c7ee");
    }

    #[test]
    fn attributes_sum_up_as_aws_reported() {
        let all = [
            text("General", "String", "Kenobi"),
            text("Hello", "String", "There"),
            text("Help.Me", "String", "Me"),
        ];

        assert_eq!(of_attributes(&all).unwrap(), "4c360f3fdafd970e05fae2f149d997f5");
        assert_eq!(of_attributes(&all[..2]).unwrap(), "fca026605781cb4126a1e9044df24232");
        assert_eq!(of_attributes(&all[1..2]).unwrap(), "a311262e065454b75da111d535b8dacd");
        assert_eq!(of_attributes(&all[1..]).unwrap(), "83fee93c1bcd8b9a5a923ffacdc636c7");
        assert_eq!(
            of_attributes(&[text("Foo", "String", "Bar")]).unwrap(),
            "ae7155c6026991b6d54b11589678bf9c"
        );
        assert_eq!(of_attributes(&[]), None);
    }

    #[test]
    fn binary_attributes_sum_up_as_aws_reported() {
        let value = b"traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01".to_vec();
        let attribute = Attribute {
            name: "attr1".into(),
            data_type: "Binary".into(),
            value: AttributeValue::Bytes(value),
        };

        assert_eq!(of_attributes(&[attribute]).unwrap(), "8cbe4db156db8a94db8b801b7addb984");
    }
}
