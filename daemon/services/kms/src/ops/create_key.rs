//! Makes a symmetric key.

use crate::api::{self, CreateKeyInput, CreateKeyOutput, Tag, error};
use crate::{fault, key, key_policy, limits};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::NewKey;
use std::collections::BTreeSet;

/// Tags need a permission of their own, as in AWS.
fn access(_: &Call, _: &Store, input: &CreateKeyInput) -> Vec<Access> {
    let mut accesses = vec![Access::new("kms:CreateKey", "*")];
    if input.tags.as_ref().is_some_and(|tags| !tags.is_empty()) {
        accesses.push(Access::new("kms:TagResource", "*"));
    }
    accesses
}

fn run(context: &mut Context<'_>, input: &mut CreateKeyInput) -> Result<Answer<CreateKeyOutput>, Fault> {
    check_kind(input)?;
    check_origin(input)?;
    let tags = input.tags.take().unwrap_or_default();
    check_tags(&tags)?;
    let account = context.store.account();
    let bypass = input.bypass_policy_lockout_safety_check == Some(true);
    if let Some(policy) = &input.policy {
        key_policy::check(policy, account, bypass)?;
    }
    let new = NewKey {
        description: input.description.take().unwrap_or_default(),
        policy: input.policy.take(),
        tags: tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect(),
    };
    let key = context.store.keyring().create_key(new).map_err(fault::keyring)?;
    let key_metadata = Some(key::metadata(account.as_str(), &key));
    Ok(Answer::Now(CreateKeyOutput { key_metadata }))
}

fn check_kind(input: &CreateKeyInput) -> Result<(), Fault> {
    if input.key_spec.is_some() && input.customer_master_key_spec.is_some() {
        return Err(fault::invalid(
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. \
             CustomerMasterKeySpec is deprecated.",
        ));
    }
    let spec = input.key_spec.as_ref().or(input.customer_master_key_spec.as_ref());
    let spec = spec.map_or(key::SYMMETRIC_DEFAULT, String::as_str);
    match (spec, input.key_usage.as_deref()) {
        (key::SYMMETRIC_DEFAULT, None | Some("ENCRYPT_DECRYPT")) => Ok(()),
        (key::SYMMETRIC_DEFAULT, Some(usage)) => {
            Err(fault::invalid(format!("KeyUsage {usage} is not compatible with KeySpec {spec}")))
        }
        (_, None) => Err(fault::invalid(
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
        )),
        (_, Some(_)) => Err(fault::unsupported(format!("KeySpec {spec} is not supported"))),
    }
}

fn check_origin(input: &CreateKeyInput) -> Result<(), Fault> {
    if let Some(origin) = input.origin.as_deref().filter(|origin| *origin != "AWS_KMS") {
        return Err(fault::unsupported(format!("Origin {origin} is not supported")));
    }
    if input.custom_key_store_id.is_some() || input.xks_key_id.is_some() {
        return Err(fault::unsupported("Custom key stores are not supported"));
    }
    if input.multi_region == Some(true) {
        return Err(fault::unsupported("Multi-Region keys are not supported"));
    }
    Ok(())
}

fn check_tags(tags: &[Tag]) -> Result<(), Fault> {
    let refuse = |text| Err(Fault::of(&error::TAG_EXCEPTION, text));
    if tags.iter().map(|tag| &tag.tag_key).collect::<BTreeSet<_>>().len() < tags.len() {
        return refuse("Duplicate tag keys");
    }
    if tags.len() > limits::TAGS_MAX {
        return refuse("Too many tags");
    }
    if tags.iter().any(|tag| tag.tag_key.to_lowercase().starts_with("aws:")) {
        return refuse("Tags beginning with aws: are reserved");
    }
    Ok(())
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateKey>(access, run)
}
