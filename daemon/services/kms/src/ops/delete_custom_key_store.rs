//! Deletes a custom key store; there is none.

use crate::api::{self, DeleteCustomKeyStoreInput, DeleteCustomKeyStoreOutput};
use crate::custom_key_store;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &DeleteCustomKeyStoreInput) -> Vec<Access> {
    vec![Access::new("kms:DeleteCustomKeyStore", "*")]
}

fn run(
    _: &mut Context<'_>,
    input: &mut DeleteCustomKeyStoreInput,
) -> Result<Answer<DeleteCustomKeyStoreOutput>, Fault> {
    Err(custom_key_store::not_found(&input.custom_key_store_id))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::DeleteCustomKeyStore>(access, run)
}
