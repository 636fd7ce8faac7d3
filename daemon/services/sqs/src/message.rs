//! What a message may hold, and how it is shown.

use crate::api::{MessageAttributeValue, MessageSystemAttributeValue};
use crate::{digest, fault, limits};
use millpond_service::Fault;
use millpond_store::queue::{Attribute, AttributeValue, Outgoing, Settings};
use std::collections::BTreeMap;

/// The members that SendMessage and an entry of SendMessageBatch share.
pub(crate) struct Draft<'a> {
    pub(crate) body: &'a str,
    pub(crate) delay_s: Option<i64>,
    pub(crate) attributes: Option<&'a BTreeMap<String, MessageAttributeValue>>,
    pub(crate) system_attributes: Option<&'a BTreeMap<String, MessageSystemAttributeValue>>,
    pub(crate) dedup_id: Option<&'a str>,
    pub(crate) group: Option<&'a str>,
}

impl<'a> Draft<'a> {
    /// Bytes that count against limits: the body, and each attribute's name, type and value.
    pub(crate) fn bytes(&self) -> usize {
        let attributes = self.attributes.into_iter().flatten().map(|(name, a)| {
            let text = a.string_value.as_ref().map_or(0, String::len);
            name.len() + a.data_type.len() + text + a.binary_value.as_ref().map_or(0, Vec::len)
        });
        self.body.len() + attributes.sum::<usize>()
    }

    /// The message, if it may be sent to a queue with these settings.
    pub(crate) fn check(&self, settings: &Settings, sender_id: &'a str) -> Result<Outgoing<'a>, Fault> {
        if self.body.is_empty() {
            return Err(fault::missing("MessageBody"));
        }
        let bytes_max = settings.message_bytes_max;
        if self.bytes() > bytes_max as usize {
            return Err(fault::invalid_parameter(format!(
                "One or more parameters are invalid. Reason: Message must be shorter than {bytes_max} bytes."
            )));
        }
        if let Some(found) = self.body.chars().find(|&c| !is_allowed(c)) {
            return Err(fault::characters(found));
        }
        let attributes = user_attributes(self.attributes)?;
        let trace_header = system_attributes(self.system_attributes)?;
        check_fifo_id("MessageDeduplicationId", self.dedup_id)?;
        check_fifo_id("MessageGroupId", self.group)?;
        let delay_s = self.check_type(settings)?;
        let (group, dedup_id) = (self.group, self.dedup_id);
        Ok(Outgoing {
            body: self.body.as_bytes(),
            attributes,
            sender_id,
            group,
            dedup_id,
            delay_s,
            trace_header,
        })
    }

    /// What depends on the queue's type; gives the message's own delay.
    fn check_type(&self, settings: &Settings) -> Result<Option<u32>, Fault> {
        if let Some(delay_s) = self.delay_s.filter(|s| !limits::DELAY_S.contains(s)) {
            return Err(fault::parameter(delay_s, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900."));
        }
        if !settings.is_fifo() {
            if let Some(id) = self.dedup_id {
                let reason = "The request includes a parameter that is not valid for this queue type.";
                return Err(fault::parameter(id, "MessageDeduplicationId", reason));
            }
            return Ok(self.delay_s.and_then(|s| u32::try_from(s).ok()));
        }
        if let Some(delay_s) = self.delay_s.filter(|&s| s != 0) {
            let reason = "The request include parameter that is not valid for this queue type.";
            return Err(fault::parameter(delay_s, "DelaySeconds", reason));
        }
        if self.group.is_none() {
            return Err(fault::missing("MessageGroupId"));
        }
        if self.dedup_id.is_none() && !settings.content_dedup {
            return Err(fault::no_dedup_id());
        }
        Ok(None)
    }
}

/// The sums of a message that is sent.
pub(crate) struct Sums {
    pub(crate) body: String,
    pub(crate) attributes: Option<String>,
    pub(crate) system_attributes: Option<String>,
}

impl Sums {
    pub(crate) fn of(message: &Outgoing<'_>) -> Self {
        let system = message.trace_header.map(|header| Attribute {
            name: "AWSTraceHeader".to_owned(),
            data_type: "String".to_owned(),
            value: AttributeValue::Text(header.to_owned()),
        });
        Self {
            body: digest::of_body(message.body),
            attributes: digest::of_attributes(&message.attributes),
            system_attributes: digest::of_attributes(&system),
        }
    }
}

/// A place in a FIFO queue as AWS shows it: 20 digits that grow.
pub(crate) fn sequence_number(seq: u64) -> String {
    (10_000_000_000_000_000_000 + u128::from(seq)).to_string()
}

/// True for the characters that a message can carry: those of XML 1.0.
#[must_use]
pub const fn is_allowed(c: char) -> bool {
    matches!(c, '\u{9}' | '\u{a}' | '\u{d}' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Checks a group, deduplication or attempt id.
pub(crate) fn check_fifo_id(parameter: &str, id: Option<&str>) -> Result<(), Fault> {
    let Some(id) = id else { return Ok(()) };
    if (1..=limits::FIFO_ID_CHARS_MAX).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(());
    }
    let reason =
        format!("{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.");
    Err(fault::parameter(id, parameter, &reason))
}

fn user_attributes(given: Option<&BTreeMap<String, MessageAttributeValue>>) -> Result<Vec<Attribute>, Fault> {
    let Some(given) = given else { return Ok(Vec::new()) };
    if given.len() > limits::MESSAGE_ATTRIBUTES_MAX {
        return Err(fault::invalid_parameter(format!(
            "Number of message attributes [{}] exceeds the allowed maximum [{}].",
            given.len(),
            limits::MESSAGE_ATTRIBUTES_MAX
        )));
    }
    given.iter().map(|(name, value)| user_attribute(name, value)).collect()
}

fn user_attribute(name: &str, given: &MessageAttributeValue) -> Result<Attribute, Fault> {
    check_name(name)?;
    let lists = [given.string_list_values.is_some(), given.binary_list_values.is_some()];
    if lists.contains(&true) {
        return Err(fault::attribute_lists());
    }
    let data_type = &given.data_type;
    if data_type.len() >= limits::ATTRIBUTE_NAME_BYTES_MAX {
        return Err(fault::invalid_parameter(
            "Message (user) attribute types must be shorter than 256 Bytes",
        ));
    }
    let base = data_type.split('.').next().unwrap_or_default();
    let empty = |base: &str| {
        fault::invalid_parameter(format!(
            "Message (user) attribute '{name}' must contain a non-empty value of type '{base}'."
        ))
    };
    let value = match base {
        "String" | "Number" => {
            let text =
                given.string_value.as_ref().filter(|t| !t.is_empty()).ok_or_else(|| empty("String"))?;
            if let Some(found) = text.chars().find(|&c| !is_allowed(c)) {
                return Err(fault::invalid_parameter(fault::characters(found).message));
            }
            if base == "Number" && !is_number(text) {
                return Err(fault::invalid_parameter(format!(
                    "Can't cast the value of message (user) attribute '{name}' to a number."
                )));
            }
            AttributeValue::Text(text.clone())
        }
        "Binary" => {
            let bytes =
                given.binary_value.as_ref().filter(|b| !b.is_empty()).ok_or_else(|| empty("Binary"))?;
            AttributeValue::Bytes(bytes.clone())
        }
        "" => {
            return Err(fault::invalid_parameter(format!(
                "The message attribute '{name}' must contain a non-empty message attribute type."
            )));
        }
        _ => {
            return Err(fault::invalid_parameter(format!(
                "The type of message (user) attribute '{name}' is invalid. You must use only the following supported \
                 type prefixes: Binary, Number, String."
            )));
        }
    };
    Ok(Attribute { name: name.to_owned(), data_type: data_type.clone(), value })
}

fn check_name(name: &str) -> Result<(), Fault> {
    let text = if name.len() >= limits::ATTRIBUTE_NAME_BYTES_MAX {
        "Message (user) attribute names must be shorter than 256 Bytes"
    } else if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b)) {
        "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens \
         and underscores. "
    } else if is_reserved(name) {
        "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for \
         internal use. Additionally, they cannot start or end with '.'."
    } else {
        return Ok(());
    };
    Err(fault::invalid_parameter(text))
}

fn is_reserved(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("aws.")
        || lower.starts_with("amazon.")
        || name.starts_with('.')
        || name.ends_with('.')
        || name.contains("..")
}

/// True for a decimal number of up to 38 significant digits, with or without an exponent, between 10^-128 and 10^126.
///
/// # Source
/// SQS Developer Guide, "Amazon SQS message metadata", `Number`.
fn is_number(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, Some(0)), |(m, e)| (m, exponent(e)));
    let Some(exponent) = exponent else { return false };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let Some(zeros) = digits.bytes().position(|b| b != b'0') else { return true };
    let magnitude = whole.len().cast_signed() - zeros.cast_signed() - 1 + exponent;
    digits.trim_matches('0').len() <= limits::NUMBER_DIGITS_MAX
        && limits::NUMBER_MAGNITUDE.contains(&magnitude)
}

