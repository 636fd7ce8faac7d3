//! Aliases, tags, descriptions, policies and custom key stores.

use super::*;
use crate::api::{
    ConnectCustomKeyStore, ConnectCustomKeyStoreInput, CreateCustomKeyStore, CreateCustomKeyStoreInput,
    DeleteAlias, DeleteAliasInput, DescribeCustomKeyStores, DescribeCustomKeyStoresInput, GetKeyPolicy,
    GetKeyPolicyInput, ListKeyPolicies, ListKeyPoliciesInput, ListResourceTags, ListResourceTagsInput,
    PutKeyPolicy, PutKeyPolicyInput, TagResource, TagResourceInput, UntagResource, UntagResourceInput,
    UpdateAlias, UpdateAliasInput, UpdateKeyDescription, UpdateKeyDescriptionInput,
};

fn tag(key: &str, value: &str) -> Tag {
    Tag { tag_key: key.to_owned(), tag_value: value.to_owned() }
}

#[test]
fn an_alias_is_led_to_a_key_like_the_first_and_forgotten() {
    let rig = Rig::new();
    let (old, new, other) = (rig.key(), rig.key(), rig.key_of("ECC_NIST_P256", "SIGN_VERIFY"));
    rig.alias("alias/x", &old.key_id);
    let to = |name: &str, key: &str| UpdateAliasInput {
        alias_name: name.to_owned(),
        target_key_id: key.to_owned(),
    };
    let forget = || DeleteAliasInput { alias_name: "alias/x".to_owned() };

    rig.call::<UpdateAlias>(to("alias/x", &new.key_id)).unwrap();
    assert_eq!(rig.shown("alias/x").key_id, new.key_id);
    assert_eq!(rig.refused::<UpdateAlias>(to("alias/x", &other.key_id)).0, "ValidationException");
    let gone =
        ("NotFoundException", "Alias arn:aws:kms:us-east-1:000000000000:alias/y is not found.".to_owned());
    assert_eq!(rig.refused::<UpdateAlias>(to("alias/y", &new.key_id)), gone);
    assert_eq!(rig.access::<DeleteAlias>(forget())[1].1, new.arn.unwrap());
    rig.call::<DeleteAlias>(forget()).unwrap();

    assert_eq!(rig.refused::<DeleteAlias>(forget()).0, "NotFoundException");
    let managed = DeleteAliasInput { alias_name: "alias/aws/sqs".to_owned() };
    assert_eq!(rig.refused::<DeleteAlias>(managed).0, "NotAuthorizedException");
}

#[test]
fn tags_are_set_listed_and_removed() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let set = |tags: Vec<Tag>| TagResourceInput { key_id: key.clone(), tags };
    let listed = || {
        let input = ListResourceTagsInput { key_id: key.clone(), ..ListResourceTagsInput::default() };
        let tags = rig.call::<ListResourceTags>(input).unwrap().tags.unwrap();
        tags.into_iter().map(|tag| tag.tag_key + "=" + &tag.tag_value).collect::<Vec<_>>()
    };

    rig.call::<TagResource>(set(vec![tag("b", "1"), tag("a", "2")])).unwrap();
    rig.call::<TagResource>(set(vec![tag("b", "3")])).unwrap();

    assert_eq!(listed(), ["a=2", "b=3"]);
    let many = (0..49).map(|n| tag(&n.to_string(), "")).collect();
    assert_eq!(rig.refused::<TagResource>(set(many)), ("TagException", "Too many tags".to_owned()));
    assert_eq!(rig.refused::<TagResource>(set(vec![tag("aws:x", "")])).0, "TagException");
    let remove =
        UntagResourceInput { key_id: key.clone(), tag_keys: vec!["b".to_owned(), "none".to_owned()] };
    rig.call::<UntagResource>(remove).unwrap();
    assert_eq!(listed(), ["a=2"]);
}

#[test]
fn what_is_said_of_a_key_again_and_again_takes_no_room() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    for n in 0..700 {
        let description = format!("{n}{}", "x".repeat(8_000));
        let input = UpdateKeyDescriptionInput { key_id: key.clone(), description };
        rig.call::<UpdateKeyDescription>(input).unwrap();
    }

    assert!(rig.shown(&key).description.unwrap().starts_with("699x"));
}

#[test]
fn the_policy_of_a_key_is_told_and_changed() {
    let rig = Rig::new();
    let key = rig.key().key_id;
    let told =
        |name: Option<&str>| GetKeyPolicyInput { key_id: key.clone(), policy_name: name.map(str::to_owned) };
    let default = rig.call::<GetKeyPolicy>(told(None)).unwrap();
    assert!(default.policy.unwrap().contains("arn:aws:iam::000000000000:root"));
    assert_eq!(default.policy_name.as_deref(), Some("default"));
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{ROOT_MAY_ALL}]}}"#);
    let put = |policy: &str| PutKeyPolicyInput {
        key_id: key.clone(),
        policy: policy.to_owned(),
        ..PutKeyPolicyInput::default()
    };

    rig.call::<PutKeyPolicy>(put(&policy)).unwrap();

    assert_eq!(rig.call::<GetKeyPolicy>(told(Some("default"))).unwrap().policy, Some(policy));
    assert_eq!(rig.refused::<PutKeyPolicy>(put("{}")).0, "MalformedPolicyDocumentException");
    let other = ("NotFoundException", "No such policy exists".to_owned());
    assert_eq!(rig.refused::<GetKeyPolicy>(told(Some("x"))), other);
    let input = ListKeyPoliciesInput { key_id: key.clone(), ..ListKeyPoliciesInput::default() };
    assert_eq!(rig.call::<ListKeyPolicies>(input).unwrap().policy_names.unwrap(), ["default"]);
}

#[test]
fn there_are_no_custom_key_stores_and_none_can_be_made() {
    let rig = Rig::new();
    let none = rig.call::<DescribeCustomKeyStores>(DescribeCustomKeyStoresInput::default()).unwrap();
    assert_eq!((none.custom_key_stores.unwrap().len(), none.truncated), (0, Some(false)));
    let connect = ConnectCustomKeyStoreInput { custom_key_store_id: "cks-1".to_owned() };
    assert_eq!(rig.refused::<ConnectCustomKeyStore>(connect).0, "CustomKeyStoreNotFoundException");
    let make = |kind: Option<&str>| CreateCustomKeyStoreInput {
        custom_key_store_name: "n".to_owned(),
        custom_key_store_type: kind.map(str::to_owned),
        ..CreateCustomKeyStoreInput::default()
    };
    assert_eq!(rig.refused::<CreateCustomKeyStore>(make(None)).0, "CloudHsmClusterNotFoundException");
    let external = rig.refused::<CreateCustomKeyStore>(make(Some("EXTERNAL_KEY_STORE")));
    assert_eq!(external.0, "XksProxyUriUnreachableException");
}
