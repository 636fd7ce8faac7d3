//! Takes the key material that someone brings.

use crate::api::{self, ImportKeyMaterialInput, ImportKeyMaterialOutput};
use crate::{access, fault, key, limits};
use millpond_base::WallMs;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyOrigin, KeySpec, KeyState, KmsKey, NewMaterial};

const ACTION: &str = "kms:ImportKeyMaterial";

fn access(_: &Call, store: &Store, input: &ImportKeyMaterialInput) -> Vec<Access> {
    let model = input.expiration_model.as_deref().unwrap_or(EXPIRES);
    let access = access::on(store, ACTION, &input.key_id).with("kms:ExpirationModel", [model.to_owned()]);
    let until = input.valid_to.and_then(|at| u64::try_from(at).ok()).map(|at| WallMs(at).to_iso8601());
    vec![access::with_word(access, "kms:ValidTo", until.as_deref())]
}

fn run(
    context: &mut Context<'_>,
    input: &mut ImportKeyMaterialInput,
) -> Result<Answer<ImportKeyMaterialOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_origin(&key, KeyOrigin::External)?;
    if key.state() == KeyState::PendingDeletion {
        return Err(fault::pending_deletion(key.arn()));
    }
    check_names(&key, input)?;
    let new = NewMaterial {
        is_new: input.import_type.as_deref().map(|word| word == "NEW_KEY_MATERIAL"),
        id: input.key_material_id.take(),
        description: input.key_material_description.take(),
        expires: expires(context, input)?,
    };
    let (token, wrapped) = (&input.import_token, &input.encrypted_key_material);
    let imported = context.store.keyring().import(key.id(), token, wrapped, &new, context.now);
    let (key, material) = imported.map_err(|cause| fault::import(cause, key.arn()))?;
    let symmetric = key.spec() == KeySpec::SymmetricDefault;
    Ok(Answer::Now(ImportKeyMaterialOutput {
        key_id: Some(key.arn().to_owned()),
        key_material_id: symmetric.then(|| material.to_string()),
    }))
}

/// Only symmetric keys have several materials, and names for them.
fn check_names(key: &KmsKey, input: &ImportKeyMaterialInput) -> Result<(), Fault> {
    let given = [&input.import_type, &input.key_material_description, &input.key_material_id]
        .iter()
        .any(|n| n.is_some());
    if given && key.spec() != KeySpec::SymmetricDefault {
        return Err(fault::invalid(
            "ImportType, KeyMaterialDescription and KeyMaterialId are only supported for symmetric encryption keys.",
        ));
    }
    if input.key_material_id.is_some() && input.import_type.as_deref() == Some("NEW_KEY_MATERIAL") {
        return Err(fault::invalid("You cannot specify a KeyMaterialId with ImportType NEW_KEY_MATERIAL."));
    }
    Ok(())
}

fn expires(context: &Context<'_>, input: &ImportKeyMaterialInput) -> Result<Option<WallMs>, Fault> {
    let expires = input.expiration_model.as_deref().unwrap_or(EXPIRES) == EXPIRES;
    match (expires, input.valid_to) {
        (false, None) => Ok(None),
        (true, None) => {
            Err(fault::invalid("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES"))
        }
        (false, Some(_)) => Err(fault::invalid(
            "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE",
        )),
        (true, Some(at)) => {
            let now = context.now.wall.0;
            let at = u64::try_from(at).unwrap_or_default();
            if at <= now || at - now > limits::VALID_DAYS_MAX * DAY_MS {
                return Err(fault::invalid("The validTo date must be in the future and within 365 days"));
            }
            Ok(Some(WallMs(at)))
        }
    }
}

const EXPIRES: &str = "KEY_MATERIAL_EXPIRES";
const DAY_MS: u64 = 86_400_000;

pub(crate) fn handler() -> Handler {
    Handler::new::<api::ImportKeyMaterial>(access, run)
}