/// The value of an exponent of up to three digits.
fn exponent(text: &str) -> Option<isize> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// The trace header, the only system attribute that can be sent.
pub(crate) fn system_attributes(
    given: Option<&BTreeMap<String, MessageSystemAttributeValue>>,
) -> Result<Option<&str>, Fault> {
    let mut header = None;
    for (name, value) in given.into_iter().flatten() {
        if name != "AWSTraceHeader" {
            return Err(fault::invalid_parameter(format!(
                "Message system attribute name '{name}' is invalid."
            )));
        }
        let text = value.string_value.as_deref().filter(|text| !text.is_empty());
        if value.data_type != "String" || text.is_none() {
            return Err(fault::invalid_parameter(format!(
                "Message (system) attribute '{name}' must contain a non-empty value of type 'String'."
            )));
        }
        header = text;
    }
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_other_texts() {
        let (most, more) = ("9".repeat(38), "9".repeat(39));
        let good = [&format!("000{most}000"), &format!("-0.{most}"), "1e126", "1e-128", "0.01e-126", "0e999"];
        for good in ["0", "-1", "+1.5", ".5", "5.", "1e10", "-1.25E-7"].into_iter().chain(good) {
            assert!(is_number(good), "{good}");
        }
        let bad = [&more, &format!("1.{more}"), "1e127", "10e126", "1e-129", "1e0001", "1e+-1"];
        for bad in ["", "-", ".", "1.2.3", "1e", "e5", "0x10", "1 ", "NaN", "Infinity"].into_iter().chain(bad)
        {
            assert!(!is_number(bad), "{bad}");
        }
    }

    #[test]
    fn only_what_xml_carries_is_allowed() {
        for good in ['\t', '\n', '\r', ' ', 'ä', '\u{fffd}', '😀'] {
            assert!(is_allowed(good), "{good:?}");
        }
        for bad in ['\0', '\u{b}', '\u{1f}', '\u{fffe}', '\u{ffff}'] {
            assert!(!is_allowed(bad), "{bad:?}");
        }
    }
}
