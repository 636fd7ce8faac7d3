//! Changes a custom key store; there is none.

use crate::api::{self, UpdateCustomKeyStoreInput, UpdateCustomKeyStoreOutput};
use crate::custom_key_store;
use millpond_service::{Access, Answer, Call, Context, Fault, Handler};
use millpond_store::Store;

fn access(_: &Call, _: &Store, _: &UpdateCustomKeyStoreInput) -> Vec<Access> {
    vec![Access::new("kms:UpdateCustomKeyStore", "*")]
}

fn run(
    _: &mut Context<'_>,
    input: &mut UpdateCustomKeyStoreInput,
) -> Result<Answer<UpdateCustomKeyStoreOutput>, Fault> {
    Err(custom_key_store::not_found(&input.custom_key_store_id))
}

pub(crate) fn handler() -> Handler {
    Handler::new::<api::UpdateCustomKeyStore>(access, run)
}
