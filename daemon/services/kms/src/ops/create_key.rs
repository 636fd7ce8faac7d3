//! Makes a key.

use crate::api::{self, CreateKeyInput, CreateKeyOutput};
use crate::{access, algorithm, fault, key, key_policy, tags};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyOrigin, KeySpec, KeyUsage, NewKey};

/// Tags need a permission of their own, as in AWS.
fn access(_: &Call, _: &Store, input: &CreateKeyInput) -> Vec<Access> {
    let tags = input.tags.as_deref().unwrap_or_default();
    let word = |given: &Option<String>, default: &str| [given.clone().unwrap_or_else(|| default.to_owned())];
    let bypass = input.bypass_policy_lockout_safety_check == Some(true);
    let spec = input.key_spec.as_ref().or(input.customer_master_key_spec.as_ref()).cloned();
    let access = Access::new("kms:CreateKey", "*")
        .with("kms:KeySpec", word(&spec, algorithm::SYMMETRIC_DEFAULT))
        .with("kms:KeyUsage", word(&input.key_usage, "ENCRYPT_DECRYPT"))
        .with("kms:KeyOrigin", word(&input.origin, "AWS_KMS"))
        .with("kms:MultiRegion", [(input.multi_region == Some(true)).to_string()])
        .with("kms:BypassPolicyLockoutSafetyCheck", [bypass.to_string()]);
    if tags.is_empty() {
        return vec![access];
    }
    let tagging = access::with_tags(Access::new("kms:TagResource", "*"), tags);
    vec![access::with_tags(access, tags), tagging]
}

fn run(context: &mut Context<'_>, input: &mut CreateKeyInput) -> Result<Answer<CreateKeyOutput>, Fault> {
    let (spec, usage) = kind(input)?;
    let origin = origin(input, spec)?;
    let tags = input.tags.take().unwrap_or_default();
    tags::check(&tags)?;
    let bypass = input.bypass_policy_lockout_safety_check == Some(true);
    if let Some(policy) = &input.policy {
        key_policy::check(context, policy, "*", bypass)?;
    }
    let new = NewKey {
        spec,
        usage,
        origin,
        multi_region: input.multi_region == Some(true),
        description: input.description.take().unwrap_or_default(),
        policy: input.policy.take(),
        tags: tags.into_iter().map(|tag| (tag.tag_key, tag.tag_value)).collect(),
    };
    let store = context.store;
    let key = store.keyring().create_key(new).map_err(fault::keyring)?;
    let key_metadata = Some(key::metadata(store.account().as_str(), store.region().as_str(), &key));
    Ok(Answer::Now(CreateKeyOutput { key_metadata }))
}

/// What kind of key, and what for.
fn kind(input: &CreateKeyInput) -> Result<(KeySpec, KeyUsage), Fault> {
    if input.key_spec.is_some() && input.customer_master_key_spec.is_some() {
        return Err(fault::invalid(
            "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. \
             CustomerMasterKeySpec is deprecated.",
        ));
    }
    let word = input.key_spec.as_ref().or(input.customer_master_key_spec.as_ref());
    let word = word.map_or(algorithm::SYMMETRIC_DEFAULT, String::as_str);
    let spec = KeySpec::parse(word);
    let Some(usage) = input.key_usage.as_deref() else {
        return match spec {
            Some(KeySpec::SymmetricDefault) => Ok((KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt)),
            _ => Err(fault::invalid(
                "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
            )),
        };
    };
    let Some(spec) = spec else { return Err(fault::unsupported(format!("KeySpec {word} is not supported"))) };
    let fits = KeyUsage::parse(usage).filter(|usage| spec.usages().contains(usage));
    let unfit = || fault::invalid(format!("KeyUsage {usage} is not compatible with KeySpec {word}"));
    Ok((spec, fits.ok_or_else(unfit)?))
}

fn origin(input: &CreateKeyInput, spec: KeySpec) -> Result<KeyOrigin, Fault> {
    if input.custom_key_store_id.is_some() || input.xks_key_id.is_some() {
        return Err(fault::unsupported("Custom key stores are not supported"));
    }
    let encapsulates = spec.usages().contains(&KeyUsage::EncapsulateDecapsulate);
    match input.origin.as_deref() {
        None | Some("AWS_KMS") => Ok(KeyOrigin::AwsKms),
        Some("EXTERNAL") if !encapsulates => Ok(KeyOrigin::External),
        Some("EXTERNAL") => {
            Err(fault::unsupported(format!("Origin EXTERNAL is not supported for KeySpec {}", spec.as_str())))
        }
        Some(other) => Err(fault::unsupported(format!("Origin {other} is not supported"))),
    }
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::CreateKey>(access, run)
}
