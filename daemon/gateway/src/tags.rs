//! The tags a request brings, which conditions may ask for whatever the operation.

use millpond_aws::Value;
use millpond_aws::schema::{Kind, Operation, Shape};

/// Tags that a request sets, and the keys of tags that it names.
#[derive(Debug, Default)]
pub(crate) struct RequestTags {
    set: Vec<(String, String)>,
    keys: Vec<String>,
}

impl RequestTags {
    /// Finds them in an input: a list of pairs or a map called `Tags`, or a list of keys called `TagKeys`.
    pub(crate) fn of(operation: &Operation, input: &Value) -> Self {
        let mut tags = Self::default();
        let (Kind::Structure(members), Value::Struct(slots)) = (&operation.input.kind, input) else {
            return tags;
        };
        for (member, slot) in members.iter().zip(slots) {
            if member.name.eq_ignore_ascii_case("tags") {
                tags.read(member.shape, slot);
            } else if member.name.eq_ignore_ascii_case("tagkeys")
                && let Value::List(keys) = slot
            {
                tags.keys.extend(keys.iter().filter_map(text));
            }
        }
        tags
    }

    fn read(&mut self, shape: &Shape, slot: &Value) {
        match (slot, &shape.kind) {
            (Value::Map(entries), _) => {
                let pair = |(key, value): &(String, Value)| Some((key.clone(), text(value)?));
                self.set.extend(entries.iter().filter_map(pair));
            }
            (Value::List(items), Kind::List { member, .. }) => {
                let Kind::Structure(members) = &member.kind else { return };
                let at = |ends: &str| members.iter().position(|m| m.name.to_lowercase().ends_with(ends));
                let (Some(key), Some(value)) = (at("key"), at("value")) else { return };
                let pair = |item: &Value| match item {
                    Value::Struct(slots) => {
                        Some((text(slots.get(key)?)?, slots.get(value).and_then(text).unwrap_or_default()))
                    }
                    _ => None,
                };
                self.set.extend(items.iter().filter_map(pair));
            }
            _ => {}
        }
    }

    /// The condition keys about tags.
    ///
    /// # Source
    /// IAM user guide, "AWS global condition context keys": aws:RequestTag, aws:TagKeys.
    pub(crate) fn key(&self, name: &str) -> Option<Vec<String>> {
        if name == "aws:tagkeys" {
            let all: Vec<String> = self.set.iter().map(|(key, _)| key).chain(&self.keys).cloned().collect();
            return (!all.is_empty()).then_some(all);
        }
        let tag = name.strip_prefix("aws:requesttag/")?;
        self.set.iter().find(|(key, _)| key.to_lowercase() == tag).map(|(_, value)| vec![value.clone()])
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_tag_is_passed_over() {
        let tags = RequestTags { set: vec![("Team".into(), "a".into())], keys: vec!["old".into()] };

        assert_eq!(tags.key("aws:requesttag/team"), Some(vec!["a".into()]));
        assert_eq!(tags.key("aws:requesttag/site"), None);
        assert_eq!(tags.key("aws:tagkeys"), Some(vec!["Team".into(), "old".into()]));
        assert_eq!(RequestTags::default().key("aws:tagkeys"), None);
        assert_eq!(tags.key("aws:sourceip"), None);
    }
}
