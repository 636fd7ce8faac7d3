//! Lets go of key material that someone brought.

use crate::api::{self, DeleteImportedKeyMaterialInput, DeleteImportedKeyMaterialOutput};
use crate::{access, fault, key};
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;
use millpond_store::keyring::{KeyOrigin, KeyringError};

const ACTION: &str = "kms:DeleteImportedKeyMaterial";

fn access(_: &Call, store: &Store, input: &DeleteImportedKeyMaterialInput) -> Vec<Access> {
    vec![access::on(store, ACTION, &input.key_id)]
}

fn run(
    context: &mut Context<'_>,
    input: &mut DeleteImportedKeyMaterialInput,
) -> Result<Answer<DeleteImportedKeyMaterialOutput>, Fault> {
    let key = key::changeable(context, &input.key_id, ACTION)?;
    key::check_origin(&key, KeyOrigin::External)?;
    let deleted = context.store.keyring().delete_material(key.id(), input.key_material_id.as_deref());
    let (key, material) = match deleted {
        Ok((key, material)) => (key, Some(material)),
        // There is nothing to delete, and that is what was wanted.
        Err(KeyringError::NothingWaits { .. }) if input.key_material_id.is_none() => (key, None),
        Err(KeyringError::NothingWaits { .. }) => {
            return Err(fault::not_found(format!(
                "Key material with KeyMaterialId {} is not found.",
                input.key_material_id.as_deref().unwrap_or_default()
            )));
        }
        Err(cause) => return Err(fault::keyring(cause)),
    };
    Ok(Answer::Now(DeleteImportedKeyMaterialOutput {
        key_id: Some(key.arn().to_owned()),
        key_material_id: material.map(|material| material.to_string()),
    }))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteImportedKeyMaterial>(access, run)
}
